"""The three letters that KIPP wants signed, filled in as DOCX: originality, implementation, readiness to share.

Who signs is not known here: name, NIP and office stay to be written. The wording is a draft of ours, kept among
the catalogues; the year's official annex decides.
"""

from __future__ import annotations

import functools
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from sync.central.dossiers.gather import plain
from sync.central.dossiers.kipp import place_of, running_since
from sync.central.stored import StoredRecord
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.assets import assets_folder
from sync.domain.awards import carrier
from sync.domain.growing import KIPP
from sync.domain.ids import number_of
from sync.domain.kipp import CURRENT_VERSION

_TEMPLATE = Path(__file__).with_name("kipp_letters.docx")
_BLANK, _SHORT_BLANK = "…" * 16, "…" * 10
"""To be written by hand."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Each of `statements` may name `{unit}`, `{place}` and `{since}`."""

    title: str
    statements: tuple[str, ...]


@functools.cache
def letters(version: str = CURRENT_VERSION) -> tuple[Letter, ...]:
    """In the order in which they are attached. Raises FileNotFoundError for an unknown year."""
    file = assets_folder() / "catalogues" / KIPP / f"kipp_pernyataan_{version}.json"
    return tuple(Letter(row["title"], tuple(row["statements"])) for row in json.loads(file.read_text("utf-8")))


def kipp_letters(record: StoredRecord) -> bytes:
    """One document, each letter on a page of its own."""
    values = record.set
    said = {
        "unit": plain(str(values.get("unit") or "")) or _SHORT_BLANK,
        "place": place_of(record),
        "since": running_since(values) or _SHORT_BLANK,
    }
    shown = said | {
        "title": plain(str(values.get("title") or "")) or "Tanpa nama",
        "number": number_of(record.id),
        "upp": plain(carrier(values, KIPP)) or _BLANK,
        "town": gazetteer().name(AreaCode(record.stream).city).removeprefix("Kota "),
        "letters": [_filled(letter, said) for letter in letters()],
        "blank": _BLANK,
        "blank_short": _SHORT_BLANK,
    }
    document = DocxTemplate(_TEMPLATE)
    # What somebody typed is text: neither markup nor a part of the template.
    document.render(shown, autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def letters_name(record: StoredRecord) -> str:
    return f"pernyataan-{number_of(record.id)}.docx"


def _filled(letter: Letter, said: dict[str, str]) -> dict[str, Any]:
    return {"title": letter.title, "statements": [text.format(**said) for text in letter.statements]}
