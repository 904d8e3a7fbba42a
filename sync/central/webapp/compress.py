"""Brotli, each content once: what was compressed is kept in the user's cache under its sha256."""

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import NamedTemporaryFile

import brotli

# Level 11 would save another tenth and take fifteen times as long.
LEVEL = 9
ALREADY_COMPRESSED = {".png", ".woff2", ".jpg", ".webp"}
KEPT_UNUSED_S = 60 * 24 * 3600


def compressed(
    files: Mapping[str, tuple[str, bytes]], cache: Path, progress: Callable[[int, int], None]
) -> dict[str, bytes]:
    """For each path with its sha256 and content, the brotli form, where that is worth having.

    `progress(done, total)` counts uncompressed bytes. brotli lets go of the interpreter, so threads use
    both cores; the largest files go first so that none is left alone at the end.
    """
    worth = {path: kept for path, kept in files.items() if Path(path).suffix not in ALREADY_COMPRESSED}
    order = sorted(worth, key=lambda path: -len(worth[path][1]))
    total = sum(len(content) for _, content in worth.values())
    done = 0
    progress(done, total)
    packed: dict[str, bytes] = {}
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for path, small in zip(order, pool.map(lambda path: _brotli(*worth[path], cache), order), strict=True):
            if len(small) < len(worth[path][1]):
                packed[path] = small
            done += len(worth[path][1])
            progress(done, total)
    _drop_unused(cache)
    return packed


def _brotli(sha256: str, content: bytes, cache: Path) -> bytes:
    kept = cache / f"{sha256}-{LEVEL}.br"
    with contextlib.suppress(OSError):
        small = kept.read_bytes()
        os.utime(kept)
        return small
    fresh: bytes = brotli.compress(content, quality=LEVEL)
    _keep(kept, fresh)
    return fresh


def _keep(path: Path, content: bytes) -> None:
    """A cache that cannot be written costs time at the next build, and nothing else."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as out:
            out.write(content)
        os.replace(out.name, path)


def _drop_unused(cache: Path) -> None:
    with contextlib.suppress(OSError):
        for kept in cache.iterdir():
            if time.time() - kept.stat().st_mtime > KEPT_UNUSED_S:
                kept.unlink(missing_ok=True)
