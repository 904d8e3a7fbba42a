"""A record that was noted in the wrong kelurahan goes to the right one: there it is a new record with all that the
old one holds, and the old one is read-only from then on. What was measured of it goes with it, to be confirmed by
the other kelurahan. All halves are one transaction, each in its own stream.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from sync.central import judge
from sync.central.accept import Batch, Caller, Prepared, prepare
from sync.central.answer import Centre
from sync.central.indexing import catch_up
from sync.central.json_text import parsed
from sync.central.office import limit_officer
from sync.central.people import iso
from sync.central.search import DESK, MEASURES, records_with
from sync.central.stored import StoredRecord
from sync.central.tables import file_references, records, search_heads
from sync.domain import rights
from sync.domain.areas import gazetteer
from sync.domain.ids import IdSource, is_id
from sync.domain.lab import LAB
from sync.domain.lifecycle import LEFT_AS, Status, first_status
from sync.domain.measuring import INNOVATION
from sync.domain.needs import MET
from sync.domain.personal import has_personal_number
from sync.domain.records import ANSWERS, MOVED_FROM, MOVED_TO, Kind, family, is_guarded
from sync.protocol.messages import Change
from sync.protocol.people import MAX_REASON, TransferReply, TransferRequest
from sync.protocol.problems import Code, Problem


def transfer(centre: Centre, caller: Caller, record: str, request: TransferRequest) -> TransferReply:
    """Raises Problem. The same request again gets the same answer."""
    limit_officer(centre, caller)
    _check(request)
    catch_up(centre, most=4)
    with centre.database.write() as connection:
        home = connection.execute(select(records.c.stream).where(records.c.id == record)).scalar_one_or_none()
        if home is None or not rights.may_transfer(caller.person, home, home):
            raise Problem(Code.NOT_FOUND)
        return _move(connection, centre, caller, Change("", record, "", home, 0, "", {}), request)


def _check(request: TransferRequest) -> None:
    if not is_id(request.id):
        raise Problem(Code.BAD_JSON, "id: is not a UUID of version 7")
    if len(request.to) != 13 or request.to not in gazetteer():
        raise Problem(Code.UNKNOWN_AREA)
    if not request.reason.strip():
        raise Problem(Code.NOTE_NEEDED)
    if len(request.reason) > MAX_REASON:
        raise Problem(Code.BAD_VALUE, fields={"reason": "too_long"})
    if has_personal_number(request.reason):
        raise Problem(Code.PERSONAL_NUMBER, fields={"reason": "personal_number"})


def _move(
    connection: Connection, centre: Centre, caller: Caller, leaving: Change, request: TransferRequest
) -> TransferReply:
    at = iso(centre.clock())
    state = Batch(connection, at, centre.make_salt)
    state.speak_for(caller)
    there = {"record": request.id, "area": request.to}
    state.load([_named(leaving.area, leaving.record), _named(request.to, request.id)])
    old = state.records[leaving.record]
    if old.value(MOVED_TO) is not None:
        return _repeated(old, there)
    if request.id in state.records:
        raise Problem(Code.ID_REUSED)
    judge.check_transfer(caller.person, old, request.to)
    make_id = IdSource(now_ms=lambda: int(centre.clock().timestamp() * 1000))
    measurements = _measurements_of(connection, state, old)
    new = _half_there(state, old, request, request.id, make_id)
    for each in measurements:
        _half_there(state, each, request, make_id(), make_id)
    state.write()
    # Who noted it has its photos and is asked for them, not who moved it.
    mine = (file_references.c.stream == new.stream) & (file_references.c.record == new.id)
    connection.execute(update(file_references).where(mine).values(person=old.author))
    return TransferReply(new.id, new.stream)


def _measurements_of(connection: Connection, state: Batch, innovation: StoredRecord) -> list[StoredRecord]:
    """What was measured of it, under the lock of its stream. The index knows the older ones; only what came since
    it was written is looked at one by one, so that nobody who sends there waits while a kelurahan's are read."""
    kept = (records.c.stream == innovation.stream) & (records.c.kind == Kind.MEASUREMENT.value)
    kept &= records.c.status != Status.ERASED.value
    head = select(search_heads.c.seq).where(search_heads.c.feed == innovation.stream).scalar_subquery()
    is_new = records.c.version > func.coalesce(head, 0)
    may_be = or_(is_new, records.c.id.in_(records_with(DESK, f"={MEASURES}:{innovation.id}")))
    query = select(records.c.id, records.c.view).where(kept, may_be)
    rows = [(row.id, parsed(row.view)["set"]) for row in connection.execute(query.order_by(records.c.id))]
    mine = [id_ for id_, values in rows if values.get(INNOVATION) == innovation.id and not values.get(MOVED_TO)]
    if mine:
        state.load([_named(innovation.stream, each) for each in mine])
    found = [state.records[each] for each in mine]
    for each in found:
        judge.check_settled(each)
    return found


def _half_there(
    state: Batch, old: StoredRecord, request: TransferRequest, new_id: str, make_id: IdSource
) -> StoredRecord:
    """Chains both halves of one record; returns the new one."""
    kind, at = Kind(old.kind), state.received_at
    new = StoredRecord(request.to, new_id, old.kind, old.author)
    state.records[new.id] = new
    told = {"record": new.id, "area": request.to, "reason": request.reason.strip()}
    left = {MOVED_TO: told} | ({"status": LEFT_AS[kind].value} if kind in LEFT_AS else {})
    state.chained(prepare(Change(make_id(), new.id, kind, request.to, 0, at, _values(old, request))), new)
    state.chained(prepare(Change(make_id(), old.id, kind, old.stream, old.version, at, left)), old)
    return new


def _named(area: str, record: str) -> Prepared:
    """What says which stream is locked and which record is read."""
    return Prepared(Change("", record, "", area, 0, "", {}), b"", "", None)


def _repeated(old: StoredRecord, there: dict[str, Any]) -> TransferReply:
    moved_to = old.value(MOVED_TO)
    if {name: moved_to[name] for name in there} != there:
        raise Problem(Code.ALREADY_DECIDED, extra={MOVED_TO: moved_to})
    return TransferReply(there["record"], there["area"])


def _is_decided(path: str) -> bool:
    """Of the kelurahan and its reviewers; BRIDA says its own of the whole city."""
    return is_guarded(path) and family(path) not in (LAB, MET)


def _values(old: StoredRecord, request: TransferRequest) -> dict[str, Any]:
    """All that the record holds, at its new place, where it begins anew: what was decided stays with the old one,
    and an RT of the old kelurahan is none of the new one. The lab and those who help go on with the new one."""
    stays = {path for path in old.set if _is_decided(path) or family(path) == ANSWERS or old.set[path] is None}
    place = {"area": request.to, "unit": gazetteer().name(request.to)}
    moved: dict[str, Any] = {path: value for path, value in place.items() if path in old.set}
    moved |= {MOVED_FROM: {"record": old.id, "area": old.stream}, "status": first_status(Kind(old.kind))}
    if old.kind == Kind.MEASUREMENT:
        moved[INNOVATION] = request.id
    return {path: value for path, value in old.set.items() if path not in stays} | moved
