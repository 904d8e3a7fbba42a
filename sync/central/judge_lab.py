"""Judges how a card of *Papan Labinov* moves: only with the proof of each column that it leaves. Pure, as judge.py
is."""

from __future__ import annotations

from sync.central.lab import Around
from sync.central.stored import StoredRecord
from sync.domain.lab import LAB, REASON, START, missing_for
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem


def check(change: Change, record: StoredRecord | None, around: Around | None) -> None:
    """What is missing stands in the fields, each as `lab/<proof>`; the same again is no move."""
    if LAB not in change.set or record is None or around is None:
        return
    before, after = record.value(LAB), change.set[LAB]
    if before == after:
        return
    missing = missing_for(before, after, around.proofs_of(record))
    if missing:
        codes = {REASON: Code.NOTE_NEEDED, START: Code.ILLEGAL_TRANSITION}
        code = codes.get(missing[0], Code.INCOMPLETE)
        raise Problem(code, fields={f"{LAB}/{each}": "required" for each in missing})
