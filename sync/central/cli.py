"""The command `lorong`: what the people who run a centre type. Words for people on stdout, errors on stderr."""

from __future__ import annotations

import typer

from sync.central.commands import audit, backups, erasing, keys, operating, people, posters, roster, running

app = typer.Typer(
    help="Lorong: the centre to which street-level innovations are sent.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for each in (running, people, roster, posters, backups, keys, operating, audit, erasing):
    app.add_typer(each.commands)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
