"""What a table of SIGAP says, row by row: checked as a whole, before anything of it is looked up here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sync.central.dossiers.sigap_columns import BadCell, columns
from sync.central.dossiers.workbook import MAX_ROWS, BadWorkbook, Row, rows_of
from sync.domain.growing import SIGAP_ID
from sync.domain.records import Kind
from sync.domain.validation import faults_in

_TOO_MANY = 40
"""So many faults are told; who has more begins with these."""
_WHY = {
    "too_long": "lebih panjang dari {limit} huruf",
    "personal_number": "memuat nomor yang tampak seperti NIK atau KK",
}


@dataclass(frozen=True, slots=True)
class SigapRow:
    """`cells` by header as they are written, `values` what they mean, by path; an empty cell has no value."""

    number: int
    id: str
    cells: Mapping[str, str]
    values: Mapping[str, Any]


class BadTable(ValueError):
    """`faults` say what is wrong, each with its row and column. Nothing is taken from such a table."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read(content: bytes) -> list[SigapRow]:
    """Raises BadTable."""
    try:
        head, *body = rows_of(content) or [()]
    except BadWorkbook as error:
        raise BadTable([str(error)]) from error
    places = _places(head)
    if len(body) > MAX_ROWS:
        raise BadTable([f"lebih dari {MAX_ROWS} baris; bagi menjadi beberapa berkas"])
    found, faults = list[SigapRow](), list[str]()
    for number, row in enumerate(body, 2):
        if any(row):
            read_row, wrong = _row(number, row, places)
            found.append(read_row)
            faults += wrong
    faults += _doubled(found)
    if faults:
        more = [f"… dan {len(faults) - _TOO_MANY} lagi"] if len(faults) > _TOO_MANY else []
        raise BadTable([*faults[:_TOO_MANY], *more])
    return found


def _places(head: Row) -> dict[str, int]:
    """Where each column stands; other columns are left alone."""
    written = [_folded(text) for text in head]
    missing = [column.header for column in columns() if _folded(column.header) not in written]
    twice = [column.header for column in columns() if written.count(_folded(column.header)) > 1]
    if missing or twice:
        told = [f"baris 1: kolom {name} tidak ada" for name in missing]
        raise BadTable([*told, *(f"baris 1: kolom {name} ada dua kali" for name in twice)])
    return {column.header: written.index(_folded(column.header)) for column in columns()}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _row(number: int, row: Row, places: Mapping[str, int]) -> tuple[SigapRow, list[str]]:
    cells = {header: row[place] if place < len(row) else "" for header, place in places.items()}
    values, faults = dict[str, Any](), list[str]()
    headers = {column.path: column.header for column in columns() if column.path}
    for column in columns():
        if column.path and cells[column.header]:
            try:
                values[column.path] = column.read(cells[column.header])
            except BadCell as error:
                faults.append(f"baris {number}, kolom {column.header}: {error}")
    identifier = cells["ID Inovasi"]
    if not identifier:
        faults.append(f"baris {number}, kolom ID Inovasi: kosong")
    values = {path: value for path, value in values.items() if value is not None}
    for fault in faults_in(Kind.INNOVATION, values | {SIGAP_ID: identifier}):
        why = _WHY.get(fault.code, "isinya tidak diterima").format(limit=fault.limit)
        faults.append(f"baris {number}, kolom {headers.get(fault.path, 'ID Inovasi')}: {why}")
    return SigapRow(number, identifier, cells, values), faults


def _doubled(rows: list[SigapRow]) -> Iterator[str]:
    first: dict[str, int] = {}
    for row in rows:
        before = first.setdefault(row.id.casefold(), row.number)
        if row.id and before != row.number:
            yield f"baris {row.number}, kolom ID Inovasi: {row.id} sudah ada di baris {before}"
