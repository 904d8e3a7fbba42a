"""Erasing what somebody asked to be erased."""

from __future__ import annotations

from typing import Annotated

import typer

from sync.central.commands.parts import DataDir, centre_of, fail, operator_of, record_in
from sync.central.erase_record import erase_record
from sync.domain.ids import number_of
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
    found = record_in(centre, record)
    if not yes:
        what = ", ".join(path or ["everything"])
        typer.confirm(f"{number_of(found)}: {what}. This cannot be undone. Go on?", abort=True)
    try:
        done = erase_record(centre, operator_of(centre), found, EraseRequest(reason, path or []))
    except Problem as problem:
        fail("; ".join([str(problem), *problem.fields]))
    typer.echo(f"{done.changes} perubahan dikosongkan / changes emptied, {done.files} berkas / files")
    again = " ".join(["lorong erase", found, f"--reason {reason}", *(f"--path {each}" for each in path or [])])
    typer.echo("Cadangan lama masih memuatnya. Sesudah memulihkan dari sana, ulangi:")
    typer.echo(f"Older backups still hold it. After a restore from one of them, repeat:\n  {again}")
