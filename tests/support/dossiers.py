"""What the tests of dossiers say of a record, and how they read and alter a table of SIGAP."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

from sync.central.answer import Centre
from sync.central.dossiers import sigap_file
from sync.central.dossiers.gather import innovations
from sync.central.dossiers.sigap_columns import columns
from tests.support.bank import Offices

HEADERS = [column.header for column in columns()]
PROFILE: dict[str, Any] = {
    "initiator": "office",
    "initiator_name": "Dinas Lingkungan Hidup",
    "point": {"lat": -51_477_123, "lng": 1_194_327_456},
    "classification": "village",
    "digital": "non_digital",
    "innovation_form": "public_service",
    "national_mission": "asta6",
    "mayor_programme": "progwalkot_5",
    "mayor_mission": "3",
    "affair": "lingkungan",
    "trial_date": "2026-02-01",
    "start_date": "2026-05-01",
    "developed": True,
    "design": "Dasar hukum dan cara kerja.\nBaris kedua.",
    "goals": "Sampah dapur berkurang separuh.",
    "benefits": "24 keluarga tidak lagi membakar sampah.",
    "results": "Sebelum 40 kg, sesudah 15 kg seminggu.",
}
"""Every field of the profile that SIGAP's table has."""

SIGAP_ROW: dict[str, Any] = {
    "ID Inovasi": "INV-2026-0917",
    "Judul Inovasi": "Perpustakaan Keliling Lorong",
    "OPD / Unit Kerja": "Kelurahan Kassi-Kassi",
    "Klasifikasi": "Inovasi Desa dan Kelurahan",
    "Waktu Uji Coba": "3/2/2026",
    "Status Asistensi": "Disetujui",
    "Tanggal Dibuat": "2026-02-03",
    "Regulasi Inovasi Daerah": 1,
}
"""As SIGAP might have it."""


def table_of(centre: Centre, area: str = "73.71", **which: Any) -> bytes:
    made = io.BytesIO()
    with centre.database.read() as connection:
        sigap_file.write(made, innovations(connection, area, **which), centre.zone)
    return made.getvalue()


def rows_in(table: bytes) -> list[dict[str, Any]]:
    """By header, as openpyxl reads them."""
    head, *rows = load_workbook(io.BytesIO(table)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def altered(table: bytes, alter: Callable[[Any], object]) -> bytes:
    """The same after somebody worked on its sheet."""
    book = load_workbook(io.BytesIO(table))
    alter(book.worksheets[0])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_cells(table: bytes, row: int = 2, **cells: Any) -> bytes:
    """`Judul_Inovasi="…"`: the header with underscores for blanks; None empties."""

    def alter(sheet: Any) -> None:
        for name, value in cells.items():
            header = next(header for header in HEADERS if header.replace(" ", "_").replace("/", "") == name)
            sheet.cell(row, HEADERS.index(header) + 1).value = value

    return altered(table, alter)


async def profiled(city: Offices, **values: Any) -> str:
    return await city.note(**(PROFILE | values))


def sigap_table(*rows: dict[str, Any], headers: Sequence[str] = HEADERS) -> bytes:
    """As SIGAP might write it, with openpyxl."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(headers))
    for row in rows:
        sheet.append([row.get(header) for header in headers])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
