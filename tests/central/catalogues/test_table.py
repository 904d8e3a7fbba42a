"""A catalogue's file: what comes out goes in unaltered; what is wrong is told in its row, and changes nothing."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from sync.central.catalogues import table
from sync.domain.iga_catalogue import COLUMNS, Row, shipped_rows
from tests.support.catalogues import WEIGHTS, as_file, next_rows, rows_with


def told(content: bytes, weights: int = 37) -> list[tuple[int, str]]:
    found = table.read(content, weights)
    assert not (found.faults and found.rows), "what is wrong is not kept in part"
    return [(fault.line, fault.reason) for fault in found.faults]


def edited(code: str, **cells: str) -> bytes:
    return as_file(rows_with({code: cells}))


def a_book(rows: list[list[Any]]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize(("rows", "weights"), [(list(shipped_rows()), 37), (next_rows(), WEIGHTS)])
def test_what_is_exported_and_read_in_unaltered_is_the_same(suffix: str, rows: list[Row], weights: int) -> None:
    content = as_file(rows, suffix)

    found = table.read(content, weights)

    assert (list(found.rows), found.faults) == (rows, ())
    assert table.write(suffix, found.rows) == content


def test_columns_may_stand_in_another_order_with_others_beside_them_and_semicolons() -> None:
    head = ["Catatan", *reversed(COLUMNS)]
    rows = [["x", *(row[name] for name in reversed(COLUMNS))] for row in shipped_rows()]
    quoted = ";".join(f'"{name}"' for name in head)
    text = "\r\n".join([quoted, *(";".join(f'"{cell}"' for cell in row) for row in rows)])

    assert table.read(text.encode(), 37).rows == shipped_rows()


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (edited("sid03", bobot="dua"), 4, "Kolom bobot: bukan angka 1 sampai 20."),
        (edited("sid03", bobot="0"), 4, "Kolom bobot: bukan angka 1 sampai 20."),
        (edited("sid03", kode="SID-3"), 4, "Kolom kode: bukan kode seperti sid01."),
        (edited("sid03", kode="sid02"), 4, "Kolom kode: sid02 sudah ada di baris 3."),
        (edited("sid03", nomor="16"), 4, "Kolom nomor: 16 sudah ada di baris 2."),
        (edited("sid03", wajib="mungkin"), 4, "Kolom wajib: bukan ya atau tidak."),
        (edited("sid03", indikator=""), 4, "Kolom indikator: kosong."),
        (edited("sid03", indikator="x" * 121), 4, "Kolom indikator: lebih panjang dari 120 huruf."),
        (edited("sid03", jenis_berkas="exe"), 4, "Kolom jenis_berkas: bukan dari pdf, jpg, png, mp4, tautan"),
        (edited("sid03", oleh_2="gubernur"), 4, "Kolom oleh_2: bukan dari pencatat, kelurahan"),
        (edited("sid03", lama_2="besok"), 4, "Kolom lama_2: bukan dari 1_hari, 1_bulan, 1_tahun."),
        (edited("sid03", parameter_2=""), 4, "Kolom parameter_1: tingkat diisi berurutan"),
        (edited("sid03", parameter_3=""), 4, "Kolom oleh_3: terisi, padahal parameter_3 kosong."),
        (edited("sid03", indikator="'=1+1"), 4, "Kolom indikator: mulai seperti rumus"),
        (
            edited("sid03", dokumen_bukti="NIK 7371011503900001"),
            4,
            "Kolom dokumen_bukti: memuat nomor yang",
        ),
        (edited("sid20", bobot="3"), 1, "Kolom bobot: jumlah semua bobot 36, padahal seharusnya 37."),
        (as_file(list(shipped_rows())).replace(b"bobot", b"berat"), 1, "Kolom bobot tidak ada."),
        (as_file(list(shipped_rows())).replace(b"nomor", b"kode"), 1, "Kolom nomor tidak ada."),
        (table.write(".csv", []), 1, "Tidak ada indikator di bawah baris judul."),
        (b"", 1, "Kolom kode tidak ada."),
        (b"\xff\xd8\xff\xe0 foto", 1, "Berkas CSV ini bukan UTF-8"),
        (b"%PDF-1.7\0", 1, "Ini bukan berkas CSV atau XLSX."),
        (b"PK\x03\x04 bukan zip", 1, "Ini bukan berkas XLSX."),
        (b"\xd0\xcf\x11\xe0 lama", 1, "Berkas ini .xls lama atau terkunci sandi"),
    ],
)
def test_what_is_wrong_is_told_in_its_row(content: bytes, line: int, why: str) -> None:
    assert [fault for fault in told(content) if fault[0] == line and fault[1].startswith(why)]


def test_a_formula_in_a_workbook_is_told_in_its_row() -> None:
    rows = [list(COLUMNS), *([row[name] for name in COLUMNS] for row in shipped_rows())]
    rows[5][4] = "=1+1"

    assert told(saved(a_book(rows))) == [(6, "Kolom 5: rumus tidak diterima; tempel sebagai nilai.")]


def test_a_workbook_with_macros_is_refused() -> None:
    made = io.BytesIO(as_file(suffix=".xlsx"))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    assert told(made.getvalue()) == [(1, "Berkas ini memuat makro; simpan sebagai .xlsx biasa.")]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread() -> None:
    made = io.BytesIO(as_file(suffix=".xlsx"))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/besar.bin", bytes(101 * 1024 * 1024))

    assert told(made.getvalue()) == [(1, "Isi berkas ini terlalu besar sesudah dibuka.")]


def test_every_fault_of_a_file_is_told_at_once() -> None:
    rows = rows_with({"sid01": {"bobot": "x"}, "sid05": {"wajib": ""}, "sid09": {"kode": "sid08"}})

    assert [line for line, _ in told(as_file(rows))] == [2, 6, 10]
