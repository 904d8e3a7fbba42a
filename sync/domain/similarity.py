"""Finds, among many short texts, those that speak of the same problem as the one being written: offline, at once.

Texts are compared by what their words mean (`city/sama_arti.csv`: *got*, *selokan* and *drainase* are one), the
rarer a meaning the more it counts. A hint for a reader, no verdict.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from math import log, sqrt

from sync.domain.assets import catalogue_rows
from sync.domain.likeness import stems_in

LEAST = 0.5
"""How alike two texts are, from 0 to 1, before one is shown beside the other."""
_RW_LENGTH = len("73.71.13.1005/RW003")
_KELURAHAN_LENGTH = len("73.71.13.1005")
_PRIOR = 30
"""As if so many other texts were there, so that among few a word still counts for what it is."""


class SimilarTexts:
    """An index of texts by record. A text put again replaces the one before."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[frozenset[str], str]] = {}
        self._records: dict[str, set[str]] = {}

    def put(self, record: str, text: str, area: str) -> None:
        self.drop(record)
        meanings = meanings_in(text)
        self._texts[record] = meanings, area
        for meaning in meanings:
            self._records.setdefault(meaning, set()).add(record)

    def drop(self, record: str) -> None:
        """Safe to call of a record that is not there."""
        meanings, _ = self._texts.pop(record, (frozenset[str](), ""))
        for meaning in meanings:
            self._records[meaning].discard(record)

    def find(self, text: str, area: str, most: int = 3) -> list[str]:
        """The records that say the same: those of the same RW first, then of the kelurahan, the likest first."""
        wanted = meanings_in(text)
        length = sum(map(self._weight, wanted))
        if not length:
            return []
        found = [
            (_distance(area, self._texts[record][1]), -likeness, record)
            for record, shared in self._shared(wanted).items()
            # No text is longer than what it shares, which spares most of them the closer look.
            if shared >= LEAST**2 * length and (likeness := self._likeness(record, shared, length)) >= LEAST
        ]
        return [record for _, _, record in sorted(found)[:most]]

    def _shared(self, wanted: frozenset[str]) -> dict[str, float]:
        """What each record has in common with it, by weight."""
        found: dict[str, float] = {}
        for meaning in wanted:
            weight = self._weight(meaning)
            for record in self._records.get(meaning, ()):
                found[record] = found.get(record, 0) + weight
        return found

    def _likeness(self, record: str, shared: float, length: float) -> float:
        return shared / sqrt(length * sum(map(self._weight, self._texts[record][0])))

    def _weight(self, meaning: str) -> float:
        """The square of how much it counts: what nearly every text says tells little."""
        known = len(self._records.get(meaning, ()))
        return log(1 + (len(self._texts) + _PRIOR) / (known + 1)) ** 2


def meanings_in(text: str) -> frozenset[str]:
    """Of the words that mean something; those that mean the same are one."""
    same = _same_meaning()
    return frozenset(same.get(stem, stem) for stem in stems_in(text)) - {""}


@functools.cache
def _same_meaning() -> Mapping[str, str]:
    """The meaning of a stem that has others beside it; empty where a word says nothing about the problem."""
    rows = catalogue_rows("city/sama_arti.csv")
    return {stem: row["arti"].strip("-") for row in rows for stem in stems_in(row["kata"])}


def _distance(area: str, other: str) -> int:
    if len(area) >= _RW_LENGTH and area[:_RW_LENGTH] == other[:_RW_LENGTH]:
        return 0
    return 1 if area[:_KELURAHAN_LENGTH] == other[:_KELURAHAN_LENGTH] else 2
