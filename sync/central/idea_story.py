"""What became of an idea, for who holds its tracking number: told from the log of its changes, oldest first.

Officers are named by their office, never by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from sync.central import contacts, ideas, shown
from sync.central.accept import receipt_of
from sync.central.answer import Centre
from sync.central.documents import NO_TITLE
from sync.central.ideas import Tracked
from sync.central.json_text import parsed
from sync.central.people import iso
from sync.central.stored import StoredRecord
from sync.central.tables import changes, persons, records
from sync.domain.ideas import JOINS, OPEN, is_above_kelurahan
from sync.domain.lifecycle import Status
from sync.domain.people import Role
from sync.domain.records import ANSWERS, APPEAL, GREW_FROM, PHOTOS, STEPS, entries_below, family
from sync.protocol.ideas import AppealRequest, IdeaStep, IdeaView, PublicLink
from sync.protocol.messages import Receipt
from sync.protocol.problems import Code, Problem

ANSWERED, APPEALED = "answered", "appealed"
UNANSWERED_DAYS = 14
"""After so long without an answer the kecamatan may be asked as well."""
_MOST_CHANGES, _LOOKED_AT = 200, 1000
_APPEALABLE = frozenset({Status.JOINED, Status.FORWARDED, Status.COMPLAINT, Status.DECLINED})


def view(connection: Connection, tracked: Tracked, now: datetime) -> IdeaView:
    record = tracked.record
    steps, receipt = story(connection, record)
    status = str(record.value("status"))
    return IdeaView(
        tracked.tracking[:9],
        record.stream,
        status,
        str(record.value("title") or NO_TITLE),
        str(record.value("text") or ""),
        steps,
        _links(connection, record),
        len(entries_below(record.set, PHOTOS)),
        contacts.has_contact(connection, record.id),
        _may_appeal(record, status, steps, now),
        is_above_kelurahan(record.set),
        receipt,
        _open_question(status, steps),
    )


def appeal(centre: Centre, tracked: Tracked, request: AppealRequest, address: str) -> None:
    """*Minta ditinjau kecamatan*: once, after an answer or two weeks without. Safe to repeat. Raises Problem."""
    with centre.database.read() as connection:
        may_appeal = view(connection, tracked, centre.clock()).may_appeal
    if not may_appeal and tracked.record.value(APPEAL) != request.reason.strip():
        raise Problem(Code.ILLEGAL_TRANSITION, extra={"status": tracked.record.value("status")})
    ideas.appeal(centre, tracked, request, address)


def story(connection: Connection, record: StoredRecord) -> tuple[list[IdeaStep], Receipt]:
    """What happened to what a resident filed, and the receipt of the first of it."""
    rows = _changes_of(connection, record)
    roles = _roles(connection, {row.person for row in rows})
    steps, status = [], ""
    for row in rows:
        values = parsed(row.body)["set"] if row.body else {}
        by = roles.get(row.person, Role.RESIDENT.value)
        for what, told in _told(values, status):
            steps.append(IdeaStep(what, row.received_at, by, **told))
        status = values.get("status", status)
    return steps, receipt_of(rows[0])


def _changes_of(connection: Connection, record: StoredRecord) -> Sequence[Row[Any]]:
    mine = (changes.c.stream == record.stream) & (changes.c.record == record.id)
    return connection.execute(select(changes).where(mine).order_by(changes.c.seq).limit(_MOST_CHANGES)).all()


def _roles(connection: Connection, people: set[str]) -> dict[str, str]:
    query = select(persons.c.id, persons.c.role).where(persons.c.id.in_(people))
    return {row.id: row.role for row in connection.execute(query)}


def _told(values: dict[str, Any], before: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a change says, each as a kind of step and its words."""
    for path, value in values.items():
        if family(path) == ANSWERS and value:
            yield ANSWERED, {"reason": value}
    if values.get(APPEAL):
        yield APPEALED, {"reason": values[APPEAL]}
        return
    after = values.get("status", before)
    if after != before and not (after == Status.READ and before == Status.ASKED):
        yield after, _words(values)


def _words(values: dict[str, Any]) -> dict[str, Any]:
    for path, value in values.items():
        if value and family(path) == STEPS:
            asked = path.partition("/")[2] if value["status"] == Status.ASKED else None
            told = {name: value.get(name) for name in ("reason", "office", "on")}
            return told | {"question": asked}
    return {}


def _open_question(status: str, steps: Sequence[IdeaStep]) -> str | None:
    if status != Status.ASKED:
        return None
    return next((step.question for step in reversed(steps) if step.question), None)


def _may_appeal(record: StoredRecord, status: str, steps: Sequence[IdeaStep], now: datetime) -> bool:
    """Once, past the kelurahan: after its answer, or when it gave none for two weeks."""
    if is_above_kelurahan(record.set):
        return False
    if status in _APPEALABLE:
        return any(step.what == status and step.by == Role.KELURAHAN for step in steps)
    is_silent = bool(steps) and steps[-1].at < iso(now - timedelta(days=UNANSWERED_DAYS))
    return status in OPEN and status != Status.ASKED and is_silent


def _links(connection: Connection, record: StoredRecord) -> list[PublicLink]:
    """What is published of it: what it was joined to, what it supports, and what grew from it."""
    named = [step.get("target") for step in entries_below(record.set, STEPS).values()]
    known = {target for target in (*named, record.value(JOINS)) if target}
    others = sorted(known - {record.id})
    query = select(records.c.view).where(records.c.id.in_(others))
    views = list(connection.execute(query).scalars()) if others else []
    if record.value("status") == Status.TAKEN_UP:
        views += _grown(connection, record)
    return shown.links(connection, views)


def _grown(connection: Connection, record: StoredRecord) -> list[bytes]:
    """Published innovations of the same kelurahan that name this idea."""
    here = (records.c.stream == record.stream) & (records.c.status == Status.PUBLISHED.value)
    query = select(records.c.view).where(here).order_by(records.c.version.desc()).limit(_LOOKED_AT)
    named = f'"{GREW_FROM}/{record.id}":true'.encode()
    return [view for view in connection.execute(query).scalars() if named in view]
