"""SIGAP's table: its columns in its order, no text a formula, nobody named who did not agree."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sync.central.dossiers.gather import plain
from sync.central.dossiers.sigap_file import new_book, put
from sync.central.dossiers.workbook import rows_of
from sync.domain.ids import number_of
from sync.domain.iga_catalogue import shipped
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import MARISO_KELURAHAN, a_note
from tests.support.dossiers import HEADERS, profiled, rows_in, table_of

PROOF = {"link": "https://contoh.id/sk", "number": "12/SK/2026", "subject": "SK tim"}
AGREED = (
    "ID Inovasi, Judul Inovasi, OPD / Unit Kerja, Inisiator Daerah, Nama Inisiator, Koordinat, Klasifikasi, "
    "Jenis Inovasi, Bentuk Inovasi Daerah, Asta Cipta, Program Prioritas Walikota, Misi Walikota, "
    "Urusan Pemerintah, Waktu Uji Coba, Waktu Penerapan, Perkembangan Inovasi, Rancang Bangun, Tujuan Inovasi, "
    "Manfaat Inovasi, Hasil Inovasi, Status Asistensi, Catatan Asistensi, Tanggal Dibuat"
)
"""As SIGAP's own export has them."""


def test_the_columns_are_those_of_sigap_and_then_the_twenty_indicators() -> None:
    assert [*AGREED.split(", "), *(each.name for each in shipped().indicators)] == HEADERS


async def test_a_profile_fills_every_column_of_its_row(city: Offices) -> None:
    record = await profiled(city, **{"evidence/sid01/e1": PROOF})
    await city.approve(record)

    [row] = rows_in(table_of(city.centre))

    assert row["ID Inovasi"] == number_of(record)
    assert row["Koordinat"] == "-5.1477123,119.4327456"
    assert row["Bentuk Inovasi Daerah"] == "Inovasi Pelayanan Publik"
    assert row["Misi Walikota"].startswith("Mewujudkan pembangunan infrastruktur")
    assert (row["Waktu Uji Coba"], row["Perkembangan Inovasi"]) == ("2026-02-01", "Ya")
    assert row["Rancang Bangun"] == "Dasar hukum dan cara kerja.\nBaris kedua."
    assert row["Status Asistensi"] == "Disetujui"
    assert (row["Regulasi Inovasi Daerah"], row["Video inovasi daerah"]) == (1, 0)
    assert [header for header in HEADERS if row[header] is None] == ["Catatan Asistensi"]


async def test_the_quick_form_stands_where_the_profile_is_empty(city: Offices) -> None:
    await city.note(problem="Sampah menumpuk.", action="Lubang kompos.", before="40 kg", originator_kind="group")

    [row] = rows_in(table_of(city.centre))

    assert row["Rancang Bangun"] == "Sampah menumpuk.\nLubang kompos."
    assert row["Manfaat Inovasi"] == "Semua warga: 24 keluarga"
    assert row["Hasil Inovasi"] == "Sebelum: 40 kg"
    assert row["Inisiator Daerah"] == "Masyarakat"
    assert row["Urusan Pemerintah"] == "Lingkungan Hidup"
    assert (row["Waktu Uji Coba"], row["Waktu Penerapan"]) == (None, "2026-05")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
async def test_a_text_that_begins_like_a_formula_stays_a_text(city: Offices, start: str) -> None:
    text = f'{start}cmd|"/c calc"!A1'
    await city.note(title=text)

    sheet = load_workbook(io.BytesIO(table_of(city.centre))).worksheets[0]

    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


async def test_whoever_did_not_agree_is_not_named_and_a_home_has_no_point(city: Offices) -> None:
    silent = {"originator_name": {"name": "Zubaedah", "may_show": False}, "initiator_name": "Zubaedah"}
    await profiled(city, **silent)
    await profiled(city, initiator="society", initiator_name="Sitti Rahmah")
    await profiled(city, originator_name={"name": "Ibu Contoh", "may_show": True}, place_private=True)

    table = table_of(city.centre)

    assert {row["Nama Inisiator"] for row in rows_in(table)} == {None, "Ibu Contoh"}
    assert sum(row["Koordinat"] is None for row in rows_in(table)) == 1
    with zipfile.ZipFile(io.BytesIO(table)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Zubaedah" not in everything
    assert b"Rahmah" not in everything


async def test_contacts_in_texts_and_the_names_of_officers_stay_inside(city: Offices) -> None:
    await profiled(city, goals="Hubungi 0812 3456 7890 atau rt@contoh.id.")

    [row] = rows_in(table_of(city.centre))

    assert row["Tujuan Inovasi"] == "Hubungi [disamarkan] atau [disamarkan]."
    assert "Contoh rt" not in str(row)


async def test_what_is_hidden_withdrawn_or_moved_is_left_out(city: Offices) -> None:
    kept = await city.published(title="Terbit")
    hidden = await city.published(title="Disembunyikan")
    await city.hide(hidden)
    withdrawn = await city.note(title="Dibatalkan")
    await city.accepted(city.rt, withdrawn, {"status": "withdrawn"})

    assert [row["ID Inovasi"] for row in rows_in(table_of(city.centre))] == [number_of(kept)]


async def test_area_and_status_choose_the_rows(city: Offices) -> None:
    published, waiting = await city.published(), await city.note()

    def ids(**which: Any) -> set[str]:
        return {row["ID Inovasi"] for row in rows_in(table_of(city.centre, **which))}

    assert ids(published=True) == {number_of(published)}
    assert ids(status="submitted") == {number_of(waiting)}
    assert ids(area="73.71.13") == {number_of(published), number_of(waiting)}
    assert ids(area="73.71.01") == set()


async def test_the_same_records_make_the_same_bytes(city: Offices) -> None:
    await profiled(city)

    assert table_of(city.centre) == table_of(city.centre)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=60).map(plain).filter(bool), min_size=1, max_size=20))
def test_every_text_is_read_back_as_it_was_written(texts: list[str]) -> None:
    made = io.BytesIO()
    book = new_book(made)
    sheet, kept_text = book.add_worksheet(), book.add_format({"quote_prefix": True})
    for row, text in enumerate(texts):
        put(sheet, row, 0, text, kept_text)
    book.close()

    assert [row[0] for row in rows_of(made.getvalue())] == texts


async def test_the_rows_stand_in_the_order_of_area_codes_however_much_comes_from_each(
    city: Offices, enrol: Enrol
) -> None:
    far = Offices(enrol(Role.RT, f"{MARISO_KELURAHAN}/RW001/RT001"), city.kecamatan, city.kota)
    here = [await city.note(unit="Kassi-Kassi") for _ in range(3)]
    there = far.rt.make_id()
    await far.accepted(far.rt, there, a_note(area=far.rt.person.area.text), seen=0, area=MARISO_KELURAHAN)

    assert [row["ID Inovasi"] for row in rows_in(table_of(city.centre))] == list(map(number_of, [there, *here]))
