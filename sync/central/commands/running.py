"""Running the centre, the demo, and building the browser app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sync import VERSION
from sync.central.commands.parts import DataDir, fail, settings_of
from sync.central.demo.command import CannotStartDemo, run_demo
from sync.central.serving import serve as run_centre
from sync.central.settings import BadSetting
from sync.central.webapp.build import build_web as build_bundle

commands = typer.Typer()
Host = Annotated[str | None, typer.Option(help="The address to listen on.")]
Port = Annotated[int | None, typer.Option(help="The port to listen on.")]
Workers = Annotated[int | None, typer.Option(help="Processes that answer, about one a core.")]


@commands.command()
def demo(
    host: Host = None,
    port: Port = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the first link.")] = True,
) -> None:
    """Try everything in the browser, with sample data that is gone afterwards."""
    try:
        run_demo(host=host, port=port, open_browser=open_browser)
    except (CannotStartDemo, BadSetting) as error:
        fail(str(error))


@commands.command()
def serve(data_dir: DataDir = None, host: Host = None, port: Port = None, workers: Workers = None) -> None:
    """Run the centre."""
    chosen = settings_of(data_dir=data_dir, host=host, port=port, workers=workers)
    typer.echo(f"Lorong {VERSION}: {chosen.base_url}/app/  (Ctrl+C berhenti / stops)")
    run_centre(chosen)


@commands.command("build-web")
def build_web(output: Path) -> None:
    """Build the browser app into a folder, for a web server of your own."""
    with typer.progressbar(length=100, label="Lorong") as bar:
        build_bundle(output, progress=lambda done, total: bar.update(done * 100 // max(total, 1) - bar.pos))
    typer.echo(str(output))
