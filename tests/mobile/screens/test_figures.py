"""*Laporan*: figures with their change and the date of the data, their meaning, and what is left offline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import flet as ft
import pytest

from mobile.screens.figures import areas_beside
from sync.central import tallies
from sync.central.answer import Centre
from sync.domain.figures import FIGURES
from sync.domain.people import Role
from tests.mobile.screens.city_page import PHONE, WIDE, CityPage, OpenPage
from tests.mobile.screens.desk import texts_of
from tests.mobile.test_shell import BU_KOTA, BU_LURAH
from tests.support.bank import Offices
from tests.support.centres import KASSI, RAPPOCINI
from tests.support.clock import StandingClock
from tests.support.phone import a_phone


@pytest.fixture
def laporan(city_page: OpenPage) -> OpenPage:
    async def opening(role: Role = Role.PIMPINAN, area: str = RAPPOCINI, **how: Any) -> CityPage:
        return await city_page(role, "/figures", area=area, **how)

    return opening


def tile(page: CityPage, code: str) -> list[str]:
    return texts_of(page.get(ft.OutlinedButton, key=f"figure={code}").content)


@pytest.mark.parametrize("width", [PHONE, WIDE])
async def test_an_area_is_told_in_figures_with_their_parts_and_the_date_of_the_data(
    city: Offices, laporan: OpenPage, width: float
) -> None:
    await city.published()
    await city.note()

    page = await laporan(width=width)

    await page.sees("Data per 3 Des 2026 pukul 14.05. Setahun lalu belum ada yang tercatat di sini.")
    assert page.shows("Kecamatan Rappocini")
    assert tile(page, "innovations") == ["Inovasi", "2", "Menunggu\N{NO-BREAK SPACE}1 · Terbit\N{NO-BREAK SPACE}1"]
    assert tile(page, "answer_days") == ["Hari sampai dijawab", "0 hari"]
    assert tile(page, "idea_days") == ["Hari menjawab usulan", "–"]
    assert [each.key for each in page.find(ft.OutlinedButton) if str(each.key).startswith("figure=")] == [
        f"figure={figure.code}" for figure in FIGURES
    ]


async def test_a_change_against_a_year_before_is_told_in_words(
    city: Offices, clock: StandingClock, laporan: OpenPage
) -> None:
    await city.note()
    record = await city.note()
    clock.move(days=1)
    await city.approve(record)
    clock.move(days=370)
    record = await city.note()
    clock.move(days=3)
    await city.approve(record)

    page = await laporan()

    await page.sees("Dibandingkan dengan 12 Des 2026.")
    assert tile(page, "innovations")[2] == "1 lebih banyak"
    assert tile(page, "noted")[2] == "1 lebih sedikit"
    assert tile(page, "answer_days")[2] == "2 hari lebih lama"
    assert tile(page, "issues")[2] == "Sama"


async def test_what_a_figure_means_is_one_tap_away(city: Offices, laporan: OpenPage) -> None:
    await city.note()
    page = await laporan()
    await page.sees("Data per")
    assert not page.shows("Semua inovasi yang pernah diajukan")

    await page.choose("figure=innovations")
    assert page.shows("Semua inovasi yang pernah diajukan")
    await page.press("Tutup")

    assert not page.shows("Semua inovasi yang pernah diajukan")


async def test_without_a_signal_the_last_report_is_shown_with_its_date(
    city: Offices, clock: StandingClock, laporan: OpenPage
) -> None:
    await city.note()
    page = await laporan()
    await page.sees("Data per")

    page.phone.set_signal(False)
    clock.move(days=2)
    await page.choose("area")
    await page.choose(f"area={KASSI}")
    await page.sees("Belum ada laporan di HP ini")
    await page.choose("area")
    await page.choose(f"area={RAPPOCINI}")

    await page.sees("Ini laporan yang terakhir terlihat")
    assert page.shows("Data per 3 Des 2026 pukul 14.05")
    assert tile(page, "innovations")[1] == "1"


async def test_with_a_signal_again_the_report_is_fetched(city: Offices, laporan: OpenPage) -> None:
    await city.note()
    page = await laporan()
    await page.sees("Data per")
    page.phone.set_signal(False)
    await page.choose("area")
    await page.choose(f"area={KASSI}")
    await page.sees("Belum ada laporan di HP ini")

    page.phone.set_signal(True)
    await page.press("Coba lagi")

    await page.sees("Data per")
    assert page.shows("Kassi-Kassi")


async def test_an_area_where_nothing_was_noted_says_so(laporan: OpenPage) -> None:
    page = await laporan()

    await page.sees("Belum ada yang tercatat")
    assert page.shows("Data per 3 Des 2026 pukul 14.05")


async def test_the_report_is_shared_as_pdf(city: Offices, laporan: OpenPage) -> None:
    await city.note()
    page = await laporan()
    await page.sees("Data per")

    await page.press("Bagikan PDF")
    await page.until(lambda: bool(page.exchange.given))
    page.phone.set_signal(False)
    await page.press("Bagikan PDF")

    await page.sees("Perlu sinyal")
    (name, content), *others = page.exchange.given.items()
    assert (name, content[:5], others) == (f"laporan-{RAPPOCINI}.pdf", b"%PDF-", [])


async def test_the_city_waits_for_its_first_count(centre: Centre, city: Offices, laporan: OpenPage) -> None:
    await city.note()
    page = await laporan(area="73.71")
    await page.sees("Belum ada laporan di HP ini")

    tallies.catch_up(centre)
    await page.press("Coba lagi")

    await page.sees("Data per")
    assert page.shows("Seluruh kota")


async def test_a_lurah_has_no_other_area_to_choose(city: Offices, laporan: OpenPage) -> None:
    await city.note()

    page = await laporan(Role.KELURAHAN, KASSI)

    await page.sees("Data per")
    assert page.find(ft.OutlinedButton, key="area") == []


def test_areas_stand_in_the_order_of_their_codes_and_never_beyond_ones_own() -> None:
    whole = areas_beside("73.71", "73.71")
    inside = areas_beside("73.71", KASSI)

    assert (whole[0], whole[1:]) == ("73.71", sorted(whole[1:]))
    assert inside[:2] == ["73.71", RAPPOCINI]
    assert inside[2:] == sorted(inside[2:])
    assert areas_beside(RAPPOCINI, RAPPOCINI)[0] == RAPPOCINI
    assert all(area.startswith(RAPPOCINI) for area in areas_beside(RAPPOCINI, KASSI))


@pytest.mark.parametrize("person", [BU_LURAH, BU_KOTA, replace(BU_KOTA, role="kecamatan", area=RAPPOCINI)])
async def test_who_leads_an_area_finds_the_report_in_akun(person: Any) -> None:
    phone = await a_phone(person)
    await phone.open_tab("Akun")

    await phone.driver.tap(phone.driver.get(ft.ListTile, key="figures"))

    assert phone.route == "/figures"
    assert phone.driver.shows("Belum ada laporan di HP ini")
    await phone.close()


async def test_an_answer_about_another_area_than_is_shown_now_is_passed_over(
    city: Offices, laporan: OpenPage
) -> None:
    await city.note()
    page = await laporan()
    await page.sees("Data per")

    await page.choose("area")
    await page.choose("area=73.71.13.1001")
    await page.choose("area")
    await page.choose(f"area={RAPPOCINI}")
    await page.until(lambda: not page.asked.under_way)

    await page.sees("Kecamatan Rappocini")
    assert tile(page, "innovations")[1] == "1"


async def test_a_pimpinan_starts_with_the_report() -> None:
    phone = await a_phone(replace(BU_KOTA, role="pimpinan"))

    assert phone.route == "/figures"
    assert phone.driver.shows("Seluruh kota")
    await phone.open_tab("Akun")
    assert phone.driver.find(ft.ListTile, key="figures") == []
    await phone.close()


@pytest.mark.parametrize("role", ["rt", "auditor"])
async def test_nobody_else_is_offered_the_report(role: str) -> None:
    area = "73.71" if role == "auditor" else "73.71.13.1005/RW003/RT005"
    phone = await a_phone(replace(BU_KOTA, role=role, area=area))

    await phone.open_tab("Akun")
    assert phone.driver.find(ft.ListTile, key="figures") == []
    phone.driver.page.navigate("/figures")
    await phone.driver.settle()

    assert phone.driver.shows("Halaman tidak ditemukan")
    await phone.close()
