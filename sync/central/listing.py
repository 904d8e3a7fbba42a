"""Who is in office in an area, with their devices: to help them, never to count or compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.codes import waiting_codes
from sync.central.people import devices_of, person_of
from sync.central.tables import persons
from sync.central.tokens import holding_in
from sync.domain import rights
from sync.domain.areas import UnknownArea, gazetteer
from sync.domain.people import Person
from sync.domain.terms import soon
from sync.protocol.people import DEFAULT_PEOPLE, MAX_PEOPLE, DeviceEntry, PeopleReply, PersonEntry
from sync.protocol.problems import Code, Problem


def list_people(
    centre: Centre,
    caller: Caller,
    area: str = "",
    q: str = "",
    after: str = "",
    limit: int = DEFAULT_PEOPLE,
    *,
    ending: bool = False,
) -> PeopleReply:
    """A page of them, in order of area and name; `ending` are those whose term ends within 60 days or has."""
    place = place_of(caller.person, area)
    limit = max(1, min(limit, MAX_PEOPLE))
    now = centre.clock()
    with centre.database.read() as connection:
        query = select(persons).where(persons.c.ended_at.is_(None), inside(place))
        if q:
            query = query.where(func.lower(persons.c.name).contains(q.lower()[:80], autoescape=True))
        if ending:
            query = query.where(persons.c.term_ends <= soon(now))
        order = persons.c.area, persons.c.name, persons.c.id
        last = connection.execute(select(*order).where(persons.c.id == after)).first() if after else None
        if last is not None:
            query = query.where(tuple_(*order) > tuple_(*last))
        rows = connection.execute(query.order_by(*order).limit(limit + 1)).all()
        entries = _entries(connection, caller.person, rows[:limit], now)
    return PeopleReply(entries, entries[-1].id if len(rows) > limit else None)


def entry_of(connection: Connection, caller: Person, person: str, now: datetime) -> PersonEntry:
    """One of them, as the caller sees them."""
    rows = connection.execute(select(persons).where(persons.c.id == person)).all()
    return _entries(connection, caller, rows, now)[0]


def place_of(caller: Person, area: str) -> str:
    """The area that was asked for, the own one by default. Raises Problem outside of it."""
    try:
        place = gazetteer().check(area or caller.area.text)
    except UnknownArea:
        raise Problem(Code.UNKNOWN_AREA) from None
    if not rights.may_list_people(caller, place):
        raise Problem(Code.FORBIDDEN)
    return place.text


def inside(area: str) -> Any:
    """The area itself and what lies in it: `/RW001` is no part of `/RW0010`."""
    below = [persons.c.area.startswith(area + sign, autoescape=True) for sign in "./"]
    return (persons.c.area == area) | below[0] | below[1]


def _entries(connection: Connection, caller: Person, rows: Sequence[Row[Any]], now: datetime) -> list[PersonEntry]:
    ids = [row.id for row in rows]
    held, waiting = devices_of(connection, ids), waiting_codes(connection, ids, now)
    return [_entry(caller, row, held.get(row.id, []), waiting.get(row.id)) for row in rows]


def _entry(caller: Person, row: Row[Any], held: Sequence[Row[Any]], code_until: str | None) -> PersonEntry:
    person = person_of(row)
    return PersonEntry(
        person.id,
        person.name,
        person.role.value,
        person.area.text,
        [_device(device) for device in held],
        rights.may_enrol(caller, person.role, person.area),
        row.term_ends,
        code_until,
        row.ended_at,
    )


def _device(row: Row[Any]) -> DeviceEntry:
    facts = row.id, row.name, row.platform, row.app_version, row.enrolled_at
    return DeviceEntry(*facts, row.last_contact, holding_in(row))
