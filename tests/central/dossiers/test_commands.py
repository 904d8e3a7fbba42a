"""`lorong export …` and `lorong import …`, as an operator types them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sync.central import syncing
from sync.central.accept import Caller
from sync.central.cli import app
from sync.central.opening import make_centre
from sync.central.settings import from_environment
from sync.domain.ids import IdSource, number_of
from sync.domain.people import Role
from sync.protocol.messages import Change, SyncRequest
from tests.support.centres import KASSI, a_note, a_person
from tests.support.dossiers import PROFILE, rows_in, with_cells

make_id = IdSource()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))
    return tmp_path


def run(*words: object, answer: str = "") -> Result:
    return CliRunner().invoke(app, list(map(str, words)), input=answer)


def noted(**values: Any) -> str:
    """A record of an RT in the centre that the commands work on."""
    centre = make_centre(from_environment())
    person = a_person(centre, Role.RT, f"{KASSI}/RW003/RT002")
    change = Change(
        make_id(), make_id(), "innovation", KASSI, 0, "2026-12-03T06:05:00Z", a_note(**(PROFILE | values))
    )
    [receipt] = syncing.push(centre, Caller(person, "d1"), SyncRequest([change]))
    assert receipt.status == "accepted", receipt
    centre.database.close()
    return change.record


def test_sigaps_table_goes_out_and_comes_back(folder: Path) -> None:
    record, file = noted(), folder / "sigap.xlsx"

    assert "1 inovasi" in run("export", "sigap", file).output
    same = run("import", "sigap", file, "--preview")
    assert f"baris 2  {number_of(record)}  sama / same" in same.output
    file.write_bytes(with_cells(file.read_bytes(), Judul_Inovasi="Teba Kompos Lorong"))
    seen = run("import", "sigap", file, "--preview")
    declined = run("import", "sigap", file, answer="n\n")
    assert re.search(r"Judul Inovasi: Teba kompos \(contoh\) \(tertanggal .+\) → Teba Kompos Lorong", seen.output)
    assert declined.exit_code == 1

    done = run("import", "sigap", file, "--yes")

    assert "1 diambil / taken in, 0 dengan dua isian berbeda" in done.output
    run("export", "sigap", folder / "after.xlsx")
    assert rows_in((folder / "after.xlsx").read_bytes())[0]["Judul Inovasi"] == "Teba Kompos Lorong"
    assert run("verify").exit_code == 0, run("verify").output


def test_a_preview_changes_nothing(folder: Path) -> None:
    noted()
    run("export", "sigap", folder / "sigap.xlsx")
    file = folder / "changed.xlsx"
    file.write_bytes(with_cells((folder / "sigap.xlsx").read_bytes(), Judul_Inovasi="Lain"))

    run("import", "sigap", file, "--preview")

    run("export", "sigap", folder / "again.xlsx")
    assert (folder / "again.xlsx").read_bytes() == (folder / "sigap.xlsx").read_bytes()


def test_what_is_no_table_is_refused_in_words(folder: Path) -> None:
    (folder / "no.xlsx").write_text("ID Inovasi")

    wrong = run("import", "sigap", folder / "no.xlsx")
    missing = run("import", "sigap", folder / "nowhere.xlsx")

    assert (wrong.exit_code, missing.exit_code) == (1, 1)
    assert "ini bukan berkas XLSX" in wrong.stderr
    assert "Nothing was taken in." in wrong.stderr
    assert "nowhere.xlsx" in missing.stderr


@pytest.mark.parametrize("option", [("--area", "73.72"), ("--status", "ranked")])
def test_an_area_or_a_status_that_is_none_writes_no_file(folder: Path, option: tuple[str, str]) -> None:
    result = run("export", "sigap", folder / "sigap.xlsx", *option)

    assert result.exit_code == 1
    assert option[1] in result.stderr
    assert not (folder / "sigap.xlsx").exists()


def test_igas_folder_is_written_for_one_record_by_its_number_or_for_all(folder: Path) -> None:
    record, other = noted(), noted(title="Lorong terang")

    one = run("export", "iga", number_of(record), folder / "satu.zip")
    every = run("export", "iga", "--all", folder / "semua.zip")

    assert (one.exit_code, every.exit_code) == (0, 0), one.output + every.output
    with zipfile.ZipFile(folder / "satu.zip") as archive:
        assert {name.partition("_")[0] for name in archive.namelist()} == {number_of(record)}
    with zipfile.ZipFile(folder / "semua.zip") as archive:
        assert {name.partition("_")[0] for name in archive.namelist()} == {number_of(record), number_of(other)}


def test_a_record_that_is_not_there_or_a_file_too_few_is_said_in_words(folder: Path) -> None:
    noted()

    assert "0 records have the number 0000-0000" in run("export", "iga", "0000-0000", folder / "x.zip").stderr
    assert "no innovation" in run("export", "iga", make_id(), folder / "x.zip").stderr
    assert "Name a record and a file" in run("export", "iga", folder / "x.zip").stderr
    assert list(folder.glob("x.zip*")) == []


@pytest.mark.parametrize(("ending", "start"), [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_a_proposal_is_written_in_the_form_that_the_file_asks_for(folder: Path, ending: str, start: bytes) -> None:
    file = folder / f"usulan.{ending}"

    result = run("export", "kipp", noted(), file)

    assert result.exit_code == 0, result.output
    assert file.read_bytes().startswith(start)


def test_the_letters_of_a_record_are_written_as_a_docx_and_as_nothing_else(folder: Path) -> None:
    record, file = noted(), folder / "surat.docx"

    result = run("export", "kipp", "--letters", record, file)

    assert result.exit_code == 0, result.output
    assert file.read_bytes().startswith(b"PK")
    assert "the letters are a .docx" in run("export", "kipp", "--letters", record, folder / "surat.pdf").stderr
    assert "leave out --all" in run("export", "kipp", "--letters", "--all", folder / "surat.docx").stderr


def test_a_proposal_that_is_too_long_is_refused_by_name_and_left_out_of_a_batch(folder: Path) -> None:
    long = {"text": "kata " * 201, "checked": True}
    record, fine = noted(**{"kipp/2023.umum.1": long}), noted()

    one = run("export", "kipp", record, folder / "usulan.pdf")
    every = run("export", "kipp", "--all", folder / "semua.zip")

    assert one.exit_code == 1
    assert "Ringkasan (201 dari 200 kata)" in one.stderr
    assert not (folder / "usulan.pdf").exists()
    assert f"{number_of(record)}: Jawaban terlalu panjang" in every.stderr
    with zipfile.ZipFile(folder / "semua.zip") as archive:
        assert archive.namelist() == [f"kipp-{number_of(fine)}.pdf"]


def test_a_proposal_in_another_form_is_refused(folder: Path) -> None:
    assert "a .docx or a .pdf" in run("export", "kipp", make_id(), folder / "usulan.odt").stderr
