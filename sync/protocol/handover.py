"""The hand-over file (*titipan*): what one phone could not send, for another one to carry to the centre.

    LORONG TITIP 1
    changes and files, back to back
    the manifest: canonical JSON that names each of them by sha256 and size, in that order
    HMAC-SHA256 of the manifest under the first device's key, and a checksum of these two
    the length of the three lines before

The HMAC tells the centre whose words these are; the rest lets a carrier, who has no key, see that every byte
arrived. Signed, not encrypted: whoever carries the file can read it.

All of it stands as the only entry, not compressed, in a ZIP file: Android takes no unknown type over Bluetooth. It
is read in place, without believing anything that the ZIP says.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from sync.protocol import wire
from sync.protocol.canonical import canonical, digest
from sync.protocol.limits import MAX_FILE_BYTES

SUFFIX = ".lorong.zip"
_ENTRY = "titipan.lorong"
_ZIP_HEAD_BYTES = 30 + len(_ENTRY)
"""Local header and name; what follows the entry is its directory record, the name again, and the end record."""
_ZIP_END_BYTES = 46 + len(_ENTRY) + 22
_KIND = b"LORONG TITIP "
MAGIC = _KIND + b"1\n"
MAX_HANDOVER_BYTES = 48 * 1024 * 1024
MAX_PART_BYTES = 512 * 1024
"""So that a part and the manifest always fit one request to the centre."""
MAX_PARTS = 16
MAX_FILES = 500
_MAX_TAIL_BYTES = 128 * 1024
_NEWER = re.compile(re.escape(_KIND) + rb"\d")
_TAIL = re.compile(rb"(?P<text>[^\n]+)\n(?P<signature>[0-9a-f]{64}) (?P<checksum>[0-9a-f]{64})\n")
_LENGTH = re.compile(rb"\d{8}\n")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadHandOver(ValueError):
    """No hand-over file, or one that was cut or altered on its way."""


class NewerHandOver(BadHandOver):
    """Written by a newer app: update this one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A JSON list of changes, at most 500 and 512 KB. The parts are to be sent in their order."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """`role` is that of the first phone's own list: photo, preview or document."""

    sha256: str
    size: int
    type: str
    role: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in the file. `device` signed it at `made_at` (its own clock); `notes` counts records with changes.

    What a newer app adds to it stays signed, and is ignored here.
    """

    device: str
    made_at: str
    notes: int
    parts: list[Part]
    files: list[CarriedFile]

    @property
    def photos(self) -> int:
        return sum(file.role != "preview" for file in self.files)

    @property
    def blobs(self) -> list[Part | CarriedFile]:
        """In the order of the file."""
        return [*self.parts, *self.files]

    @property
    def size_bytes(self) -> int:
        return sum(blob.size for blob in self.blobs)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A file whose bytes are as they were written. `id` is the manifest's sha256; `document` is the manifest as it
    was signed, with whatever a newer app says in it; `start` is where the first part begins."""

    id: str
    manifest: Manifest
    document: dict[str, Any]
    signature: str
    start: int


def signature_of(document: dict[str, Any], key: str) -> str:
    """HMAC-SHA256 over the canonical manifest, as lower-case hex."""
    return hmac.new(key.encode(), b"lorong-handover\0" + canonical(document), hashlib.sha256).hexdigest()


def is_signed(document: dict[str, Any], signature: str, key: str) -> bool:
    return hmac.compare_digest(signature_of(document, key).encode(), signature.encode())


@contextmanager
def writing(target: IO[bytes]) -> Iterator[IO[bytes]]:
    """Where parts, files and the `ending` are written to, in this order."""
    with zipfile.ZipFile(target, "w") as archive, archive.open(zipfile.ZipInfo(_ENTRY), "w") as inside:
        inside.write(MAGIC)
        yield inside


def ending(manifest: Manifest, key: str) -> bytes:
    """What follows the last file."""
    document = wire.write(manifest)
    text = canonical(document)
    signature = signature_of(document, key).encode()
    tail = text + b"\n" + signature + b" " + digest(text, signature).encode() + b"\n"
    return tail + b"%08d\n" % len(tail)


def open_handover(source: IO[bytes]) -> HandOver:
    """Reads and checks everything but the changes and files, which `contents` brings. Raises BadHandOver."""
    first, end = _bounds(source)
    source.seek(first)
    magic = source.read(len(MAGIC))
    if magic != MAGIC:
        raise NewerHandOver(magic) if _NEWER.match(magic) else BadHandOver("another kind of file")
    first += len(MAGIC)
    tail, start = _tail(source, first, end)
    lines = _TAIL.fullmatch(tail)
    if lines is None or lines["checksum"] != digest(lines["text"], lines["signature"]).encode():
        raise BadHandOver("the manifest was altered")
    try:
        document = json.loads(lines["text"])
    except (ValueError, RecursionError) as error:
        raise BadHandOver("the manifest is not JSON") from error
    manifest = manifest_in(document)
    if start != first + manifest.size_bytes:
        raise BadHandOver("the file is cut, or longer than it says")
    return HandOver(digest(lines["text"]), manifest, document, lines["signature"].decode(), first)


def _bounds(source: IO[bytes]) -> tuple[int, int]:
    """Where the entry of the ZIP begins and ends; all of a file that somebody's browser has unpacked already."""
    size = source.seek(0, io.SEEK_END)
    if size > MAX_HANDOVER_BYTES + _MAX_TAIL_BYTES + 1024:
        raise BadHandOver("the file is too large")
    source.seek(0)
    return (_ZIP_HEAD_BYTES, size - _ZIP_END_BYTES) if source.read(2) == b"PK" else (0, size)


def _tail(source: IO[bytes], first: int, end: int) -> tuple[bytes, int]:
    """The lines after the last file, and where they start."""
    source.seek(max(first, end - 9))
    last = source.read(9)
    length = int(last) if _LENGTH.fullmatch(last) else 0
    start = end - 9 - length
    if not 0 < length <= _MAX_TAIL_BYTES or start < first:
        raise BadHandOver("the end is missing")
    source.seek(start)
    return source.read(length), start


def manifest_in(document: Any) -> Manifest:
    """A manifest within its bounds. Raises BadHandOver."""
    try:
        manifest = wire.read(Manifest, document)
    except wire.Unreadable as error:
        raise BadHandOver(str(error)) from error
    blobs = manifest.blobs
    named = {blob.sha256 for blob in blobs}
    holds = (
        len(manifest.parts) <= MAX_PARTS and len(manifest.files) <= MAX_FILES,
        bool(blobs) and manifest.size_bytes <= MAX_HANDOVER_BYTES and manifest.notes >= 0,
        all(0 < part.size <= MAX_PART_BYTES for part in manifest.parts),
        all(0 < file.size <= MAX_FILE_BYTES and len(file.type) <= 40 for file in manifest.files),
        len(named) == len(blobs) and all(_SHA256.fullmatch(sha256) for sha256 in named),
        len(manifest.device) <= 36 and len(manifest.made_at) <= 40,
    )
    if not all(holds):
        raise BadHandOver("the manifest is out of bounds")
    return manifest


def contents(source: IO[bytes], handover: HandOver) -> Iterator[tuple[str, bytes]]:
    """Every part and file with its sha256, in order, one at a time in memory. Raises BadHandOver at the first that
    was altered."""
    source.seek(handover.start)
    for blob in handover.manifest.blobs:
        content = source.read(blob.size)
        if digest(content) != blob.sha256:
            raise BadHandOver(f"{blob.sha256} was altered")
        yield blob.sha256, content
