"""The command `lorong`: what the people who run a centre type. Words for people on stdout, errors on stderr."""

from __future__ import annotations

import sys

import typer

from sync.central.commands import (
    audit,
    backups,
    catalogues,
    erasing,
    exporting,
    keys,
    operating,
    people,
    planning,
    posters,
    reporting,
    roster,
    running,
    telling,
)
from sync.protocol.problems import Problem

app = typer.Typer(
    help="Lorong: the centre to which street-level innovations are sent.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for each in (
    running,
    people,
    roster,
    posters,
    backups,
    catalogues,
    keys,
    operating,
    audit,
    erasing,
    telling,
    exporting,
    planning,
):
    app.add_typer(each.commands)
for each in (planning, reporting):
    exporting.export.add_typer(each.exports)


def main() -> None:
    """What a command cannot do is said in one line."""
    try:
        app()
    except Problem as problem:
        sys.exit(f"{problem} `lorong doctor` says what is wrong.")


if __name__ == "__main__":
    main()
