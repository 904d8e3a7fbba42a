"""*Mitra* and *Bekerja dengan*: one list, kept by the city, chosen from without a signal."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft
import httpx
import pytest

from sync.client.errors import Busy
from sync.domain.people import Role
from tests.mobile.screens.city_page import PHONE, CityPage, OpenPage
from tests.mobile.screens.desk import texts_in
from tests.support.bank import Offices
from tests.support.centres import KASSI
from tests.support.partnering import a_partner

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def open_page(city_page: OpenPage) -> OpenPage:
    return partial(city_page, route="/partners", width=PHONE)


def listed(page: CityPage) -> list[str]:
    rows = [tile for tile in page.find(ft.ListTile) if str(tile.key or "").startswith("partner:")]
    return [texts_in(row)[0] for row in rows]


def links_that_open(page: CityPage) -> int:
    return [button.content for button in page.find(ft.TextButton)].count("Cabut tautan")


async def write(page: CityPage, key: str, text: str) -> None:
    await page.enter(page.get(ft.TextField, key=key), text)


async def test_the_city_notes_a_partner_without_a_signal_is_warned_of_the_same_name_and_all_may_choose_it(
    city: Offices, open_page: OpenPage
) -> None:
    await a_partner(city, title="Universitas Contoh")
    page = await open_page()
    await page.send()
    page.phone.line.is_up = False
    assert listed(page) == ["Universitas Contoh"]

    await page.press("Tambah mitra")
    await write(page, "title", "UNIVERSITAS contoh")
    await page.until(lambda: page.shows("sudah ada di daftar mitra kota"))
    await write(page, "title", "Bank Contoh")
    await page.tap(page.get(ft.OutlinedButton, key="helix=business"))
    await page.press("Simpan")
    await page.press("Ke daftar mitra")
    assert listed(page) == ["Bank Contoh", "Universitas Contoh"]

    page.phone.line.is_up = True
    await page.send()
    response = await city.rt.http.get("/v1/partners", headers={"Authorization": f"Bearer {city.rt.token}"})
    assert {each["title"] for each in response.json()["partners"]} == {"Bank Contoh", "Universitas Contoh"}


async def test_a_kelurahan_chooses_a_partner_without_a_signal_and_takes_it_away_again(
    city: Offices, open_page: OpenPage
) -> None:
    partner = await a_partner(city, part="Melatih kader")
    await a_partner(city, title="Bank Contoh", helix="business")
    record = await city.note()
    page = await open_page(Role.KELURAHAN, route=f"/record/{record}", area=KASSI)
    await page.send()
    await page.phone.session.engine._do_meanwhile()
    page.phone.line.is_up = False

    await page.press("Pilih mitra")
    await write(page, "words", "universitas")
    await page.tap(page.get(ft.OutlinedButton, key=f"partner={partner}"))
    assert listed(page) == ["Universitas Contoh"]
    page.phone.line.is_up = True
    await page.send()
    assert await named(city, record) == [partner]

    await page.tap(page.get(ft.IconButton, tooltip="Lepas Universitas Contoh"))
    await page.send()
    assert await named(city, record) == []


async def named(city: Offices, record: str) -> list[str]:
    response = await city.kota.http.get(
        f"/v1/records/{record}", headers={"Authorization": f"Bearer {city.kota.token}"}
    )
    values = response.json()["set"]
    return [path.partition("/")[2] for path, value in values.items() if path.startswith("works_with/") and value]


async def test_a_reading_link_is_made_shown_once_and_taken_back(
    city: Offices, open_page: OpenPage, http: httpx.AsyncClient
) -> None:
    partner = await a_partner(city)
    page = await open_page(route=f"/record/{partner}")
    await page.send()

    await page.press("Buat tautan, berlaku 90 hari")
    await page.sees("/mitra/")
    (address,) = [str(text.value) for text in page.find(ft.Text) if "/mitra/" in str(text.value)]
    path = "/mitra/" + address.partition("/mitra/")[2]
    assert (await http.get(path)).status_code == 200
    await page.press("Cabut tautan")
    await page.until(lambda: all(button.content != "Cabut tautan" for button in page.find(ft.TextButton)))

    assert (await http.get(path)).status_code == 404
    assert not page.shows("/mitra/")
    assert not page.has_button("Salin tautan")


async def test_a_link_whose_answer_was_lost_is_told_again_and_made_once(
    city: Offices, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = await a_partner(city)
    page = await open_page(route=f"/record/{partner}")
    await page.send()
    tell = page.lorong.api.tell

    async def lost(*asked: Any) -> Any:
        await tell(*asked)
        monkeypatch.undo()
        raise Busy

    monkeypatch.setattr(page.lorong.api, "tell", lost)
    await page.press("Buat tautan, berlaku 90 hari")
    await page.sees("tidak akan tercatat dua kali")
    await page.until(lambda: links_that_open(page) == 1)
    await page.press("Buat tautan, berlaku 90 hari")

    await page.sees("/mitra/")
    assert links_that_open(page) == 1
