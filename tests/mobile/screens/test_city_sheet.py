"""*Lembar kota*: the kota reads the numbers, shows evidence for an indicator, and shares the sheet."""

from __future__ import annotations

from functools import partial

import flet as ft
import pytest

from tests.mobile.screens.city_page import PHONE, WIDE, OpenPage
from tests.support.bank import Offices


@pytest.fixture
def open_sheet(city_page: OpenPage) -> OpenPage:
    return partial(city_page, route="/city-sheet")


async def test_evidence_is_shown_for_an_indicator_and_the_sheet_is_shared(
    city: Offices, open_sheet: OpenPage
) -> None:
    await city.approve(await city.note(affair="kesehatan"))
    page = await open_sheet(width=PHONE)
    await page.sees("Enam urusan wajib pelayanan dasar")

    await page.tap(page.get(ft.ListTile, key="unit=8"))
    await page.press("3. WTP/Unqualified")
    await page.enter(page.get(ft.TextField, key="unit_link"), "contoh.id")
    await page.press("Simpan")
    await page.sees("tautan yang diawali https://")
    await page.enter(page.get(ft.TextField, key="unit_link"), "https://contoh.id/lhp")
    await page.press("Simpan")

    await page.sees("Tingkat 3 · https://contoh.id/lhp")
    assert page.shows("Nilai 4,50 dari paling banyak 63,00")
    assert page.dialogs == []
    await page.press("Bagikan XLSX")
    await page.until(lambda: bool(page.exchange.given))
    assert next(iter(page.exchange.given.items()))[1].startswith(b"PK")


async def test_the_last_letters_of_a_link_are_kept_when_the_tap_comes_with_them(open_sheet: OpenPage) -> None:
    page = await open_sheet(width=PHONE)
    await page.sees("Enam urusan wajib pelayanan dasar")
    await page.tap(page.get(ft.ListTile, key="unit=8"))
    await page.press("3. WTP/Unqualified")
    link = page.get(ft.TextField, key="unit_link")
    await page.enter(link, "https://contoh.id/l")

    await page.enter_and_tap(link, "https://contoh.id/lhp", page.button("Simpan"))

    await page.sees("Tingkat 3 · https://contoh.id/lhp")


@pytest.mark.parametrize(("width", "size", "rows"), [(PHONE, 1, [2, 2]), (PHONE, 1.3, [1] * 4), (WIDE, 1, [4])])
async def test_its_numbers_stand_beside_one_another_where_there_is_room(
    open_sheet: OpenPage, width: float, size: float, rows: list[int]
) -> None:
    page = await open_sheet(width=width, text_size=size)
    await page.sees("Inovasi diajukan")

    found = [row for row in page.find(ft.Row) if str(row.key or "").startswith("numbers")]

    assert [len(row.controls) for row in found] == rows


async def test_without_a_signal_it_says_so_and_asks_again(open_sheet: OpenPage) -> None:
    page = await open_sheet(width=PHONE)
    await page.sees("Inovasi diajukan")
    page.phone.line.is_up = False

    await page.press("Bagikan PDF")

    await page.sees("Perlu sinyal")
    assert page.exchange.given == {}
