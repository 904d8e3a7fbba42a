"""IGA's folder: evidence under the name of its indicator, a sheet that scores as the domain does, gaps named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook

from sync.central.dossiers.archive import Entry, archive
from sync.central.dossiers.gather import innovation
from sync.central.dossiers.iga_folder import folder, name_of
from sync.domain.ids import number_of
from sync.domain.iga import score
from sync.domain.iga_catalogue import shipped
from sync.domain.shelf import shelf_of
from tests.support.bank import JPEG, Offices, store_photo
from tests.support.dossiers import profiled

PDF = b"%PDF-1.7 contoh"
EVIDENCE: dict[str, Any] = {
    "levels/sid01": 2,
    "evidence/sid01/e1": {"sha256": "a" * 64, "number": "12/SK/2026", "date": "2026-03-01", "subject": "SK tim"},
    "evidence/sid01/e2": {"sha256": "b" * 64, "number": "12/SK/2026"},
    "levels/sid20": 3,
    "evidence/sid20/e1": {"link": "https://contoh.id/video", "subject": "Video 3 menit"},
    "levels/sid09": 1,
    "evidence/sid09/e1": {"sha256": "c" * 64, "preview": "d" * 64, "subject": "=Foto / ..\\kegiatan"},
    "evidence/sid02/e1": {"sha256": "e" * 64, "subject": "Surat tugas"},
    "granted/sid01": {"level": 1, "note": "Hanya SK."},
}


async def a_record(city: Offices, **values: Any) -> str:
    evidence = {path: value for path, value in EVIDENCE.items() if not path.startswith("granted")}
    record = await profiled(city, **(evidence | values))
    await city.accepted(city.kota, record, {"granted/sid01": EVIDENCE["granted/sid01"]})
    for sha256, content in (("a", PDF), ("b", PDF), ("c", JPEG)):
        store_photo(city.centre, sha256 * 64, content)
    return record


def files_of(city: Offices, record: str) -> dict[str, bytes]:
    """By name below the record's own folder."""
    with city.centre.database.read() as connection:
        found = innovation(connection, city.kota.person, record)
    with zipfile.ZipFile(
        io.BytesIO(b"".join(archive(folder(city.centre, found, shelf_of([], "2026-12-03")))))
    ) as made:
        assert made.testzip() is None
        names = {name.partition("/")[0] for name in made.namelist()}
        assert names == {f"{number_of(record)}_teba-kompos-contoh"}
        return {name.partition("/")[2]: made.read(name) for name in made.namelist()}


async def test_each_file_is_named_by_its_indicator_and_safe_on_every_system(city: Offices) -> None:
    files = files_of(city, await a_record(city))

    assert set(files) == {
        "profil.pdf",
        "bukti/01_regulasi_12-SK-2026.pdf",
        "bukti/01_regulasi_12-SK-2026-2.pdf",
        "bukti/09_sosialisasi_Foto-kegiatan.jpg",
        "nilai.xlsx",
        "tautan.txt",
        "daftar.txt",
    }
    assert files["bukti/01_regulasi_12-SK-2026.pdf"] == PDF
    assert files["profil.pdf"].startswith(b"%PDF-")


async def test_the_sheet_has_claimed_and_granted_side_by_side_and_sums_as_the_domain_does(city: Offices) -> None:
    record = await a_record(city)
    sheet = load_workbook(io.BytesIO(files_of(city, record)["nilai.xlsx"])).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    expected = score(EVIDENCE, shipped())

    assert rows[1][:8] == (1, shipped().indicators[0].name, "Ya", 3, 2, 1, 6, 3)
    assert rows[1][8] == "Peraturan Kepala Daerah"
    assert rows[1][9].startswith("bukti/01_regulasi_12-SK-2026.pdf (SK tim, nomor 12/SK/2026, tanggal 1 Mar 2026)")
    assert rows[20][9] == "https://contoh.id/video"
    assert (len(rows), rows[24][1]) == (25, "Katalog IGA 2026")
    assert rows[22][1] == "Jumlah (paling banyak 111)"
    assert rows[22][6:8] == (expected.points_claimed, expected.points_granted) == (6 + 12 + 1, 3)
    assert rows[23][6:8] == ("Kurang", "Kurang")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


async def test_links_stand_in_a_text_and_what_is_missing_is_named(city: Offices) -> None:
    files = files_of(city, await a_record(city))
    listed = files["daftar.txt"].decode()

    assert files["tautan.txt"].decode() == "20 Video inovasi daerah: https://contoh.id/video (Video 3 menit)\r\n"
    assert "Bukti yang ada (4):" in listed
    assert (
        "02 Ketersediaan dan peran SDM terhadap inovasi daerah: berkas belum sampai di server (Surat tugas)"
        in listed
    )
    assert "03 Dukungan anggaran: belum ada bukti" in listed


async def test_a_link_with_a_sign_that_no_sheet_can_hold_stands_there_without_it(city: Offices) -> None:
    files = files_of(city, await profiled(city, **{"evidence/sid20/e1": {"link": "https://contoh.id/\x01video"}}))
    sheet = load_workbook(io.BytesIO(files["nilai.xlsx"])).worksheets[0]

    assert sheet["J21"].value == "https://contoh.id/video"
    assert files["tautan.txt"].decode() == "20 Video inovasi daerah: https://contoh.id/video\r\n"


async def test_a_record_without_evidence_still_makes_a_folder_that_says_so(city: Offices) -> None:
    files = files_of(city, await profiled(city))

    assert set(files) == {"profil.pdf", "nilai.xlsx", "daftar.txt"}
    assert "Belum ada (20):" in files["daftar.txt"].decode()


async def test_nobody_is_named_in_the_folder_who_did_not_agree(city: Offices) -> None:
    record = await a_record(city, originator_name={"name": "Zubaedah", "may_show": False}, initiator="society")

    for name, content in files_of(city, record).items():
        assert b"Zubaedah" not in content, name


@pytest.mark.parametrize("indicator", shipped().indicators, ids=lambda each: each.code)
def test_every_name_is_short_and_has_nothing_that_a_system_forbids(indicator: Any) -> None:
    name = name_of(indicator, {"number": '../../con|"*?<>: ' + "x" * 300})

    assert len(name) < 130
    assert name.replace("-", "").replace("_", "").isalnum()
    assert name.startswith(indicator.code[3:])


def test_an_archive_is_made_while_it_is_sent_and_the_same_again_is_the_same() -> None:
    asked: list[int] = []

    def entries() -> Iterator[Entry]:
        for number in range(3):
            asked.append(number)
            yield f"berkas-{number}.txt", b"isi" * 1000

    parts = archive(entries())
    first = next(parts)

    assert (asked, first[:4]) == ([0], b"PK\x03\x04")
    assert first + b"".join(parts) == b"".join(archive(entries()))


async def test_the_files_of_the_profile_are_there_and_one_that_did_not_arrive_is_named(city: Offices) -> None:
    budget = {"sha256": "a" * 64, "title": "DPA 2026", "number": "5/DPA", "date": "2026-01-05"}
    record = await a_record(city, budget_file=budget, award_file={"sha256": "9" * 64, "title": "Piagam"})

    files = files_of(city, record)

    listed = files["daftar.txt"].decode()
    assert files["dokumen/dokumen-anggaran.pdf"] == PDF
    assert (
        "Dokumen profil (1):\r\ndokumen/dokumen-anggaran.pdf (DPA 2026, nomor 5/DPA, tanggal 5 Jan 2026)" in listed
    )
    assert "Penghargaan: berkas belum sampai di server (Piagam)" in listed
