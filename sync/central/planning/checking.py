"""Reads such a file again and says of every cell that does not fit where it stands and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sync.central.dossiers.sigap_rows import BadTable
from sync.central.dossiers.workbook import Row
from sync.central.planning.tables import LABELS, LINE, TableShape, code_of
from sync.domain.checks import Outcome
from sync.domain.plan_reading import read_line
from sync.domain.planning import MOST_RUPIAH, PARTS, Part, Type, line_faults

_WHY: Mapping[Type, str] = {
    Type.YEAR: "bukan tahun",
    Type.QUARTER: "bukan 1, 2, 3, atau 4",
    Type.MONEY: f"bukan rupiah bulat dari 0 sampai {MOST_RUPIAH}",
    Type.SUB_ACTIVITY: "bukan kode seperti 7.01.02.2.01.0001",
    Type.RUP: "bukan kode RUP: 5 sampai 12 angka",
}


@dataclass(frozen=True, slots=True)
class Read:
    """The row of a table: whose line it is, and what it says."""

    row: int
    number: str
    line: str
    parts: Mapping[str, Any]


def lines_in(shape: TableShape, rows: list[Row]) -> list[Read]:
    """Every line that the table has. Raises BadTable: a table with one fault has none."""
    head, *body = rows or [()]
    missing = [column.header for column in shape.columns if column.header not in head]
    if missing:
        raise BadTable([f"baris 1: kolom {header} tidak ada" for header in missing])
    found, faults = list[Read](), list[str]()
    for number, row in enumerate(body, 2):
        if any(row):
            cells = dict(zip(head, row + ("",) * len(head), strict=False))
            parts = _parts(shape, cells)
            faults += [f"baris {number}, kolom {where}: {why}" for where, why in _faults(shape, cells, parts)]
            found.append(Read(number, cells["Nomor"], cells[LINE], parts))
    faults += _doubled(found)
    if faults:
        raise BadTable(faults)
    return found


def _parts(shape: TableShape, cells: Mapping[str, str]) -> dict[str, Any]:
    labelled = {part.name for part in PARTS[shape.family] if part.type is Type.CHOICE}
    texts = {column.part: cells[column.header] for column in shape.columns if column.part}
    coded = {part: code_of(text) if part in labelled else text for part, text in texts.items()}
    return read_line(shape.family, coded)


def _faults(shape: TableShape, cells: Mapping[str, str], parts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for header in ("Nomor", LINE):
        if not cells[header]:
            yield header, "kosong"
    wrong, by_name = line_faults(shape.family, parts), {part.name: part for part in PARTS[shape.family]}
    for column in shape.columns:
        if column.part in wrong:
            yield column.header, _why(by_name[column.part], wrong[column.part])
    if not wrong and "Selisih" in cells and cells["Selisih"] != str(_left(parts)):
        yield "Selisih", "bukan Pagu dikurangi Terpakai"


def _left(parts: Mapping[str, Any]) -> int:
    return int(parts["ceiling"]) - int(parts.get("realised", 0))


def _why(part: Part, outcome: Outcome) -> str:
    code, limit = outcome
    if code == "required":
        return "kosong"
    if code == "too_long":
        return f"lebih panjang dari {limit} huruf"
    if part.type is Type.CHOICE:
        return "bukan salah satu dari " + ", ".join(LABELS[each] for each in part.choices)
    return _WHY.get(part.type, "isinya tidak diterima")


def _doubled(found: list[Read]) -> Iterator[str]:
    first: dict[tuple[str, str], int] = {}
    for each in found:
        before = first.setdefault((each.number, each.line), each.row)
        if each.line and before != each.row:
            yield f"baris {each.row}, kolom {LINE}: sama dengan baris {before}"
