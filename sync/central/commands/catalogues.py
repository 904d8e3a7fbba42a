"""The award's catalogues by command: checked and proposed. A person of the kota confirms one, in the app."""

from __future__ import annotations

import uuid
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from sync.central.accept import OPERATOR
from sync.central.catalogues import keeping, report, table
from sync.central.catalogues.report import Proposal
from sync.central.commands.parts import DataDir, centre_of, fail
from sync.central.planning.files import SUFFIXES
from sync.central.tables import catalogues
from sync.domain.iga_catalogue import FIRST, shipped_rows
from sync.protocol.catalogues import MAX_CATALOGUE_BYTES, SHIPPED, CatalogueReport

commands = typer.Typer()
catalogue = typer.Typer(help="Keep the award's catalogues.", no_args_is_help=True)
commands.add_typer(catalogue, name="catalogue")

Given = Annotated[Path, typer.Argument(help="The file to read: .csv or .xlsx.")]
Version = Annotated[str, typer.Option(help="Its name: the year, such as 2027 or 2027.1.")]
Since = Annotated[str, typer.Option(help="The first day on which records are begun under it: 2027-01-01.")]
Weights = Annotated[int, typer.Option(help="What all weights sum to, as the year's letter says.")]


@catalogue.command("list")
def list_catalogues(data_dir: DataDir = None) -> None:
    """Every version: its state and its first day."""
    with centre_of(data_dir).database.read() as connection:
        rows = connection.execute(select(catalogues).order_by(catalogues.c.valid_from)).all()
    typer.echo(f"{FIRST}  {SHIPPED}")
    for row in rows:
        typer.echo(f"{row.version}  {row.state}  {row.valid_from}  {row.sha256[:16]}")


@catalogue.command("write")
def write(
    file: Annotated[Path, typer.Argument(help="The file to write: .csv or .xlsx.")], data_dir: DataDir = None
) -> None:
    """The newest catalogue in force or to come, as a table to begin the next from."""
    if file.suffix.lower() not in SUFFIXES:
        fail(f"{file}: berakhiran .csv atau .xlsx / ends with .csv or .xlsx")
    with centre_of(data_dir).database.read() as connection:
        confirmed = keeping.newest(connection)
    try:
        file.write_bytes(table.write(file.suffix.lower(), confirmed or shipped_rows()))
    except OSError as error:
        fail(str(error))
    typer.echo(str(file))


@catalogue.command("check")
def check(file: Given, version: Version, valid_from: Since, weights: Weights, data_dir: DataDir = None) -> None:
    """Name each row and column that is wrong; else what would change, and for how many records."""
    _take_in(file, version, valid_from, weights, data_dir, is_check=True)


@catalogue.command("load")
def load(file: Given, version: Version, valid_from: Since, weights: Weights, data_dir: DataDir = None) -> None:
    """Propose it, all of it or nothing; a person of the kota confirms it in the app."""
    _take_in(file, version, valid_from, weights, data_dir, is_check=False)
    typer.echo("Diajukan; disahkan orang kota di aplikasi / proposed; the kota confirms it in the app")


def _take_in(
    file: Path, version: str, valid_from: str, weights: int, data_dir: Path | None, *, is_check: bool
) -> None:
    proposal = Proposal(str(uuid.uuid4()), version, valid_from, weights)
    found = report.take_in_for(centre_of(data_dir), OPERATOR.id, _content(file), proposal, check=is_check)
    if found.wrong:
        told = [f"baris {each.line}: {each.reason}" if each.line else each.reason for each in found.faults]
        fail("\n".join([*told, "Tidak ada yang disimpan. / Nothing was kept."]))
    typer.echo(_told(file, found))


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_CATALOGUE_BYTES:
            fail(f"{file}: lebih dari 1 MB / more than 1 MB")
        return file.read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror}")


def _told(file: Path, found: CatalogueReport) -> str:
    counts = Counter(each.what for each in found.differences)
    words = ", ".join(f"{what} {n}" for what, n in sorted(counts.items())) or "-"
    rescored = f"{found.rescored}/{found.begun} inovasi berubah nilai bila dipindahkan / would score otherwise"
    return f"{file}: {found.against} -> {words}; {rescored}"
