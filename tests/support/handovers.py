"""Hand-over files for tests, as bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from sync.protocol.canonical import digest
from sync.protocol.handover import CarriedFile, HandOver, Manifest, Part, ending, open_handover, writing

KEY = "k" * 64


def manifest_of(parts: Sequence[bytes], files: Sequence[bytes], device: str, notes: int | None = None) -> Manifest:
    return Manifest(
        device,
        "2026-12-03T06:05:00Z",
        len(parts) if notes is None else notes,
        [Part(digest(part), len(part)) for part in parts],
        [CarriedFile(digest(file), len(file), "image/jpeg", "photo") for file in files],
    )


def packed(
    parts: Sequence[bytes] = (b"[]",),
    files: Sequence[bytes] = (),
    *,
    device: str = "d",
    key: str = KEY,
    notes: int | None = None,
) -> bytes:
    target = io.BytesIO()
    with writing(target) as inside:
        inside.writelines((*parts, *files, ending(manifest_of(parts, files, device, notes), key)))
    return target.getvalue()


def opened(content: bytes) -> HandOver:
    return open_handover(io.BytesIO(content))
