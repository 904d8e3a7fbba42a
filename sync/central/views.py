"""The book of who opened somebody's personal data: written where it is read, never without a purpose.

Each line is a change in the city's own stream too, so that none is taken out or altered unseen.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from sync.central.chain import CENTRE, append_to_chain
from sync.central.erasure import erase
from sync.central.people import iso
from sync.central.replay import RETENTION
from sync.central.tables import changes, views
from sync.domain.ids import IdSource
from sync.domain.people import Person
from sync.domain.personal import has_personal_number
from sync.protocol.ideas import MAX_PURPOSE, MIN_PURPOSE
from sync.protocol.problems import Code, Problem

CONTACT = "contact"
VIEW = "view"
"""The kind of the changes that chain it."""
_FACTS = ("person", "what", "stream", "subject", "purpose")
_TOGETHER = 500
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
    row |= {"stream": stream, "subject": subject, "purpose": purpose}
    connection.execute(insert(views).values(row))
    facts = {name: row[name] for name in _FACTS}
    # Not by the person: what an erasure leaves of a change says whose it was.
    append_to_chain(connection, person.area.city, VIEW, row["id"], facts, CENTRE, row["at"])


def facts_of(row: Any) -> dict[str, Any]:
    """What is chained of a line of the book, beside its id and moment."""
    return {name: getattr(row, name) for name in _FACTS}


def let_go(connection: Connection, city: str, before: str, now: datetime) -> int:
    """Some of the lines older than that, and what the chain says of them; 0 when none is left."""
    ids = list(connection.execute(select(views.c.id).where(views.c.at < before).limit(_TOGETHER)).scalars())
    mine = (changes.c.stream == city) & changes.c.record.in_(ids) & changes.c.salt.is_not(None)
    for seq in connection.execute(select(changes.c.seq).where(mine).order_by(changes.c.seq)).scalars().all():
        erase(connection, city, seq, RETENTION, CENTRE, now)
    connection.execute(delete(views).where(views.c.id.in_(ids)))
    return len(ids)
