"""The append-only journal: two files, of which one is current and the other is empty but for a compaction.

A save is one line at the end of the current file. Compaction writes the whole state into the other file, ends it
with `complete <generation>`, and only then empties the old one; nothing is renamed, so that it works on OPFS too.
No save is appended while the other file holds anything, so the highest complete generation always knows it all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Protocol

from mobile.store.errors import StoreError
from mobile.store.lines import (
    Changes,
    Replay,
    Tables,
    apply,
    complete_line,
    encode_put,
    line_of,
    put,
    replay,
    size_of,
    start_line,
)

COMPACT_ABOVE_BYTES = 256 * 1024
_COMPACT_ABOVE_LIVE = 4
_CHUNK_BYTES = 1024 * 1024

_log = logging.getLogger(__name__)


class JournalFile(Protocol):
    """One file that grows at its end. All of it is synchronous; every error is a `StoreError`.

    Whoever opens it (`DiskFile(path)`) raises `StoreBusy` while another window or process has it open.
    """

    @property
    def size_bytes(self) -> int:
        """How much of it counts: what was there at the start, and every append that returned. Cheap."""

    def read(self) -> bytes:
        """Everything from the start up to `size_bytes`."""

    def append(self, data: bytes) -> None:
        """Writes at the end; durable when it returns (written, flushed, synced).

        When it raises (`StoreFull`: no room, `StoreFailed`: anything else) `size_bytes` is what it was, and
        what was written of `data` has been cut off again, or will be before the next append.
        """

    def truncate(self, size_bytes: int) -> None:
        """Cuts what is behind `size_bytes`; durable when it returns."""

    def close(self) -> None: ...


SetAside = Callable[[bytes], None]
"""Keeps bytes that could not be read in a file of their own: durable when it returns, a `StoreError` when not. The
same bytes may come again at the next start, when a compaction could not finish: keeping them once is enough."""


class Journal:
    """The tables as they were saved, and the file that keeps them. Not safe for threads by itself.

    To save: `append` the payload of a line, `apply` it to the tables (`put` for one text), `compact_when_due`.
    """

    tables: Tables
    damage: tuple[bytes, ...]
    """What could not be read when the journal was opened. It is set aside, not lost, and not in the tables."""

    def __init__(
        self,
        a: JournalFile,
        b: JournalFile,
        *,
        set_aside: SetAside,
        compact_above_bytes: int = COMPACT_ABOVE_BYTES,
    ) -> None:
        self._set_aside = set_aside
        self._compact_above = compact_above_bytes
        self._current, self._other = a, b
        self._generation = self._good_size = self._live_bytes = self._not_before = 0
        self._must_compact = self._other_is_empty = self._is_ready = False
        self._unsaved_damage: list[bytes] = []
        self._open()

    def append(self, payload: bytes) -> None:
        """Makes one transaction durable, all or nothing of it. Raises `StoreError` for nothing."""
        line = line_of(payload)
        if not self._is_ready:
            self._get_ready()
        self._is_ready = False
        self._current.append(line)
        self._good_size += len(line)
        self._is_ready = True

    def apply(self, operations: Mapping[str, Changes]) -> None:
        """Does to the tables in memory what was appended."""
        self._live_bytes += apply(operations, self.tables)

    def put(self, table: str, doc_id: str, text: bytes | None) -> None:
        """The same where one text was appended."""
        self._live_bytes += put(self.tables, table, doc_id, text)

    def compact_when_due(self) -> None:
        """Compacts when most of the file is history. Not being able to is no failure of the save before it."""
        if self._good_size <= max(self._compact_above, _COMPACT_ABOVE_LIVE * self._live_bytes, self._not_before):
            return
        try:
            self.compact()
        except StoreError as error:
            self._put_off(error)

    def compact(self) -> None:
        """Leaves nothing on the disk but the present state. Raises `StoreError` when that did not succeed."""
        self._is_ready = False
        self._set_damage_aside()
        generation = self._generation + 1
        try:
            self._write_state(generation)
        except StoreError:
            with suppress(StoreError):
                self._empty_other()
            raise
        self._current, self._other = self._other, self._current
        self._generation = generation
        self._good_size = self._current.size_bytes
        self._must_compact = False
        self._not_before = 0
        self._empty_other()

    def close(self) -> None:
        self._current.close()
        self._other.close()

    def _open(self) -> None:
        found = [(file, replay(file.read(), onto={})) for file in (self._current, self._other)]
        (self._other, rest), (self._current, best) = sorted(found, key=lambda each: _rank(each[1]))
        unread = list(best.damage)
        if not best.is_clean and rest.whole_bytes:
            # What best lacks may stand in the other one: it is laid under, and in doubt kept aside.
            self._must_compact = True
            best = replay(self._current.read(), onto=rest.tables)
            unread += [self._other.read()] if best.damage or rest.damage else []
        self.tables, self.damage = best.tables, tuple(unread)
        self._unsaved_damage = unread
        self._generation = max(best.generation, rest.generation)
        self._good_size = best.whole_bytes
        self._live_bytes = size_of(self.tables)
        self._tidy(best.is_clean)

    def _tidy(self, is_clean: bool) -> None:
        """A journal that can be read can be opened: what cannot be tidied now will be before it is written to."""
        try:
            if is_clean:
                self._settle()
            else:
                self.compact()
        except StoreError as error:
            self._put_off(error)

    def _get_ready(self) -> None:
        """At the start, after a compaction and after an append that did not return."""
        if self._must_compact:
            self.compact()
        self._settle()

    def _settle(self) -> None:
        """Before anything is appended: the other file is empty, and this one ends with its last good line."""
        if not self._other_is_empty:
            self._empty_other()
        if self._current.size_bytes != self._good_size:
            self._current.truncate(self._good_size)

    def _empty_other(self) -> None:
        """A cut that raised may have been made and not be durable: it is made again until it returns."""
        self._other_is_empty = False
        self._other.truncate(0)
        self._other_is_empty = True

    def _put_off(self, error: StoreError) -> None:
        self._not_before = self._good_size + max(self._compact_above, self._good_size // 4)
        _log.warning("the journal is tidied later: %s", error)

    def _set_damage_aside(self) -> None:
        while self._unsaved_damage:
            self._set_aside(self._unsaved_damage[0])
            del self._unsaved_damage[0]

    def _write_state(self, generation: int) -> None:
        """`complete` goes last and alone: once it is there, all before it is."""
        self._empty_other()
        self._other_is_empty = False
        for chunk in _chunks(_state_lines(self.tables, generation)):
            self._other.append(chunk)
        self._other.append(complete_line(generation))


def _rank(found: Replay) -> tuple[bool, bool, int]:
    """The higher the better. Of two without their end mark the later one is an unfinished copy of the other."""
    has_content = found.whole_bytes > 0
    return found.complete, has_content, found.generation if found.complete else -found.generation


def _state_lines(tables: Tables, generation: int) -> Iterator[bytes]:
    yield start_line(generation)
    for name, texts in tables.items():
        for doc_id, text in texts.items():
            yield line_of(encode_put(name, doc_id, text))


def _chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    gathered: list[bytes] = []
    size = 0
    for line in lines:
        gathered.append(line)
        size += len(line)
        if size >= _CHUNK_BYTES:
            yield b"".join(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)
