"""SIGAP's table as an XLSX file: every text is written as a text, so that none is ever a formula.

The same records make the same bytes: nothing in the file tells when or by whom it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any, BinaryIO

import xlsxwriter

from sync.central.dossiers.sigap_columns import columns
from sync.central.stored import StoredRecord

SHEET = "Inovasi"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MADE = {"created": datetime(2026, 1, 1)}
_WIDE, _NARROW = 32, 14


def write(file: BinaryIO, records: Iterable[StoredRecord], zone: tzinfo) -> int:
    """One row a record, written while they are read; returns how many there were."""
    book = new_book(file)
    sheet, row = book.add_worksheet(SHEET), 0
    kept_text = book.add_format({"quote_prefix": True})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(columns()):
        sheet.set_column(place, place, _NARROW if place == 0 or not column.path else _WIDE)
        sheet.write_string(0, place, column.header, bold)
    for row, record in enumerate(records, 1):
        for place, column in enumerate(columns()):
            put(sheet, row, place, column.write(record, zone), kept_text)
    book.close()
    return row


def new_book(file: BinaryIO) -> Any:
    """Rows go to the disk as they are written, and no time of making is told."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    book.set_properties(_MADE)
    return book


def put(sheet: Any, row: int, place: int, cell: str | int, kept_text: Any) -> None:
    """`kept_text` keeps what looks like a formula a text also when somebody edits the cell."""
    if isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif cell:
        sheet.write_string(row, place, cell, kept_text if cell.startswith(_FORMULA) else None)
