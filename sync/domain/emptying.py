"""What stays of a value when what somebody wrote in it is erased: nothing, but for what the record goes by.

A decision, a step or a hiding says in codes, ids and dates what became of the record. Without them it could not go
on: nobody would know what it was before it was hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.domain.issues import OUTCOME
from sync.domain.lab import LAB
from sync.domain.needs import MET
from sync.domain.records import APPEAL, GRANTED, REVIEWS, STEPS, TRACKS, family
from sync.domain.side_steps import HEARD, OBJECTION

NO_WORDS = "(dihapus)"
"""In place of an objection or an appeal: that there was one is what counts."""
_WORDS: Mapping[str, frozenset[str]] = {
    "hidden": frozenset({"reason"}),
    STEPS: frozenset({"reason", "office"}),
    HEARD: frozenset({"note"}),
    GRANTED: frozenset({"note"}),
    TRACKS: frozenset({"note"}),
    OUTCOME: frozenset({"reason"}),
    MET: frozenset({"helper", "reason"}),
    LAB: frozenset({"helps", "reason"}),
    REVIEWS: frozenset({"note"}),
}
"""By family the keys under which people write."""


def emptied(path: str, value: Any) -> Any:
    """The value without anybody's words; the same where it holds none any more."""
    if value is None:
        return None
    if path in (OBJECTION, APPEAL):
        return NO_WORDS
    words = _WORDS.get(family(path))
    if words is None:
        return None
    left = {key: "" if key in words else each for key, each in value.items()}
    if family(path) == REVIEWS:
        left["marks"] = {marked: mark | {"comment": ""} for marked, mark in value["marks"].items()}
    return left
