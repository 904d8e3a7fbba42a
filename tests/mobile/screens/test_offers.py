"""*Kebutuhan* and *Tawaran*: what is needed, who offered help, and the date and result that both sides read."""

from __future__ import annotations

from typing import Any

import flet as ft
import httpx
import pytest

from mobile import needing
from sync.central import offers as filing
from sync.central.stored import read_record
from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.mobile.screens.city_page import PHONE, CityPage, OpenPage
from tests.mobile.screens.desk import texts_of
from tests.support.bank import Offices
from tests.support.centres import KASSI
from tests.support.officers import tell
from tests.support.partnering import a_need, a_partner, a_published_need, offered, working_with

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def open_page(city_page: OpenPage) -> OpenPage:
    async def opening(role: Role = Role.KOTA, route: str = "/offers", **how: Any) -> CityPage:
        page = await city_page(role, route, width=PHONE, **how)
        await page.send()
        return page

    return opening


async def write(page: CityPage, key: str, text: str) -> None:
    await page.enter(page.get(ft.TextField, key=key), text)


def save_button(page: CityPage, text: str) -> Any:
    return [button for button in page.find(ft.FilledButton) if button.content == text][-1]


async def save(page: CityPage, text: str) -> None:
    await page.until(lambda: not save_button(page, text).disabled)
    await page.tap(save_button(page, text))
    await page.send()


async def test_an_offer_is_matched_and_its_result_is_read_by_both_sides(
    city: Offices, open_page: OpenPage, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    tracking = offered(city, record, need)
    page = await open_page()
    assert page.shows("Tawaran baru")

    await page.press("Pertemukan")
    await page.until(lambda: page.shows("Untuk kebutuhan mana?"))
    await write(page, "helper", "Seorang warga Kassi-Kassi")
    await save(page, "Pertemukan")
    assert page.shows("Dipertemukan")
    kelurahan = await open_page(Role.KELURAHAN, f"/record/{record}", area=KASSI)
    assert kelurahan.shows("Dibantu Seorang warga Kassi-Kassi sejak")

    await page.press("Tidak jadi")
    assert "Dua mesin jahit bekas." in texts_of(page.dialogs[-1])
    await write(page, "reason", "Mesinnya rusak.")
    await save(page, "Simpan")
    await kelurahan.send()

    assert kelurahan.shows("Terbuka lagi: bantuan Seorang warga Kassi-Kassi tidak jadi")
    assert "Mesinnya rusak." in (await http.get(f"/lacak/{tracking}")).text


async def test_the_last_letters_are_kept_when_a_tap_comes_with_them(
    city: Offices, open_page: OpenPage, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    tracking = offered(city, record, need)
    page = await open_page()

    await page.press("Pertemukan")
    await page.until(lambda: page.shows("Untuk kebutuhan mana?"))
    await write(page, "helper", "Seorang")
    await page.until(lambda: not save_button(page, "Pertemukan").disabled)
    helper = page.get(ft.TextField, key="helper")
    await page.enter_and_tap(helper, "Seorang warga", save_button(page, "Pertemukan"))
    await page.dismiss()
    asking = page.phone.session.record(record)
    assert asking is not None
    assert asking.values[f"met/{need}"]["helper"] == "Seorang warga"
    await page.press("Tidak jadi")
    await write(page, "reason", "Mesinnya")
    await page.until(lambda: not save_button(page, "Simpan").disabled)
    await page.enter_and_tap(page.get(ft.TextField, key="reason"), "Mesinnya rusak.", save_button(page, "Simpan"))
    await page.send()

    assert "Mesinnya rusak." in (await http.get(f"/lacak/{tracking}")).text


async def test_an_offer_says_for_which_record_it_is(city: Offices, open_page: OpenPage) -> None:
    record, need = await a_published_need(city)
    offered(city, record, need)
    page = await open_page()
    assert page.shows(f"Untuk {number_of(record)}")

    await page.phone.session.engine._do_meanwhile()
    await page.until(lambda: page.shows("Untuk Teba kompos"))


async def test_the_result_of_help_reaches_a_record_that_went_to_another_kelurahan(
    city: Offices, open_page: OpenPage
) -> None:
    need = city.rt.make_id()
    record = await city.listed(**{f"needs/{need}": a_need()})
    offered(city, record, need)
    page = await open_page()
    await page.press("Pertemukan")
    await write(page, "helper", "Seorang warga Kassi-Kassi")
    await save(page, "Pertemukan")
    away = {"id": city.rt.make_id(), "to": "73.71.13.1001", "reason": "Tempatnya di kelurahan sebelah."}
    await tell(city.kecamatan, f"/v1/records/{record}/transfer", away)

    await page.until(lambda: page.has_button("Terwujud"))
    await page.press("Terwujud")
    await page.until(lambda: needing.moved_on(page.phone.session, record) == away["id"])
    await save(page, "Simpan")

    with city.centre.database.read() as connection:
        moved = read_record(connection, away["id"])
    assert moved is not None
    assert moved.value(f"met/{need}")["state"] == "done"


async def test_an_offer_that_cannot_be_taken_is_answered_with_a_reason(
    city: Offices, open_page: OpenPage, http: httpx.AsyncClient
) -> None:
    tracking = offered(city, *await a_published_need(city))
    page = await open_page()

    await page.press("Belum dapat diterima")
    assert {"Dua mesin jahit bekas.", "Alasan, dibaca oleh yang menawarkan"} <= set(texts_of(page.dialogs[-1]))
    await write(page, "reason", "Sudah ada dari kelurahan.")
    await save(page, "Simpan jawaban")

    assert "Sudah ada dari kelurahan." in (await http.get(f"/lacak/{tracking}")).text


async def test_a_partners_note_is_passed_on_as_a_comment_in_its_name(city: Offices, open_page: OpenPage) -> None:
    partner = await a_partner(city)
    record = await city.published(**working_with(partner))
    filing.file_note(city.centre, partner, record, city.kota.make_id(), "Kami bisa melatih kader.", "link")
    page = await open_page()

    await page.press("Teruskan ke pencatat")
    await save(page, "Teruskan")

    kelurahan = await open_page(Role.KELURAHAN, f"/record/{record}", area=KASSI)
    assert kelurahan.shows("Mitra Universitas Contoh: Kami bisa melatih kader.")


async def test_nobody_says_that_a_partner_reads_why_its_note_is_not_taken(
    city: Offices, open_page: OpenPage
) -> None:
    partner = await a_partner(city)
    record = await city.published(**working_with(partner))
    filing.file_note(city.centre, partner, record, city.kota.make_id(), "Kami bisa melatih kader.", "link")
    page = await open_page()

    await page.press("Belum dapat diterima")

    asked = texts_of(page.dialogs[-1])
    assert {"Kami bisa melatih kader.", "Alasan, dibaca di kantor kota saja"} <= set(asked)


async def test_a_need_is_noted_changed_and_taken_back_without_a_signal(city: Offices, open_page: OpenPage) -> None:
    record = await city.note()
    page = await open_page(Role.KELURAHAN, f"/record/{record}", area=KASSI)
    page.phone.line.is_up = False

    await page.press("Tambah kebutuhan")
    await page.tap(page.get(ft.OutlinedButton, key="need=tools"))
    await write(page, "need_text", "Mesin jahit")
    await write(page, "how_many", "2 buah")
    await write(page, "by", "31-12-2026")
    await page.press("Simpan")
    assert page.shows("Mesin jahit · 2 buah · paling lambat 31 Des 2026")
    assert page.shows("Menunggu bantuan.")

    await page.press("Ubah kebutuhan")
    await page.until(lambda: any(button.content == "Tidak dibutuhkan lagi" for button in page.find(ft.TextButton)))
    await page.press("Tidak dibutuhkan lagi")
    assert not page.shows("Mesin jahit")
    page.phone.line.is_up = True
    await page.send()
    values = page.phone.session.record(record)
    assert values is not None
    assert [value for path, value in values.values.items() if path.startswith("needs/")] == [None]
