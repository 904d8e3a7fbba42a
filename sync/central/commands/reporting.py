"""The report of an area and the history of a record as files, for a meeting or to be kept."""

from __future__ import annotations

from pathlib import Path

import typer

from sync.central import (
    audit_pdf,
    city_sheet,
    city_sheet_pdf,
    city_sheet_xlsx,
    figures,
    figures_pdf,
    figures_sheet,
)
from sync.central.commands.parts import DataDir, centre_of, fail, operator_of, record_in
from sync.protocol.problems import Problem

exports = typer.Typer()
_WRITERS = {".pdf": figures_pdf.sheet, ".xlsx": figures_sheet.sheet}
_CITY_WRITERS = {".pdf": city_sheet_pdf.sheet, ".xlsx": city_sheet_xlsx.sheet}


@exports.command("laporan")
def export_report(area: str, file: Path, data_dir: DataDir = None) -> None:
    """Write the figures of the city, a kecamatan or a kelurahan as FILE.pdf or FILE.xlsx."""
    write = _WRITERS.get(file.suffix.lower())
    if write is None:
        fail(f"{file}: name it .pdf or .xlsx")
    try:
        place = figures.place_of(area)
    except Problem:
        fail(f"There is no area {area!r}: name the city, a kecamatan or a kelurahan")
    centre = centre_of(data_dir)
    _keep(file, write(figures.figures_of(centre, place), centre))


@exports.command("lembar-kota")
def export_city_sheet(file: Path, data_dir: DataDir = None) -> None:
    """Write the city as a whole before IGA, with the evidence of its own indicators, as FILE.pdf or FILE.xlsx."""
    write = _CITY_WRITERS.get(file.suffix.lower())
    if write is None:
        fail(f"{file}: name it .pdf or .xlsx")
    centre = centre_of(data_dir)
    _keep(file, write(city_sheet.sheet_of(centre), centre))


@exports.command("audit")
def export_audit(record: str, file: Path, data_dir: DataDir = None) -> None:
    """Write the history of a record, by its id or number, as a PDF: who said and decided what, and on what."""
    centre = centre_of(data_dir)
    _keep(file, audit_pdf.sheet_of(centre, operator_of(centre), record_in(centre, record)))


def _keep(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    typer.echo(str(file))
