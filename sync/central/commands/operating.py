"""Looking after a centre that runs."""

from __future__ import annotations

import typer

from sync.central.commands.parts import DataDir, settings_of
from sync.central.doctor import examine
from sync.central.finding import Finding, Level

commands = typer.Typer()
_COLOURS = {Level.OK: typer.colors.GREEN, Level.WARN: typer.colors.YELLOW, Level.FAIL: typer.colors.RED}


@commands.command()
def doctor(data_dir: DataDir = None) -> None:
    """Say what is well, what is not, and what to do. Ends with 1 if something fails."""
    worst = 0
    for finding in examine(settings_of(data_dir=data_dir)):
        _tell(finding)
        worst = max(worst, int(finding.level is Level.FAIL))
    raise typer.Exit(worst)


def _tell(finding: Finding) -> None:
    typer.echo(typer.style(f"{finding.level.value:<5}", fg=_COLOURS[finding.level]) + finding.what)
    if finding.advice:
        typer.echo(f"     → {finding.advice}")
