"""A whole city's officers at once, and the cards with which their phones enrol."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sync.central.accept import OPERATOR
from sync.central.answer import Centre
from sync.central.codes import give_codes
from sync.central.commands.parts import DataDir, fail, settings_of
from sync.central.opening import make_centre
from sync.central.roster import add_roster, office_of, read_roster
from sync.central.sheets import sheet, without_device

commands = typer.Typer()


@commands.command()
def roster(
    file: Annotated[Path, typer.Argument(help="CSV: nama, peran, wilayah, masa_bakti_sampai.")],
    sheets: Annotated[
        Path | None, typer.Option(help="A PDF to be made: a card for each of them who has no device yet.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Add everybody in a list of officers who is not there yet; with one wrong line, nobody."""
    centre = make_centre(settings_of(data_dir=data_dir))
    try:
        found = read_roster(file.read_bytes(), centre.clock())
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    reply = add_roster(centre, found, OPERATOR.id)
    for fault in sorted(found.faults, key=lambda fault: fault.line):
        typer.echo(f"Baris {fault.line}: {fault.reason}", err=True)
    if found.faults:
        fail(f"{len(found.faults)} baris perlu diperbaiki; belum ada yang ditambahkan / nobody was added")
    typer.echo(f"{reply.added} ditambahkan / added, {reply.known} sudah ada / were there")
    if sheets is not None:
        listed = {office_of(each.person) for each in found.appointments.values()}
        typer.echo(f"{_print(centre, listed, sheets)} kartu / cards: {sheets}")


def _print(centre: Centre, listed: set[tuple[str, str, str]], file: Path) -> int:
    """Cards for those of the list who have no device; their older codes end."""
    now = centre.clock()
    with centre.database.write() as connection:
        waiting = [one for one in without_device(connection, centre.city, now) if office_of(one) in listed]
        given = give_codes(connection, centre.keys, waiting, OPERATOR.id, now)
        # Written before the codes count: a full disk gives no codes that nobody has.
        file.write_bytes(sheet(given, centre.base_url, centre.zone))
    return len(given)
