"""People, their codes and their devices."""

from __future__ import annotations

import uuid
from typing import Annotated

import segno
import typer

from sync.central import people as people_of
from sync.central.app import make_centre
from sync.central.commands.parts import OPERATOR, DataDir, centre_of, fail, settings_of
from sync.central.settings import Settings
from sync.domain.areas import UnknownArea, gazetteer
from sync.domain.people import Person, Role

commands = typer.Typer()


@commands.command()
def enrol(
    role: Annotated[Role, typer.Option(help="What the person is.")],
    area: Annotated[str, typer.Option(help="Their area, such as 73.71.13.1002/RW003/RT002.")],
    name: Annotated[str, typer.Option(help="Their name, as colleagues know it.")],
    data_dir: DataDir = None,
) -> None:
    """Add a person and print the code, the link and a QR with which their phone enrols."""
    try:
        code_area = gazetteer().check(area)
    except UnknownArea:
        fail(f"There is no area {area!r} in this city; codes look like 73.71.13.1002/RW003/RT002")
    chosen = settings_of(data_dir=data_dir)
    centre = make_centre(chosen)
    person = Person(str(uuid.uuid4()), name.strip()[:120], role, code_area)
    now = centre.clock()
    with centre.database.write() as connection:
        people_of.add_person(connection, person, OPERATOR, now)
        code = people_of.new_code(connection, centre.keys, person, now)
    _print_code(chosen, person, code)


def _print_code(chosen: Settings, person: Person, code: str) -> None:
    link = f"{chosen.base_url}/app/#{code}"
    typer.echo(f"{person.name}, {person.role.value}, {gazetteer().name(person.area.text)}")
    typer.echo(f"Kode / code: {code}   ({people_of.CODE_DAYS} hari / days)")
    typer.echo(f"Tautan / link: {link}")
    segno.make(link, error="m").terminal(compact=True)


@commands.command()
def code(
    person_id: Annotated[str, typer.Argument(help="The person's id, as `lorong people` prints it.")],
    data_dir: DataDir = None,
) -> None:
    """A fresh code for somebody who is in office: for a new phone, or one that was switched off."""
    chosen = settings_of(data_dir=data_dir)
    centre = make_centre(chosen)
    now = centre.clock()
    with centre.database.write() as connection:
        person = people_of.find_person(connection, person_id)
        fresh = people_of.new_code(connection, centre.keys, person, now) if person else ""
    if person is None:
        fail(f"There is no person in office with the id {person_id}")
    _print_code(chosen, person, fresh)


@commands.command()
def people(
    area: Annotated[str, typer.Argument(help="A city, kecamatan or kelurahan code.")] = "73.71",
    data_dir: DataDir = None,
) -> None:
    """List who is in office in an area, with their devices and when these were last heard."""
    centre = centre_of(data_dir)
    with centre.database.read() as connection:
        rows = people_of.people_in(connection, area)
        devices = people_of.devices_of(connection, [row.id for row in rows])
    for row in rows:
        typer.echo(f"{row.area:<26} {row.role:<10} {row.name:<30} {row.id}")
        for device in devices.get(row.id, ()):
            typer.echo(f"    {device.name:<22} {device.last_contact or '-':<26} {device.id}")
    typer.echo(f"{len(rows)} orang / people")


@commands.command()
def revoke(
    identifier: Annotated[str, typer.Argument(help="A person's id (all their devices), or one device's.")],
    data_dir: DataDir = None,
) -> None:
    """Switch off a device, or end a person's term. What is unsent stays on the phone."""
    centre = centre_of(data_dir)
    now = centre.clock()
    with centre.database.write() as connection:
        done = people_of.revoke(connection, identifier, OPERATOR, now)
        done = done or people_of.end_term(connection, identifier, OPERATOR, now)
    if not done:
        fail(f"There is no device or person in office with the id {identifier}")
    typer.echo("Sudah dinonaktifkan / switched off")
