"""How long to wait after a failure: exponential with full jitter, so that a city's phones do not come at once."""

from __future__ import annotations

from collections.abc import Callable

FIRST_S = 4.0
LONGEST_S = 15 * 60.0


class Backoff:
    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._failures = 0

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self, retry_after_s: float | None = None) -> float:
        """Seconds to wait now; never less than the centre asked for."""
        ceiling: float = min(LONGEST_S, FIRST_S * 2**self._failures)
        self._failures = min(self._failures + 1, 16)
        wait = ceiling / 2 + self._random() * ceiling / 2
        return max(wait, retry_after_s or 0.0)
