"""Takes in a table of SIGAP as it was previewed: each row one change by the merge rule, all of them or none.

What a phone wrote after the preview stays beside SIGAP's answer as one of *dua isian berbeda*.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Connection

from sync.central.accept import Batch, Caller, Prepared, prepare
from sync.central.answer import Centre
from sync.central.dossiers.sigap_columns import BadCell, day_in
from sync.central.dossiers.sigap_plan import CHANGED, NEW, Step
from sync.central.dossiers.sigap_rows import SigapRow
from sync.central.people import iso
from sync.central.stored import StoredRecord
from sync.domain.forms import form
from sync.domain.growing import SIGAP_ID
from sync.domain.ids import IdSource
from sync.domain.lifecycle import Status, first_status
from sync.domain.records import MOVED_TO, Kind
from sync.domain.rights import may_import
from sync.protocol.limits import MAX_CHANGE_BYTES
from sync.protocol.messages import Change, Receipt
from sync.protocol.problems import Code, Problem


def merge(centre: Centre, caller: Caller, steps: Sequence[Step]) -> list[Receipt]:
    """One receipt for each row that was new or changed; `conflicted` where a phone wrote meanwhile.

    Raises Problem, and then nothing is taken in: FORBIDDEN, CHANGED_SINCE_SEEN when a record was erased, moved or
    made since the preview, or what is wrong with a value.
    """
    if not all(may_import(caller.person, step.area) for step in steps if step.area):
        raise Problem(Code.FORBIDDEN)
    now = centre.clock()
    make_id = IdSource(now_ms=lambda: int(now.timestamp() * 1000))
    # A device's later change wins over its earlier one by its clock; what was seen here goes by the preview alone.
    caller = replace(caller, device=make_id())
    asked = [step for step in steps if step.state in (NEW, CHANGED)]
    batch = [_prepared(step, make_id(), iso(now), centre.zone) for step in asked]
    with centre.database.write() as connection:
        return _taken(connection, centre, caller, asked, batch)


def _prepared(step: Step, change: str, at: str, zone: tzinfo) -> Prepared:
    record = step.record or record_of(step.row, zone)
    values = _first_values(step) if step.state == NEW else dict(step.set)
    made = prepare(Change(change, record, Kind.INNOVATION, step.area, step.seen, at, values))
    if made.problem is not None:
        raise made.problem
    if len(made.body) > MAX_CHANGE_BYTES:
        raise Problem(Code.TOO_LARGE, f"baris {step.row.number} terlalu panjang seluruhnya")
    return made


def _first_values(step: Step) -> dict[str, Any]:
    place = {"area": step.area, "form": form("profile").reference, "status": first_status(Kind.INNOVATION).value}
    return {**step.set, **place}


def record_of(row: SigapRow, zone: tzinfo) -> str:
    """The id of a record that SIGAP had first: the same whenever and wherever the row is taken in, and as old as
    SIGAP says it is."""
    try:
        day = day_in(row.cells["Tanggal Dibuat"])
    except BadCell:
        day = None
    made = datetime.fromisoformat(day or "2026-01-01").replace(tzinfo=zone)
    digest = int.from_bytes(hashlib.sha256(f"{SIGAP_ID}/{row.id}".encode()).digest()[:10])
    random = (digest >> 62 & 0xFFF) << 64 | 0b10 << 62 | digest & (1 << 62) - 1
    return str(uuid.UUID(int=max(0, int(made.timestamp() * 1000)) << 80 | 7 << 76 | random))


def _taken(
    connection: Connection, centre: Centre, caller: Caller, steps: Sequence[Step], batch: Sequence[Prepared]
) -> list[Receipt]:
    state = Batch(connection, iso(centre.clock()), centre.make_salt)
    state.speak_for(caller)
    state.load(batch)
    receipts = []
    for step, item in zip(steps, batch, strict=True):
        record = state.records.get(item.change.record)
        if step.state == NEW and record is None:
            record = StoredRecord(item.change.area, item.change.record, item.change.kind, caller.person.id)
            state.records[record.id] = record
        elif record is None or step.state == NEW or _is_gone(record, item.change.area):
            raise Problem(Code.CHANGED_SINCE_SEEN, f"baris {step.row.number} berubah sejak pratinjau; ulangi")
        receipts.append(state.chained(item, record))
    state.write()
    return receipts


def _is_gone(record: StoredRecord, area: str) -> bool:
    return record.stream != area or record.value("status") == Status.ERASED or record.value(MOVED_TO) is not None
