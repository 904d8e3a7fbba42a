"""Whose turn it is to write an SQLite database, among the processes that have it open.

SQLite lets everybody who finds it taken sleep for longer and longer, so that two busy workers write less than one
alone. A lock on a file beside it is looked at several times a millisecond, and goes with the process that held it.
"""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:
    # Windows: SQLite's own waiting has to do.
    fcntl = None  # type: ignore[assignment]


_LOOK_EVERY_S = 0.0002
"""`flock` waits for ever or not at all; a transaction takes some milliseconds."""


Meanwhile = Callable[[], bool]
"""Something to do while waiting; False when there was nothing."""


def nothing() -> bool:
    return False


class Taken(Exception):
    """Somebody else writes for longer than anybody waits."""


class Turn:
    """For one writer in this process at a time. The file stays empty."""

    def __init__(self, database: Path, wait_s: float) -> None:
        self._wait_s = wait_s
        path = database.with_name(database.name + ".turn")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        # Whoever forgets to close a database gives its turn back all the same.
        self._end = weakref.finalize(self, os.close, self._file)

    @contextmanager
    def taken(self, meanwhile: Meanwhile = nothing) -> Iterator[None]:
        """`meanwhile` is called each time that somebody else writes. Raises Taken."""
        if fcntl is None:
            yield
            return
        end = time.monotonic() + self._wait_s
        while not self._is_free():
            if time.monotonic() > end:
                raise Taken
            if not meanwhile():
                time.sleep(_LOOK_EVERY_S)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _is_free(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._end()
