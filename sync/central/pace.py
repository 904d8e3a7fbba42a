"""How often one token may ask: a phone that went mad, or a token that was stolen, slows nobody else down.

Counted by each worker in its memory: no request writes for it. Who has no token is limited by windows.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sync.protocol.problems import Code, Problem

_MINUTE_S = 60


class Pace:
    """For one thread, the loop's."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._began = clock()
        self._counts: dict[int, int] = {}

    def check(self, token: str) -> None:
        """One more. Raises Problem(TOO_MANY) for the rest of the minute."""
        now = self._clock()
        if now - self._began >= _MINUTE_S:
            self._began, self._counts = now, {}
        # The hash of this process, so that no token stays in memory for it.
        key = hash(token)
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > self._a_minute:
            wait_s = int(_MINUTE_S - (now - self._began)) + 1
            raise Problem(Code.TOO_MANY, headers={"Retry-After": str(wait_s)})
