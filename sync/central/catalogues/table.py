"""A catalogue as somebody filled it in: read from CSV or XLSX and checked as a whole, row by row.

The same columns come out of it again: what is exported, and read in unaltered, is the same catalogue.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.central.dossiers.workbook import BadWorkbook
from sync.central.dossiers.workbook import Row as Cells
from sync.central.planning import files
from sync.central.public.exports import FORMULA
from sync.domain.growing import CODE
from sync.domain.iga_catalogue import COLUMNS, EFFORTS, LEVELS, OBTAINERS, Row, levels_in
from sync.domain.personal import has_personal_number
from sync.protocol.people import LineFault

SHEET = "Indikator IGA"
MOST_INDICATORS = 60
_LONGEST: Mapping[str, int] = {"variabel": 80, "indikator": 120, "dokumen_bukti": 300, "jenis_berkas": 40}
_LONGEST_PARAMETER, _LONGEST_STEP = 200, 90
_FILES = ("pdf", "jpg", "png", "mp4", "tautan")
_MOST_WEIGHT = 20
Fault = tuple[str, str]
"""A column, and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Table:
    """With any fault there are no rows to be kept."""

    rows: tuple[Row, ...]
    faults: tuple[LineFault, ...]


def read(content: bytes, weights: int) -> Table:
    """`weights` is what all of them sum to, as the year's letter says."""
    try:
        head, *body = files.rows_in(content) or [()]
    except BadWorkbook as error:
        return Table((), (_fault_of_file(str(error)),))
    names = [" ".join(name.casefold().split()) for name in head]
    if faults := [LineFault(1, why) for why in _faults_of_head(names)]:
        return Table((), tuple(faults))
    numbered = [(line, _row(names, cells)) for line, cells in enumerate(body, 2) if any(cells)]
    faults = [*_faults_of_rows(numbered), *_doubled(numbered)]
    faults += [] if faults else _faults_of_whole(numbered, weights)
    rows = sorted((row for _, row in numbered), key=lambda row: row["kode"])
    return Table(() if faults else tuple(rows), tuple(sorted(faults, key=lambda fault: fault.line)))


def _fault_of_file(told: str) -> LineFault:
    """`baris 4, kolom 2: rumus tidak diterima` stands in its row."""
    found = re.fullmatch(r"baris (\d+)[,:] (.*)", told, re.DOTALL)
    line, why = (int(found[1]), found[2]) if found else (1, told)
    return LineFault(line, f"{why[:1].upper()}{why[1:]}.")


def write(suffix: str, rows: Sequence[Row]) -> bytes:
    """`suffix` is .csv or .xlsx."""
    made = io.BytesIO()
    files.write_to(made, suffix, SHEET, COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    return made.getvalue()


def _faults_of_head(names: list[str]) -> Iterator[str]:
    yield from (f"Kolom {name} tidak ada." for name in COLUMNS if name not in names)
    yield from (f"Kolom {name} ada dua kali." for name in COLUMNS if names.count(name) > 1)


def _row(names: list[str], cells: Cells) -> Row:
    """The columns of a catalogue; others are left alone."""
    filled = dict(zip(names, (*cells, *[""] * len(names)), strict=False))
    row = {name: " ".join(filled[name].split()) for name in COLUMNS}
    return row | {name: row[name].lower() for name in ("kode", "wajib", "jenis_berkas")}


def _faults_of_rows(numbered: Sequence[tuple[int, Row]]) -> list[LineFault]:
    return [
        LineFault(line, f"Kolom {column}: {why}.") for line, row in numbered for column, why in _faults_of_row(row)
    ]


def _faults_of_row(row: Row) -> Iterator[Fault]:
    if not CODE.fullmatch(row["kode"]):
        yield "kode", "bukan kode seperti sid01"
    if not _is_number(row["nomor"], 99):
        yield "nomor", "bukan angka 1 sampai 99"
    if not _is_number(row["bobot"], _MOST_WEIGHT):
        yield "bobot", f"bukan angka 1 sampai {_MOST_WEIGHT}"
    if row["wajib"] not in ("ya", "tidak"):
        yield "wajib", "bukan ya atau tidak"
    yield from ((name, "kosong") for name in _LONGEST if not row[name])
    if row["jenis_berkas"] and not set(row["jenis_berkas"].split(";")) <= set(_FILES):
        yield "jenis_berkas", f"bukan dari {', '.join(_FILES)}, dipisah titik koma"
    yield from _faults_of_levels(row)
    yield from _faults_of_texts(row)


def _faults_of_levels(row: Row) -> Iterator[Fault]:
    found = levels_in(row)
    if found != list(LEVELS)[: max(len(found), 1)]:
        yield "parameter_1", "tingkat diisi berurutan, mulai dari tingkat 1"
    for level in LEVELS:
        if level not in found:
            names = [f"{name}_{level}" for name in ("oleh", "lama", "langkah", "langkah_en")]
            yield from ((name, f"terisi, padahal parameter_{level} kosong") for name in names if row[name])
            continue
        if row[f"oleh_{level}"] not in OBTAINERS:
            yield f"oleh_{level}", f"bukan dari {', '.join(OBTAINERS)}"
        if row[f"lama_{level}"] not in EFFORTS:
            yield f"lama_{level}", f"bukan dari {', '.join(EFFORTS)}"
        yield from ((name, "kosong") for name in (f"langkah_{level}", f"langkah_en_{level}") if not row[name])


def _faults_of_texts(row: Row) -> Iterator[Fault]:
    for name, text in row.items():
        most = _LONGEST.get(name, _LONGEST_PARAMETER if name.startswith("parameter") else _LONGEST_STEP)
        if len(text) > most:
            yield name, f"lebih panjang dari {most} huruf"
        if text.startswith(FORMULA):
            yield name, "mulai seperti rumus; hapus tanda di depannya"
        if not text.isprintable():
            yield name, "memuat tanda yang tidak terbaca"
        if has_personal_number(text):
            yield name, "memuat nomor yang tampak seperti NIK atau KK"


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= most


def _doubled(numbered: Sequence[tuple[int, Row]]) -> Iterator[LineFault]:
    for name in ("kode", "nomor"):
        first: dict[str, int] = {}
        for line, row in numbered:
            before = first.setdefault(row[name], line)
            if row[name] and before != line:
                yield LineFault(line, f"Kolom {name}: {row[name]} sudah ada di baris {before}.")


def _faults_of_whole(numbered: Sequence[tuple[int, Row]], weights: int) -> Iterator[LineFault]:
    if not numbered:
        yield LineFault(1, "Tidak ada indikator di bawah baris judul.")
    elif len(numbered) > MOST_INDICATORS:
        yield LineFault(1, f"Lebih dari {MOST_INDICATORS} indikator.")
    elif (found := sum(int(row["bobot"]) for _, row in numbered)) != weights:
        why = f"jumlah semua bobot {found}, padahal seharusnya {weights}"
        yield LineFault(1, f"Kolom bobot: {why}. Periksa bobotnya, atau jumlah yang diketik.")
