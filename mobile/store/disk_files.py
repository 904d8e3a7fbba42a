"""Whole files on an ordinary disk: photos and documents by sha256, and what else must not be torn."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mobile.store.errors import StoreFailed, StoreFull

UNFINISHED = ".part"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskFiles:
    """A `FileShelf` in one folder. The work is done in a thread, so that no screen waits for a disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def read(self, sha256: str) -> bytes | None:
        return await asyncio.to_thread(_read, self._folder / sha256)

    async def write(self, sha256: str, content: bytes) -> None:
        """Durable when it returns: written beside, flushed, then given its name."""
        await asyncio.to_thread(_write_once, self._folder / sha256, content)

    async def delete(self, sha256: str) -> None:
        await asyncio.to_thread(_delete, self._folder / sha256)

    async def free_bytes(self) -> int | None:
        return await asyncio.to_thread(free_in, self._folder)


@contextmanager
def store_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = StoreFull if error.errno in _NO_ROOM else StoreFailed
        raise kind(str(error)) from error


def write_whole(path: Path, content: bytes) -> None:
    """The file has its old content or the new one, never a part. Readable by this user only."""
    with store_errors():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + UNFINISHED)
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)


def free_in(folder: Path) -> int | None:
    """Bytes that this user may still write there; None where the system does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def size_of(folder: Path) -> int:
    """Bytes in the folder and below it."""
    with store_errors():
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _read(path: Path) -> bytes | None:
    with store_errors():
        return path.read_bytes() if path.exists() else None


def _write_once(path: Path, content: bytes) -> None:
    # Named by what is in them, so what is there already is the same.
    if not path.exists():
        write_whole(path, content)


def _delete(path: Path) -> None:
    with store_errors():
        path.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """A new name is durable only with its folder. Windows cannot open one, and need not."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
