"""What every command needs: settings, the centre they describe, and how a command fails."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlalchemy import select

from sync.central import settings
from sync.central.accept import OPERATOR, Caller
from sync.central.answer import Centre
from sync.central.chain import CENTRE
from sync.central.opening import make_centre
from sync.central.settings import BadSetting, Settings
from sync.central.tables import records
from sync.domain.areas import AreaCode
from sync.domain.ids import as_number, is_id, number_of
from sync.domain.people import Person, Role

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Where the centre keeps its things.")]


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


def operator_of(centre: Centre) -> Caller:
    """Who types commands speaks for the city."""
    person = Person(OPERATOR.id, OPERATOR.name, Role(OPERATOR.role), AreaCode(centre.city))
    return Caller(person, CENTRE)


def record_in(centre: Centre, text: str) -> str:
    """The id of the record with this id or number. Fails when none, or more than one, has the number."""
    if is_id(text):
        return text
    wanted = as_number(text)
    with centre.database.read() as connection:
        ids = [each for each in connection.execute(select(records.c.id)).scalars() if number_of(each) == wanted]
    if len(ids) != 1:
        fail(f"{len(ids)} records have the number {text}; name the record's id")
    return str(ids[0])
