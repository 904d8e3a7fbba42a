"""Compiles the English texts: `python -m mobile.language` after a change of `assets/language/en/*.csv`.

Each file has the columns `id` (the text as it stands in the code) and `en`. Where the code asks with `ngettext`,
`en` is `one | many`: "{n} day | {n} days".
"""

from __future__ import annotations

import csv
import struct
from collections.abc import Mapping
from pathlib import Path

from sync.domain.assets import assets_folder

_HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
_MAGIC = 0x950412DE
_BETWEEN_FORMS = " | "


class Contradiction(ValueError):
    """Two files translate the same text differently."""


def texts(folder: Path) -> dict[str, str]:
    """Every translation in the folder's CSV files."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if found.setdefault(row["id"], row["en"]) != row["en"]:
                    raise Contradiction(f"{path.name}: {row['id']!r}")
    return found


def compiled(translations: Mapping[str, str]) -> bytes:
    """The content of a gettext `.mo` file."""
    pairs = sorted([(b"", _HEADER.encode())] + [_pair(*item) for item in translations.items()])
    start = 28 + 16 * len(pairs)
    keys, values, body = b"", b"", b""
    for key, _ in pairs:
        keys += struct.pack("<II", len(key), start + len(body))
        body += key + b"\0"
    for _, value in pairs:
        values += struct.pack("<II", len(value), start + len(body))
        body += value + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + keys + values + body


def _pair(indonesian: str, english: str) -> tuple[bytes, bytes]:
    if _BETWEEN_FORMS not in english:
        return indonesian.encode(), english.encode()
    # Indonesian has no plural: both forms that the code gives are the same text.
    return f"{indonesian}\0{indonesian}".encode(), english.replace(_BETWEEN_FORMS, "\0").encode()


def target() -> Path:
    return assets_folder() / "language" / "en" / "LC_MESSAGES" / "lorong.mo"


def compile_texts() -> None:
    target().parent.mkdir(parents=True, exist_ok=True)
    target().write_bytes(compiled(texts(target().parents[1])))


if __name__ == "__main__":
    compile_texts()
