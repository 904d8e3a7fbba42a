"""Requests that wait at the same time are answered together: one transaction, one way to another thread and back.

Both cost as much for one request as for ten, so a centre that is busy answers more of them, not fewer.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
More = Callable[[], Sequence[Asked]]
"""Gives those who came since."""


@dataclass(eq=False, slots=True)
class _Waiting(Generic[Asked, Answer]):
    asked: Asked
    weight: int
    answered: asyncio.Future[Answer]


@dataclass(eq=False)
class Together(Generic[Asked, Answer]):
    """`answer_all` runs in a thread and gives each its answer or its error, in their order. While it runs it may
    ask for those who came since: they belong to its group then.

    Groups are answered one after the other. `most` is the weight of a group; one that is heavier goes alone. Who
    joins weighs no more than `light`.
    """

    answer_all: Callable[[Sequence[Asked], More[Asked]], Sequence[Answer | Exception]]
    most: int
    light: int
    _waiting: deque[_Waiting[Asked, Answer]] = field(default_factory=deque)
    _is_busy: bool = False
    _serving: asyncio.Task[None] | None = None
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="lorong-together")
    )

    async def ask(self, asked: Asked, weight: int) -> Answer:
        """Raises what `answer_all` gave for it. All callers are on one event loop."""
        mine: _Waiting[Asked, Answer] = _Waiting(asked, weight, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if not self._is_busy:
            self._is_busy = True
            self._serving = asyncio.create_task(self._serve())
        return await mine.answered

    async def _serve(self) -> None:
        try:
            while self._waiting:
                await self._answer_next()
        finally:
            # In one breath with the look at who waits: whoever asks from here on begins anew.
            self._is_busy = False

    async def _answer_next(self) -> None:
        group: list[_Waiting[Asked, Answer]] = []
        first, more = self._fill(group, self.most), partial(self._fill, group, self.light)
        loop = asyncio.get_running_loop()
        answers: Sequence[Answer | Exception]
        try:
            answers = await loop.run_in_executor(self._thread, self.answer_all, first, more)
        except Exception as error:  # noqa: BLE001 - whoever asked is told, each of them
            answers = [error] * len(group)
        for each, answer in zip(group, answers, strict=True):
            _tell(each.answered, answer)

    def _fill(self, group: list[_Waiting[Asked, Answer]], heaviest: int) -> list[Asked]:
        """Takes those who wait into the group while they fit, in one thread at a time; the loop only adds some."""
        before, left = len(group), self.most - sum(each.weight for each in group)
        while self._waiting and (not group or self._waiting[0].weight <= min(left, heaviest)):
            group.append(self._waiting.popleft())
            left -= group[-1].weight
        return [each.asked for each in group[before:]]


def _tell(waiting: asyncio.Future[Answer], answer: Answer | Exception) -> None:
    if waiting.done():
        return  # Whoever asked has gone.
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    else:
        waiting.set_result(answer)
