"""What a new catalogue would change, before anybody puts it in force: differences, and records by name.

Nothing is rescored by it: a record keeps its version until somebody moves it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from sync.central import people
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.catalogues import keeping, table
from sync.central.dossiers.gather import contents
from sync.central.office import limit
from sync.central.stored import Json
from sync.domain import catalogue_changes, rights
from sync.domain.checks import is_day
from sync.domain.ids import is_uuid
from sync.domain.iga import held_in, scale_of
from sync.domain.iga_catalogue import FIRST, VERSION, Catalogue, body_of, catalogue_of
from sync.domain.shelf import Shelf, is_begun
from sync.protocol.catalogues import (
    MAX_RESCORED,
    CatalogueDifference,
    CatalogueEntry,
    CatalogueReport,
    Rescored,
)
from sync.protocol.people import MAX_FAULTS, LineFault
from sync.protocol.problems import Code, Problem

CALLS_AN_HOUR = 120


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is typed beside the file. `id` is a UUID that the caller made; `weights` is what all of them sum to."""

    id: str
    version: str
    valid_from: str
    weights: int


def check_right(centre: Centre, caller: Caller) -> None:
    """Raises Problem(FORBIDDEN), or TOO_MANY."""
    if not rights.may_keep_catalogues(caller.person):
        raise Problem(Code.FORBIDDEN)
    limit(centre, f"catalogues:{caller.person.id}", CALLS_AN_HOUR)


def take_in(
    centre: Centre, caller: Caller, content: bytes, proposal: Proposal, *, check: bool = False
) -> CatalogueReport:
    """Propose what the file holds, or nothing; `check` only tells what would change."""
    check_right(centre, caller)
    if not is_uuid(proposal.id):
        raise Problem(Code.BAD_JSON, "id: is not a UUID")
    found = take_in_for(centre, caller.person.id, content, proposal, check=check)
    if check or found.wrong:
        return found
    with centre.database.read() as connection:
        return replace(found, entry=_entry(centre, caller, connection, proposal.id))


def take_in_for(
    centre: Centre, by: str, content: bytes, proposal: Proposal, *, check: bool = False
) -> CatalogueReport:
    """The same for somebody whose right to it is known."""
    read = table.read(content, proposal.weights)
    with centre.database.read() as connection:
        faults = [*_faults(centre, connection, proposal), *read.faults]
    if faults:
        return CatalogueReport(len(faults), faults[:MAX_FAULTS], "", [], 0, 0, [])
    made = body_of(proposal.version, proposal.valid_from, read.rows)
    if not check:
        _keep(centre, by, proposal, made)
    with centre.database.read() as connection:
        return _report(centre, connection, catalogue_of(proposal.version, proposal.valid_from, read.rows), None)


def of_proposal(centre: Centre, caller: Caller, catalogue_id: str) -> CatalogueReport:
    """The same of one that was proposed, for the second person."""
    check_right(centre, caller)
    with centre.database.read() as connection:
        row = keeping.row_of(connection, catalogue_id)
        entry = _entry(centre, caller, connection, catalogue_id)
        return _report(centre, connection, keeping.catalogue_at(row), entry)


def _keep(centre: Centre, by: str, proposal: Proposal, made: dict[str, Any]) -> None:
    with centre.database.write() as connection:
        # Whoever proposes waits for others who do: two of one name at once are one, and a refusal.
        people.lock_city(connection, centre.city)
        if any(True for _ in _faults(centre, connection, proposal)):
            raise Problem(Code.ALREADY_DECIDED)
        keeping.propose(connection, centre, by, proposal.id, made)


def _faults(centre: Centre, connection: Connection, proposal: Proposal) -> list[LineFault]:
    others = [row for row in keeping.open_ones(connection) if row.id != proposal.id]
    taken = {FIRST, *(row.version for row in others)}
    faults = []
    if not VERSION.fullmatch(proposal.version):
        faults.append("Nama versi: tulis tahunnya, seperti 2027 atau 2027.1.")
    elif proposal.version in taken:
        faults.append(f"Nama versi: {proposal.version} sudah ada; pakai seperti {proposal.version[:4]}.1.")
    if not is_day(proposal.valid_from):
        faults.append("Berlaku mulai: bukan tanggal seperti 2027-01-01.")
    elif proposal.valid_from < centre.today.isoformat():
        faults.append("Berlaku mulai: tanggal ini sudah lewat.")
    elif late := [row for row in others if row.valid_from >= proposal.valid_from]:
        newest = max(late, key=lambda row: row.valid_from)
        faults.append(f"Berlaku mulai: harus sesudah {newest.valid_from}, tanggal katalog {newest.version}.")
    return [LineFault(0, fault) for fault in faults]


def _entry(centre: Centre, caller: Caller, connection: Connection, catalogue_id: str) -> CatalogueEntry:
    row = keeping.row_of(connection, catalogue_id)
    return keeping.entry_of(row, caller, keeping.shelf(centre, connection), keeping.names(connection, [row]))


def _report(
    centre: Centre, connection: Connection, new: Catalogue, entry: CatalogueEntry | None
) -> CatalogueReport:
    known = keeping.shelf(centre, connection)
    before = next(each for each in reversed(known.catalogues) if each.valid_from < new.valid_from)
    told = [
        CatalogueDifference(each.code, each.name, each.what, each.level, each.before, each.after)
        for each in catalogue_changes.differences(before, new)
    ]
    begun, found = _rescored(connection, centre.city, known, new)
    return CatalogueReport(0, [], before.version, told, begun, len(found), found[:MAX_RESCORED], entry)


def _rescored(connection: Connection, city: str, known: Shelf, new: Catalogue) -> tuple[int, list[Rescored]]:
    """How many records hold something for the award, and those whose score would be another."""
    begun, found, scales = 0, list[Rescored](), {each.version: scale_of(each) for each in (*known.catalogues, new)}
    for record in contents(connection, city):
        values = record["set"]
        mine = known.of(values)
        if is_begun(values) and mine.is_known:
            begun += 1
            held = held_in(values)
            before, after = held.points(scales[mine.version]), held.points(scales[new.version])
            if before != after:
                found.append(_told(record, mine.version, before, after))
    return begun, found


def _told(record: Json, version: str, before: tuple[int, int], after: tuple[int, int]) -> Rescored:
    title = str(record["set"].get("title") or "")
    claimed, granted = zip(before, after, strict=True)
    return Rescored(record["id"], title, record["area"], version, *claimed, *granted)
