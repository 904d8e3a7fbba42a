"""Files of plans and money for the systems of the government, and SIRUP's list of procurement plans."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from sync.central.commands.exporting import area_in
from sync.central.commands.parts import DataDir, centre_of, fail
from sync.central.dossiers.sigap_rows import BadTable
from sync.central.dossiers.workbook import BadWorkbook, Row
from sync.central.planning import files, ocds, sirup
from sync.central.planning.checking import lines_in
from sync.central.planning.chosen import chosen
from sync.central.planning.tables import TABLES
from sync.domain.areas import gazetteer
from sync.domain.planning import BUDGET, FIRST_YEAR, LAST_YEAR

commands = typer.Typer()
exports = typer.Typer()
rup = typer.Typer(help="Keep SIRUP's list of procurement plans.", no_args_is_help=True)
commands.add_typer(rup, name="rup")

Area = Annotated[str, typer.Option(help="A kelurahan or kecamatan; without it, the whole city.")]
Year = Annotated[int, typer.Option(min=FIRST_YEAR, max=LAST_YEAR, help="The year of the lines.")]
Out = Annotated[Path, typer.Argument(help="The file to write: .csv or .xlsx.")]
Given = Annotated[Path, typer.Argument(help="The file to read: .csv or .xlsx.")]
Found = TypeVar("Found")
_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")
_TOLD = 40
"""So many faults are told; who has more begins with these."""


@exports.command("rkpd")
def write_rkpd(file: Out, year: Year, area: Area = "", data_dir: DataDir = None) -> None:
    """e-planning: the lines of the plan, each with how far it came from lurah to camat, office and RKPD."""
    _write("rkpd", file, year, area, data_dir)


@exports.command("anggaran")
def write_budget(file: Out, year: Year, area: Area = "", data_dir: DataDir = None) -> None:
    """e-budgeting: source, ceiling, what was spent, and the difference."""
    _write("anggaran", file, year, area, data_dir)


@exports.command("monev")
def write_monitoring(file: Out, year: Year, area: Area = "", data_dir: DataDir = None) -> None:
    """e-monev: target and result of each quarter, what helped and what hindered."""
    _write("monev", file, year, area, data_dir)


@exports.command("ocds")
def write_ocds(
    file: Annotated[Path, typer.Argument(help="The JSON to write.")],
    year: Year,
    prefix: Annotated[str, typer.Option(help="The publisher's prefix, such as ocds-a1b2c3.")],
    area: Area = "",
    data_dir: DataDir = None,
) -> None:
    """e-purchasing: planned procurement as an OCDS 1.1 release package."""
    if not _PREFIX.fullmatch(prefix):
        fail(f"--prefix {prefix!r}: ocds- and six letters or digits, as the Open Contracting Partnership gives it")
    centre = centre_of(data_dir)
    home = area_in(centre, area)
    publisher = f"Pemerintah {gazetteer().name(centre.city)}"
    with centre.database.read() as connection:
        made = ocds.package(chosen(connection, BUDGET, home, year), prefix, publisher, home, year)
    if not made:
        fail(f"Belum ada anggaran pemerintah {year} / there is no public money of that year")
    try:
        file.write_text(ocds.written(made), encoding="utf-8")
    except OSError as error:
        fail(str(error))
    typer.echo(f"{file}: {len(made['releases'])} rilis / releases")


@commands.command("check")
def check(table: Annotated[str, typer.Argument(help=", ".join(TABLES))], file: Given) -> None:
    """Read an exported table again, as an office gives it back, and name each row and column that does not fit."""
    if table not in TABLES:
        fail(f"{table!r} is none of {', '.join(TABLES)}")
    found = _read(file, lambda rows: lines_in(TABLES[table], rows))
    typer.echo(f"{file}: {len(found)} baris benar / lines are right")


@rup.command("check")
def check_rup(year: Year, area: Area = "", data_dir: DataDir = None) -> None:
    """e-purchasing: name the lines whose RUP code is not in SIRUP's list; 1 where there is any."""
    centre = centre_of(data_dir)
    home = area_in(centre, area)
    with centre.database.read() as connection:
        listed = sirup.listed_codes(connection, year)
        if not listed:
            fail(f"Belum ada daftar SIRUP {year} / there is no list of that year: lorong rup import")
        wrong = list(sirup.not_listed(chosen(connection, BUDGET, home, year), listed))
    for each in wrong:
        typer.echo(f"{each.number}  {each.kelurahan}  {each.title[:60]}: RUP {each.line.parts['rup']}")
    typer.echo(f"{len(wrong)} kode tidak ada di daftar SIRUP / codes are not in the list of {len(listed)}")
    raise typer.Exit(bool(wrong))


@rup.command("import")
def import_rup(file: Given, data_dir: DataDir = None) -> None:
    """Take in a list saved from SIRUP, all of it or nothing, in the place of the earlier one of its years."""
    packages = _read(file, sirup.packages_in)
    with centre_of(data_dir).database.write() as connection:
        sirup.take_in(connection, packages)
    typer.echo(f"{len(packages)} paket diambil / packages taken in")


def _write(table: str, file: Path, year: int, area: str, data_dir: Path | None) -> None:
    shape, centre = TABLES[table], centre_of(data_dir)
    home = area_in(centre, area)
    _check_name(file)
    headers = [column.header for column in shape.columns]
    with centre.database.read() as connection:
        lines = chosen(connection, shape.family, home, year)
        rows = ([column.write(line) for column in shape.columns] for line in lines)
        try:
            count = files.write(file, shape.sheet, headers, rows)
        except OSError as error:
            fail(str(error))
    typer.echo(f"{file}: {count} baris / lines")


def _read(file: Path, meaning: Callable[[list[Row]], Found]) -> Found:
    """What the file says; a file with a fault is told in words and ends the command."""
    _check_name(file)
    try:
        return meaning(files.read(file))
    except (OSError, BadWorkbook) as error:
        fail(str(error))
    except BadTable as error:
        more = len(error.faults) - _TOLD
        told = [*error.faults[:_TOLD], *([f"… dan {more} lagi"] if more > 0 else [])]
        fail("\n".join([*told, "Tidak ada yang diambil. / Nothing was taken in."]))


def _check_name(file: Path) -> None:
    if file.suffix.lower() not in files.SUFFIXES:
        fail(f"{file}: berakhiran .csv atau .xlsx / ends with .csv or .xlsx")
