"""Files for the systems of the government, and SIGAP's own taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from sqlalchemy import Connection

from sync.central.answer import Centre
from sync.central.catalogues.keeping import shelf
from sync.central.commands.parts import DataDir, centre_of, fail, operator_of, record_in
from sync.central.dossiers import sigap_file
from sync.central.dossiers.archive import archive
from sync.central.dossiers.batch import proposals
from sync.central.dossiers.gather import innovation, innovations
from sync.central.dossiers.iga_folder import folder
from sync.central.dossiers.kipp import Proposal, proposal
from sync.central.dossiers.kipp_docx import kipp_docx
from sync.central.dossiers.kipp_letters import kipp_letters
from sync.central.dossiers.kipp_pdf import kipp_pdf
from sync.central.dossiers.sigap_merge import merge
from sync.central.dossiers.sigap_plan import CHANGED, LEFT, NEW, SAME, Step, counted, plan
from sync.central.dossiers.sigap_rows import BadTable, read
from sync.central.stored import StoredRecord
from sync.domain.areas import UnknownArea, gazetteer
from sync.domain.lifecycle import GOES_OUT
from sync.protocol.messages import CONFLICTED
from sync.protocol.problems import Problem

commands = typer.Typer()
export = typer.Typer(help="Write files for the systems of the government.", no_args_is_help=True)
take_in = typer.Typer(help="Take in files of the systems of the government.", no_args_is_help=True)
commands.add_typer(export, name="export")
commands.add_typer(take_in, name="import")

Area = Annotated[str, typer.Option(help="A kelurahan or kecamatan; without it, the whole city.")]
Status = Annotated[str, typer.Option(help=f"Only these: {', '.join(sorted(GOES_OUT))}.")]
Published = Annotated[bool, typer.Option("--published", help="Only what is published.")]
Words = Annotated[list[str], typer.Argument(metavar="[RECORD] FILE", help="Id or number; the file to write.")]
_STATES = {NEW: "baru / new", CHANGED: "berubah / changed", SAME: "sama / same", LEFT: "tidak diambil / left"}


@dataclass(frozen=True, slots=True)
class Which:
    """What an export is of."""

    area: str
    status: str
    published: bool

    def read(self, connection: Connection) -> Iterator[StoredRecord]:
        return innovations(connection, self.area, self.status, published=self.published)


@export.command("sigap")
def export_sigap(
    file: Annotated[Path, typer.Argument(help="The XLSX to write.")],
    area: Area = "",
    status: Status = "",
    published: Published = False,
    data_dir: DataDir = None,
) -> None:
    """Write SIGAP's table: exactly its columns, one row for each innovation."""
    centre = centre_of(data_dir)
    which = Which(area_in(centre, area), status_in(status), published)
    with centre.database.read() as connection, whole(file) as out:
        rows = sigap_file.write(out, which.read(connection), centre.zone)
    typer.echo(f"{file}: {rows} inovasi / innovations")


@export.command("iga")
def export_iga(
    words: Words,
    everything: Annotated[bool, typer.Option("--all", help="Every innovation, in folders of their own.")] = False,
    area: Area = "",
    status: Status = "",
    published: Published = False,
    data_dir: DataDir = None,
) -> None:
    """Write IGA's folder of a record (a ZIP): profile, score sheet, evidence by indicator, and what is missing."""
    file, centre = file_in(words, everything), centre_of(data_dir)
    with centre.database.read() as connection, whole(file) as out:
        known = shelf(centre, connection)
        if everything:
            which = Which(area_in(centre, area), status_in(status), published)
            with each_of(connection, which, "IGA") as found:
                out.writelines(archive(entry for record in found for entry in folder(centre, record, known)))
        else:
            out.writelines(archive(folder(centre, record_for(centre, connection, words[0]), known)))
    typer.echo(str(file))


@export.command("kipp")
def export_kipp(
    words: Words,
    everything: Annotated[bool, typer.Option("--all", help="A PDF of every innovation, in one ZIP.")] = False,
    letters: Annotated[bool, typer.Option("--letters", help="The statements to be signed, as .docx.")] = False,
    area: Area = "",
    status: Status = "",
    published: Published = False,
    data_dir: DataDir = None,
) -> None:
    """Write the KIPP proposal of a record, to be worked on (.docx) or handed in (.pdf), or the letters for it."""
    file, centre = file_in(words, everything), centre_of(data_dir)
    if everything and letters:
        fail("--letters are of one record: leave out --all")
    if not everything and file.suffix not in ((".docx",) if letters else (".docx", ".pdf")):
        fail(f"{file}: {'the letters are a .docx' if letters else 'a proposal is a .docx or a .pdf'}")
    with centre.database.read() as connection, whole(file) as out:
        if everything:
            which = Which(area_in(centre, area), status_in(status), published)
            with each_of(connection, which, "KIPP") as found:
                out.writelines(archive(proposals(centre, connection, found, partial(typer.echo, err=True))))
        elif letters:
            out.write(kipp_letters(record_for(centre, connection, words[0])))
        else:
            made = _proposal(centre, connection, record_for(centre, connection, words[0]))
            out.write(kipp_docx(made) if file.suffix == ".docx" else kipp_pdf(made))
    typer.echo(str(file))


def _proposal(centre: Centre, connection: Connection, record: StoredRecord) -> Proposal:
    try:
        return proposal(centre, connection, record)
    except Problem as problem:
        fail(problem.detail)


@take_in.command("sigap")
def import_sigap(
    file: Annotated[Path, typer.Argument(help="The XLSX that SIGAP wrote.")],
    preview: Annotated[bool, typer.Option("--preview", help="Say what would be done, and do nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Take in SIGAP's own table by ID Inovasi: what is new or changed, all of it or nothing."""
    try:
        rows = read(file.read_bytes())
    except OSError as error:
        fail(str(error))
    except BadTable as error:
        fail("\n".join([*error.faults, "Tidak ada yang diambil. / Nothing was taken in."]))
    centre = centre_of(data_dir)
    with centre.database.read() as connection:
        steps = plan(connection, rows, centre.zone)
    for step in steps:
        typer.echo(_told(step))
    typer.echo(", ".join(f"{number} {_STATES[state]}" for state, number in counted(steps)))
    if preview or all(step.state in (SAME, LEFT) for step in steps):
        return
    if not yes:
        typer.confirm("Ambil yang baru dan yang berubah? / Take in what is new and changed?", abort=True)
    _take(centre, steps)


def _told(step: Step) -> str:
    lines = [
        f"baris {step.row.number}  {step.row.id}  {_STATES[step.state]}  {step.row.cells['Judul Inovasi'][:60]}"
    ]
    return "\n".join([*lines, *(f"    {note}" for note in step.notes)])


def _take(centre: Centre, steps: list[Step]) -> None:
    try:
        receipts = merge(centre, operator_of(centre), steps)
    except Problem as problem:
        fail("; ".join([str(problem), *(f"{path}: {why}" for path, why in problem.fields.items())]))
    beside = sum(receipt.status == CONFLICTED for receipt in receipts)
    typer.echo(f"{len(receipts)} diambil / taken in, {beside} dengan dua isian berbeda / with two values")


def file_in(words: list[str], everything: bool) -> Path:
    if len(words) != (1 if everything else 2):
        fail("Name a record and a file, or --all and a file.")
    return Path(words[-1])


@contextmanager
def each_of(connection: Connection, which: Which, label: str) -> Iterator[Iterable[StoredRecord]]:
    """The records one by one, with a bar of how many are done. They are read twice instead of being held."""
    number = sum(1 for _ in which.read(connection))
    with typer.progressbar(which.read(connection), length=number, label=label) as bar:
        yield bar


def record_for(centre: Centre, connection: Connection, text: str) -> StoredRecord:
    try:
        return innovation(connection, operator_of(centre).person, record_in(centre, text))
    except Problem:
        fail(f"{text}: no innovation that is submitted, under review or approved")


@contextmanager
def whole(file: Path) -> Iterator[BinaryIO]:
    """The file appears when all of it is written, and not at all when something went wrong."""
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(file)
    except OSError as error:
        fail(str(error))
    finally:
        part.unlink(missing_ok=True)


def area_in(centre: Centre, text: str) -> str:
    try:
        return gazetteer().check(text or centre.city).text
    except UnknownArea:
        fail(f"There is no area {text!r} in this city; codes look like 73.71.13 or 73.71.13.1002")


def status_in(text: str) -> str:
    if text and text not in GOES_OUT:
        fail(f"--status {text!r}: one of {', '.join(sorted(GOES_OUT))}")
    return text
