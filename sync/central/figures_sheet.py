"""The report of an area as a spreadsheet: one line a figure, its parts below it, and what each means."""

from __future__ import annotations

import io

import xlsxwriter

from sync.central import figures_words as words
from sync.central.answer import Centre
from sync.central.moments import day_and_time
from sync.domain.figures import BY_CODE, Unit, named_parts
from sync.protocol.figures import AreaFigures

_WIDTHS = (34, 14, 18, 10, 90)
_UNITS = {Unit.COUNT: "", Unit.DAYS: "hari", Unit.RUPIAH: "rupiah"}
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""A text is a text, whatever it begins with."""


def sheet(found: AreaFigures, centre: Centre) -> bytes:
    """The XLSX."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True} | _PLAIN) as book:
        bold, folded = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet("Laporan")
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        page.write_string(0, 0, f"Laporan {words.place_name(found.area)}", bold)
        page.write_string(1, 0, f"Data per {day_and_time(found.at, centre.zone)}")
        page.write_string(2, 0, words.periods(found))
        head = ("Angka", words.day(found.until), words.day(found.until_before), "Satuan", "Artinya")
        page.write_row(4, 0, head, bold)
        for at, line in enumerate(_lines(found), 5):
            page.write_row(at, 0, line, folded)
    return made.getvalue()


def _lines(found: AreaFigures) -> list[tuple[str | int | None, ...]]:
    lines: list[tuple[str | int | None, ...]] = []
    for told in found.figures:
        figure = BY_CODE[told.code]
        unit = _UNITS[figure.unit]
        lines.append((figure.label.id, told.value, told.before, unit, figure.meaning.id))
        lines += [(f"    {label.id}", n) for label, n in named_parts(told)]
    return lines
