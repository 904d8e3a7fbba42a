"""Compression that is done once for each content."""

import os
from pathlib import Path

import brotli

from sync.central.webapp.compress import compressed

TEXT = b"lorong " * 1000


def quiet(_done: int, _total: int) -> None:
    pass


def test_what_shrinks_is_compressed_and_what_does_not_is_left(tmp_path: Path) -> None:
    files = {"a.js": ("aa", TEXT), "icon.png": ("bb", TEXT), "tiny.json": ("cc", b"{}")}

    packed = compressed(files, tmp_path, quiet)

    assert list(packed) == ["a.js"]
    assert brotli.decompress(packed["a.js"]) == TEXT


def test_what_was_compressed_before_is_taken_from_the_cache(tmp_path: Path) -> None:
    compressed({"a.js": ("aa", TEXT)}, tmp_path, quiet)
    kept = next(tmp_path.iterdir())
    kept.write_bytes(b"from the cache")

    packed = compressed({"b.js": ("aa", TEXT)}, tmp_path, quiet)

    assert packed == {"b.js": b"from the cache"}


def test_what_was_not_used_for_long_is_dropped(tmp_path: Path) -> None:
    old = tmp_path / "old.br"
    old.write_bytes(b"")
    os.utime(old, (0, 0))

    compressed({"a.js": ("aa", TEXT)}, tmp_path, quiet)

    assert not old.exists()


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")

    packed = compressed({"a.js": ("aa", TEXT)}, file, quiet)

    assert brotli.decompress(packed["a.js"]) == TEXT


def test_progress_counts_up_to_the_whole(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    compressed({"a.js": ("aa", TEXT), "b.js": ("bb", TEXT + TEXT)}, tmp_path, lambda *step: seen.append(step))

    assert seen == [(0, 21_000), (14_000, 21_000), (21_000, 21_000)]
