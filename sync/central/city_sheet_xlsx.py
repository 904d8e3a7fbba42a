"""*Lembar kota* as a spreadsheet: every text is written as a text, so that none is ever a formula."""

from __future__ import annotations

import io
from typing import Any

from sync.central import city_sheet_words as words
from sync.central.answer import Centre
from sync.central.dossiers.sigap_file import TYPE as TYPE
from sync.central.dossiers.sigap_file import new_book, put
from sync.central.moments import day_and_time
from sync.protocol.city_sheet import CitySheet

_HEAD = ("No.", "Variabel", "Indikator", "Wajib", "Bobot", "Tingkat", "Nilai", "Bukti")
_WIDTHS = (8, 26, 52, 8, 8, 8, 8, 70)


def sheet(found: CitySheet, centre: Centre) -> bytes:
    made = io.BytesIO()
    book = new_book(made)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
    numbers = book.add_worksheet("Angka")
    numbers.set_column(0, 0, 60)
    numbers.write_string(0, 0, f"Lembar kota, IGA {found.year}", bold)
    numbers.write_string(1, 0, f"Data per {day_and_time(found.at, centre.zone)}")
    told: list[tuple[str, str | int]] = [*words.counted(found), *words.affairs(found)]
    for row, (name, said) in enumerate(told, 3):
        put(numbers, row, 0, name, text)
        put(numbers, row, 1, said, text)
    page = book.add_worksheet("Indikator SPD")
    for place, (name, wide) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
        page.set_column(place, place, wide)
        page.write_string(0, place, name, bold)
    page.freeze_panes(1, 3)
    for row, cells in enumerate(_rows(found), 1):
        for place, cell in enumerate(cells):
            put(page, row, place, cell, text)
    book.close()
    return made.getvalue()


def _rows(found: CitySheet) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for each, proof in words.shown(found):
        level = proof.level if proof and proof.is_shown else 0
        weight, points = (words.hundredths(int(number * 100)) for number in (each.weight, each.weight * level))
        required = "ya" if each.is_required else "tidak"
        rows.append((each.code, each.variable, each.name, required, weight, level, points, words.said_of(proof)))
    return rows
