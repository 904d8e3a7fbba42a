"""*Terima titipan* on the phone that carries: checked, kept as safely as its own notes, sent after its own work.

The carrier may not write what it carries: the centre judges for whoever signed it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import IO, Any

from sync.client import errors
from sync.client.api import CentralApi
from sync.client.ports import FileShelf
from sync.client.shelf_reading import Unreadable, read_file
from sync.client.tables import FILES, HANDOVERS, Document, Tables
from sync.client.uploading import always
from sync.protocol.canonical import digest
from sync.protocol.handover import (
    BadHandOver,
    CarriedFile,
    HandOver,
    Manifest,
    contents,
    manifest_in,
    open_handover,
)
from sync.protocol.messages import HandOverRequest, Wanted
from sync.protocol.problems import Code

WAITING, DELIVERED, REFUSED = "waiting", "delivered", "refused"
"""States of what is carried."""
OWN = "own"
"""A file that this very account made: it is to be carried by another phone."""
REMEMBERED_MS = 7 * 24 * 3_600_000
"""How long a delivered one is still shown, and known again."""
ROOM_LEFT_BYTES = 20_000_000
"""What taking one in leaves free: the carrier's own notes come first."""

MayGo = Callable[[], bool]
SendFile = Callable[[str, bytes, int, MayGo], Awaitable[bool]]
"""Sends the bytes of a file from an offset on; False when the rest must wait now. Raises what errors.py names."""
_log = logging.getLogger(__name__)


class NoRoom(Exception):
    """The device has too little room for the file."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`was`: what became of this same file before: empty when it is new, else its state, or `OWN`."""

    was: str
    notes: int
    photos: int


async def take_in(tables: Tables, shelf: FileShelf, source: IO[bytes], *, device: str, at: str) -> TakenIn:
    """Keep the file to be sent; durable when it returns. One that was refused before is tried once more.

    Raises BadHandOver, NoRoom, and what the store raises; then nothing was taken in.
    """
    handover = open_handover(source)
    manifest = handover.manifest
    was = OWN if manifest.device == device else (tables.table(HANDOVERS).read(handover.id) or {}).get("state", "")
    if was not in (OWN, WAITING, DELIVERED):
        await _check(source, handover)
        free = await shelf.free_bytes()
        if free is not None and free < manifest.size_bytes + ROOM_LEFT_BYTES:
            raise NoRoom
        for sha256, content in contents(source, handover):
            await shelf.write(sha256, content)
        tables.table(HANDOVERS).put(handover.id, _row(handover, at))
    return TakenIn(was, manifest.notes, manifest.photos)


async def _check(source: IO[bytes], handover: HandOver) -> None:
    """Every byte before the first is kept, so that a damaged file leaves nothing behind."""
    parts = {part.sha256 for part in handover.manifest.parts}
    for sha256, content in contents(source, handover):
        if sha256 in parts and _changes_in(content) is None:
            raise BadHandOver("a part is no list of changes")
        # Large files are hashed one after the other; the screen may draw in between.
        await asyncio.sleep(0)


def _changes_in(content: bytes) -> list[Any] | None:
    try:
        changes = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return changes if isinstance(changes, list) and changes else None


def _row(handover: HandOver, at: str) -> Document:
    return {
        "state": WAITING,
        "manifest": handover.document,
        "signature": handover.signature,
        "taken_at": at,
        "notes": handover.manifest.notes,
        "photos": handover.manifest.photos,
        "size": handover.manifest.size_bytes,
    }


async def let_go(tables: Tables, shelf: FileShelf, key: str) -> None:
    """Carry it no longer. The first phone still has everything."""
    document = tables.table(HANDOVERS).read(key)
    if document is not None:
        await _drop_bytes(tables, shelf, key, document)
        tables.table(HANDOVERS).discard(key)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Sends what waits, one hand-over after the other; photos, but not their previews, while they may go."""

    tables: Tables
    shelf: FileShelf
    api: CentralApi
    send: SendFile
    photos_may_go: MayGo

    async def deliver_all(self, now_ms: int, show: Callable[[str], None]) -> None:
        """Oldest first; `show` hears which. One that fails alone holds up nothing. Raises what the way to the
        centre raises."""
        _forget_old(self.tables, now_ms)
        waiting = self.tables.table(HANDOVERS).matching("state", WAITING)
        for key, document in sorted(waiting, key=lambda pair: pair[1]["taken_at"]):
            show(key)
            try:
                await self._deliver(key, document, now_ms)
            except (errors.Refused, errors.TooLarge) as error:
                code = error.code if isinstance(error, errors.Refused) else "too_large"
                await self._end(key, {"state": REFUSED, "code": code})
            except Unreadable:
                _log.exception("what is carried could not be read; the next round tries again")
            except errors.Busy as error:
                # A 500 that this one causes: it goes again at the next round.
                if not error.failed:
                    raise

    async def _deliver(self, key: str, document: Document, now_ms: int) -> None:
        manifest = manifest_in(document["manifest"])
        wanted = await self._hand_over(document, manifest)
        self._note(key, {"notes_sent": True})
        offsets = {item.sha256: item.offset for item in wanted if item.sha256 not in document.get("given_up", ())}
        files = [file for file in manifest.files if file.sha256 in offsets]
        outcomes = {file.sha256: await self._send_file(file, offsets[file.sha256]) for file in files}
        never = [sha256 for sha256, outcome in outcomes.items() if outcome == "never"]
        if never:
            self._note(key, {"given_up": [*document.get("given_up", ()), *never]})
        if "again" not in outcomes.values():
            await self._end(key, {"state": DELIVERED, "delivered_ms": now_ms})

    async def _hand_over(self, document: Document, manifest: Manifest) -> list[Wanted]:
        """The changes, unless the centre has answered them before, and then which files it wants."""
        parts = [] if document.get("notes_sent") else manifest.parts
        lists = [_changes_in(await read_file(self.shelf, part.sha256) or b"") for part in parts] or [[]]
        wanted: list[Wanted] = []
        for changes in lists:
            if changes is None:
                raise errors.Refused("missing", "")
            request = HandOverRequest(document["manifest"], document["signature"], changes)
            wanted = (await self.api.hand_over(request)).wanted_files
        return wanted

    async def _send_file(self, file: CarriedFile, offset: int) -> str:
        """`sent`; `again` at a later round; `never`: the first phone learns why when it sends the file itself."""
        may_go = self.photos_may_go if file.role != "preview" else always
        try:
            content = await read_file(self.shelf, file.sha256)
            if content is None or digest(content) != file.sha256:
                return "never"
            return "sent" if await self.send(file.sha256, content, offset, may_go) else "again"
        except errors.TooLarge:
            return "never"
        except errors.Refused as error:
            # Else pieces that another phone had sent were damaged; the centre has thrown them away.
            return "never" if error.code == Code.WRONG_TYPE.text else "again"
        except Unreadable:
            return "again"

    def _note(self, key: str, facts: Document) -> None:
        document = self.tables.table(HANDOVERS).read(key)
        if document is not None:
            self.tables.table(HANDOVERS).put(key, document | facts)

    async def _end(self, key: str, facts: Document) -> None:
        document = self.tables.table(HANDOVERS).read(key)
        if document is not None:
            # The bytes first: were this cut, the centre would say once more that it wants nothing.
            await _drop_bytes(self.tables, self.shelf, key, document)
            self._note(key, facts)


def _forget_old(tables: Tables, now_ms: int) -> None:
    for key, document in tables.table(HANDOVERS).matching("state", DELIVERED):
        if not 0 <= now_ms - document["delivered_ms"] <= REMEMBERED_MS:
            tables.table(HANDOVERS).discard(key)


async def _drop_bytes(tables: Tables, shelf: FileShelf, key: str, document: Document) -> None:
    """What neither this account's own records nor another hand-over needs."""
    others = [row for other, row in tables.table(HANDOVERS).matching("state", WAITING) if other != key]
    used = {sha256 for row in others for sha256 in _blobs(row)}
    for sha256 in _blobs(document):
        if sha256 not in used and tables.table(FILES).read(sha256) is None:
            await shelf.delete(sha256)


def _blobs(document: Document) -> list[str]:
    return [blob["sha256"] for name in ("parts", "files") for blob in document["manifest"][name]]
