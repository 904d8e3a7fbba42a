"""`lorong export laporan`: the figures of an area as PDF and XLSX."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from sync.central import figures_drawn, figures_pdf, figures_words
from sync.central.cli import app
from sync.central.figures_sheet import sheet
from sync.domain.figures import FIGURES, Told, Unit
from sync.protocol.figures import AreaFigures
from tests.support.centres import KASSI, a_centre


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))
    return tmp_path


def report(area: str, file: Path) -> Result:
    return CliRunner().invoke(app, ["export", "laporan", area, str(file)])


def texts_in(file: Path) -> str:
    """All that an XLSX holds, and that it holds no formula."""
    with zipfile.ZipFile(file) as parts:
        whole = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}
    assert "<f>" not in "".join(whole.values())
    return unescape(whole["xl/sharedStrings.xml"])


def test_a_report_is_written_as_pdf_and_as_xlsx(folder: Path) -> None:
    pdf, xlsx = folder / "laporan.pdf", folder / "laporan.xlsx"

    assert report("73.71", pdf).exit_code == 0
    assert report(KASSI, xlsx).exit_code == 0

    assert re.search(rb"/Count 1\b", pdf.read_bytes())
    shown = texts_in(xlsx)
    assert "Laporan Kelurahan Kassi-Kassi" in shown
    assert [figure.label.id for figure in FIGURES if figure.label.id not in shown] == []
    assert [figure.code for figure in FIGURES if figure.meaning.id not in shown] == []


def test_values_are_numbers_and_what_is_not_known_is_left_empty(tmp_path: Path) -> None:
    told = [Told("innovations", 12, 4, {"published": 7}), Told("answer_days", None, None)]
    found = AreaFigures(
        KASSI, "2026-12-03T06:05:00.000Z", "2026-01-01", "2026-12-03", "2025-01-01", "2025-12-03", told
    )
    file = tmp_path / "laporan.xlsx"
    file.write_bytes(sheet(found, a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)))

    with zipfile.ZipFile(file) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()

    assert re.findall(r'<c r="([A-E]\d+)"[^>]*><v>(\d+)</v>', re.sub(r' t="s"><v>\d+</v>', ">", page)) == [
        ("B6", "12"),
        ("C6", "4"),
        ("B7", "7"),
    ]


@pytest.mark.parametrize(
    ("area", "name", "said"),
    [
        ("73.72", "laporan.pdf", "There is no area"),
        (f"{KASSI}/RW001", "laporan.pdf", "There is no area"),
        ("73.71", "laporan.docx", "name it .pdf or .xlsx"),
        ("73.71", "no/such/folder/laporan.pdf", "No such file"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_no_file(folder: Path, area: str, name: str, said: str) -> None:
    refused = report(area, folder / name)

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert not (folder / name).exists()


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        (None, Unit.DAYS, "–"),
        (0, Unit.COUNT, "0"),
        (1250, Unit.COUNT, "1.250"),
        (4, Unit.DAYS, "4 hari"),
        (12_500_000, Unit.RUPIAH, "Rp\N{NO-BREAK SPACE}12.500.000"),
    ],
)
def test_numbers_read_as_in_the_city(value: int | None, unit: Unit, read: str) -> None:
    assert figures_words.number(value, unit) == read


YEAR = ("2026-12-03T06:05:00.000Z", "2026-01-01", "2026-12-03", "2025-01-01", "2025-12-03")
REPORTED = AreaFigures(
    "73.71.13",
    *YEAR,
    [
        Told("innovations", 12, 4, {"submitted": 5, "published": 7}),
        Told("measured", 2, None, {"worse": 1}),
        Told("money_planned", 12_500_000, 0),
        Told("answer_days", 4, 9),
    ],
)


def test_the_table_is_read_again_figure_by_figure_with_its_parts_and_units() -> None:
    [page] = load_workbook(io.BytesIO(sheet(REPORTED, a_centre("sqlite://", None)))).worksheets

    rows = [row[:4] for row in page.iter_rows(min_row=6, values_only=True)]

    assert rows == [
        ("Inovasi", 12, 4, None),
        ("    Menunggu", 5, None, None),
        ("    Terbit", 7, None, None),
        ("Pengukuran membaik", 2, None, None),
        ("    Memburuk", 1, None, None),
        ("Anggaran tahun ini", 12_500_000, 0, "rupiah"),
        ("Hari sampai dijawab", 4, 9, "hari"),
    ]
    assert page["A1"].value == "Laporan Kecamatan Rappocini"


def test_the_paper_says_every_figure_and_draws_its_parts_and_its_years() -> None:
    pages = PdfReader(io.BytesIO(figures_pdf.sheet(REPORTED, a_centre("sqlite://", None)))).pages

    first, drawn = (" ".join(page.extract_text().split()) for page in pages)

    for told in ("Kecamatan Rappocini", "Inovasi 12", "Rp 12.500.000", "Hari sampai dijawab 4 hari"):
        assert told in first
    for bar in (
        "Menunggu: 5",
        "Terbit: 7",
        "Memburuk: 1",
        "3 Des 2025: 4",
        "3 Des 2026: 12",
        "3 Des 2026: Rp 12.500.000",
    ):
        assert bar in drawn
    assert "hari" not in drawn  # days are no amounts of something


@pytest.mark.parametrize(
    ("area", "here", "drawn"),
    [("73.71", 150, 150), ("73.71.13", 11, 150), (KASSI, 1, 150), ("73.71.15.1002", 1, 3)],
)
def test_the_map_is_coloured_by_where_the_report_is_from_alone(area: str, here: int, drawn: int) -> None:
    svg = figures_drawn.map_svg(area)

    assert svg.count("<path") == drawn
    assert svg.count('fill="#00695a"') == here
    assert set(re.findall(r'fill="([^"]+)"', svg)) <= {"#00695a", "#dcefe9"}
