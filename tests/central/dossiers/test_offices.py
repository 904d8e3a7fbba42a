"""LibreOffice opens what we write: the table comes back cell by cell, the proposal becomes a PDF."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sync.central.demo.scenes import draw
from sync.central.dossiers.gather import innovation
from sync.central.dossiers.iga_scores import sheet
from sync.central.dossiers.kipp import proposal
from sync.central.dossiers.kipp_docx import kipp_docx
from sync.central.dossiers.kipp_letters import kipp_letters
from sync.domain.iga_catalogue import shipped
from tests.support.bank import Offices, store_photo
from tests.support.dossiers import HEADERS, profiled, table_of

one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WAIT_S = 120


@pytest.fixture(scope="module")
def soffice() -> str:
    """Debian's LibreOffice. Without one the test is skipped, and in CI it fails."""
    found = shutil.which("soffice")
    if found:
        return found
    assert not os.environ.get("CI"), "LibreOffice is missing: .ci/run installs it"
    pytest.skip("needs LibreOffice: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui")


def converted(soffice: str, file: Path, to: str) -> Path:
    """What LibreOffice makes of it, with a profile of its own."""
    profile = f"-env:UserInstallation=file://{file.parent / 'profile'}"
    command = [soffice, profile, "--headless", "--convert-to", to, "--outdir", str(file.parent), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=WAIT_S)
    return file.with_suffix(f".{to.partition(':')[0]}")


@one_database
async def test_the_table_opens_and_reads_cell_by_cell_as_it_was_written(
    city: Offices, soffice: str, tmp_path: Path
) -> None:
    await profiled(city, title='=HYPERLINK("x")', goals="-1 kg\nlalu +2 kg", results="@rumah")
    file = tmp_path / "sigap.xlsx"
    file.write_bytes(table_of(city.centre))

    with converted(soffice, file, "csv:Text - txt - csv (StarCalc):44,34,76").open(newline="") as written:
        head, row = csv.reader(written)

    assert head == HEADERS
    said = dict(zip(head, row, strict=True))
    assert said["Judul Inovasi"] == '=HYPERLINK("x")'
    assert (said["Tujuan Inovasi"], said["Hasil Inovasi"]) == ("-1 kg\nlalu +2 kg", "@rumah")
    assert said["Regulasi Inovasi Daerah"] == "0"


def test_the_score_sheet_opens(soffice: str, tmp_path: Path) -> None:
    file = tmp_path / "nilai.xlsx"
    file.write_bytes(sheet({"levels/sid01": 2, "evidence/sid01/e1": {"link": "https://contoh.id"}}, shipped(), {}))

    with converted(soffice, file, "csv").open(newline="") as written:
        rows = list(csv.reader(written))

    assert [row[1] for row in rows[1:21]] == [each.name for each in shipped().indicators]


@one_database
async def test_the_proposal_becomes_a_pdf(city: Offices, soffice: str, tmp_path: Path) -> None:
    store_photo(city.centre, "a" * 64, draw("compost", "1")[0])
    photo = {"sha256": "a" * 64, "preview": "b" * 64, "caption": "Lubang <kompos> & lain"}
    record = await profiled(city, **{"photos/a": photo})
    file = tmp_path / "usulan.docx"
    with city.centre.database.read() as connection:
        found = innovation(connection, city.kota.person, record)
        file.write_bytes(kipp_docx(proposal(city.centre, connection, found)))

    assert converted(soffice, file, "pdf").read_bytes().startswith(b"%PDF-")


@one_database
async def test_the_letters_become_a_pdf(city: Offices, soffice: str, tmp_path: Path) -> None:
    file = tmp_path / "surat.docx"
    record = await profiled(city)
    with city.centre.database.read() as connection:
        file.write_bytes(kipp_letters(innovation(connection, city.kota.person, record)))

    assert converted(soffice, file, "pdf").read_bytes().startswith(b"%PDF-")
