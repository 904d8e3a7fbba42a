"""The photos and documents on this device: kept whole or not at all, fetched again when they are opened, and which
may go.

Of what the device holds, only a full-size photo or a document that a backup of the centre has is ever dropped to
make room, and nothing that a note here still needs. What was only opened may go whole.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from contextlib import suppress

from mobile.device.ports import ShrunkPhoto
from mobile.store.errors import StoreError
from sync.client import sending
from sync.client.incoming import is_backed_up, stored
from sync.client.ports import FileShelf
from sync.client.tables import FILES, OUTBOX, RECORDS, REFUSED, WORKING, Document, Tables
from sync.domain.records import files_in

PHOTO_ROOM_BYTES = 20_000_000
"""What one photo may take for a while: the file of the lens or the gallery, a dozen megabytes at most, ours beside
it, and some room to go on saving what is typed."""
_log = logging.getLogger(__name__)


async def has_room(files: FileShelf) -> bool:
    """Whether another photo may be taken. A device that does not say is tried."""
    free = await files.free_bytes()
    return free is None or free >= PHOTO_ROOM_BYTES


async def store(tables: Tables, files: FileShelf, record: str, photo: ShrunkPhoto, at: str) -> tuple[str, str]:
    """Keep photo and preview; returns their sha256. Raises StoreError, and leaves nothing of them then."""
    full = await _store_one(tables, files, record, photo.content, "photo", at)
    try:
        return full, await _store_one(tables, files, record, photo.preview, "preview", at)
    except StoreError:
        with suppress(StoreError):
            await forget(tables, files, [full])
        raise


async def store_document(tables: Tables, files: FileShelf, record: str, content: bytes, at: str) -> str:
    """Keep a PDF; returns its sha256. Raises StoreError, and leaves nothing of it then."""
    return await _store_one(tables, files, record, content, "document", at)


_PDF = b"%PDF-"
_TYPES = {"photo": "image/jpeg", "preview": "image/jpeg", "document": "application/pdf"}


async def _store_one(tables: Tables, files: FileShelf, record: str, content: bytes, role: str, at: str) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    known = tables.table(FILES).read(sha256)
    await files.write(sha256, content)
    facts = {"record": record, "role": role, "type": _TYPES[role], "size": len(content)}
    try:
        if known is None:
            tables.table(FILES).put(sha256, facts | {"state": "kept", "added_at": at})
        elif known.get("freed"):
            tables.table(FILES).put(sha256, _whole(known))
    except StoreError:
        if known is None:
            with suppress(StoreError):
                await files.delete(sha256)
        raise
    return sha256


async def forget(tables: Tables, files: FileShelf, names: Iterable[str], also_in: Iterable[str] = ()) -> None:
    """Drop these files, but for those that something kept here refers to, or a record of `also_in`.

    The bytes go first: where there is no room at all, the journal takes no line before.
    """
    used = in_use(tables).union(*(sending.files_in_use(tables, record) for record in also_in))
    for sha256 in set(names) - used:
        document = tables.table(FILES).read(sha256)
        if document and sha256 in sending.files_in_use(tables, document["record"]):
            continue
        await files.delete(sha256)
        tables.table(FILES).discard(sha256)


def in_use(tables: Tables) -> set[str]:
    """Files that a note on this device names: one being typed, waiting, kept for a restore, or not accepted."""
    kept = [document["values"] for _, document in tables.table(WORKING).items()]
    for name in (OUTBOX, REFUSED):
        kept += [document["change"]["set"] for _, document in tables.table(name).items()]
    return {sha256 for values in kept for value in values.values() for sha256 in files_in(value)}


def spare(tables: Tables) -> dict[str, int]:
    """What is no preview, is in a backup of the centre and is needed by no note here, with the sizes; and all that
    came with what was only opened."""
    used = in_use(tables)
    found = tables.table(FILES).matching("state", "stored")
    return {key: document["size"] for key, document in found if key not in used and _is_spare(tables, document)}


def _is_spare(tables: Tables, document: Document) -> bool:
    if document.get("freed"):
        return False
    pulled = tables.table(RECORDS).read(document["record"])
    is_held = pulled is not None and "opened_at" not in pulled
    return not is_held or (document["role"] != "preview" and is_backed_up(tables, document))


async def free(tables: Tables, files: FileShelf) -> None:
    """Drop every spare photo; it is fetched again when somebody opens it. Safe to repeat after it was cut off.

    The bytes go first: where there is no room at all, the journal takes no line before.
    """
    for sha256 in spare(tables):
        await files.delete(sha256)
        document = tables.table(FILES).read(sha256)
        if document is not None:
            tables.table(FILES).put(sha256, document | {"freed": True})


async def keep_fetched(
    tables: Tables, files: FileShelf, sha256: str, content: bytes, record: str, at: str
) -> None:
    """Keep what came from the centre, where there is room. `record` names whose it is: with that it goes."""
    document = tables.table(FILES).read(sha256)
    try:
        if not await has_room(files):
            return
        await files.write(sha256, content)
        if document is not None:
            tables.table(FILES).put(sha256, _whole(document))
        elif record:
            role = _role_of(tables, record, sha256, content)
            facts = {"record": record, "role": role, "type": _TYPES[role], "size": len(content), "added_at": at}
            tables.table(FILES).put(sha256, stored(facts | {"fetched": True}))
    except StoreError:
        _log.exception("a photo from the centre is shown, and could not be kept")


def _role_of(tables: Tables, record: str, sha256: str, content: bytes) -> str:
    if content.startswith(_PDF):
        return "document"
    pulled = tables.table(RECORDS).read(record)
    values = pulled["view"]["set"].values() if pulled else ()
    is_preview = any(isinstance(value, dict) and value.get("preview") == sha256 for value in values)
    return "preview" if is_preview else "photo"


def _whole(document: Document) -> Document:
    return {key: value for key, value in document.items() if key != "freed"}
