"""What officers do to the people of their area: add, correct, move, give a code, replace a lost phone, end a term.

Who may is said by rights.may_enrol alone. Each is a change in the city's stream, and harmless when it is repeated.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import Connection, select

from sync.central import people, windows
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.codes import give_code, link_to
from sync.central.listing import entry_of
from sync.central.tables import devices, persons
from sync.domain import rights
from sync.domain.areas import AreaCode, UnknownArea, gazetteer
from sync.domain.ids import is_uuid
from sync.domain.people import Person, Role, serves
from sync.domain.personal import has_personal_number
from sync.domain.terms import BadTerm, term_in
from sync.protocol.people import MAX_NAME, CodeReply, NewCode, NewPerson, PersonChange, PersonEntry
from sync.protocol.problems import Code, Problem

CALLS_AN_HOUR = 600
"""More than anybody enrols by hand, and few enough that a stolen phone does little before it is switched off."""


def limit(centre: Centre, key: str, most: int) -> None:
    """Count one call; raises Problem(TOO_MANY) above the limit of an hour."""
    with centre.database.write() as connection:
        now = centre.clock()
        windows.check(connection, key, now, most)
        windows.add(connection, key, now)


def limit_officer(centre: Centre, caller: Caller) -> None:
    limit(centre, f"people:{caller.person.id}", CALLS_AN_HOUR)


def add(centre: Centre, caller: Caller, new: NewPerson) -> CodeReply:
    """Somebody new, with a code. The same again gives another code and adds nobody."""
    limit_officer(centre, caller)
    now = centre.clock()
    if not is_uuid(new.id):
        raise Problem(Code.BAD_JSON, "id: is not a UUID")
    person = Person(new.id, name_in(new.name), _role(new.role), _area(new.area))
    if not rights.may_enrol(caller.person, person.role, person.area):
        raise Problem(Code.FORBIDDEN)
    if not serves(person.role, person.area):
        raise Problem(Code.BAD_VALUE, fields={"area": "wrong_level"})
    term_ends = _term(new.term_ends, now)
    with centre.database.write() as connection:
        # Whoever adds waits for others who do: the same message twice at once adds one.
        people.lock_city(connection, centre.city)
        known = connection.execute(select(persons).where(persons.c.id == person.id)).first()
        if known is None:
            people.add_person(connection, person, caller.person.id, now, term_ends=term_ends)
        elif people.person_of(known) != person or known.ended_at is not None:
            raise Problem(Code.ID_REUSED)
        return _with_code(connection, centre, caller, person, now)


def change(centre: Centre, caller: Caller, person_id: str, wanted: PersonChange) -> PersonEntry:
    """Correct a name, move to another area, set the end of the term: what is None stays."""
    limit_officer(centre, caller)
    now = centre.clock()
    with centre.database.write() as connection:
        person = _mine(connection, caller, person_id)
        area = _area(wanted.area) if wanted.area is not None else person.area
        if not rights.may_enrol(caller.person, person.role, area):
            raise Problem(Code.FORBIDDEN)
        if area != person.area and not serves(person.role, area):
            raise Problem(Code.BAD_VALUE, fields={"area": "wrong_level"})
        if area != person.area:
            people.move(connection, person_id, area, caller.person.id, now)
        if wanted.name is not None and name_in(wanted.name) != person.name:
            people.rename(connection, person_id, name_in(wanted.name), caller.person.id, now)
        if wanted.term_ends is not None:
            people.set_term(connection, person_id, _term(wanted.term_ends, now), caller.person.id, now)
        return entry_of(connection, caller.person, person_id, now)


def give(centre: Centre, caller: Caller, person_id: str, wanted: NewCode) -> CodeReply:
    """A new code; with it the lost phones are switched off, in one step."""
    limit_officer(centre, caller)
    now = centre.clock()
    with centre.database.write() as connection:
        person = _mine(connection, caller, person_id)
        for device in wanted.lost:
            _switch_off(connection, caller, device, now, owner=person.id)
        return _with_code(connection, centre, caller, person, now)


def switch_off(centre: Centre, caller: Caller, device: str) -> PersonEntry:
    """One device is told at its next request that it was switched off; what it holds unsent stays on it."""
    limit_officer(centre, caller)
    now = centre.clock()
    with centre.database.write() as connection:
        owner = _switch_off(connection, caller, device, now)
        return entry_of(connection, caller.person, owner, now)


def end(centre: Centre, caller: Caller, person_id: str) -> PersonEntry:
    """The term ends now, with all its tokens. Harmless for one that has ended."""
    limit_officer(centre, caller)
    now = centre.clock()
    with centre.database.write() as connection:
        row = connection.execute(select(persons).where(persons.c.id == person_id)).first()
        if row is None or not _may_change(caller, people.person_of(row)):
            raise Problem(Code.NOT_FOUND)
        people.end_term(connection, person_id, caller.person.id, now)
        return entry_of(connection, caller.person, person_id, now)


def name_in(text: str) -> str:
    """A name as it is kept. Raises Problem."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= MAX_NAME or any(unicodedata.category(letter)[0] == "C" for letter in name):
        raise Problem(Code.BAD_VALUE, fields={"name": "wrong_size"})
    if has_personal_number(name):
        raise Problem(Code.PERSONAL_NUMBER, fields={"name": "personal_number"})
    return name


def _with_code(connection: Connection, centre: Centre, caller: Caller, person: Person, now: datetime) -> CodeReply:
    if people.in_term(connection, person.id, now) is None:
        raise Problem(Code.BAD_VALUE, "the term has ended; set a new end first", fields={"term_ends": "ended"})
    given = give_code(connection, centre.keys, person, caller.person.id, now)
    entry = entry_of(connection, caller.person, person.id, now)
    return CodeReply(entry, given.code, link_to(centre.base_url, given.code), given.expires_at)


def _mine(connection: Connection, caller: Caller, person_id: str) -> Person:
    """Somebody in office whom the caller may change; who is outside role and area is not there."""
    person = people.find_person(connection, person_id)
    if person is None or not _may_change(caller, person):
        raise Problem(Code.NOT_FOUND)
    return person


def _may_change(caller: Caller, person: Person) -> bool:
    return rights.may_enrol(caller.person, person.role, person.area)


def _switch_off(connection: Connection, caller: Caller, device: str, now: datetime, owner: str = "") -> str:
    """Whose it is. Raises Problem for a device of somebody else, or of nobody."""
    row = connection.execute(select(devices).where(devices.c.id == device)).first()
    if row is None or row.person != (owner or row.person):
        raise Problem(Code.NOT_FOUND)
    _mine(connection, caller, row.person)
    people.revoke(connection, device, caller.person.id, now)
    return str(row.person)


def _role(text: str) -> Role:
    if text not in set(Role):
        raise Problem(Code.BAD_VALUE, fields={"role": "unknown_choice"})
    return Role(text)


def _area(text: str) -> AreaCode:
    try:
        return gazetteer().check(text)
    except UnknownArea:
        raise Problem(Code.UNKNOWN_AREA, fields={"area": "unknown_area"}) from None


def _term(text: str | None, now: datetime) -> str | None:
    if not text:
        return None
    try:
        return term_in(text, now)
    except BadTerm:
        raise Problem(Code.BAD_VALUE, fields={"term_ends": "wrong_date"}) from None
