"""A journal file in memory, and the ways in which a real one fails: power that goes, a disk that is full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from mobile.store.database import JournalDatabase, open_database
from mobile.store.errors import StoreError, StoreFailed, StoreFull


class PowerCut(BaseException):
    """The device is gone: nothing after it runs, and what was written so far is what is found again."""


class Power:
    """Lasts for so many steps over all files that share it: a byte appended, a flush and a truncate are one each.

    With `late_pages` what a cut append leaves is its end without its beginning, as a disk may that writes pages
    in an order of its own.
    """

    def __init__(self, steps: int | None = None, *, late_pages: bool = False) -> None:
        self.steps_left = steps
        self.steps_used = 0
        self.late_pages = late_pages

    def spend(self, steps: int) -> int:
        """How many of them there was still power for."""
        granted = steps if self.steps_left is None else min(steps, self.steps_left)
        self.steps_used += granted
        if self.steps_left is not None:
            self.steps_left -= granted
        return granted


class MemoryFile:
    """A `JournalFile`. `content` outlives it as a disk would: a restart finds `MemoryFile(old.content)`."""

    def __init__(
        self, content: bytes = b"", *, power: Power | None = None, capacity_bytes: int | None = None
    ) -> None:
        self.content = bytes(content)
        self.power = power or Power()
        self.capacity_bytes = capacity_bytes
        self.fails_next_flush = False
        self.fails_next_truncate = False
        self.leaves_torn_bytes = False
        self._is_closed = False
        self._size = len(content)

    @property
    def size_bytes(self) -> int:
        return self._size

    def read(self) -> bytes:
        return self.content[: self._size]

    def append(self, data: bytes) -> None:
        self._require_open()
        room = len(data) if self.capacity_bytes is None else max(0, self.capacity_bytes - self._size)
        self._write(data[:room])
        if room < len(data):
            self._fail(StoreFull("no room"))
        if self.fails_next_flush:
            self.fails_next_flush = False
            self._fail(StoreFailed("the flush failed"))
        self._size += len(data)

    def truncate(self, size_bytes: int) -> None:
        self._require_open()
        if not self.power.spend(1):
            raise PowerCut
        if self.fails_next_truncate:
            self.fails_next_truncate = False
            self._size = size_bytes
            raise StoreFailed("the cut was made and is not durable")
        self.content = self.content[:size_bytes]
        self._size = len(self.content)

    def close(self) -> None:
        self._is_closed = True

    def _write(self, data: bytes) -> None:
        before = self.content[: self._size]
        granted = self.power.spend(len(data) + 1)
        self.content = before + data[:granted]
        if granted <= len(data):
            if self.power.late_pages:
                self.content = before + bytes(granted) + data[granted:]
            raise PowerCut

    def _fail(self, error: StoreError) -> None:
        if not self.leaves_torn_bytes:
            self.content = self.content[: self._size]
        raise error

    def _require_open(self) -> None:
        if self._is_closed:
            raise StoreFailed("the file was closed")


class MemoryDisk:
    """The two files of one store and what was set aside from them, through any number of restarts."""

    def __init__(
        self,
        a: bytes = b"",
        b: bytes = b"",
        *,
        indexes: Mapping[str, Sequence[str]] | None = None,
        compact_above_bytes: int = 256 * 1024,
    ) -> None:
        self.a, self.b = MemoryFile(a), MemoryFile(b)
        self.aside: list[bytes] = []
        self.set_aside: Callable[[bytes], None] = self.aside.append
        self._indexes = indexes or {}
        self._compact_above_bytes = compact_above_bytes
        self._ids = count(1)

    def open(self, power: Power | None = None) -> JournalDatabase:
        """What a start of the app finds: whatever reached the files, and new power."""
        power = power or Power()
        self.a, self.b = (
            MemoryFile(old.content, power=power, capacity_bytes=old.capacity_bytes) for old in (self.a, self.b)
        )
        return open_database(
            self.a,
            self.b,
            set_aside=self.set_aside,
            indexes=self._indexes,
            new_id=lambda: f"id{next(self._ids):04}",
            compact_above_bytes=self._compact_above_bytes,
        )

    @property
    def current(self) -> MemoryFile:
        """The one that holds the journal when nothing is under way."""
        return max(self.a, self.b, key=lambda file: len(file.content))


def content_of(database: JournalDatabase) -> dict[str, dict[str, dict[str, object]]]:
    """Every document by table and id, for comparing with a plain dict."""
    return {name: dict(database.table(name).items()) for name in database.tables()}
