"""Durable files in the browser: the Origin Private File System.

The journal's files are held open by synchronous access handles, so an append is durable when it returns; one
tab at a time can hold them. Photos are files that are written whole or not at all.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from mobile.store.errors import StoreBusy, StoreError, StoreFailed, StoreFull
from mobile.web.javascript import js_bytes, js_error, js_object, name_of, store_errors
from mobile.web.persistence import storage

JOURNAL_NAMES = ("journal.a", "journal.b")
UNFINISHED = ".part"
# A reloaded page comes up before the browser has let go of its predecessor's files.
OPEN_ATTEMPTS = 40
OPEN_PAUSE_S = 0.05


class OpfsFile:
    """A `JournalFile` on a synchronous access handle of a file with so many bytes.

    Raises StoreBusy while the handle tells another size. Chromium was seen to do so as long as the page before
    this one was let go of, and a journal that is read too short would be tidied down to what was read.
    """

    def __init__(self, handle: Any, size_bytes: int) -> None:
        self._handle, self._size = handle, size_bytes
        try:
            with store_errors():
                told = int(handle.getSize())
            if told != size_bytes:
                raise StoreBusy(f"a file of {size_bytes} bytes that opens with {told}")
        except StoreError:
            handle.close()
            raise
        self._has_torn_end = False
        self._is_closed = False

    @property
    def size_bytes(self) -> int:
        return self._size

    def read(self) -> bytes:
        from js import Uint8Array

        self._require_open()
        with store_errors():
            buffer = Uint8Array.new(self._size)
            count = int(self._handle.read(buffer, js_object(at=0)))
        if count != self._size:
            raise StoreFailed(f"read {count} of {self._size} bytes")
        content: bytes = buffer.to_bytes()
        return content

    def append(self, data: bytes) -> None:
        self._require_open()
        if self._has_torn_end:
            self.truncate(self._size)
        try:
            self._write(data)
        except BaseException:
            self._has_torn_end = True
            with suppress(StoreError):
                self.truncate(self._size)
            raise
        self._size += len(data)

    def truncate(self, size_bytes: int) -> None:
        self._require_open()
        with store_errors():
            self._handle.truncate(size_bytes)
            self._size = size_bytes
            self._handle.flush()
        self._has_torn_end = False

    def close(self) -> None:
        self._is_closed = True
        self._handle.close()

    def _write(self, data: bytes) -> None:
        with store_errors():
            written = int(self._handle.write(js_bytes(data), js_object(at=self._size)))
            if written != len(data):
                raise StoreFull(f"wrote {written} of {len(data)} bytes")
            self._handle.flush()

    def _require_open(self) -> None:
        if self._is_closed:
            raise StoreFailed("the file was closed")


async def open_journal_files(folder: str) -> tuple[OpfsFile, OpfsFile]:
    """The two files of a journal. Raises StoreBusy while another tab holds them."""
    first = await open_file(folder, JOURNAL_NAMES[0])
    try:
        return first, await open_file(folder, JOURNAL_NAMES[1])
    except BaseException:
        first.close()
        raise


async def open_file(folder: str, name: str) -> OpfsFile:
    """One file, made when it is not there. Raises StoreBusy while another tab holds it."""
    for attempt in range(1, OPEN_ATTEMPTS + 1):
        try:
            return OpfsFile(*await _access(folder, name))
        except StoreBusy:
            if attempt == OPEN_ATTEMPTS:
                raise
        await asyncio.sleep(OPEN_PAUSE_S)
    raise AssertionError("unreachable")


class OpfsFiles:
    """Photos and documents of one folder, by sha256; a `FileShelf`."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._writing = asyncio.Lock()

    async def read(self, sha256: str) -> bytes | None:
        with store_errors():
            handle = await self._find(sha256)
            if handle is None:
                return None
            content: bytes = (await (await handle.getFile()).arrayBuffer()).to_bytes()
            return content

    async def write(self, sha256: str, content: bytes) -> None:
        """Durable when it returns: written beside, flushed, then given its name."""
        async with self._writing:
            try:
                await self._write_beside(sha256 + UNFINISHED, content)
                with store_errors():
                    folder = await _folder(self._folder)
                    await (await folder.getFileHandle(sha256 + UNFINISHED)).move(folder, sha256)
            except StoreError:
                with suppress(StoreError):
                    await self.delete(sha256 + UNFINISHED)
                raise

    async def _write_beside(self, name: str, content: bytes) -> None:
        unfinished = await open_file(self._folder, name)
        try:
            unfinished.truncate(0)
            unfinished.append(content)
        finally:
            unfinished.close()

    async def delete(self, sha256: str) -> None:
        """Safe to repeat."""
        with store_errors():
            if await self._find(sha256) is not None:
                await (await _folder(self._folder)).removeEntry(sha256)

    async def free_bytes(self) -> int | None:
        with suppress(StoreError):
            return (await storage()).free_bytes
        return None

    async def drop_unfinished(self) -> None:
        """What the end of a tab cut off in the middle of a photo only takes room."""
        for name in await self.names():
            if name.endswith(UNFINISHED):
                await self.delete(name)

    async def names(self) -> list[str]:
        with store_errors():
            entries = (await _folder(self._folder)).values()
            return sorted([str(entry.name) async for entry in entries])

    async def _find(self, name: str) -> Any:
        folder = await _folder(self._folder)
        try:
            return await folder.getFileHandle(name)
        except js_error() as error:
            if name_of(error) == "NotFoundError":
                return None
            raise


async def _access(folder: str, name: str) -> tuple[Any, int]:
    """The handle, and the size of the file before it was taken."""
    with store_errors():
        file = await (await _folder(folder)).getFileHandle(name, js_object(create=True))
        size_bytes = int((await file.getFile()).size)
        return await file.createSyncAccessHandle(), size_bytes


async def _folder(path: str) -> Any:
    from js import navigator

    folder = await navigator.storage.getDirectory()
    for name in path.strip("/").split("/"):
        if name:
            folder = await folder.getDirectoryHandle(name, js_object(create=True))
    return folder
