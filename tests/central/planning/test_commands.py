"""`lorong export …`, `check …` and `rup …`, as an operator types them: written, read again, refused in words."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync.central.planning import files
from sync.central.planning.checking import lines_in
from sync.central.planning.tables import TABLES
from sync.domain.ids import number_of
from tests.support.centres import KASSI
from tests.support.planned import LINES, planned, run


def written(table: str, file: Path) -> list[dict[str, str]]:
    """As a spreadsheet's user reads it."""
    result = run("export", table, file, "--year", "2027")
    assert result.exit_code == 0, result.output
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.DictReader(opened))
    head, *rows = load_workbook(file).worksheets[0].iter_rows(values_only=True)
    return [
        {str(key): "" if value is None else str(value) for key, value in zip(head, row, strict=True)}
        for row in rows
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("table", TABLES)
def test_what_is_written_is_read_again_as_the_same_lines(folder: Path, table: str, suffix: str) -> None:
    record, file = planned(), folder / f"out{suffix}"
    shape = TABLES[table]
    wanted = {path: line for path, line in LINES.items() if path.startswith(shape.family) and line["year"] == 2027}

    run("export", table, file, "--year", 2027)

    found = lines_in(shape, files.read(file))
    assert {f"{shape.family}/{each.line}": each.parts for each in found} == wanted
    assert {each.number for each in found} == {number_of(record)}
    assert f"{len(wanted)} baris benar" in run("check", table, file).output


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_plan_says_the_chain_from_lurah_to_the_office(folder: Path, suffix: str) -> None:
    planned()

    first, second = written("rkpd", folder / f"out{suffix}")

    assert (first["Tahap"], first["Rantai"]) == ("Usulan lurah", "lurah")
    assert (second["Tahap"], second["Rantai"]) == ("Diterima perangkat daerah", "lurah → camat → skpd")
    assert (second["Kelurahan"], second["Kode Wilayah"]) == ("Kassi-Kassi", KASSI)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_budget_says_the_difference(folder: Path, suffix: str) -> None:
    planned()

    rows = written("anggaran", folder / f"out{suffix}")

    assert [(row["Pagu"], row["Terpakai"], row["Selisih"]) for row in rows] == [
        ("12500000", "4000000", "8500000"),
        ("1000000", "1250000", "-250000"),
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_begins_like_a_formula_stays_a_text(folder: Path, suffix: str, start: str) -> None:
    text = f'{start}HYPERLINK("http://contoh.id")'
    planned(title=text, **{"plans/p1": LINES["plans/p1"] | {"activity": text}})
    file = folder / f"out{suffix}"

    first = written("rkpd", file)[0]

    assert (first["Inovasi"].lstrip("'"), first["Kegiatan"].lstrip("'")) == (text, text)
    if suffix == ".csv":
        assert first["Kegiatan"].startswith("'")
    else:
        cells = [cell for row in load_workbook(file).worksheets[0].iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert lines_in(TABLES["rkpd"], files.read(file))[0].parts["activity"] == text


def test_only_the_area_and_the_year_are_written(folder: Path) -> None:
    planned()

    assert "0 baris" in run("export", "anggaran", folder / "a.csv", "--year", 2027, "--area", "73.71.01").output
    assert "1 baris" in run("export", "anggaran", folder / "a.csv", "--year", 2026, "--area", KASSI).output
    assert "2 baris" in run("export", "anggaran", folder / "a.csv", "--year", 2027, "--area", "73.71.13").output


def test_a_contact_does_not_leave_the_office_and_a_code_is_no_telephone(folder: Path) -> None:
    planned(
        **{
            "plans/p1": LINES["plans/p1"] | {"activity": "Hubungi 0812 3456 7890"},
            "budget/b1": LINES["budget/b1"] | {"rup": "081234567890"},
        }
    )

    assert written("rkpd", folder / "a.csv")[0]["Kegiatan"] == "Hubungi [disamarkan]"
    assert written("anggaran", folder / "a.csv")[0]["Kode RUP"] == "081234567890"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_same_records_make_the_same_bytes(folder: Path, suffix: str) -> None:
    planned()

    for name in ("a", "b"):
        run("export", "monev", folder / f"{name}{suffix}", "--year", 2027)

    assert (folder / f"a{suffix}").read_bytes() == (folder / f"b{suffix}").read_bytes()


def test_a_file_with_faults_names_each_row_and_column(folder: Path) -> None:
    planned()
    file = folder / "a.csv"
    run("export", "anggaran", file, "--year", 2027)
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("12500000,4000000", "12 juta,4000000").replace("Swadaya warga", "Pinjol"))

    result = run("check", "anggaran", file)

    assert result.exit_code == 1
    assert "baris 2, kolom Pagu: bukan rupiah bulat" in result.stderr
    assert "baris 3, kolom Sumber Dana: bukan salah satu dari APBD kota" in result.stderr


def test_a_difference_that_does_not_fit_and_a_doubled_line_are_faults(folder: Path) -> None:
    planned()
    file = folder / "a.csv"
    run("export", "anggaran", file, "--year", 2027)
    head, first, *_ = file.read_text(encoding="utf-8-sig").splitlines()
    file.write_text("\n".join([head, first, first, first.replace("8500000", "1")]))

    stderr = run("check", "anggaran", file).stderr

    assert "baris 3, kolom Baris: sama dengan baris 2" in stderr
    assert "baris 4, kolom Selisih: bukan Pagu dikurangi Terpakai" in stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "rkpd", "a.pdf", "--year", "2027"), ".csv atau .xlsx"),
        (("export", "rkpd", "a.csv", "--year", "2027", "--area", "73.72"), "There is no area"),
        (("check", "rkpd", "nowhere.csv"), "nowhere.csv"),
        (("check", "lomba", "a.csv"), "none of rkpd, anggaran, monev"),
        (("rup", "check", "--year", "2027"), "Belum ada daftar SIRUP 2027"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(folder)

    result = run(*words)

    assert result.exit_code == 1
    assert said in result.stderr
    assert not list(folder.glob("a.*"))


def test_a_file_that_is_no_table_is_refused(folder: Path) -> None:
    (folder / "a.xlsx").write_text("Nomor")
    (folder / "a.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "b.csv").write_text("Nomor,Inovasi\n")

    assert "bukan berkas XLSX" in run("check", "rkpd", folder / "a.xlsx").stderr
    assert "bukan UTF-8" in run("check", "rkpd", folder / "a.csv").stderr
    assert "baris 1: kolom Kegiatan tidak ada" in run("check", "rkpd", folder / "b.csv").stderr


def a_list(file: Path, *rows: str) -> Path:
    file.write_text("\n".join(["Kode RUP;Nama Paket;Tahun Anggaran;Pagu", *rows]))
    return file


def test_a_code_that_is_not_in_sirups_list_is_named(folder: Path) -> None:
    record = planned()
    run("rup", "import", a_list(folder / "sirup.csv", "59999999;Lain;2027;1"))

    result = run("rup", "check", "--year", 2027)

    assert result.exit_code == 1
    assert f"{number_of(record)}  Kassi-Kassi  Teba kompos: RUP 51234567" in result.output
    assert "1 kode tidak ada" in result.output


def test_a_later_list_takes_the_place_of_that_years_earlier_one(folder: Path) -> None:
    planned()
    run("rup", "import", a_list(folder / "a.csv", "59999999;Lain;2027;1", "58888888;Lain;2026;1"))

    done = run("rup", "import", a_list(folder / "b.csv", "51234567;Kompos;2027;1"))

    assert "1 paket diambil" in done.output
    assert run("rup", "check", "--year", 2027).exit_code == 0
    assert "list of 1" in run("rup", "check", "--year", 2026).output


def test_of_a_list_with_faults_nothing_is_taken(folder: Path) -> None:
    planned()
    run("rup", "import", a_list(folder / "a.csv", "51234567;Kompos;2027;1"))
    bad = a_list(folder / "b.csv", "59999999;Lain;2027;1", "RUP-1;;27;1", "59999999;Lagi;2027;1")

    result = run("rup", "import", bad)

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "baris 3, kolom Kode RUP: bukan kode RUP: 5 sampai 12 angka",
        "baris 3, kolom Tahun Anggaran: bukan tahun",
        "baris 3, kolom Nama Paket: kosong atau lebih panjang dari 1000 huruf",
        "baris 4, kolom Kode RUP: sama dengan baris 2",
        "Tidak ada yang diambil. / Nothing was taken in.",
    ]
    assert run("rup", "check", "--year", 2027).exit_code == 0


def test_a_list_without_its_columns_or_rows_is_refused(folder: Path) -> None:
    (folder / "a.csv").write_text("Kode,Pagu\n51234567,1\n")

    assert "kolom Tahun Anggaran tidak ada" in run("rup", "import", folder / "a.csv").stderr
    assert "daftar ini kosong" in run("rup", "import", a_list(folder / "b.csv")).stderr
