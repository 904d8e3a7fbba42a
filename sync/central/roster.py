"""A list of officers as a spreadsheet writes it: CSV with nama, peran, wilayah, masa_bakti_sampai. All or nothing:
with one wrong line nobody is added, and each wrong line is named with its number and the reason in Indonesian.
"""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from sync.central import people
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.office import limit_officer, name_in
from sync.central.people import Appointment
from sync.central.tables import persons
from sync.domain import rights
from sync.domain.areas import CITY, AreaCode, UnknownArea, gazetteer
from sync.domain.people import OFFICES, Person, Role, serves
from sync.domain.terms import BadTerm, term_in
from sync.protocol.people import MAX_FAULTS, LineFault, RosterReply
from sync.protocol.problems import Code, Problem

COLUMNS = ("nama", "peran", "wilayah", "masa_bakti_sampai")
_OPTIONAL = "masa_bakti_sampai"
_BELOW = re.compile(r"(?i)/\s*RW\s*0*(\d{1,3})(?:\s*/\s*RT\s*0*(\d{1,3}))?")
_LEVEL_WORDS = {"rt": "RT", "rw": "RW", "kelurahan": "kelurahan", "kecamatan": "kecamatan", "city": "kota"}
_EXAMPLES = {
    "rt": "73.71.13.1002/RW003/RT002",
    "rw": "73.71.13.1002/RW003",
    "kelurahan": "73.71.13.1002",
    "kecamatan": "73.71.13",
    "city": CITY,
}

Office = tuple[str, str, str]
"""Name without case, role and area: the same again is the same officer."""


@dataclass(slots=True)
class Roster:
    """What a file says: appointments by the line they stand in, and what is wrong with the others."""

    appointments: dict[int, Appointment] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)


class _Wrong(ValueError):
    """What is wrong with a line, in Indonesian."""


def import_roster(centre: Centre, caller: Caller, content: bytes, *, check: bool = False) -> RosterReply:
    """Add everybody in the file who is not there yet, or nobody; `check` only says what would happen."""
    limit_officer(centre, caller)
    if not rights.may_list_people(caller.person, caller.person.area):
        raise Problem(Code.FORBIDDEN)
    roster = read_roster(content, centre.clock())
    for line, each in list(roster.appointments.items()):
        if not rights.may_enrol(caller.person, each.person.role, each.person.area):
            del roster.appointments[line]
            roster.faults.append(LineFault(line, "Peran atau wilayah ini bukan wewenang Anda."))
    return add_roster(centre, roster, caller.person.id, check=check)


def add_roster(centre: Centre, roster: Roster, by: str, *, check: bool = False) -> RosterReply:
    """One transaction, so that two imports of one file at once add each officer once."""
    if roster.faults:
        faults = sorted(roster.faults, key=lambda fault: fault.line)
        return RosterReply(0, 0, len(faults), faults[:MAX_FAULTS])
    appointments = list(roster.appointments.values())
    with centre.database.write() as connection:
        # The stream's row is the lock that every adding of people waits for.
        people.lock_city(connection, centre.city)
        there = _offices(connection)
        new = [each for each in appointments if office_of(each.person) not in there]
        if new and not check:
            people.add_people(connection, centre.city, new, by, centre.clock())
    return RosterReply(len(new), len(appointments) - len(new), 0, [])


def office_of(person: Person) -> Office:
    return person.name.casefold(), person.role.value, person.area.text


def _offices(connection: Connection) -> set[Office]:
    rows = connection.execute(select(persons).where(persons.c.ended_at.is_(None)))
    return {office_of(people.person_of(row)) for row in rows}


def read_roster(content: bytes, now: datetime) -> Roster:
    """UTF-8 with or without a byte order mark, commas or semicolons, columns in any order."""
    roster = Roster()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        roster.faults.append(LineFault(line, "Berkas bukan UTF-8; simpan ulang sebagai CSV UTF-8."))
        return roster
    seen: dict[Office, int] = {}
    try:
        for line, row in _rows(text):
            _take(roster, seen, line, row, now)
    except _Wrong as error:
        roster.faults.append(LineFault(1, str(error)))
    except csv.Error:
        roster.faults.append(LineFault(1, "Berkas tidak terbaca sebagai CSV; periksa tanda kutipnya."))
    return roster


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that holds something, with its number. Raises _Wrong for a first line without the columns."""
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in names and name != _OPTIONAL]
    if missing:
        raise _Wrong(f"Baris pertama harus berisi kolom {', '.join(COLUMNS)}; belum ada: {', '.join(missing)}.")
    start = reader.line_num
    for cells in reader:
        line, start = start + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield line, dict(zip(names, [*cells, *[""] * len(names)], strict=False))


def _take(roster: Roster, seen: dict[Office, int], line: int, row: dict[str, str], now: datetime) -> None:
    try:
        found = _appointment(row, now)
        office = office_of(found.person)
        if office in seen:
            raise _Wrong(f"Sama dengan baris {seen[office]}.")
    except _Wrong as error:
        roster.faults.append(LineFault(line, str(error)))
        return
    seen[office] = line
    roster.appointments[line] = found


def _appointment(row: dict[str, str], now: datetime) -> Appointment:
    name, role, area = _name(row["nama"]), _role(row["peran"]), _area(row["wilayah"])
    if not serves(role, area):
        raise _Wrong(_level_words(role))
    person = Person(str(uuid.uuid4()), name, role, area)
    return Appointment(person, _term(row.get(_OPTIONAL, ""), now))


def _name(text: str) -> str:
    if not text.strip():
        raise _Wrong("Nama kosong.")
    try:
        return name_in(text)
    except Problem as problem:
        if problem.code is Code.PERSONAL_NUMBER:
            raise _Wrong("Nama berisi nomor yang tampak seperti NIK atau KK; hapus nomor itu.") from None
        raise _Wrong("Nama paling panjang 120 huruf.") from None


def _role(text: str) -> Role:
    word = text.strip().lower()
    known = {role.value: role for role in OFFICES} | {"lurah": Role.KELURAHAN}
    if word not in known:
        raise _Wrong(f"Peran tidak dikenal; pilih {', '.join(role.value for role in Role if role in OFFICES)}.")
    return known[word]


def _area(text: str) -> AreaCode:
    """As people write it: `73.71.13.1002/RW3/RT2` is the same as with zeros."""
    tidy = _BELOW.sub(lambda m: f"/RW{int(m[1]):03}" + (f"/RT{int(m[2]):03}" if m[2] else ""), text.strip())
    try:
        return gazetteer().check(tidy)
    except UnknownArea:
        raise _Wrong(f"Wilayah tidak dikenal; tulis seperti {_EXAMPLES['rt']}.") from None


def _level_words(role: Role) -> str:
    fit = [level for level, example in _EXAMPLES.items() if serves(role, AreaCode(example))]
    words = " atau ".join(_LEVEL_WORDS[level] for level in fit)
    return f"Peran {role.value} memerlukan wilayah {words}, misalnya {_EXAMPLES[fit[0]]}."


def _term(text: str, now: datetime) -> str | None:
    if not text.strip():
        return None
    try:
        return term_in(text, now)
    except BadTerm:
        raise _Wrong("Masa bakti bukan tanggal yang akan datang; tulis seperti 2031-12-31.") from None
