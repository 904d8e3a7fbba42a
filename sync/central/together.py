"""Requests that wait at the same time are answered together: one transaction, one way to another thread and back.

Both cost as much for one request as for ten, so a centre that is busy answers more of them, not fewer.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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
    _arriving: threading.Lock = field(default_factory=threading.Lock)
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="lorong-together")
    )

    async def ask(self, asked: Asked, weight: int) -> Answer:
        """Raises what `answer_all` gave for it. All callers are on one event loop."""
        loop = asyncio.get_running_loop()
        mine: _Waiting[Asked, Answer] = _Waiting(asked, weight, loop.create_future())
        with self._arriving:
            self._waiting.append(mine)
            begins, self._is_busy = not self._is_busy, True
        if begins:
            # Not at once: whoever asks in the same turn of the loop is of the same group.
            loop.call_soon(self._begin, loop)
        return await mine.answered

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            self._thread.submit(self._serve, loop)
        except RuntimeError as error:  # The system gives no thread.
            with self._arriving:
                left, self._is_busy = list(self._waiting), False
                self._waiting.clear()
            _tell_all(left, [error] * len(left))

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the thread, group after group: it does not wait for the loop to tell the answers of the last one."""
        while self._goes_on():
            group: list[_Waiting[Asked, Answer]] = []
            first, more = self._fill(group, self.most), partial(self._fill, group, self.light)
            answers: Sequence[Answer | Exception]
            try:
                answers = self.answer_all(first, more)
            except Exception as error:  # noqa: BLE001 - whoever asked is told, each of them
                answers = [error] * len(group)
            with suppress(RuntimeError):  # The loop is closed: nobody waits any more.
                loop.call_soon_threadsafe(_tell_all, group, answers)

    def _goes_on(self) -> bool:
        """Ends the work where nobody waits, in one breath with the arrivals: whoever asks then begins anew."""
        with self._arriving:
            self._is_busy = bool(self._waiting)
            return self._is_busy

    def _fill(self, group: list[_Waiting[Asked, Answer]], heaviest: int) -> list[Asked]:
        """Takes those who wait into the group while they fit, in one thread at a time; the loop only adds some."""
        before, left = len(group), self.most - sum(each.weight for each in group)
        while self._waiting and (not group or self._waiting[0].weight <= min(left, heaviest)):
            group.append(self._waiting.popleft())
            left -= group[-1].weight
        return [each.asked for each in group[before:]]


def _tell_all(group: Sequence[_Waiting[Asked, Answer]], answers: Sequence[Answer | Exception]) -> None:
    for each, answer in zip(group, answers, strict=True):
        _tell(each.answered, answer)


def _tell(waiting: asyncio.Future[Answer], answer: Answer | Exception) -> None:
    if waiting.done():
        return  # Whoever asked has gone.
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    else:
        waiting.set_result(answer)
