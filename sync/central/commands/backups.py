"""Backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sync.central import backup as backups
from sync.central.commands.parts import DataDir, centre_of, fail

commands = typer.Typer()


@commands.command()
def backup(
    file: Path,
    data_dir: DataDir = None,
    files: Annotated[
        bool, typer.Option(help="With the photos; without, copy their store yourself, after it.")
    ] = True,
) -> None:
    """Write everything but the key file into one file, while the centre runs."""
    counts = backups.backup(centre_of(data_dir), file, with_files=files)
    typer.echo(f"{file}: {counts['changes']} perubahan / changes, {counts['records']} catatan / records")
    typer.echo("Kunci (secret.key) tidak ikut; simpan terpisah / The key file is not in it; keep it elsewhere")


@commands.command()
def restore(file: Path, data_dir: DataDir = None) -> None:
    """Fill an empty centre from a backup. Phones then send again what the backup does not hold."""
    try:
        counts = backups.restore(centre_of(data_dir), file)
    except (backups.NotABackup, backups.NotEmpty) as error:
        fail(str(error))
    typer.echo(f"{counts['changes']} perubahan / changes, {counts['records']} catatan / records")
