"""A battery that ends at a named point of the store: which write, and how much of it reached the disk."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.support.memory_file import Power

WHERE = ("before it", "torn", "unflushed")
_COMPACTION = ("emptying the other file", "the state", "the end mark", "emptying the old file")

POINTS = (
    *(f"in a save: {what}" for what in ("a save, before it", "a save, torn", "a save, unflushed")),
    *(f"in a round: {what}" for what in ("a save, before it", "a save, torn", "a save, unflushed")),
    *(f"in a save: compaction, {what}" for what in (_COMPACTION[0], _COMPACTION[3])),
    *(f"in a save: compaction, {what}, {where}" for what in _COMPACTION[1:3] for where in WHERE),
)
"""Every point of the store at which a phone is killed, and what it was doing."""


@dataclass(frozen=True)
class Aim:
    """Dies at the write after `operations` others: nothing of it, a part, or all but the flush."""

    operations: int
    where: str
    of_compaction: bool = False


class AimedPower(Power):
    """Lasts for ever until it is aimed. `point` is where it ended."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self._rng = rng
        self._aim: Aim | None = None
        self._done = 0
        self.point = ""

    def aim(self, aim: Aim, *, late_pages: bool = False) -> None:
        self._aim, self._done, self.late_pages = aim, 0, late_pages

    def spend(self, steps: int) -> int:
        aim = self._aim
        if aim is None:
            return steps
        if self._done < aim.operations:
            self._done += 1
            return steps
        self.point = self._name(aim, steps)
        if steps == 1 or aim.where == "before it":
            return 0
        return steps - 1 if aim.where == "unflushed" else self._rng.randrange(1, steps - 1)

    def _name(self, aim: Aim, steps: int) -> str:
        if aim.of_compaction:
            what = f"compaction, {_COMPACTION[aim.operations]}"
        else:
            what = "a cut" if steps == 1 else "a save"
        late = ", late pages" if self.late_pages and aim.where != "before it" else ""
        return what if steps == 1 else f"{what}, {aim.where}{late}"
