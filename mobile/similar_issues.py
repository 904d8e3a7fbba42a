"""Which problems of this device say the same as a text: made ready a few at a time, anew only where written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice

from mobile.listed import Listed
from sync.domain.lifecycle import Status
from sync.domain.records import Kind
from sync.domain.similarity import SimilarTexts

_SLICE = 50
"""So many are made ready for comparing before the screen has its turn: some milliseconds of a phone."""
_STANDING = frozenset({Status.SUBMITTED, Status.LISTED, Status.HANDLED})
"""A problem that stands so is one that others can be compared with."""


class SimilarIssues:
    """`known` are the records here, `listed` what is known of one, `holds` whether it is still there."""

    def __init__(
        self, known: Callable[[], list[str]], listed: Callable[[str], Listed], holds: Callable[[str], bool]
    ) -> None:
        self._known, self._listed, self._holds = known, listed, holds
        self._texts = SimilarTexts()
        self._unread: set[str] | None = None

    def note_write(self, record: str) -> None:
        if self._unread is not None:
            self._unread.add(record)

    def find(self, text: str, area: str, but: str, most: int) -> list[str]:
        """Those of the same RW first; `but` is left out."""
        self._read(self._left())
        return [each for each in self._texts.find(text, area, most + 1) if each != but][:most]

    async def prepare(self) -> None:
        """What `find` would have to read, a few at a time: the screen goes on meanwhile."""
        while left := self._left():
            self._read(islice(left, _SLICE))
            await asyncio.sleep(0)

    def _left(self) -> set[str]:
        if self._unread is None:
            self._unread = set(self._known())
        return self._unread

    def _read(self, records: Iterable[str]) -> None:
        for record in list(records):
            self._put(record)
            self._left().discard(record)

    def _put(self, record: str) -> None:
        if self._holds(record):
            listed = self._listed(record)
            if listed.kind == Kind.ISSUE and listed.status in _STANDING:
                self._texts.put(record, listed.title, listed.area)
                return
        self._texts.drop(record)
