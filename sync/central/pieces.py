"""The bytes of unfinished uploads, as objects beside the files: any instance goes on where another stopped.

A piece is named by the byte at which it begins, so what was written and then not recorded is written over.
"""

from __future__ import annotations

import obstore
from obstore.store import ObjectStore

from sync.central.filestore import reached, read_object

SMALL_BYTES = 64 * 1024
"""A piece grows until it has so many, so that a file of drops does not become an object a drop."""


def _folder(sha256: str) -> str:
    return f"pieces/{sha256}/"


def _key(sha256: str, start: int) -> str:
    return f"{_folder(sha256)}{start:012d}"


def append(store: ObjectStore, sha256: str, piece: int, offset: int, content: bytes) -> int | None:
    """Write the bytes at `offset`, into the last piece, which begins at `piece`, while that one is small.

    Returns where the last piece begins now, or None when the one that was there is gone.
    """
    if offset - piece >= SMALL_BYTES:
        piece = offset
    kept = b""
    if piece < offset:
        kept = (read_object(store, _key(sha256, piece)) or b"")[: offset - piece]
        if len(kept) != offset - piece:
            return None
    with reached():
        obstore.put(store, _key(sha256, piece), kept + content)
    return piece


def joined(store: ObjectStore, sha256: str, length: int) -> bytes | None:
    """All pieces in their order; None when one is missing."""
    whole = bytearray()
    while len(whole) < length:
        piece = read_object(store, _key(sha256, len(whole)))
        if not piece:
            return None
        whole += piece
    return bytes(whole)


def delete(store: ObjectStore, sha256: str) -> None:
    with reached():
        paths = [found["path"] for part in obstore.list(store, _folder(sha256)) for found in part]
        if paths:
            obstore.delete(store, paths)
