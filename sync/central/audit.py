"""What an auditor asks beside search: who opened personal data, and, with a written reason, what is masked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from sync.central import desk, views
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.masking import is_masked_for, masked_ref
from sync.central.people import iso
from sync.central.tables import persons
from sync.central.tables import views as book
from sync.domain.rights import may_open_masked, may_read_views
from sync.protocol.audit import ViewEntry, Views
from sync.protocol.messages import PersonRef, RecordView
from sync.protocol.problems import Code, Problem

PAGE = 50
RECORD = "record"


def read_views(centre: Centre, caller: Caller, person: str, since: str, until: str, q: str, after: str) -> Views:
    """The newest first. `since` and `until` are days of the city, both within; `q` are words of the reason."""
    if not may_read_views(caller.person):
        raise Problem(Code.FORBIDDEN)
    query = select(book, persons.c.name, persons.c.role).outerjoin(persons, persons.c.id == book.c.person)
    query = query.where(_inside(caller.person.area.text))
    if person:
        query = query.where(book.c.person == person)
    if since:
        query = query.where(book.c.at >= _midnight(centre, since, "from"))
    if until:
        query = query.where(book.c.at < _midnight(centre, until, "to", days=1))
    if q:
        query = query.where(book.c.purpose.icontains(q, autoescape=True))
    if after:
        query = query.where(book.c.id < after)
    with centre.database.read() as connection:
        rows = connection.execute(query.order_by(book.c.id.desc()).limit(PAGE + 1)).all()
    entries = [_entry(row, is_masked=is_masked_for(caller.person)) for row in rows[:PAGE]]
    return Views(entries, entries[-1].id if len(rows) > PAGE else None)


def _inside(area: str) -> Any:
    return (book.c.stream == area) | book.c.stream.startswith(area + ".", autoescape=True)


def _midnight(centre: Centre, day: str, name: str, days: int = 0) -> str:
    """When that day begins in the city, plus so many days, in UTC."""
    try:
        begins = datetime.combine(date.fromisoformat(day), datetime.min.time(), centre.zone)
        return iso(begins + timedelta(days=days))
    except (ValueError, OverflowError):
        raise Problem(Code.BAD_VALUE, fields={name: "wrong_date"}) from None


def _entry(row: Row[Any], *, is_masked: bool) -> ViewEntry:
    by = PersonRef(row.person, row.name or "", row.role or "")
    return ViewEntry(
        row.id, row.at, masked_ref(by) if is_masked else by, row.what, row.stream, row.subject, row.purpose
    )


def open_record(centre: Centre, caller: Caller, record_id: str, purpose: str) -> RecordView:
    """The record unmasked, and a line in the book of who looked. Raises Problem(NOTE_NEEDED) without a reason."""
    if not may_open_masked(caller.person):
        raise Problem(Code.FORBIDDEN)
    written = views.purpose_in(purpose)
    with centre.database.write() as connection:
        record = desk.seen(connection, caller.person, record_id)
        views.note(connection, caller.person, RECORD, record.stream, record.id, written, centre.clock())
    return record.view()
