"""The centre's secret, when it has to be exchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sync.central.commands.parts import DataDir, centre_of, fail
from sync.central.people import iso
from sync.central.resealing import Exchange
from sync.central.resealing import reseal as seal_anew
from sync.central.sealed import CannotOpen

commands = typer.Typer()


@commands.command()
def reseal(
    old_key: Annotated[Path, typer.Argument(help="The secret key that was in use until now.")],
    data_dir: DataDir = None,
) -> None:
    """Seal contacts that are sealed under an older secret key under the one in use now."""
    centre = centre_of(data_dir)
    try:
        with centre.database.write() as connection:
            now, older = iso(centre.clock()), old_key.read_bytes()
            count = seal_anew(connection, Exchange(centre.city, now, centre.keys.secret, older))
    except (CannotOpen, OSError) as error:
        fail(f"{old_key}: {error}")
    typer.echo(f"{count} kontak / contacts")
