"""The book of who opened somebody's personal data: written where it is read, never without a purpose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from sync.central.people import iso
from sync.central.tables import views
from sync.domain.ids import IdSource
from sync.domain.people import Person
from sync.domain.personal import has_personal_number
from sync.protocol.ideas import MAX_PURPOSE, MIN_PURPOSE
from sync.protocol.problems import Code, Problem

CONTACT = "contact"
_make_id = IdSource()


def purpose_in(text: str) -> str:
    """The purpose as it is written down. Raises Problem(NOTE_NEEDED) for none worth the name."""
    purpose = " ".join(text.split())
    if not MIN_PURPOSE <= len(purpose) <= MAX_PURPOSE or not purpose.isprintable():
        raise Problem(Code.NOTE_NEEDED, f"purpose: {MIN_PURPOSE} to {MAX_PURPOSE} characters")
    if has_personal_number(purpose):
        raise Problem(Code.PERSONAL_NUMBER, fields={"purpose": "personal_number"})
    return purpose


def note(
    connection: Connection, person: Person, what: str, stream: str, subject: str, purpose: str, now: datetime
) -> None:
    """`what` is the kind of data, such as CONTACT; `subject` whose: a record's id."""
    row = {"id": _make_id(), "at": iso(now), "person": person.id, "what": what}
    connection.execute(insert(views).values(row | {"stream": stream, "subject": subject, "purpose": purpose}))
