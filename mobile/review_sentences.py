"""Sentences for marks and notes, ready to tap: the city's own and those that this reviewer keeps on the device."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from sync.client.tables import SETTINGS, Tables
from sync.client.working import masked
from sync.domain.assets import catalogue_rows

ANY, NOTE = "any", "note"
"""In the place of a field's path: for every mark, and for the note of a decision."""
_KEY = "review_sentences"
_MOST_OWN = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    field: str
    id: str
    en: str
    is_own: bool = False

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.id


@functools.cache
def catalogue() -> tuple[Sentence, ...]:
    rows = catalogue_rows("texts/kalimat_tinjau.csv")
    return tuple(Sentence(row["bidang"], row["kalimat_id"], row["kalimat_en"]) for row in rows)


def sentences_for(tables: Tables, field: str) -> list[Sentence]:
    """Own ones first, then those about this field, then those that always fit a mark."""
    places = (field,) if field == NOTE else (field, ANY)
    known = [*own(tables), *catalogue()]
    found = [each for place in places for each in known if each.field == place]
    return sorted(found, key=lambda each: not each.is_own)


def own(tables: Tables) -> list[Sentence]:
    kept = (tables.table(SETTINGS).read(_KEY) or {"own": []})["own"]
    return [Sentence(field, text, text, is_own=True) for field, text in kept]


def add(tables: Tables, field: str, text: str) -> None:
    """Keep a sentence of the reviewer's own; one that is there already stays as it is."""
    text = masked(text.strip())
    known = [(each.field, each.id) for each in own(tables)]
    if text and (field, text) not in known:
        _keep(tables, [*known, (field, text)][-_MOST_OWN:])


def remove(tables: Tables, field: str, text: str) -> None:
    _keep(tables, [(each.field, each.id) for each in own(tables) if (each.field, each.id) != (field, text)])


def _keep(tables: Tables, sentences: list[tuple[str, str]]) -> None:
    tables.table(SETTINGS).put(_KEY, {"own": [list(each) for each in sentences]})
