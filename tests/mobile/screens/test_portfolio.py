"""*Portofolio*: lines are sieved and chosen, a sieve keeps its name, and the chosen become one file."""

from __future__ import annotations

import asyncio
import io
import zipfile
from typing import Any

import flet as ft
import pytest

from mobile import portfolio_desk
from sync.client import batching
from sync.domain.ids import number_of
from tests.mobile.screens.city_page import PHONE, WIDE, CityPage, OpenPage
from tests.support.bank import Offices

VIDEO = {"levels/sid20": 1, "evidence/sid20/e1": {"link": "https://contoh.id/v"}}
LONG = {"kipp/2023.umum.1": {"text": "kata " * 201, "checked": True}}


@pytest.fixture
def open_portfolio(city_page: OpenPage) -> OpenPage:
    async def opening(**how: Any) -> CityPage:
        page = await city_page(route="/portfolio", **how)
        await page.sees("urut kode wilayah")
        return page

    return opening


def titles(page: CityPage) -> list[str]:
    rows = [tile for tile in page.find(ft.ListTile) if str(tile.key or "").startswith("line=")]
    return [str(row.title.value) for row in rows if isinstance(row.title, ft.Text)]


@pytest.mark.parametrize("width", [PHONE, WIDE])
async def test_lines_are_sieved_by_missing_evidence_and_the_sieve_keeps_its_name(
    city: Offices, open_portfolio: OpenPage, width: float
) -> None:
    await city.note(title="Teba kompos", **VIDEO)
    await city.note(title="Lorong terang")
    page = await open_portfolio(width=width)
    await page.until(lambda: titles(page) == ["Teba kompos", "Lorong terang"])

    await page.press("Belum ada bukti")
    await page.press("Video inovasi daerah")
    await page.until(lambda: titles(page) == ["Lorong terang"])
    await page.press("Simpan saringan ini")
    await page.enter(page.get(ft.TextField, key="sieve_name"), "Tanpa video")
    await page.press("Simpan")

    await page.until(lambda: page.has_button("Tanpa video"))
    assert list(portfolio_desk.named(page.phone.session)) == ["Tanpa video"]
    assert page.shows("1 dari 2 inovasi")
    assert page.app.city.portfolio.sieve.lacks == "sid20"


@pytest.mark.parametrize(("width", "is_table"), [(PHONE, False), (900, False), (WIDE, True)])
async def test_it_is_a_table_only_where_its_columns_leave_room_for_the_name(
    city: Offices, open_portfolio: OpenPage, width: float, is_table: bool
) -> None:
    await city.note(title="Teba kompos", **VIDEO)

    page = await open_portfolio(width=width)
    await page.until(lambda: titles(page) == ["Teba kompos"])

    assert page.shows("Tingkat Catatan · Diklaim 4") is not is_table
    assert page.shows("Bukti 1 dari 20") is not is_table
    assert ("Umur" in [text.value for text in page.find(ft.Text)]) is is_table


async def test_what_is_typed_stays_while_the_account_goes_on_changing(
    city: Offices, open_portfolio: OpenPage
) -> None:
    await city.note(title="Teba kompos", **VIDEO)
    page = await open_portfolio(width=WIDE)
    await page.until(lambda: titles(page) == ["Teba kompos"])
    await page.press("Simpan saringan ini")
    await page.enter(page.get(ft.TextField, key="sieve_name"), "Semua")

    page.app.beat()
    await page.settle()
    await page.press("Simpan")
    await page.until(lambda: page.has_button("Semua"))
    await page.choose("sieve=closes_on")
    await page.enter(page.get(ft.TextField, key="closes"), "28-02-2027")
    page.app.beat()
    await page.settle()
    await page.press("Pakai")

    assert page.app.city.portfolio.sieve.closes_on == "2027-02-28"


async def test_the_chosen_become_one_file_with_what_was_left_out_named(
    city: Offices, open_portfolio: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "MOST_AT_ONCE", 1)
    fine, long, other = await city.note(), await city.note(**LONG), await city.note()
    page = await open_portfolio(width=WIDE)

    await page.press("Pilih yang tampil")
    await page.sees("3 dipilih")
    await page.press("KIPP (PDF, ZIP)")
    await page.sees("sudah jadi")

    [(name, content)] = page.exchange.given.items()
    assert name == "kipp-2026-12-03.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == [
            f"kipp-{number_of(fine)}.pdf",
            f"kipp-{number_of(other)}.pdf",
            "tidak-dibuat.txt",
        ]
        assert archive.testzip() is None
    assert page.shows(f"Tidak ikut: {number_of(long)}: Jawaban terlalu panjang")


async def a_batch_at_work(
    city: Offices, open_portfolio: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> tuple[CityPage, asyncio.Future[None]]:
    """Three proposals, one at a time; the page, and the tap that is still at work."""
    monkeypatch.setattr(batching, "MOST_AT_ONCE", 1)
    for place in range(3):
        await city.note(title=f"Teba {place}")
    page = await open_portfolio(width=WIDE)
    await page.press("Pilih yang tampil")
    making = asyncio.ensure_future(page.press("KIPP (PDF, ZIP)"))
    await page.until(lambda: page.has_button("Batalkan"))
    return page, making


async def test_a_batch_is_ended_where_it_stands_and_gives_nothing(
    city: Offices, open_portfolio: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, making = await a_batch_at_work(city, open_portfolio, monkeypatch)
    await page.press("Batalkan")
    await making

    await page.sees("Dibatalkan. Tidak ada berkas yang dibuat.")
    assert page.exchange.given == {}
    assert not page.has_button("Batalkan")


async def test_what_became_of_a_batch_is_told_when_the_sieve_was_changed_meanwhile(
    city: Offices, open_portfolio: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, making = await a_batch_at_work(city, open_portfolio, monkeypatch)
    await page.press("Belum ada bukti")
    await page.press("Video inovasi daerah")
    await making

    await page.sees("sudah jadi")


async def test_what_became_of_a_batch_is_still_told_when_the_screen_was_left(
    city: Offices, open_portfolio: OpenPage
) -> None:
    await city.note()
    page = await open_portfolio(width=WIDE)
    await page.press("Pilih yang tampil")
    await page.press("SIGAP (XLSX)")
    await page.sees("sudah jadi")

    for route in ("/find", "/portfolio"):
        page.page.navigate(route)
        await page.settle()

    await page.sees("sudah jadi")


async def test_without_a_signal_it_says_so_and_nothing_is_given(city: Offices, open_portfolio: OpenPage) -> None:
    await city.note()
    page = await open_portfolio(width=WIDE)
    await page.press("Pilih yang tampil")
    page.phone.line.is_up = False

    await page.press("SIGAP (XLSX)")

    await page.sees("Perlu sinyal")
    assert page.exchange.given == {}
