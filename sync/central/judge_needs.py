"""Judges what BRIDA says of a need: it is there, and help is found before it comes about. Pure, as judge.py is."""

from __future__ import annotations

from sync.central.stored import StoredRecord
from sync.domain.needs import MET, NEEDS, may_follow
from sync.domain.records import family
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem


def check(change: Change, record: StoredRecord) -> None:
    """The same again is no step."""
    for path, value in change.set.items():
        if family(path) != MET or record.value(path) == value:
            continue
        need = path.partition("/")[2]
        if record.value(f"{NEEDS}/{need}") is None:
            raise Problem(Code.BAD_VALUE, fields={path: "unknown_choice"})
        if not may_follow(record.value(path), value):
            raise Problem(Code.ILLEGAL_TRANSITION, fields={path: "illegal_transition"})
