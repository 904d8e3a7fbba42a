"""*Cari*: by words and filters, in the order of areas, and what is left of it without a signal."""

from __future__ import annotations

from functools import partial

import flet as ft
import pytest

from sync.domain.people import Role
from tests.conftest import Enrol
from tests.mobile.screens.city_page import OpenPage
from tests.support.bank import Offices
from tests.support.centres import MARISO_KELURAHAN, Speaker, a_note


@pytest.fixture
def open_page(city_page: OpenPage) -> OpenPage:
    return partial(city_page, route="/find")


async def a_note_elsewhere(city: Offices, enrol: Enrol, title: str) -> None:
    rt: Speaker = enrol(Role.RT, MARISO_KELURAHAN)
    values = a_note(title=title, area=f"{MARISO_KELURAHAN}/RW001/RT001")
    await city.accepted(rt, rt.make_id(), values, seen=0, area=MARISO_KELURAHAN)


async def test_what_is_found_stands_in_the_order_of_areas(
    city: Offices, enrol: Enrol, open_page: OpenPage
) -> None:
    await a_note_elsewhere(city, enrol, "Di Mariso")
    await city.note(title="Di Rappocini")

    page = await open_page()

    await page.until(lambda: page.found == ["Di Mariso", "Di Rappocini"])


async def test_words_and_filters_narrow_what_is_found(city: Offices, enrol: Enrol, open_page: OpenPage) -> None:
    await a_note_elsewhere(city, enrol, "Teba Mariso")
    await city.note(title="Teba Rappocini")
    await city.note(title="Kelas malam", theme="school", problem="Putus sekolah.", action="Belajar bersama.")
    page = await open_page()
    await page.until(lambda: len(page.found) == 3)

    await page.choose("filter=area")
    await page.choose("area=73.71.13")
    await page.until(lambda: sorted(page.found) == ["Kelas malam", "Teba Rappocini"])
    await page.choose("filter=theme")
    await page.choose("theme=school")

    await page.until(lambda: page.found == ["Kelas malam"])


async def test_the_box_keeps_its_cursor_when_the_answer_comes(city: Offices, open_page: OpenPage) -> None:
    await city.note(title="Teba kompos")
    await city.note(title="Kelas malam", problem="Putus sekolah.", action="Belajar bersama.")
    page = await open_page()
    await page.until(lambda: len(page.found) == 2)
    box = page.get(ft.TextField, key="search")

    await page.enter(box, "teba")
    await page.until(lambda: page.found == ["Teba kompos"])

    # Made anew it would be another control, which nobody types into.
    assert page.get(ft.TextField, key="search")._i == box._i


async def test_nothing_found_leads_back_to_everything(city: Offices, open_page: OpenPage) -> None:
    await city.note(title="Teba kompos")
    page = await open_page()
    await page.until(lambda: page.found == ["Teba kompos"])
    await page.choose("filter=kind")
    await page.choose("kind=issue")
    await page.sees("Tidak ada yang cocok")

    await page.press("Tampilkan semua")

    await page.until(lambda: page.found == ["Teba kompos"])


async def test_a_record_is_read_with_its_fields_and_history_and_again_without_a_signal(
    city: Offices, open_page: OpenPage
) -> None:
    record = await city.published(title="Teba kompos", problem="Sampah dapur menumpuk.")
    page = await open_page(Role.PIMPINAN)
    await page.until(lambda: page.found == ["Teba kompos"])
    await page.open_found(record)
    assert page.shows("Sampah dapur menumpuk.")

    page.phone.set_signal(False)
    await page.tap(page.get(ft.ListTile, key=f"found:{record}"))

    assert page.shows("Sampah dapur menumpuk.")
    assert page.shows("Dicatat dan diajukan")


async def test_without_a_signal_the_last_answer_is_shown_with_its_time(city: Offices, open_page: OpenPage) -> None:
    await city.note(title="Teba kompos")
    page = await open_page()
    await page.until(lambda: page.found == ["Teba kompos"])

    page.phone.set_signal(False)
    await page.choose("filter=status")
    await page.choose("status=published")

    await page.sees("Ini yang terlihat")
    assert page.found == ["Teba kompos"]


async def test_a_pimpinan_is_offered_no_step(city: Offices, open_page: OpenPage) -> None:
    record = await city.published(title="Teba kompos")
    page = await open_page(Role.PIMPINAN)
    await page.until(lambda: bool(page.found))

    await page.open_found(record)

    for button in ("Terbitkan", "Sembunyikan", "Periksa rantai", "Ubah"):
        assert not page.has_button(button)


async def test_what_changed_since_it_was_read_is_not_published_and_is_read_anew(
    city: Offices, open_page: OpenPage
) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    page = await open_page()
    await page.until(lambda: bool(page.found))
    await page.open_found(record)
    await city.accepted(city.rt, record, {"before": "Enam kantong."})

    page.lorong.edit(page.lorong.record(record), {"status": "published", "published": "2026-12-03"})  # type: ignore[arg-type]
    await page.send()

    await page.sees("Catatan berubah sesudah Anda membacanya")
    await page.sees("Enam kantong.")
    await page.press("Mengerti")
    assert not page.shows("Catatan berubah sesudah Anda membacanya")
    assert page.has_button("Terbitkan")
