"""Random texts for what comes often: the salt of each change, the id of each exchange."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable


def random_texts() -> Callable[[], str]:
    """Makes texts of 16 random bytes, as 32 hexadecimal digits, many at a time: each time the system is asked,
    another thread goes first."""
    kept: deque[str] = deque()

    def make() -> str:
        try:
            return kept.pop()
        except IndexError:
            fresh = secrets.token_hex(16 * 256)
            kept.extend(fresh[start : start + 32] for start in range(32, len(fresh), 32))
            return fresh[:32]

    return make
