"""Joins one change into a record, by the merge rule: when it is accepted, and again when the chain is verified."""

from __future__ import annotations

from typing import Any

from sync.central.stored import Json, StoredRecord
from sync.domain.measuring import SAID
from sync.domain.records import CONFIRMED, PHOTOS, PUBLIC, is_guarded
from sync.protocol.merge import Entry, apply, apply_guarded
from sync.protocol.messages import Change


def merge(change: Change, record: StoredRecord, seq: int, source: Json) -> list[str]:
    """Join the change's values into the record; returns the paths that now hold two or more.

    `source` is a Source as JSON: who made the change, and when the centre took it in.
    """
    if record.version:
        for path, value in change.set.items():
            _merge_path(change, record, path, value, seq, source["device"])
    else:
        record.fill(change.set, seq)
    record.settle(seq, source)
    record.hash = record.new_hash()
    return sorted(change.set.keys() & record.several.keys()) if record.several else []


def _merge_path(change: Change, record: StoredRecord, path: str, value: Any, seq: int, device: str) -> None:
    before, new = record.path(path).held, Entry(value, seq, change.id, device)
    held = apply_guarded(before, new) if is_guarded(path) else apply(before, new, change.seen)
    if held is not before:
        record.touch(path, held, seq, device)
    name, _, photo = path.partition("/")
    tick = f"{PUBLIC}/{photo}" if name == PHOTOS else CONFIRMED if name in SAID else ""
    if tick and tick not in change.set:
        _drop_tick(record, tick, seq, change.id, device)


def _drop_tick(record: StoredRecord, tick: str, seq: int, change: str, device: str) -> None:
    """A photo that was ticked as fit for the public, or a measurement that was confirmed, and that is another now,
    is to be looked at again."""
    if record.value(tick):
        record.touch(tick, (Entry(False, seq, change, device),), seq, device)
