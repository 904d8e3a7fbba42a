"""A journal file on an ordinary disk: phone and desktop.

An append that failed leaves a descriptor whose error may already have been forgotten by the system, so that a
second fsync on it would lie. The file is then opened anew and cut back to what was known to be durable.

Behind what was written NULs are written ahead, with which no line of a journal ends. A save then overwrites some
of them: it changes no size and takes no new blocks, which spares the file system's own journal a turn each time,
and so a third of the wait and some of what reaches the medium.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mobile.store.errors import StoreBusy, StoreError, StoreFailed, StoreFull

if sys.platform not in ("win32", "emscripten"):
    import fcntl

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_AHEAD_BYTES = 128 * 1024
_BLOCK_BYTES = 64 * 1024


class DiskFile:
    """A `JournalFile`. One process at a time: `StoreBusy` for the second, where the system can tell."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_closed = False
        with _store_errors():
            self._descriptor: int | None = _open_alone(path)
            self._room = os.fstat(self._descriptor).st_size
            self._size = _end_of_content(self._descriptor, self._room)
            _flush_folder(path.parent)

    @property
    def size_bytes(self) -> int:
        return self._size

    def read(self) -> bytes:
        with _store_errors(), self._path.open("rb") as file:
            return file.read(self._size)

    def append(self, data: bytes) -> None:
        descriptor = self._trusted()
        try:
            end = self._size + len(data)
            _write(descriptor, data, self._size)
            if end > self._room:
                self._room = _lengthened(descriptor, end)
            _flush_content(descriptor)
            self._size = end
        except BaseException as error:
            self._cut_back()
            if isinstance(error, OSError):
                raise _store_error(error) from error
            raise

    def truncate(self, size_bytes: int) -> None:
        descriptor = self._trusted()
        try:
            with _store_errors():
                os.ftruncate(descriptor, size_bytes)
                self._size = self._room = size_bytes
                _flush(descriptor)
        except BaseException:
            self._distrust()
            raise

    def close(self) -> None:
        self._is_closed = True
        self._distrust()

    def _trusted(self) -> int:
        """The descriptor, or a new one when the last was given up: cut back to what counts, and flushed."""
        if self._is_closed:
            raise StoreFailed("the file was closed")
        if self._descriptor is None:
            with _store_errors():
                self._descriptor = _open_alone(self._path)
                try:
                    _cut(self._descriptor, self._size)
                    self._room = self._size
                except BaseException:
                    self._distrust()
                    raise
        return self._descriptor

    def _cut_back(self) -> None:
        """If it does not succeed now, it is tried again before the next append."""
        self._distrust()
        with suppress(StoreError):
            self._trusted()

    def _distrust(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _store_error(error) from error


def _store_error(error: OSError) -> StoreError:
    kind = StoreFull if error.errno in _NO_ROOM else StoreFailed
    return kind(str(error))


def _open_alone(path: Path) -> int:
    descriptor = os.open(path, _FLAGS, 0o600)
    if sys.platform not in ("win32", "emscripten"):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise StoreBusy(str(path)) from error
        except OSError:
            pass  # a file system without locks: the store works, only a second process is not noticed
    return descriptor


def _end_of_content(descriptor: int, size_bytes: int) -> int:
    """Where what was saved ends and the NULs begin."""
    end = size_bytes
    while end:
        start = max(0, end - _BLOCK_BYTES)
        os.lseek(descriptor, start, os.SEEK_SET)
        content = os.read(descriptor, end - start).rstrip(b"\0")
        if content:
            return start + len(content)
        end = start
    return 0


def _lengthened(descriptor: int, end: int) -> int:
    """Writes NULs ahead; returns how large the file is then, `end` where there is no room for them."""
    try:
        _write(descriptor, bytes(_AHEAD_BYTES), end)
    except OSError:
        return end
    return end + _AHEAD_BYTES


def _write(descriptor: int, data: bytes, at: int) -> None:
    """All of it: the system may take less at a time, above all when the disk is nearly full."""
    written = _write_at(descriptor, data, at)
    while written < len(data):
        written += _write_at(descriptor, data[written:], at + written)


if sys.platform == "win32":

    def _write_at(descriptor: int, data: bytes, at: int) -> int:
        os.lseek(descriptor, at, os.SEEK_SET)
        return os.write(descriptor, data)

else:
    _write_at = os.pwrite


def _cut(descriptor: int, size_bytes: int) -> None:
    if os.fstat(descriptor).st_size < size_bytes:
        raise StoreFailed("the file is shorter than what was saved in it")
    os.ftruncate(descriptor, size_bytes)
    _flush(descriptor)


def _flush(descriptor: int) -> None:
    """Down to the medium. Apple's fsync stops at the drive's own memory, so it is asked for more."""
    if sys.platform in ("darwin", "ios"):
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


_flush_content = os.fdatasync if sys.platform.startswith(("linux", "android")) else _flush
"""The same for what is needed to read the content again: not the time of the change."""


def _flush_folder(folder: Path) -> None:
    """A new file's name is durable only with its folder, on systems that can flush one."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
