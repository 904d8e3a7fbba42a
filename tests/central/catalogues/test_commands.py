"""`lorong catalogue`: the same checks as on the screen; it proposes, and a person of the kota confirms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sync.central.cli import app
from tests.support.catalogues import as_file, rows_with

NEXT = ("--version", "2027", "--valid-from", "2099-01-01")


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(app, ["catalogue", *map(str, words), "--data-dir", str(tmp_path / "data")])

    return run


def test_a_catalogue_is_written_checked_proposed_and_listed(run: Any, tmp_path: Path) -> None:
    written, altered = tmp_path / "kini.xlsx", tmp_path / "depan.csv"
    assert run("write", written).exit_code == 0
    same = run("check", written, *NEXT, "--weights", "37")
    assert "2026 -> -; 0/0 inovasi" in same.output

    altered.write_bytes(as_file())
    assert "threshold 1" in run("check", altered, *NEXT, "--weights", "36").output
    assert run("list").output == "2026  shipped\n"
    assert run("load", altered, *NEXT, "--weights", "36").exit_code == 0

    assert run("list").output.splitlines()[1].startswith("2027  proposed  2099-01-01  ")
    again = run("load", altered, *NEXT, "--weights", "36")
    assert (again.exit_code, "Nama versi: 2027 sudah ada" in again.output) == (1, True)


def test_what_is_wrong_is_named_by_row_and_nothing_is_kept(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "salah.csv"
    file.write_bytes(as_file(rows_with({"sid03": {"bobot": "dua"}})))

    result = run("load", file, *NEXT, "--weights", "37")

    assert result.exit_code == 1
    assert "baris 4: Kolom bobot: bukan angka 1 sampai 20." in result.output
    assert run("list").output == "2026  shipped\n"


def test_a_file_that_is_not_there_or_of_another_kind_is_said(run: Any, tmp_path: Path) -> None:
    assert "tidak-ada.csv" in run("check", tmp_path / "tidak-ada.csv", *NEXT, "--weights", "37").output
    assert "berakhiran .csv atau .xlsx" in run("write", tmp_path / "katalog.ods").output
