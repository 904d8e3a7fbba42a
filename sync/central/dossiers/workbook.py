"""Reads the first sheet of an XLSX that somebody sent: bounded, and nothing in it is ever evaluated.

A file is a ZIP of XML: its size unpacked is looked at before anything is unpacked, and entities are refused.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS = 5_000
MAX_COLUMNS = 100
_OLD = b"\xd0\xcf\x11\xe0"
_HEAD = 4096
_BROKEN = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, EOFError, OSError),
    *(OverflowError, RecursionError, NotImplementedError, zipfile.BadZipFile, zlib.error, InvalidFileException),
)
"""What openpyxl raises for a file that is broken in one way or another."""

Row = tuple[str, ...]


class BadWorkbook(ValueError):
    """The file cannot be read as a table; says why, in Indonesian, with the row and column where there is one."""


def rows_of(content: bytes) -> list[Row]:
    """Each cell as text: dates as `2026-05-01`, whole numbers without a point. Raises BadWorkbook."""
    _check(content)
    try:
        with warnings.catch_warnings():
            # It speaks of styles and extensions, which are not read.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            return list(_rows(book.worksheets[0]))
    except BadWorkbook:
        raise
    except _BROKEN as error:
        raise BadWorkbook("berkas XLSX ini rusak dan tidak dapat dibaca") from error


def _check(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise BadWorkbook(f"berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB")
    if content.startswith(_OLD):
        raise BadWorkbook("berkas ini .xls lama atau terkunci sandi; simpan sebagai .xlsx tanpa sandi")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
    except BadWorkbook:
        raise
    except _BROKEN as error:
        raise BadWorkbook("ini bukan berkas XLSX") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.casefold() for part in parts]
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise BadWorkbook("ini bukan berkas XLSX")
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroEnabled" in _head(archive, parts, names):
        raise BadWorkbook("berkas ini memuat makro; simpan sebagai .xlsx biasa")
    is_huge = len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED
    if is_huge or len(set(names)) < len(names):
        raise BadWorkbook("isi berkas ini terlalu besar sesudah dibuka")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                # Entities are declared before all else; XML may be written two bytes a letter.
                if b"<!DOCTYPE" in file.read(_HEAD).replace(b"\0", b""):
                    raise BadWorkbook("berkas ini memuat deklarasi XML yang tidak dibaca di sini")


def _head(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], names: list[str]) -> bytes:
    with archive.open(parts[names.index("[content_types].xml")]) as file:
        return file.read(1024 * 1024)


def _rows(sheet: Any) -> Iterator[Row]:
    """Without the empty rows at the end; one row more than are taken, so that it is noticed."""
    waiting = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS), 1):
        row = tuple(_text(cell, number, place) for place, cell in enumerate(cells, 1))
        if not any(row):
            waiting += 1
            continue
        yield from [()] * waiting
        yield row
        waiting = 0


def _text(cell: Any, number: int, place: int) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise BadWorkbook(f"baris {number}, kolom {place}: rumus tidak diterima; tempel sebagai nilai")
    if cell.data_type == "e":
        raise BadWorkbook(f"baris {number}, kolom {place}: {str(value)[:20]} bukan nilai")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(unescape(str(value))).replace("\r\n", "\n").strip()
