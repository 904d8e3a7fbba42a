"""People, their codes and their devices."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

import segno
import typer
from sqlalchemy import Row

from sync.central import people as people_of
from sync.central.accept import OPERATOR
from sync.central.codes import give_code, link_to
from sync.central.commands.parts import DataDir, centre_of, fail, settings_of
from sync.central.opening import make_centre
from sync.central.settings import Settings
from sync.domain.areas import CITY, UnknownArea, gazetteer
from sync.domain.people import Person, Role
from sync.domain.terms import BadTerm, soon, term_in

commands = typer.Typer()


@commands.command()
def enrol(
    role: Annotated[Role, typer.Option(help="What the person is.")],
    area: Annotated[str, typer.Option(help="Their area, such as 73.71.13.1002/RW003/RT002.")],
    name: Annotated[str, typer.Option(help="Their name, as colleagues know it.")],
    until: Annotated[
        str, typer.Option(help="The last day of office, such as 2031-12-31. Five years for RT and RW without one.")
    ] = "",
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
    try:
        term_ends = term_in(until, now) if until else None
    except BadTerm:
        fail(f"--until names a day to come, such as 2031-12-31, not {until!r}")
    with centre.database.write() as connection:
        people_of.add_person(connection, person, OPERATOR.id, now, term_ends=term_ends)
        code = people_of.new_code(connection, centre.keys, person, now)
    _print_code(chosen, person, code)


def _print_code(chosen: Settings, person: Person, code: str) -> None:
    link = link_to(chosen.base_url, code)
    typer.echo(f"{person.name}, {person.role.value}, {gazetteer().name(person.area.text)}")
    typer.echo(f"Kode / code: {code}   ({people_of.CODE_DAYS} hari / days)")
    typer.echo(f"Tautan / link: {link}")
    segno.make(link, error="m").terminal(compact=True)


@commands.command()
def code(
    person_id: Annotated[str, typer.Argument(help="The person's id, as `lorong people` prints it.")],
    data_dir: DataDir = None,
) -> None:
    """A fresh code for somebody who is in office; one that nobody used yet opens nothing any more."""
    chosen = settings_of(data_dir=data_dir)
    centre = make_centre(chosen)
    now = centre.clock()
    with centre.database.write() as connection:
        person = people_of.in_term(connection, person_id, now)
        fresh = give_code(connection, centre.keys, person, OPERATOR.id, now).code if person else ""
    if person is None:
        fail(f"There is no person in office with the id {person_id}")
    _print_code(chosen, person, fresh)


@commands.command()
def people(
    area: Annotated[str, typer.Argument(help="A city, kecamatan or kelurahan code.")] = CITY,
    ending: Annotated[bool, typer.Option("--ending", help="Only terms that end within 60 days, or have.")] = False,
    data_dir: DataDir = None,
) -> None:
    """List who is in office in an area: terms, devices, their last contact, version, and what they hold unsent."""
    centre = centre_of(data_dir)
    last = soon(centre.clock())
    with centre.database.read() as connection:
        rows = people_of.people_in(connection, area)
        rows = [row for row in rows if not ending or (row.term_ends or "9") <= last]
        devices = people_of.devices_of(connection, [row.id for row in rows])
    for row in rows:
        until = f"  s.d. / until {row.term_ends}" if row.term_ends else ""
        typer.echo(f"{row.area:<26} {row.role:<10} {row.name:<30} {row.id}{until}")
        for device in devices.get(row.id, ()):
            heard = f"{device.last_contact or '-':<26} {device.app_version:<10}"
            typer.echo(f"    {device.name:<22} {heard} {device.id}{_held(device)}")
    typer.echo(f"{len(rows)} orang / people")


def _held(device: Row[Any]) -> str:
    if not (device.holding_changes or device.holding_files):
        return ""
    return f"  belum terkirim / unsent: {device.holding_changes} catatan, {device.holding_files} foto"


@commands.command()
def revoke(
    identifier: Annotated[str, typer.Argument(help="A person's id (all their devices), or one device's.")],
    data_dir: DataDir = None,
) -> None:
    """Switch off a device, or end a person's term. What is unsent stays on the phone."""
    centre = centre_of(data_dir)
    now = centre.clock()
    with centre.database.write() as connection:
        done = people_of.revoke(connection, identifier, OPERATOR.id, now)
        done = done or people_of.end_term(connection, identifier, OPERATOR.id, now)
    if not done:
        fail(f"There is no device or person in office with the id {identifier}")
    typer.echo("Sudah dinonaktifkan / switched off")
