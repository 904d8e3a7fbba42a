"""What is published, as far as this device holds it: read once, and again only after a write.

Lists stand in the order of area codes, the newest first within one: areas are never ordered by how much they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mobile.listed import matches, theme_words
from sync.client.bank import BankReader, read_at, summary_in
from sync.client.tables import BANK, Document, Tables
from sync.domain.areas import AreaCode, gazetteer
from sync.protocol.bank import Published


@dataclass(frozen=True, slots=True)
class BankLook:
    """What the list is narrowed to; empty is everything. `area` is a kecamatan or a kelurahan."""

    words: str = ""
    kind: str = ""
    theme: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An edition with what it is found by."""

    edition: Published
    number: str
    words: str


class Bank:
    """Hears of every write through `note_write`, which the tables call. `reader` asks the centre."""

    def __init__(self, tables: Tables, reader: BankReader) -> None:
        self.reader = reader
        self._tables = tables
        self._entries: dict[str, _Entry] | None = None
        self._touched: set[str] = set()
        self._ordered: list[_Entry] | None = None
        self._replicas: dict[str, list[str]] | None = None
        self._found: tuple[BankLook, list[Published]] | None = None

    def note_write(self, table: str, key: str, _: Document | None) -> None:
        if table == BANK:
            self._touched.add(key)
            self._ordered = self._replicas = self._found = None

    @property
    def read_at(self) -> str:
        """When the centre last told what is published; empty before the first time."""
        return read_at(self._tables)

    def get(self, record: str) -> Published | None:
        document = self._tables.table(BANK).read(record)
        return summary_in(document) if document else None

    def document(self, record: str) -> dict[str, Any] | None:
        """The whole of what the public reads, where it was opened here."""
        return (self._tables.table(BANK).read(record) or {}).get("document")

    def opened_at(self, record: str) -> str:
        return str((self._tables.table(BANK).read(record) or {}).get("opened_at", ""))

    def found(self, look: BankLook) -> list[Published]:
        if self._found is None or self._found[0] != look:
            self._found = look, [entry.edition for entry in self._all() if _fits(entry, look)]
        return self._found[1]

    def replicas_of(self, record: str) -> list[str]:
        """The published innovations that replicate it."""
        if self._replicas is None:
            self._replicas = {}
            for entry in self._all():
                self._replicas.setdefault(entry.edition.replicates, []).append(entry.edition.id)
        return self._replicas.get(record, [])

    def _all(self) -> list[_Entry]:
        if self._ordered is None:
            held = self._read().values()
            newest_first = sorted(held, key=lambda each: each.edition.published_at, reverse=True)
            self._ordered = sorted(newest_first, key=lambda each: each.edition.kelurahan)
        return self._ordered

    def _read(self) -> dict[str, _Entry]:
        """All of it once, then what was written since."""
        if self._entries is None:
            self._entries = {key: _entry(summary_in(row)) for key, row in self._tables.table(BANK).items()}
        else:
            for key in self._touched:
                edition = self.get(key)
                self._entries.pop(key, None)
                if edition is not None:
                    self._entries[key] = _entry(edition)
        self._touched.clear()
        return self._entries


def _entry(edition: Published) -> _Entry:
    places = (edition.kelurahan, AreaCode(edition.kelurahan).kecamatan or "")
    texts = [edition.number, edition.title, edition.problem, edition.action, *map(gazetteer().name, places)]
    words = " ".join([*texts, theme_words(edition.kind, edition.theme)]).casefold()
    return _Entry(edition, edition.number, words)


def _fits(entry: _Entry, look: BankLook) -> bool:
    edition = entry.edition
    is_asked = look.kind in ("", edition.kind) and look.theme in ("", edition.theme)
    is_asked = is_asked and (not look.area or AreaCode(look.area).contains(edition.kelurahan))
    return is_asked and (not look.words.strip() or matches(entry, look.words))
