"""The kelurahan's side of registrations: list them, open a contact with a purpose, admit or decline with a reason.

Whoever may enrol a UMKM in the area may decide; a decision stands, and the chain holds it.
"""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Connection, Row, select, tuple_, update

from sync.central import people, views, vouched
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.chain import append_to_chain
from sync.central.office import limit_officer
from sync.central.people import iso
from sync.central.registering import about
from sync.central.sealed import CannotOpen, unseal
from sync.central.tables import registrations
from sync.domain import rights
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.domain.personal import has_personal_number
from sync.protocol.people import (
    ADMITTED,
    DECLINED,
    MAX_PEOPLE,
    MAX_REASON,
    WAITING,
    Admission,
    ContactReply,
    RegistrationEntry,
    RegistrationsReply,
)
from sync.protocol.problems import Code, Problem

VIEWED = "registration"
"""What the log of views calls a contact that was opened here."""


def list_registrations(
    centre: Centre, caller: Caller, state: str = WAITING, after: str = ""
) -> RegistrationsReply:
    """Those of the caller's area in this state, a page at a time, the oldest first."""
    if not rights.may_enrol(caller.person, Role.UMKM, caller.person.area):
        raise Problem(Code.FORBIDDEN)
    order = registrations.c.asked_at, registrations.c.id
    with centre.database.read() as connection:
        inside = registrations.c.area.startswith(caller.person.area.text, autoescape=True)
        query = select(registrations).where(registrations.c.state == state, inside)
        last = connection.execute(select(*order).where(registrations.c.id == after)).first() if after else None
        if last is not None:
            query = query.where(tuple_(*order) > tuple_(*last))
        rows = connection.execute(query.order_by(*order).limit(MAX_PEOPLE + 1)).all()
    entries = [_entry(row) for row in rows[:MAX_PEOPLE]]
    return RegistrationsReply(entries, entries[-1].id if len(rows) > MAX_PEOPLE else None)


def decide(centre: Centre, caller: Caller, registration: str, wanted: Admission) -> RegistrationEntry:
    """Admit or decline, once; the same decision again is harmless. Raises Problem."""
    limit_officer(centre, caller)
    reason = _reason(wanted.reason)
    if not wanted.admit and not reason:
        raise Problem(Code.NOTE_NEEDED)
    with centre.database.write() as connection:
        row = _mine(connection, caller, registration)
        if row.state == WAITING:
            _settle(connection, centre, caller, row, ADMITTED if wanted.admit else DECLINED, reason)
        elif (row.state == ADMITTED) != wanted.admit:
            raise Problem(Code.ALREADY_DECIDED, extra={"status": row.state})
        return _entry(_mine(connection, caller, registration))


def open_contact(centre: Centre, caller: Caller, registration: str, purpose: str) -> ContactReply:
    """How the applicant is reached; who looked and for what is kept. Raises Problem."""
    limit_officer(centre, caller)
    why = views.purpose_in(purpose)
    with centre.database.write() as connection:
        row = _mine(connection, caller, registration)
        if row.contact is None:
            raise Problem(Code.NOT_FOUND)
        try:
            contact = unseal([centre.keys.secret], about(row.id), row.contact)
        except CannotOpen as error:
            raise Problem(Code.NOT_FOUND) from error
        views.note(connection, caller.person, VIEWED, row.area, row.id, why, centre.clock())
    return ContactReply(contact)


def _settle(
    connection: Connection, centre: Centre, caller: Caller, row: Row[Any], state: str, reason: str
) -> None:
    now, by = centre.clock(), caller.person.id
    decided = {"state": state, "reason": reason, "decided_at": iso(now), "decided_by": by}
    if state == ADMITTED:
        person = Person(str(uuid.uuid4()), row.business, Role.UMKM, AreaCode(row.area))
        people.add_person(connection, person, by, now)
        decided["person"] = person.id
    else:
        # Whoever is not admitted left a contact for nothing.
        decided["contact"] = None  # type: ignore[assignment]
    mine = update(registrations).where(registrations.c.id == row.id)
    vouched.write(connection, centre.city, mine, decided, iso(now))
    facts = {"state": state} | ({"person": decided["person"]} if state == ADMITTED else {})
    append_to_chain(connection, centre.city, "registration", row.id, facts, by, iso(now))


def _mine(connection: Connection, caller: Caller, registration: str) -> Row[Any]:
    query = select(registrations).where(registrations.c.id == registration).with_for_update()
    row = connection.execute(query).first()
    if row is None or not rights.may_enrol(caller.person, Role.UMKM, AreaCode(row.area)):
        raise Problem(Code.NOT_FOUND)
    return row


def _reason(text: str) -> str:
    tidy = text.strip()
    if len(tidy) > MAX_REASON:
        raise Problem(Code.BAD_VALUE, fields={"reason": "too_long"})
    if has_personal_number(tidy):
        raise Problem(Code.PERSONAL_NUMBER, fields={"reason": "personal_number"})
    return tidy


def _entry(row: Row[Any]) -> RegistrationEntry:
    asked = row.id, row.business, row.area, row.lorong, row.theme, row.nib, row.asked_at, row.state
    return RegistrationEntry(*asked, row.contact is not None, row.reason, row.decided_at, row.decided_by)
