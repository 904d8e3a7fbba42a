"""A catalogue of the Innovative Government Award: its indicators, and who can obtain each of their levels.

Kemendagri writes a new one each year. The first came with the app; the kota loads the later ones (*Katalog*), and
devices keep every one. One row of a catalogue is one indicator, in a file, in the centre's table and on the wire
alike. What is in force once is never altered: what was wrong in it is put right by a further version.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sync.domain.assets import catalogue_rows
from sync.domain.forms import Label

KIND = "iga"
FIRST = "2026"
"""The version that came with the app. A record that names none, and was begun, was filled under it."""
VERSION = re.compile(r"20\d\d(\.[1-9]\d?)?", re.ASCII)
MOST_LEVEL = 3
RECORDER, KELURAHAN, OFFICE, CITY = "pencatat", "kelurahan", "perangkat_daerah", "kota"
OBTAINERS = (RECORDER, KELURAHAN, OFFICE, CITY)
"""Who can obtain a piece of evidence: who notes, the kelurahan, an office of the city, BRIDA."""
EFFORTS = ("1_hari", "1_bulan", "1_tahun")
"""A day, a month, a budget year: the least first."""
LEVELS = range(1, MOST_LEVEL + 1)
_WAY = ("oleh", "lama", "langkah", "langkah_en")
COLUMNS = (
    *("kode", "nomor", "variabel", "indikator", "bobot", "wajib"),
    *(f"parameter_{level}" for level in LEVELS),
    *("dokumen_bukti", "jenis_berkas"),
    *(f"{name}_{level}" for level in LEVELS for name in _WAY),
)
Row = Mapping[str, str]
"""One indicator, each cell a text."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """`code` is `sid01` to `sid20` after SIGAP's numbers, `number` the one in the year's letter.

    `parameters` say what each level asks for, in order from level 1; `files` the types that prove it.
    """

    code: str
    number: int
    variable: str
    name: str
    weight: int
    is_required: bool
    parameters: tuple[str, ...]
    documents: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How one level of an indicator is reached."""

    code: str
    level: int
    by: str
    effort: str
    text: Label


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`valid_from` is the first day on which records are begun under it; empty for the first. `ways` by indicator.

    One without indicators stands for a version that is not known here.
    """

    version: str
    valid_from: str
    indicators: tuple[Indicator, ...]
    ways: Mapping[str, tuple[Way, ...]]

    @property
    def is_known(self) -> bool:
        return bool(self.indicators)

    @property
    def most_points(self) -> int:
        return sum(each.weight * len(each.parameters) for each in self.indicators)

    def indicator(self, code: str) -> Indicator | None:
        return next((each for each in self.indicators if each.code == code), None)


def catalogue_of(version: str, valid_from: str, rows: Iterable[Row]) -> Catalogue:
    """From rows that were checked, in the order of their codes."""
    ordered = sorted(rows, key=lambda row: row["kode"])
    ways = {row["kode"]: tuple(_ways(row)) for row in ordered}
    return Catalogue(version, valid_from, tuple(map(_indicator, ordered)), ways)


@functools.lru_cache(64)
def catalogue_in(body: str) -> Catalogue:
    """What `body_of` wrote. Raises ValueError or KeyError for what it did not."""
    held = json.loads(body)
    return catalogue_of(held["version"], held["valid_from"], held["rows"])


def body_of(version: str, valid_from: str, rows: Iterable[Row]) -> dict[str, Any]:
    """What is stored, hashed and sent: as canonical JSON it is the same bytes everywhere."""
    return {"kind": KIND, "version": version, "valid_from": valid_from, "rows": [dict(row) for row in rows]}


@functools.cache
def shipped() -> Catalogue:
    return catalogue_of(FIRST, "", shipped_rows())


@functools.cache
def shipped_rows() -> tuple[Row, ...]:
    """The two tables that come with the app, as rows of one."""
    steps = {(row["kode"], row["tingkat"]): row for row in catalogue_rows(f"iga/iga_{FIRST}_langkah.csv")}
    rows = catalogue_rows(f"iga/iga_{FIRST}_indikator_sid.csv")
    return tuple(sorted((_flat(row, steps) for row in rows), key=lambda row: row["kode"]))


def _flat(row: Row, steps: Mapping[tuple[str, str], Row]) -> Row:
    code = f"sid{int(row['nomor_sigap']):02}"
    ways = {f"{name}_{level}": steps[code, str(level)][name] for level in LEVELS for name in _WAY}
    found = {**row, **ways, "kode": code, "nomor": row[f"nomor_{FIRST}"]}
    return {name: found[name] for name in COLUMNS}


def _indicator(row: Row) -> Indicator:
    return Indicator(
        row["kode"],
        int(row["nomor"]),
        row["variabel"],
        row["indikator"],
        int(row["bobot"]),
        row["wajib"] == "ya",
        tuple(row[f"parameter_{level}"] for level in levels_in(row)),
        row["dokumen_bukti"],
        tuple(row["jenis_berkas"].split(";")),
    )


def _ways(row: Row) -> Iterable[Way]:
    for level in levels_in(row):
        by, effort, text, text_en = (row[f"{name}_{level}"] for name in _WAY)
        yield Way(row["kode"], level, by, effort, Label(text, text_en))


def levels_in(row: Row) -> list[int]:
    """The levels that the indicator has."""
    return [level for level in LEVELS if row[f"parameter_{level}"]]
