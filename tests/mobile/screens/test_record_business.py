"""*Kontak usaha*: a UMKM shows its business on its innovation's page, with a signal; the phone keeps nothing."""

from __future__ import annotations

import flet as ft
import httpx
import pytest

from mobile.screens.record import RecordScreen
from sync.central.answer import Centre
from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.mobile.screens.officer import Officer, an_officer
from tests.support.bank import Offices, offices
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone

PHONE = "0812 3456 7890"


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    """The author is a UMKM."""
    found = offices(enrol)
    found.rt = enrol(Role.UMKM, name="Kripik Bu Rahma")
    return found


@pytest.fixture
async def record(city: Offices) -> str:
    return await city.published(title="Kripik pisang")


@pytest.fixture
async def phone(centre: Centre, clock: StandingClock, city: Offices, record: str) -> Phone:
    found = await a_phone(centre, city.rt.person, clock)
    await found.round()
    assert found.session.record(record) is not None
    return found


async def opened(phone: Phone, record: str) -> Officer:
    page = await an_officer(lambda: RecordScreen(record), session=phone.session)
    await page.press("Kontak usaha")
    return page


async def switch(page: Officer, *, on: bool) -> None:
    await page.enter(page.get(ft.Switch, key="show_business"), on)


async def page_of(http: httpx.AsyncClient, record: str) -> str:
    return (await http.get(f"/inovasi/{number_of(record)}", follow_redirects=True)).text


async def test_a_contact_is_shown_to_the_public_and_taken_off_again(
    phone: Phone, record: str, http: httpx.AsyncClient
) -> None:
    page = await opened(phone, record)
    await page.until(lambda: bool(page.find(ft.Switch)))
    assert not page.find(ft.TextField, key="business_phone")
    await switch(page, on=True)
    assert page.field("business_name").value == "Kripik Bu Rahma umkm"
    await page.type("business_phone", PHONE)
    await page.press("Simpan")
    await page.until(lambda: not page.dialogs)
    await page.close()
    shown = await page_of(http, record)

    page = await opened(phone, record)
    await page.until(lambda: bool(page.find(ft.TextField, key="business_phone")))
    assert page.field("business_phone").value == PHONE
    await switch(page, on=False)
    await page.press("Simpan")
    await page.until(lambda: not page.dialogs)
    await page.close()

    assert (PHONE in shown, PHONE in await page_of(http, record)) == (True, False)


async def test_the_last_letters_of_a_number_are_shown_when_the_tap_comes_with_them(
    phone: Phone, record: str, http: httpx.AsyncClient
) -> None:
    page = await opened(phone, record)
    await page.until(lambda: bool(page.find(ft.Switch)))
    await switch(page, on=True)
    await page.type("business_phone", PHONE[:-3])

    await page.enter_and_tap(page.field("business_phone"), PHONE, page.button("Simpan"))
    await page.until(lambda: not page.dialogs)
    await page.close()

    assert PHONE in await page_of(http, record)


async def test_nothing_of_it_is_kept_on_the_phone(phone: Phone, record: str) -> None:
    page = await opened(phone, record)
    await page.until(lambda: bool(page.find(ft.Switch)))
    await switch(page, on=True)
    await page.type("business_phone", PHONE)
    await page.press("Simpan")
    await page.until(lambda: not page.dialogs)
    await phone.round()
    await page.close()

    tables = ("records", "working", "outbox", "refused", "settings", "bank")
    kept = [str(list(phone.session.tables.table(name).items())) for name in tables]
    assert [text for text in kept if "3456" in text] == []


@pytest.mark.parametrize(
    ("name", "number", "told"),
    [
        (" ", PHONE, "Tulis nama usahanya."),
        ("Kripik", "tanya saja", "Tulis nomor dengan angka saja"),
        ("NIK 7371131205800001", PHONE, "Ada yang mirip nomor NIK atau KK."),
    ],
)
async def test_what_cannot_be_shown_is_said_and_stays_as_it_was_typed(
    phone: Phone, record: str, http: httpx.AsyncClient, name: str, number: str, told: str
) -> None:
    page = await opened(phone, record)
    await page.until(lambda: bool(page.find(ft.Switch)))
    await switch(page, on=True)
    await page.type("business_name", name)
    await page.type("business_phone", number)
    await page.press("Simpan")
    await page.until(lambda: page.shows(told))

    assert page.field("business_phone").value == number
    assert "Hubungi usahanya" not in await page_of(http, record)
    await page.close()


async def test_without_a_signal_it_says_so_and_what_was_typed_can_be_sent_later(
    phone: Phone, record: str, http: httpx.AsyncClient
) -> None:
    page = await opened(phone, record)
    await page.until(lambda: bool(page.find(ft.Switch)))
    await switch(page, on=True)
    await page.type("business_phone", PHONE)
    phone.line.is_up = False
    await page.press("Simpan")
    await page.until(lambda: page.shows("Kontak usaha hanya bisa diatur saat ada sinyal."))
    assert page.field("business_phone").value == PHONE
    phone.line.is_up = True

    await page.press("Simpan")
    await page.until(lambda: not page.dialogs)
    await page.close()

    assert PHONE in await page_of(http, record)


async def test_opened_without_a_signal_it_asks_again(phone: Phone, record: str) -> None:
    phone.line.is_up = False
    page = await opened(phone, record)
    await page.until(lambda: page.shows("Kontak usaha hanya bisa diatur saat ada sinyal."))
    phone.line.is_up = True

    await page.press("Coba lagi")
    await page.until(lambda: bool(page.find(ft.Switch)))
    await page.close()


async def test_an_officer_is_not_offered_it(
    enrol: Enrol, city: Offices, centre: Centre, clock: StandingClock
) -> None:
    city.rt = enrol(Role.RT)
    record = await city.note(title="Teba kompos")
    phone = await a_phone(centre, city.rt.person, clock)
    await phone.round()
    page = await an_officer(lambda: RecordScreen(record), session=phone.session)

    assert page.shows("Teba kompos")
    assert not page.has_button("Kontak usaha")
    await page.close()
