"""A table as CSV or XLSX, written while it is made, and read again as rows of texts.

Text that begins like a formula stays text: in CSV behind an apostrophe, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from sync.central.dossiers.sigap_file import new_book, put
from sync.central.dossiers.workbook import MAX_BYTES, MAX_ROWS, BadWorkbook, Row, rows_of
from sync.central.planning.tables import Cell
from sync.central.public.exports import FORMULA, cell

SUFFIXES = (".csv", ".xlsx")
_WIDTH = 22
_BINARY = (b"PK", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: one of now, and one of before 2007."""


def write(file: Path, sheet: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Returns how many rows there were. The same rows make the same bytes."""
    with file.open("wb") as out:
        return write_to(out, file.suffix.lower(), sheet, headers, rows)


def write_to(
    out: BinaryIO, suffix: str, sheet: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> int:
    """The same into what is open already; `suffix` is one of SUFFIXES."""
    return (_write_xlsx if suffix == ".xlsx" else _write_csv)(out, sheet, headers, rows)


def _write_csv(out: BinaryIO, _: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    # With a mark of its encoding, without which spreadsheets take it for another.
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(headers)
    written = (writer.writerow([_written(each) for each in row]) for row in rows)
    count = sum(1 for _ in written)
    text.detach()
    return count


def _written(value: Cell) -> Cell:
    return value if isinstance(value, int) else cell(value)


def _write_xlsx(out: BinaryIO, sheet: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    count = 0
    book = new_book(out)
    page, kept_text = book.add_worksheet(sheet), book.add_format({"quote_prefix": True})
    page.freeze_panes(1, 2)
    page.set_column(0, len(headers) - 1, _WIDTH)
    for count, row in enumerate(chain([headers], rows)):
        for place, each in enumerate(row):
            put(page, count, place, each, kept_text)
    book.close()
    return count


def read(file: Path) -> list[Row]:
    """Each cell as text. Raises BadWorkbook, and OSError where the file is not there."""
    if file.stat().st_size > MAX_BYTES:
        raise BadWorkbook(f"berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB")
    return _rows_in(file.read_bytes(), is_xlsx=file.suffix.lower() == ".xlsx")


def rows_in(content: bytes) -> list[Row]:
    """The same of a file whose name is not known: what it is, it says itself. Raises BadWorkbook."""
    is_xlsx = content.startswith(_BINARY)
    if not is_xlsx and b"\0" in content:
        raise BadWorkbook("ini bukan berkas CSV atau XLSX")
    return _rows_in(content, is_xlsx=is_xlsx)


def _rows_in(content: bytes, *, is_xlsx: bool) -> list[Row]:
    rows = rows_of(content) if is_xlsx else list(_csv_rows(content))
    if is_xlsx and len(rows) > MAX_ROWS + 1:
        raise BadWorkbook(f"lebih dari {MAX_ROWS} baris; simpan sebagai CSV")
    return rows


def _csv_rows(content: bytes) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadWorkbook("berkas CSV ini bukan UTF-8; simpan sebagai CSV UTF-8") from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        for row in reader:
            yield tuple(_plain(each) for each in row)
    except csv.Error as error:
        raise BadWorkbook(f"baris {reader.line_num}: bukan CSV") from error


def _plain(text: str) -> str:
    stripped = text.strip()
    return stripped[1:] if stripped[:1] == "'" and stripped[1:].startswith(FORMULA) else stripped
