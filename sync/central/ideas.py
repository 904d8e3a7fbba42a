"""Residents' ideas at the centre: filed, found by tracking number, answered, appealed.

An idea is a record like any other and comes in by the same way as an officer's change. Its author is the idea
itself: who holds the tracking number speaks as that author, and as nobody else.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from sync.central import contacts, filing, windows
from sync.central.accept import Caller, accept, or_raise, prepare
from sync.central.answer import Centre
from sync.central.people import iso
from sync.central.stored import StoredRecord, read_record
from sync.central.tables import ideas, records
from sync.domain.forms import form
from sync.domain.ideas import (
    ABOUT_OFFICE,
    CONTACT_GIVEN,
    JOINS,
    SHOWN_TO_OTHERS,
    as_tracking,
    tracking_of,
)
from sync.domain.ids import is_id, number_of
from sync.domain.lifecycle import Status
from sync.domain.records import ANSWERS, APPEAL, STEPS, Kind
from sync.protocol.ideas import AnswerRequest, AppealRequest, IdeaReply, IdeaRequest
from sync.protocol.messages import Change, Receipt
from sync.protocol.problems import Code, Problem

ACTS_AN_HOUR = 60
GUESSES_AN_HOUR = 30
"""From one address. A kelurahan's meeting, or a mobile network, shares one."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """An idea of which the caller knows the whole tracking number, as it stands now."""

    tracking: str
    record: StoredRecord

    @property
    def caller(self) -> Caller:
        return filing.resident(self.record.author, self.record.stream)


def file_idea(centre: Centre, request: IdeaRequest, address: str) -> IdeaReply:
    """Take an idea in. Safe to repeat: the same id and secret with the same words give the same number.

    Raises Problem, with `fields` where something typed is wrong.
    """
    filing.check_ids(request)

    def look(connection: Connection) -> None:
        _check_joined(connection, request.joins)

    receipt = filing.take_in(centre, request, _first_change(request), look, f"idea:{address}")
    return IdeaReply(tracking_of(request.id, request.secret), number_of(request.id), receipt)


def _first_change(request: IdeaRequest) -> Change:
    """The same at every repeat, so that it is known again."""
    values: dict[str, Any] = {
        "form": form("idea").reference,
        "title": request.title.strip(),
        "text": request.text.strip(),
        "theme": request.theme,
        "area": request.area,
        ABOUT_OFFICE: request.about_office or None,
        JOINS: request.joins,
        CONTACT_GIVEN: True if request.contact else None,
        "status": Status.RECEIVED.value,
    }
    given = {path: value for path, value in values.items() if value is not None}
    return filing.first_change(request.id, Kind.IDEA, request.area, given)


def _check_joined(connection: Connection, joins: str | None) -> None:
    """What an idea supports is something that was shown."""
    if joins is None:
        return
    row = connection.execute(select(records.c.kind, records.c.status).where(records.c.id == joins)).first()
    if row is None or row.status not in SHOWN_TO_OTHERS.get(Kind(row.kind), ()):
        raise Problem(Code.BAD_VALUE, fields={JOINS: "unknown_choice"})


def track(centre: Centre, text: str, address: str, kinds: Collection[Kind] = (Kind.IDEA,)) -> Tracked:
    """The idea with this tracking number, or what else of these kinds was filed. Raises Problem: NOT_FOUND, or
    TOO_MANY after 30 wrong ones an hour."""
    now, window = centre.clock(), f"track:{address}"
    with centre.database.read() as connection:
        windows.check(connection, window, now, GUESSES_AN_HOUR)
        found = _find(connection, centre, text)
    if found is None or found.record.kind not in kinds:
        with centre.database.write() as connection:
            windows.add(connection, window, now)
        raise Problem(Code.NOT_FOUND)
    return found


def _find(connection: Connection, centre: Centre, text: str) -> Tracked | None:
    parts = as_tracking(text)
    if parts is None:
        return None
    number, secret = parts
    for row in connection.execute(select(ideas).where(ideas.c.number == number)).all():
        if hmac.compare_digest(row.tracking_hash, filing.tracking_hash(centre, row.record, secret)):
            return Tracked(f"{number}-{secret}", _standing(connection, row.record))
    return None


def _standing(connection: Connection, record: str) -> StoredRecord:
    found = read_record(connection, record)
    if found is None:
        raise LookupError(f"{record} has a tracking number and is no record")
    return found


def again(connection: Connection, tracked: Tracked) -> Tracked:
    """The same as it is in this snapshot."""
    return Tracked(tracked.tracking, _standing(connection, tracked.record.id))


def answer(centre: Centre, tracked: Tracked, request: AnswerRequest, address: str) -> Receipt:
    """The resident answers the officer's question. Safe to repeat. Raises Problem."""
    text = _words(request.text, "text")
    if f"{STEPS}/{request.question}" not in tracked.record.set:
        raise Problem(Code.BAD_VALUE, fields={"question": "unknown_choice"})
    values = {f"{ANSWERS}/{request.question}": text, "status": Status.READ.value}
    return act(centre, tracked, request.id, values, address)


def appeal(centre: Centre, tracked: Tracked, request: AppealRequest, address: str) -> Receipt:
    """*Minta ditinjau kecamatan*, once. Safe to repeat. Raises Problem."""
    values = {APPEAL: _words(request.reason, "reason"), "status": Status.RECEIVED.value}
    return act(centre, tracked, request.id, values, address)


def _words(text: str, field: str) -> str:
    if not text.strip():
        raise Problem(Code.INCOMPLETE, fields={field: "required"})
    return text.strip()


def act(centre: Centre, tracked: Tracked, change_id: str, values: dict[str, Any], address: str) -> Receipt:
    """One change by the idea's own author."""
    if not is_id(change_id):
        raise Problem(Code.BAD_JSON, "id: a UUIDv7")
    record, now = tracked.record, centre.clock()
    window = f"idea-act:{address}"
    # `seen` is 0 so that a repeat is the same body; these paths were set by nobody else.
    change = Change(change_id, record.id, record.kind, record.stream, 0, filing.made_at(change_id), values)
    with centre.database.write() as connection:
        windows.check(connection, window, now, ACTS_AN_HOUR)
        windows.add(connection, window, now)
        return or_raise(accept(connection, tracked.caller, [prepare(change)], iso(now), centre.make_salt)[0])


def withdraw_contact(centre: Centre, tracked: Tracked) -> bool:
    """The contact is erased. False when there was none."""
    with centre.database.write() as connection:
        record = _standing(connection, tracked.record.id)
        if record.value(CONTACT_GIVEN):
            contacts.say_given(connection, centre, tracked.caller, record, given=False)
        return contacts.forget(connection, centre, record.id)
