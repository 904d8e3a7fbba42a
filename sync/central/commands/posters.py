"""Paper for the wall: the QR by which residents reach the form for ideas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sync.central.commands.parts import fail, settings_of
from sync.central.posters import posters
from sync.domain.areas import UnknownArea

commands = typer.Typer()


@commands.command()
def poster(
    area: Annotated[str, typer.Argument(help="A kelurahan, or a kecamatan or city for all of its kelurahan.")],
    file: Annotated[Path, typer.Argument(help="The PDF to write.")],
) -> None:
    """Write an A4 poster for each kelurahan of the area, with the QR of its form for ideas."""
    try:
        file.write_bytes(posters(area, settings_of().base_url))
    except UnknownArea:
        fail(f"There is no area {area!r} in this city; codes look like 73.71.13.1002")
    typer.echo(str(file))
