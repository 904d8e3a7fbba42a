"""Erasing what a record says of somebody who asked for it (UU 27/2022, articles 8, 9, 43 and 44).

The record's values become nothing by a change of its own, which takes them off every device at its next sync. The
changes that had said them are emptied in the chain, the editions that froze them and the words by which search
finds them go, and files that nothing names any more are thrown away. A moved record is erased at both its places.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from sqlalchemy import Connection, delete, select, update

from sync.central import business_contacts, contacts, editions, indexing, unnamed_files
from sync.central.accept import Batch, Caller, prepare
from sync.central.answer import Centre
from sync.central.chain import ERASURE
from sync.central.erasure import erase
from sync.central.json_text import canonical, parsed
from sync.central.office import limit_officer
from sync.central.people import iso
from sync.central.stored import StoredRecord, read_record
from sync.central.tables import changes, file_references, page_reports
from sync.central.tables import editions as frozen
from sync.domain import rights
from sync.domain.ids import IdSource, is_id
from sync.domain.lifecycle import Status
from sync.domain.records import ERASED, MOVED_FROM, MOVED_TO, Values, files_in
from sync.protocol.messages import Change
from sync.protocol.people import ERASURE_REASONS, EraseReply, EraseRequest
from sync.protocol.problems import Code, Problem

_STAYS = frozenset({"status", ERASED, MOVED_TO, MOVED_FROM})
"""By these the others know what became of the record; they say nothing of a person."""
_TOGETHER = 500


def erase_record(centre: Centre, caller: Caller, record: str, request: EraseRequest) -> EraseReply:
    """Raises Problem. The same again does what is left to do, and harms nothing."""
    limit_officer(centre, caller)
    if request.reason not in ERASURE_REASONS:
        raise Problem(Code.BAD_VALUE, fields={"reason": "unknown_choice"})
    with centre.database.write() as connection:
        found = read_record(connection, record) if is_id(record) else None
        if found is None or not rights.may_erase(caller.person, found.stream):
            raise Problem(Code.NOT_FOUND)
        unknown = [path for path in request.paths if path not in found.set or path in _STAYS]
        if unknown:
            raise Problem(Code.UNKNOWN_PATH, fields=dict.fromkeys(unknown, "unknown_path"))
        emptied = sum(
            _erase(connection, centre, caller, each, request) for each in [found, *_halves(connection, found)]
        )
    indexing.catch_up(centre)
    indexing.drop_unused_words(centre)
    return EraseReply(emptied, unnamed_files.drop_unnamed(centre))


def _halves(connection: Connection, record: StoredRecord) -> Iterator[StoredRecord]:
    """What the record was before it was moved, however often, and what it became."""
    for way in (MOVED_FROM, MOVED_TO):
        there: StoredRecord | None = record
        while there is not None and (half := there.value(way)):
            there = read_record(connection, half["record"])
            if there is not None:
                yield there


def _erase(
    connection: Connection, centre: Centre, caller: Caller, record: StoredRecord, request: EraseRequest
) -> int:
    """One record in its stream; returns how many changes were emptied."""
    paths = frozenset(request.paths) or record.set.keys() - _STAYS
    emptying = _emptying(centre, record, request, paths)
    if emptying is not None:
        if request.paths:
            _thaw(connection, record.id, paths)
        else:
            _forget(connection, record.id)
        _chain(connection, centre, caller, emptying)
    told = list(_telling(connection, record, frozenset(request.paths)))
    for seq, _ in told:
        erase(connection, record.stream, seq, request.reason, caller.person.id, centre.clock())
    _drop_references(connection, record, {sha256 for _, values in told for sha256 in _files_of(values)})
    return len(told)


def _emptying(centre: Centre, record: StoredRecord, request: EraseRequest, paths: Set[str]) -> Change | None:
    """The change by which the values become nothing: for the devices, the bank and the record itself. None when
    that was done before."""
    left = sorted(path for path in paths if record.value(path) is not None or path in record.several)
    said: dict[str, Any] = {"reason": request.reason}
    values: dict[str, Any] = dict.fromkeys(left)
    if request.paths:
        if not left:
            return None
        values[ERASED] = said | {"paths": sorted(paths)}
    elif record.value("status") == Status.ERASED:
        return None
    else:
        values |= {ERASED: said, "status": Status.ERASED.value}
        if there := record.value(MOVED_TO):
            # Why it was moved is somebody's words.
            values[MOVED_TO] = {name: there[name] for name in ("record", "area")}
    now = centre.clock()
    make_id = IdSource(now_ms=lambda: int(now.timestamp() * 1000))
    return Change(make_id(), record.id, record.kind, record.stream, record.version, iso(now), values)


def _forget(connection: Connection, record: str) -> None:
    """What stands of the whole record elsewhere."""
    editions.erase(connection, record)
    indexing.forget(connection, record)
    contacts.forget(connection, record)
    business_contacts.forget(connection, record)
    connection.execute(delete(page_reports).where(page_reports.c.record == record))


def _chain(connection: Connection, centre: Centre, caller: Caller, change: Change) -> None:
    state, prepared = Batch(connection, change.at, centre.make_salt), prepare(change)
    state.speak_for(caller)
    state.load([prepared])
    state.chained(prepared, state.records[change.record])
    state.write()


def _thaw(connection: Connection, record: str, paths: Set[str]) -> None:
    """Editions are frozen, but not for the law."""
    mine = frozen.c.record == record
    for row in connection.execute(select(frozen.c.number, frozen.c.body).where(mine)).all():
        values = {path: value for path, value in parsed(row.body).items() if path not in paths}
        here = mine & (frozen.c.number == row.number)
        connection.execute(update(frozen).where(here).values(body=canonical(values)))


def _telling(connection: Connection, record: StoredRecord, paths: Set[str]) -> Iterator[tuple[int, Values]]:
    """The changes, as sequence and what they set, that say something at these paths, or, without any, at all."""
    mine = (changes.c.stream == record.stream) & (changes.c.record == record.id) & changes.c.body.is_not(None)
    query = select(changes.c.seq, changes.c.body).where(mine).order_by(changes.c.seq)
    for seq, body in connection.execute(query).all():
        change = parsed(body)
        values: Values = change["set"]
        if change["kind"] == ERASURE or ERASED in values:
            continue
        if not paths or any(values.get(path) is not None for path in paths):
            yield seq, values


def _files_of(values: Values) -> set[str]:
    return {sha256 for value in values.values() for sha256 in files_in(value)}


def _drop_references(connection: Connection, record: StoredRecord, said: Set[str]) -> None:
    """The record names these files no more, unless it does so elsewhere."""
    now = read_record(connection, record.id)
    held = [now.set, *({"": one["value"]} for several in now.several.values() for one in several)] if now else []
    bodies = connection.execute(select(frozen.c.body).where(frozen.c.record == record.id)).scalars()
    named = {sha256 for values in [*held, *map(parsed, bodies)] for sha256 in _files_of(values)}
    gone = sorted(said - named)
    here = (file_references.c.stream == record.stream) & (file_references.c.record == record.id)
    for start in range(0, len(gone), _TOGETHER):
        part = gone[start : start + _TOGETHER]
        connection.execute(delete(file_references).where(here, file_references.c.sha256.in_(part)))
