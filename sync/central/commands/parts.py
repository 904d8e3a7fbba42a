"""What every command needs: settings, the centre they describe, and how a command fails."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sync.central import settings
from sync.central.answer import Centre
from sync.central.app import make_centre
from sync.central.settings import BadSetting, Settings

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Where the centre keeps its things.")]
OPERATOR = "operator"
"""Who did what is done from the command line, in the audit chain."""


def fail(text: str) -> NoReturn:
    typer.secho(text, err=True, fg=typer.colors.RED)
    raise typer.Exit(1)


def settings_of(**options: object) -> Settings:
    try:
        return settings.from_environment(**options)  # type: ignore[arg-type]
    except BadSetting as error:
        fail(str(error))


def centre_of(data_dir: Path | None) -> Centre:
    return make_centre(settings_of(data_dir=data_dir))
