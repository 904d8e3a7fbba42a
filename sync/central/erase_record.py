"""Erasing what a record says of somebody who asked for it (UU 27/2022, articles 8, 9, 43 and 44).

The record's values become nothing by a change of its own, which takes them off every device at its next sync. The
changes that had said them are emptied in the chain, the editions that froze them and the words by which search
finds them go, and files that nothing names any more are thrown away. A moved record is erased at both its places.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from sync.central import business_contacts, contacts, editions, indexing, unnamed_files, vouched
from sync.central.accept import Batch, Caller, prepare
from sync.central.answer import Centre
from sync.central.chain import CENTRE, ERASURE, RESTATED, append_to_chain, lock
from sync.central.erasure import erase
from sync.central.json_text import canonical, parsed
from sync.central.office import limit_officer
from sync.central.people import iso
from sync.central.replay import restated
from sync.central.stored import StoredRecord, read_record
from sync.central.tables import changes, file_references, page_reports
from sync.central.tables import editions as frozen
from sync.domain import rights
from sync.domain.emptying import emptied
from sync.domain.ids import IdSource, is_id
from sync.domain.lifecycle import Status
from sync.domain.records import ERASED, MOVED_FROM, MOVED_TO, Values, files_in
from sync.domain.side_steps import UPDATE
from sync.protocol.messages import Change
from sync.protocol.people import ERASURE_REASONS, EraseReply, EraseRequest
from sync.protocol.problems import Code, Problem

_STAYS = frozenset({"status", ERASED, MOVED_TO, MOVED_FROM})
"""By these the others know what became of the record; they say nothing of a person."""
_CODES = _STAYS | {UPDATE}
"""Holds no words that could be erased by themselves."""
_TOGETHER = 500


def erase_record(centre: Centre, caller: Caller, record: str, request: EraseRequest) -> EraseReply:
    """Raises Problem. The same again does what is left to do, and harms nothing."""
    limit_officer(centre, caller)
    if request.reason not in ERASURE_REASONS:
        raise Problem(Code.BAD_VALUE, fields={"reason": "unknown_choice"})
    emptied = None
    while emptied is None:
        with centre.database.write() as connection:
            emptied = _erase_where_it_is(connection, centre, caller, record, request)
    indexing.catch_up(centre)
    indexing.drop_unused_words(centre)
    return EraseReply(emptied, unnamed_files.drop_unnamed(centre))


def _erase_where_it_is(
    connection: Connection, centre: Centre, caller: Caller, record: str, request: EraseRequest
) -> int | None:
    """How many changes were emptied; None where it was moved on while this waited for its turn."""
    places = {each.stream for each in _parts(connection, caller, record)}
    lock(connection, [centre.city, *places])
    # What others wrote meanwhile is erased with the rest.
    parts = _parts(connection, caller, record)
    if not places.issuperset(each.stream for each in parts):
        return None
    unknown = [path for path in request.paths if path not in parts[0].set or path in _CODES]
    if unknown:
        raise Problem(Code.UNKNOWN_PATH, fields=dict.fromkeys(unknown, "unknown_path"))
    return sum(_erase(connection, centre, caller, each, request) for each in parts)


def _parts(connection: Connection, caller: Caller, record: str) -> list[StoredRecord]:
    """The record and what it was and became. Raises Problem(NOT_FOUND)."""
    found = read_record(connection, record) if is_id(record) else None
    if found is None or not rights.may_erase(caller.person, found.stream):
        raise Problem(Code.NOT_FOUND)
    return [found, *_halves(connection, found)]


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
    paths = frozenset(request.paths)
    told = list(_telling(connection, record, paths))
    # What the record says no more may still stand in an edition, and so on its page.
    is_said = _thaw(connection, record.id, paths) or bool(told)
    emptying = _emptying(centre, record, request, paths, is_said=is_said)
    if emptying is not None:
        if not paths:
            _forget(connection, centre, record.id)
        _chain(connection, centre, caller, emptying)
    for seq, _ in told:
        erase(connection, record.stream, seq, request.reason, caller.person.id, centre.clock())
    _drop_references(connection, record, {sha256 for _, values in told for sha256 in _files_of(values)})
    if told or emptying is not None:
        # What the emptied changes had said beside, nobody could compare with anything any more.
        left = restated(connection, record.id)
        append_to_chain(
            connection, record.stream, RESTATED, record.id, left, caller.person.id, iso(centre.clock())
        )
    return len(told)


def _emptying(
    centre: Centre, record: StoredRecord, request: EraseRequest, paths: Set[str], *, is_said: bool
) -> Change | None:
    """The change by which the values become nothing: for the devices, the bank and the record itself. None when
    that was done before. Of a part that somebody else had emptied, and that `is_said` somewhere all the same, it
    tells that it was erased.
    """
    values = _without_parts(record, request, paths, is_said) if paths else _without_all(record, request)
    if values is None:
        return None
    now = centre.clock()
    return Change(_later_id(record, now), record.id, record.kind, record.stream, record.version, iso(now), values)


def _without_parts(record: StoredRecord, request: EraseRequest, paths: Set[str], is_said: bool) -> Values | None:
    """Of a decision what the record goes by stays."""
    left = sorted(path for path in paths if _says(path, record.value(path)) or path in record.several)
    if not left and not is_said:
        return None
    values = {path: emptied(path, record.value(path)) for path in left}
    return values | {ERASED: {"reason": request.reason, "paths": sorted(paths)}}


def _without_all(record: StoredRecord, request: EraseRequest) -> Values | None:
    here = sorted(record.set.keys() - _STAYS)
    values: Values = {path: None for path in here if record.value(path) is not None or path in record.several}
    if not values and record.value("status") == Status.ERASED:
        return None
    if there := record.value(MOVED_TO):
        # Why it was moved is somebody's words.
        values[MOVED_TO] = {name: there[name] for name in ("record", "area")}
    return values | {ERASED: {"reason": request.reason}, "status": Status.ERASED.value}


def _later_id(record: StoredRecord, now: datetime) -> str:
    """Later than all that the centre said before, or the merge would pass it over."""
    mine = (source["change"] for source in record.sources.values() if source["device"] == CENTRE)
    return IdSource(max(mine, default=None), now_ms=lambda: int(now.timestamp() * 1000))()


def _forget(connection: Connection, centre: Centre, record: str) -> None:
    """What stands of the whole record elsewhere."""
    editions.erase(connection, record)
    indexing.forget(connection, record)
    contacts.forget(connection, centre, record)
    business_contacts.forget(connection, centre, record)
    reports = delete(page_reports).where(page_reports.c.record == record)
    vouched.write(connection, centre.city, reports, {}, iso(centre.clock()))


def _chain(connection: Connection, centre: Centre, caller: Caller, change: Change) -> None:
    state, prepared = Batch(connection, change.at, centre.make_salt), prepare(change)
    # Not as the phone by which it was asked for: whatever that one's clock says, its own changes come before.
    state.speak_for(replace(caller, device=CENTRE))
    state.load([prepared])
    state.chained(prepared, state.records[change.record])
    state.write()


def _thaw(connection: Connection, record: str, paths: Set[str]) -> bool:
    """Editions are frozen, but not for the law. Whether one of them said something at these paths."""
    mine, is_thawed = frozen.c.record == record, False
    for row in connection.execute(select(frozen.c.number, frozen.c.body).where(mine)).all():
        values = parsed(row.body)
        left = {path: value for path, value in values.items() if path not in paths}
        if left != values:
            here = mine & (frozen.c.number == row.number)
            connection.execute(update(frozen).where(here).values(body=canonical(left)))
            is_thawed = True
    return is_thawed


def _telling(connection: Connection, record: StoredRecord, paths: Set[str]) -> Iterator[tuple[int, Values]]:
    """The changes, as sequence and what they set, that say something at these paths, or, without any, at all."""
    mine = (changes.c.stream == record.stream) & (changes.c.record == record.id) & changes.c.body.is_not(None)
    query = select(changes.c.seq, changes.c.body).where(mine).order_by(changes.c.seq)
    for seq, body in connection.execute(query).all():
        change = parsed(body)
        values: Values = change["set"]
        if change["kind"] == RESTATED:
            left = [(path, value) for path, value in _restated(values) if value is not None]
            if any(path in paths and _says(path, value) if paths else path not in _STAYS for path, value in left):
                yield seq, {str(n): value for n, (_, value) in enumerate(left)}
        elif change["kind"] == ERASURE or ERASED in values:
            continue
        elif not paths or any(_says(path, values.get(path)) for path in paths):
            yield seq, values


def _says(path: str, value: Any) -> bool:
    """Whether somebody's words stand there."""
    return bool(emptied(path, value) != value)


def _restated(told: Values) -> Iterator[tuple[str, Any]]:
    """Everything that an earlier erasure had left, with the paths where it stood."""
    view = told["view"]
    yield from view["set"].items()
    for path, several in view["values"].items():
        yield from ((path, one["value"]) for one in several)
    for *_, values in told["editions"]:
        yield from values.items()


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
