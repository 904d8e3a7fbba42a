"""The command `lorong`: what the people who run a centre type. Words for people on stdout, errors on stderr."""

from __future__ import annotations

import gc
import json
import uuid
from pathlib import Path
from typing import Annotated, NoReturn

import segno
import typer
import uvicorn

from sync import VERSION
from sync.central import backup as backups
from sync.central import people as people_of
from sync.central import settings
from sync.central.answer import Centre
from sync.central.app import make_app, make_centre
from sync.central.demo.command import CannotStartDemo, run_demo
from sync.central.log import evidence, log_job, log_key, public_key, update_log
from sync.central.settings import BadSetting, Settings
from sync.central.verify import verify as verify_all
from sync.central.webapp.build import build_web as build_bundle
from sync.central.webapp.late import late_webapp
from sync.domain.areas import UnknownArea, gazetteer
from sync.domain.people import Person, Role
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.checkpoint import LogKey
from sync.protocol.evidence import Evidence
from sync.protocol.evidence import check as check_evidence
from sync.protocol.inclusion import BadProof
from sync.protocol.problems import Problem

app = typer.Typer(
    help="Lorong: the centre to which street-level innovations are sent.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Where the centre keeps its things.")]
Host = Annotated[str | None, typer.Option(help="The address to listen on.")]
Port = Annotated[int | None, typer.Option(help="The port to listen on.")]
_OPERATOR = "operator"


def _fail(text: str) -> NoReturn:
    typer.secho(text, err=True, fg=typer.colors.RED)
    raise typer.Exit(1)


def _settings(**options: object) -> Settings:
    try:
        return settings.from_environment(**options)  # type: ignore[arg-type]
    except BadSetting as error:
        _fail(str(error))


def _centre(data_dir: Path | None) -> Centre:
    return make_centre(_settings(data_dir=data_dir))


@app.command()
def demo(
    host: Host = None,
    port: Port = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the first link.")] = True,
) -> None:
    """Try everything in the browser, with sample data that is gone afterwards."""
    try:
        run_demo(host=host, port=port, open_browser=open_browser)
    except (CannotStartDemo, BadSetting) as error:
        _fail(str(error))


@app.command()
def serve(data_dir: DataDir = None, host: Host = None, port: Port = None) -> None:
    """Run the centre."""
    chosen = _settings(data_dir=data_dir, host=host, port=port)
    centre = make_centre(chosen)
    typer.echo(f"Lorong {VERSION}: {chosen.base_url}/app/  (Ctrl+C berhenti / stops)")
    _look_seldom_for_cycles()
    made = make_app(centre, late_webapp(), [log_job()])
    uvicorn.run(made, host=chosen.host, port=chosen.port, log_level="warning")


def _look_seldom_for_cycles() -> None:
    """A batch makes thousands of objects that go by themselves; to walk through them again and again costs 5 %."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@app.command()
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
        _fail(f"There is no area {area!r} in this city; codes look like 73.71.13.1002/RW003/RT002")
    chosen = _settings(data_dir=data_dir)
    centre = make_centre(chosen)
    person = Person(str(uuid.uuid4()), name.strip()[:120], role, code_area)
    now = centre.clock()
    with centre.database.write() as connection:
        people_of.add_person(connection, person, _OPERATOR, now)
        code = people_of.new_code(connection, centre.keys, person, now)
    _print_code(chosen, person, code)


def _print_code(chosen: Settings, person: Person, code: str) -> None:
    link = f"{chosen.base_url}/app/#{code}"
    typer.echo(f"{person.name}, {person.role.value}, {gazetteer().name(person.area.text)}")
    typer.echo(f"Kode / code: {code}   ({people_of.CODE_DAYS} hari / days)")
    typer.echo(f"Tautan / link: {link}")
    segno.make(link, error="m").terminal(compact=True)


@app.command()
def code(
    person_id: Annotated[str, typer.Argument(help="The person's id, as `lorong people` prints it.")],
    data_dir: DataDir = None,
) -> None:
    """A fresh code for somebody who is in office: for a new phone, or one that was switched off."""
    chosen = _settings(data_dir=data_dir)
    centre = make_centre(chosen)
    now = centre.clock()
    with centre.database.write() as connection:
        person = people_of.find_person(connection, person_id)
        fresh = people_of.new_code(connection, centre.keys, person, now) if person else ""
    if person is None:
        _fail(f"There is no person in office with the id {person_id}")
    _print_code(chosen, person, fresh)


@app.command()
def people(
    area: Annotated[str, typer.Argument(help="A city, kecamatan or kelurahan code.")] = "73.71",
    data_dir: DataDir = None,
) -> None:
    """List who is in office in an area, with their devices and when these were last heard."""
    centre = _centre(data_dir)
    with centre.database.read() as connection:
        rows = people_of.people_in(connection, area)
        devices = people_of.devices_of(connection, [row.id for row in rows])
    for row in rows:
        typer.echo(f"{row.area:<26} {row.role:<10} {row.name:<30} {row.id}")
        for device in devices.get(row.id, ()):
            typer.echo(f"    {device.name:<22} {device.last_contact or '-':<26} {device.id}")
    typer.echo(f"{len(rows)} orang / people")


@app.command()
def revoke(
    identifier: Annotated[str, typer.Argument(help="A person's id (all their devices), or one device's.")],
    data_dir: DataDir = None,
) -> None:
    """Switch off a device, or end a person's term. What is unsent stays on the phone."""
    centre = _centre(data_dir)
    now = centre.clock()
    with centre.database.write() as connection:
        done = people_of.revoke(connection, identifier, _OPERATOR, now)
        done = done or people_of.end_term(connection, identifier, _OPERATOR, now)
    if not done:
        _fail(f"There is no device or person in office with the id {identifier}")
    typer.echo("Sudah dinonaktifkan / switched off")


@app.command()
def backup(file: Path, data_dir: DataDir = None) -> None:
    """Write everything but the key file into one file, while the centre runs."""
    counts = backups.backup(_centre(data_dir), file)
    typer.echo(f"{file}: {counts['changes']} perubahan / changes, {counts['records']} catatan / records")
    typer.echo("Kunci (secret.key) tidak ikut; simpan terpisah / The key file is not in it; keep it elsewhere")


@app.command()
def restore(file: Path, data_dir: DataDir = None) -> None:
    """Fill an empty centre from a backup. Phones then send again what the backup does not hold."""
    try:
        counts = backups.restore(_centre(data_dir), file)
    except (backups.NotABackup, backups.NotEmpty) as error:
        _fail(str(error))
    typer.echo(f"{counts['changes']} perubahan / changes, {counts['records']} catatan / records")


@app.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="A proof file, to be checked without the centre.")] = None,
    key: Annotated[
        list[str] | None, typer.Option(help="The log's key (lorong log-key), of this or an earlier centre.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Recompute every stream and the log under each signed checkpoint, or check one proof file; 1 on a break."""
    try:
        keys = [LogKey.parse(text).public for text in key or ()]
    except BadProof as error:
        _fail(str(error))
    if file is not None:
        _verify_file(file, keys)
        return
    centre = _centre(data_dir)
    with centre.database.read() as connection:
        found = verify_all(connection, centre.city, [*keys, public_key(centre.keys.secret)])
    for fault in found.wrong:
        typer.echo(fault)
    if found.wrong:
        raise typer.Exit(1)
    typer.echo(f"{found.streams} aliran utuh / streams verify")
    typer.echo(f"{found.entries} entri log / log entries, {found.checkpoints} titik periksa / signed checkpoints")


def _verify_file(file: Path, keys: list[bytes]) -> None:
    try:
        found = wire.read(Evidence, json.loads(file.read_bytes()))
        checkpoint = check_evidence(found, keys)
    except (OSError, ValueError, RecursionError) as error:
        _fail(f"{file}: {error}")
    proof = found.proof
    typer.echo(f"{proof.stream} #{proof.seq} ada dalam log kota / is in the city's log, {checkpoint.time}")
    if found.stated is None:
        typer.echo("Isinya tidak ikut / its content is not in the file")
    if not keys:
        typer.echo(f"Kunci dari berkas ini; cocokkan / the key is the file's own; compare it: {proof.key}")


@app.command("log-key")
def show_log_key(data_dir: DataDir = None) -> None:
    """Print the public key of the log. Publish it where the centre cannot change it."""
    centre = _centre(data_dir)
    with centre.database.read() as connection:
        typer.echo(log_key(connection, centre).text)


@app.command()
def proof(stream: str, seq: int, file: Path, data_dir: DataDir = None) -> None:
    """Write the proof file of one change, content included, for `lorong verify FILE`."""
    centre = _centre(data_dir)
    update_log(centre)
    try:
        with centre.database.read() as connection:
            found = evidence(connection, centre, stream, seq)
    except Problem as problem:
        _fail(f"{stream} #{seq}: {problem.detail or problem.code.advice}")
    file.write_bytes(canonical(wire.write(found)))
    typer.echo(str(file))


@app.command("build-web")
def build_web(output: Path) -> None:
    """Build the browser app into a folder, for a web server of your own."""
    with typer.progressbar(length=100, label="Lorong") as bar:
        build_bundle(output, progress=lambda done, total: bar.update(done * 100 // max(total, 1) - bar.pos))
    typer.echo(str(output))


def main() -> None:
    app()


if __name__ == "__main__":
    main()
