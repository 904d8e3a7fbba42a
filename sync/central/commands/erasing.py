"""Erasing what somebody asked to be erased."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import select

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.commands.parts import OPERATOR, DataDir, centre_of, fail
from sync.central.erase_record import erase_record
from sync.central.tables import records
from sync.domain.areas import AreaCode
from sync.domain.ids import as_number, is_id, number_of
from sync.domain.people import Person, Role
from sync.protocol.people import ERASURE_REASONS, EraseRequest
from sync.protocol.problems import Problem

commands = typer.Typer()


@commands.command()
def erase(
    record: Annotated[str, typer.Argument(help="The record's id, or its number such as 7K4Q-2MXD.")],
    reason: Annotated[str, typer.Option(help=f"One of {', '.join(ERASURE_REASONS)}.")],
    path: Annotated[list[str] | None, typer.Option(help="Only this, such as originator_name. Repeatable.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Erase a record, or some of its paths, for good: at the centre now, on each phone at its next sync."""
    centre = centre_of(data_dir)
    found = record if is_id(record) else _by_number(centre, record)
    if not yes:
        what = ", ".join(path or ["everything"])
        typer.confirm(f"{number_of(found)}: {what}. This cannot be undone. Go on?", abort=True)
    operator = Caller(Person(OPERATOR, "Server kota", Role.KOTA, AreaCode(centre.city)), "centre")
    try:
        done = erase_record(centre, operator, found, EraseRequest(reason, path or []))
    except Problem as problem:
        fail("; ".join([str(problem), *problem.fields]))
    typer.echo(f"{done.changes} perubahan dikosongkan / changes emptied, {done.files} berkas / files")
    again = " ".join(["lorong erase", found, f"--reason {reason}", *(f"--path {each}" for each in path or [])])
    typer.echo("Cadangan lama masih memuatnya. Sesudah memulihkan dari sana, ulangi:")
    typer.echo(f"Older backups still hold it. After a restore from one of them, repeat:\n  {again}")


def _by_number(centre: Centre, number: str) -> str:
    """Fails when no record, or more than one, has the number."""
    wanted = as_number(number)
    with centre.database.read() as connection:
        ids = [each for each in connection.execute(select(records.c.id)).scalars() if number_of(each) == wanted]
    if len(ids) != 1:
        fail(f"{len(ids)} records have the number {number}; name the record's id")
    return str(ids[0])
