"""*Titip kirim* on the first phone: what waits, as one signed file for another phone to carry.

Everything stays here as it was, and this phone goes on trying by itself: only a receipt of the centre ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from sync.client import outbox, sending
from sync.client.ports import FileShelf
from sync.client.tables import FILES, Document, Tables
from sync.protocol import wire
from sync.protocol.canonical import canonical, digest
from sync.protocol.handover import (
    MAX_FILES,
    MAX_HANDOVER_BYTES,
    MAX_PART_BYTES,
    MAX_PARTS,
    CarriedFile,
    Manifest,
    Part,
    ending,
    writing,
)
from sync.protocol.limits import MAX_CHANGES
from sync.protocol.messages import Change


@dataclass(frozen=True, slots=True)
class Offer:
    """What a hand-over made now would hold. `notes` counts records of which a change goes along."""

    parts: tuple[tuple[Change, ...], ...] = ()
    files: tuple[tuple[str, Document], ...] = ()

    @property
    def notes(self) -> int:
        return len({change.record for part in self.parts for change in part})

    @property
    def photos(self) -> int:
        return sum(document["role"] != "preview" for _, document in self.files)

    @property
    def size_bytes(self) -> int:
        files: int = sum(document["size"] for _, document in self.files)
        return files + sum(len(_body(part)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written into the file."""

    manifest: Manifest
    changes: tuple[str, ...] = ()


def offer(tables: Tables, now_ms: int) -> Offer:
    """Every change that waits for a receipt, oldest first, and the files that the centre does not have, previews
    first, as far as one file holds them. Resting decisions and what was refused stay out."""
    parts = tuple(_parts(outbox.ready(tables, now_ms)))
    going = {change.record for part in parts for change in part}
    held_back = {document["record"] for _, document in outbox.waiting(tables)} - going
    room = MAX_HANDOVER_BYTES - sum(len(_body(part)) for part in parts)
    return Offer(parts, tuple(_fitting(tables, held_back, room)))


def _parts(waiting: Iterable[Document]) -> Iterator[tuple[Change, ...]]:
    part: list[Change] = []
    size, count = 2, 0
    for document in waiting:
        size += len(canonical(document["change"])) + 1
        if part and (len(part) == MAX_CHANGES or size > MAX_PART_BYTES):
            yield tuple(part)
            part, size, count = [], len(canonical(document["change"])) + 3, count + 1
        if count == MAX_PARTS:
            return
        part.append(wire.read(Change, document["change"]))
    if part:
        yield tuple(part)


def _fitting(tables: Tables, held_back: set[str], room: int) -> Iterator[tuple[str, Document]]:
    files = [pair for pair in sending.files_to_send(tables) if pair[1]["state"] == "kept"]
    files.sort(key=lambda pair: (pair[1]["role"] != "preview", pair[1]["added_at"]))
    for sha256, document in files[:MAX_FILES]:
        room -= document["size"]
        if room >= 0 and document["record"] not in held_back:
            yield sha256, document


def _body(part: Iterable[Change]) -> bytes:
    return canonical([wire.write(change) for change in part])


async def pack(
    tables: Tables, shelf: FileShelf, offered: Offer, target: IO[bytes], *, device: str, key: str, at: str
) -> Packed:
    """Write the signed file. From here on nothing in it can be taken back, whatever becomes of the file.

    Raises what the store raises.
    """
    outbox.mark_on_its_way(tables, (change for part in offered.parts for change in part))
    bodies = [_body(part) for part in offered.parts]
    parts = [Part(digest(body), len(body)) for body in bodies]
    files: list[CarriedFile] = []
    with writing(target) as inside:
        inside.writelines(bodies)
        for sha256, document in offered.files:
            content = await shelf.read(sha256)
            if content is not None and digest(content) == sha256:
                inside.write(content)
                files.append(CarriedFile(sha256, len(content), document["type"], document["role"]))
        manifest = Manifest(device, at, offered.notes, parts, files)
        inside.write(ending(manifest, key))
    return Packed(manifest, tuple(change.id for part in offered.parts for change in part))


def mark_carried(tables: Tables, packed: Packed) -> None:
    """The file has left this phone: the line about sending says so until the receipts come."""
    with tables.transaction():
        outbox.mark_carried(tables, packed.changes, packed.manifest.made_at)
        for file in packed.manifest.files:
            document = tables.table(FILES).read(file.sha256)
            if document is not None and document["state"] == "kept":
                tables.table(FILES).put(file.sha256, document | {"carried": packed.manifest.made_at})
