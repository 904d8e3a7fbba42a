"""Whose turn it is to write an SQLite database, among the processes that have it open.

SQLite lets everybody who finds it taken sleep for longer and longer, so that two busy workers write less than one
alone. A lock on a file beside it wakes the next one at once, and goes with the process that held it.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:
    # Windows: SQLite's own waiting has to do.
    fcntl = None  # type: ignore[assignment]


class Turn:
    """For one writer in this process at a time. The file stays empty."""

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".turn")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        # Whoever forgets to close a database gives its turn back all the same.
        self._end = weakref.finalize(self, os.close, self._file)

    @contextmanager
    def taken(self) -> Iterator[None]:
        if fcntl is None:
            yield
            return
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        self._end()
