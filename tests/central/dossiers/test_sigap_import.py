"""SIGAP's own table taken in: previewed row by row, merged by the one rule, or refused as a whole with reasons."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.dossiers.sigap_merge import merge
from sync.central.dossiers.sigap_plan import CHANGED, LEFT, NEW, SAME, Step, kelurahan_in, plan
from sync.central.dossiers.sigap_rows import BadTable, read
from sync.central.dossiers.workbook import MAX_UNPACKED
from sync.central.stored import StoredRecord, read_record
from sync.central.verify import verify
from sync.domain.ids import number_of
from sync.protocol.messages import Receipt
from sync.protocol.problems import Code, Problem
from tests.support.bank import Offices
from tests.support.centres import KASSI
from tests.support.dossiers import (
    HEADERS,
    SIGAP_ROW,
    altered,
    profiled,
    rows_in,
    sigap_table,
    table_of,
    with_cells,
)


def steps_for(centre: Centre, table: bytes) -> list[Step]:
    with centre.database.read() as connection:
        return plan(connection, read(table), centre.zone)


def taken(city: Offices, steps: Sequence[Step]) -> list[Receipt]:
    return merge(city.centre, Caller(city.kota.person, city.kota.device), steps)


def stored(centre: Centre, record: str) -> StoredRecord:
    with centre.database.read() as connection:
        found = read_record(connection, record)
    assert found is not None
    return found


async def test_what_lorong_exported_comes_back_as_the_same_and_exports_to_the_same_bytes(city: Offices) -> None:
    await profiled(city)
    await profiled(
        city, place_private=True, initiator="society", initiator_name="Sitti", goals="Telp 0812 3456 7890"
    )
    await city.published(title="=1+1", before="-5 kg")
    table = table_of(city.centre)

    steps = steps_for(city.centre, table)

    assert [step.state for step in steps] == [SAME, SAME, SAME]
    assert taken(city, steps) == []
    assert table_of(city.centre) == table


async def test_a_changed_cell_is_previewed_and_merged_and_exported_as_it_came(city: Offices) -> None:
    record = await profiled(city)
    table = with_cells(
        table_of(city.centre),
        Judul_Inovasi="Teba Kompos Lorong",
        Waktu_Penerapan="17/8/2026",
        Klasifikasi="society",
    )

    [step] = steps_for(city.centre, table)
    [receipt] = taken(city, [step])

    assert step.state == CHANGED
    assert step.notes[0] == "Judul Inovasi: Teba kompos (contoh) (tertanggal 3 Des 2026) → Teba Kompos Lorong"
    assert receipt.status == "accepted"
    now = stored(city.centre, record)
    assert (now.value("title"), now.value("start_date")) == ("Teba Kompos Lorong", "2026-08-17")
    assert now.setter("title") == city.kota.person.id
    [row] = rows_in(table_of(city.centre))
    assert (row["Judul Inovasi"], row["Klasifikasi"]) == ("Teba Kompos Lorong", "Inovasi Masyarakat")
    assert [step.state for step in steps_for(city.centre, table_of(city.centre))] == [SAME]


@pytest.mark.parametrize(
    "written", [date(2026, 8, 17), datetime(2026, 8, 17), "17-08-2026", "2026-08-17 00:00:00"]
)
async def test_a_date_is_read_however_a_spreadsheet_keeps_it(city: Offices, written: Any) -> None:
    await profiled(city)

    [step] = steps_for(city.centre, with_cells(table_of(city.centre), Waktu_Penerapan=written))

    assert step.set == {"start_date": "2026-08-17"}


async def test_what_a_phone_wrote_after_the_preview_stays_beside_what_sigap_says(city: Offices) -> None:
    record = await profiled(city)
    steps = steps_for(city.centre, with_cells(table_of(city.centre), Judul_Inovasi="Dari SIGAP"))
    await city.accepted(city.rt, record, {"title": "Dari HP"}, seen=1)

    [receipt] = taken(city, steps)

    assert (receipt.status, receipt.paths) == ("conflicted", ["title"])
    held = stored(city.centre, record).several["title"]
    assert {one["value"] for one in held} == {"Dari HP", "Dari SIGAP"}


async def test_both_of_two_values_are_shown_before_sigaps_answer_takes_their_place(city: Offices) -> None:
    record = await profiled(city)
    taken(city, steps_for(city.centre, with_cells(table_of(city.centre), Judul_Inovasi="Pertama")))
    await city.send(city.rt, record, {"title": "Kedua"}, seen=1)

    [step] = steps_for(city.centre, with_cells(table_of(city.centre), Judul_Inovasi="Ketiga"))
    taken(city, [step])

    assert step.notes == (
        "Judul Inovasi: Pertama (tertanggal 3 Des 2026) → Ketiga (menggantikan dua isian berbeda, juga Kedua)",
    )
    now = stored(city.centre, record)
    assert (now.value("title"), now.several) == ("Ketiga", {})


async def test_an_empty_cell_takes_nothing_away(city: Offices) -> None:
    await profiled(city)
    table = with_cells(table_of(city.centre), Tujuan_Inovasi=None)

    assert [step.state for step in steps_for(city.centre, table)] == [SAME]


async def test_status_note_and_evidence_of_sigap_are_shown_and_not_taken_over(city: Offices) -> None:
    record = await profiled(city)
    table = with_cells(table_of(city.centre), Status_Asistensi="Ditolak", Regulasi_Inovasi_Daerah=1)

    [step] = steps_for(city.centre, table)

    assert step.state == SAME
    assert step.notes == (
        "Status Asistensi: Menunggu Verifikasi → Ditolak (tidak diambil alih)",
        "Regulasi Inovasi Daerah: 0 → 1 (tidak diambil alih)",
    )
    assert stored(city.centre, record).value("status") == "submitted"


async def test_a_row_that_is_new_belongs_to_the_kelurahan_that_its_office_names(city: Offices) -> None:
    [step] = steps_for(city.centre, sigap_table(SIGAP_ROW))

    [receipt] = taken(city, [step])

    assert (step.state, step.area) == (NEW, KASSI)
    assert step.notes == ("baru di Kelurahan Kassi-Kassi, menunggu verifikasi kecamatan",)
    [row] = rows_in(table_of(city.centre))
    assert (row["ID Inovasi"], row["Tanggal Dibuat"]) == ("INV-2026-0917", "2026-02-03")
    assert (row["Judul Inovasi"], row["Waktu Uji Coba"]) == ("Perpustakaan Keliling Lorong", "2026-02-03")
    assert receipt.status == "accepted"
    seen = (await city.rt.sync()).records
    assert [record.set["status"] for record in seen] == ["submitted"]
    assert [step.state for step in steps_for(city.centre, sigap_table(SIGAP_ROW))] == [SAME]
    with city.centre.database.read() as connection:
        assert verify(connection, city.centre.city, []).wrong == []


async def test_a_row_with_the_title_of_a_record_of_its_kelurahan_is_linked_to_it(city: Offices) -> None:
    record = await city.note(title="Perpustakaan keliling lorong")

    [step] = steps_for(city.centre, sigap_table(SIGAP_ROW))
    taken(city, [step])

    assert step.state == CHANGED
    assert step.notes[0].startswith(f"ID SIGAP untuk nomor {number_of(record)}")
    assert [row["ID Inovasi"] for row in rows_in(table_of(city.centre))] == ["INV-2026-0917"]


async def test_a_record_that_two_rows_speak_of_is_taken_from_the_first(city: Offices) -> None:
    record = await city.note(title="Perpustakaan keliling lorong")
    rows = SIGAP_ROW, SIGAP_ROW | {"ID Inovasi": number_of(record), "Judul Inovasi": "Lain"}

    steps = steps_for(city.centre, sigap_table(*rows))

    assert [step.state for step in steps] == [CHANGED, LEFT]
    assert steps[1].notes == ("catatan ini sudah ada di baris 2",)


async def test_a_row_that_names_no_kelurahan_or_an_unknown_number_is_left_with_its_reason(city: Offices) -> None:
    nobody = SIGAP_ROW | {"OPD / Unit Kerja": "Dinas Kesehatan"}
    unknown = SIGAP_ROW | {"ID Inovasi": "7K4Q-2MXD"}

    steps = steps_for(city.centre, sigap_table(nobody, unknown))

    assert [step.state for step in steps] == [LEFT, LEFT]
    assert "tidak menyebut kelurahan" in steps[0].notes[0]
    assert "nomor Lorong ini tidak ada" in steps[1].notes[0]
    assert taken(city, steps) == []


async def test_what_was_withdrawn_here_is_left_as_it_is(city: Offices) -> None:
    record = await profiled(city)
    table = with_cells(table_of(city.centre), Judul_Inovasi="Lain")
    await city.accepted(city.rt, record, {"status": "withdrawn"})

    assert [step.state for step in steps_for(city.centre, table)] == [LEFT]


async def test_a_text_that_was_masked_when_it_left_never_comes_back_over_the_whole_one(city: Offices) -> None:
    record = await profiled(city, goals="Hubungi 0812 3456 7890.")
    table = with_cells(table_of(city.centre), Tujuan_Inovasi="Hubungi [disamarkan]!")

    [step] = steps_for(city.centre, table)

    assert (step.state, "disamarkan" in step.notes[0]) == (LEFT, True)
    taken(city, [step])
    assert stored(city.centre, record).value("goals") == "Hubungi 0812 3456 7890."


async def test_only_kota_takes_a_table_in(city: Offices) -> None:
    await profiled(city)
    steps = steps_for(city.centre, with_cells(table_of(city.centre), Judul_Inovasi="Lain"))

    with pytest.raises(Problem) as refused:
        merge(city.centre, Caller(city.kecamatan.person, city.kecamatan.device), steps)

    assert refused.value.code is Code.FORBIDDEN


async def test_nothing_is_taken_in_when_one_record_went_away_since_the_preview(city: Offices) -> None:
    first = await profiled(city, title="Satu")
    steps = steps_for(city.centre, sigap_table(SIGAP_ROW, SIGAP_ROW | {"ID Inovasi": "INV-2"}))
    [one, two] = steps
    taken(city, [two])

    with pytest.raises(Problem) as refused:
        taken(city, [one, two])

    assert refused.value.code is Code.CHANGED_SINCE_SEEN
    assert len(rows_in(table_of(city.centre))) == 2
    assert stored(city.centre, first).value("title") == "Satu"


@pytest.mark.parametrize(
    ("office", "area"),
    [
        ("Kelurahan Kassi-Kassi", KASSI),
        ("kel. kassi kassi", KASSI),
        ("Kantor Kelurahan Kassi-Kassi, Kecamatan Rappocini", KASSI),
        ("Kassi-Kassi", KASSI),
        ("Puskesmas Kassi-Kassi", None),
        ("Kecamatan Rappocini", None),
        ("", None),
    ],
)
def test_an_office_belongs_to_the_kelurahan_that_it_names(office: str, area: str | None) -> None:
    assert kelurahan_in(office) == area


# Files that are refused


def faults_of(content: bytes) -> list[str]:
    with pytest.raises(BadTable) as refused:
        read(content)
    return refused.value.faults


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"} | parts).items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"ID Inovasi,Judul Inovasi\n", b"%PDF-1.7", b"PK\x03\x04cut", b"\0" * 100]
)
def test_what_is_no_xlsx_is_said_to_be_none(content: bytes) -> None:
    assert faults_of(content) == ["ini bukan berkas XLSX"]


def test_an_old_or_locked_file_says_what_to_do() -> None:
    assert "tanpa sandi" in faults_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)[0]


def test_a_file_with_macros_is_refused() -> None:
    by_part = zipped(**{"xl/vbaProject.bin": b"x"})
    by_type = zipped(**{"[Content_Types].xml": b'<Types ContentType="x.macroEnabled.main+xml"/>'})

    assert "makro" in faults_of(by_part)[0]
    assert "makro" in faults_of(by_type)[0]


def test_a_file_that_unpacks_into_too_much_is_never_unpacked() -> None:
    bomb = zipped(**{"xl/worksheets/sheet1.xml": b" " * (MAX_UNPACKED + 1)})

    assert len(bomb) < 1_000_000
    assert "terlalu besar" in faults_of(bomb)[0]


def test_entities_are_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'

    assert "deklarasi" in faults_of(zipped(**{"xl/worksheets/sheet1.xml": laughs}))[0]


def test_a_broken_part_is_said_to_be_broken() -> None:
    assert "rusak" in faults_of(zipped())[0]


def test_a_formula_is_refused_with_its_row_and_column() -> None:
    def alter(sheet: Any) -> None:
        sheet.cell(2, 2).value = "=1+1"

    assert faults_of(altered(sigap_table(SIGAP_ROW), alter)) == [
        "baris 2, kolom 2: rumus tidak diterima; tempel sebagai nilai"
    ]


def test_columns_that_are_missing_or_doubled_are_named() -> None:
    without = [header for header in HEADERS if header not in ("Misi Walikota", "Alat Kerja")]

    assert faults_of(sigap_table(headers=without)) == [
        "baris 1: kolom Misi Walikota tidak ada",
        "baris 1: kolom Alat Kerja tidak ada",
    ]
    assert faults_of(sigap_table(headers=[*HEADERS, "Judul Inovasi"])) == [
        "baris 1: kolom Judul Inovasi ada dua kali"
    ]
    assert len(faults_of(sigap_table(headers=["x"]))) == len(HEADERS)


def test_an_id_that_stands_twice_is_named_with_both_rows() -> None:
    assert faults_of(sigap_table(SIGAP_ROW, SIGAP_ROW)) == [
        "baris 3, kolom ID Inovasi: INV-2026-0917 sudah ada di baris 2"
    ]


@pytest.mark.parametrize(
    ("header", "value", "why"),
    [
        ("Judul Inovasi", "x" * 256, "lebih panjang dari 255 huruf"),
        ("ID Inovasi", "x" * 41, "lebih panjang dari 40 huruf"),
        ("ID Inovasi", None, "kosong"),
        ("Klasifikasi", "Inovasi Antariksa", "bukan pilihan kolom ini: Inovasi Antariksa"),
        ("Koordinat", "di depan pos", "bukan lintang,bujur: di depan pos"),
        ("Koordinat", "91,0", "di luar bumi: 91,0"),
        ("Koordinat", "nan,nan", "bukan lintang,bujur: nan,nan"),
        ("Waktu Penerapan", "31/2/2026", "bukan tanggal: 31/2/2026"),
        ("Waktu Penerapan", "1026-01-01", "di luar tahun yang wajar: 1026-01-01"),
        ("Perkembangan Inovasi", "mungkin", "bukan Ya atau Tidak: mungkin"),
        ("Rancang Bangun", "NIK 7371 0101 0180 0001", "memuat nomor yang tampak seperti NIK atau KK"),
    ],
)
def test_a_cell_that_does_not_fit_is_named_with_its_row_and_column(header: str, value: Any, why: str) -> None:
    table = sigap_table(SIGAP_ROW, SIGAP_ROW | {"ID Inovasi": "INV-2", header: value})

    assert faults_of(table) == [f"baris 3, kolom {header}: {why}"]


def test_rows_without_anything_are_passed_over() -> None:
    assert [row.number for row in read(sigap_table({}, SIGAP_ROW, {}))] == [3]
