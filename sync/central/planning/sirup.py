"""SIRUP's list of procurement plans, as somebody saved it from there, and the codes that are not in it.

SIRUP gives no open interface to its lists; what its pages let one save has a column for code, name and year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from sync.central.dossiers.sigap_rows import BadTable
from sync.central.dossiers.workbook import Row
from sync.central.planning.chosen import Chosen
from sync.central.tables import rup
from sync.domain.planning import FIRST_YEAR, LAST_YEAR, RUP

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("kode rup", "id rup", "kode"),
    "year": ("tahun anggaran", "tahun"),
    "name": ("nama paket", "paket"),
}
"""What the columns may be called; other columns are left alone."""
_NAME_MAX = 1000


@dataclass(frozen=True, slots=True)
class Package:
    code: str
    year: int
    name: str


def packages_in(rows: list[Row]) -> list[Package]:
    """Raises BadTable: of a list with one fault nothing is taken."""
    head, *body = rows or [()]
    places = _places([" ".join(text.casefold().split()) for text in head])
    found, faults, first = list[Package](), list[str](), dict[str, int]()
    for number, row in enumerate(body, 2):
        if any(row):
            cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
            wrong = [f"baris {number}, kolom {head[places[name]]}: {why}" for name, why in _faults(cells)]
            before = first.setdefault(cells["code"], number)
            if before != number:
                wrong.append(f"baris {number}, kolom {head[places['code']]}: sama dengan baris {before}")
            faults += wrong
            if not wrong:
                found.append(Package(cells["code"], int(cells["year"]), cells["name"]))
    if faults or not found:
        raise BadTable(faults or ["daftar ini kosong"])
    return found


def _places(head: list[str]) -> dict[str, int]:
    known = {
        name: next((head.index(each) for each in names if each in head), -1) for name, names in _HEADERS.items()
    }
    missing = [_HEADERS[name][0].title() for name, place in known.items() if place < 0]
    if missing:
        raise BadTable([f"baris 1: kolom {header} tidak ada" for header in missing])
    return known


def _faults(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not RUP.fullmatch(cells["code"]):
        yield "code", "bukan kode RUP: 5 sampai 12 angka"
    if not (
        cells["year"].isascii() and cells["year"].isdecimal() and FIRST_YEAR <= int(cells["year"][:9]) <= LAST_YEAR
    ):
        yield "year", "bukan tahun"
    if not 0 < len(cells["name"]) <= _NAME_MAX:
        yield "name", f"kosong atau lebih panjang dari {_NAME_MAX} huruf"


def take_in(connection: Connection, packages: list[Package]) -> None:
    """The list of each year that it has takes the place of that year's earlier one."""
    years, codes = sorted({each.year for each in packages}), [each.code for each in packages]
    connection.execute(delete(rup).where(rup.c.year.in_(years)))
    for start in range(0, len(codes), _NAME_MAX):
        connection.execute(delete(rup).where(rup.c.code.in_(codes[start : start + _NAME_MAX])))
    connection.execute(
        insert(rup), [{"code": each.code, "year": each.year, "name": each.name} for each in packages]
    )


def listed_codes(connection: Connection, year: int) -> frozenset[str]:
    return frozenset(connection.scalars(select(rup.c.code).where(rup.c.year == year)))


def not_listed(lines: Iterator[Chosen], listed: frozenset[str]) -> Iterator[Chosen]:
    """Lines of the budget whose code SIRUP's list does not have. A line without a code is none."""
    return (each for each in lines if each.line.parts.get("rup") and each.line.parts["rup"] not in listed)
