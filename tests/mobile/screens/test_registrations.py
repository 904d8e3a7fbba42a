"""*Pendaftaran UMKM*: the lurah reads who asks, admits or declines, and is reminded on Beranda."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft
import pytest

from sync.central.answer import Centre
from sync.client.api import CentralApi
from sync.client.people import ask, register
from sync.domain.ids import IdSource
from sync.domain.people import Role
from sync.protocol.messages import DeviceInfo
from sync.protocol.people import RegisterRequest, RegistrationState
from tests.mobile.screens.office import OpenOffice
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, http_to

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SECRET = "s" * 43
make_id = IdSource()
Register = Callable[..., Awaitable[str]]
Ask = Callable[[str], Awaitable[RegistrationState]]


@pytest.fixture
def registered(centre: Centre) -> Register:
    async def one(business: str = "Kue Contoh", area: str = KASSI) -> str:
        device = DeviceInfo(str(uuid.uuid4()), "HP contoh", "android", "0.1.0")
        request = RegisterRequest(
            make_id(), SECRET, device, business, area, "Lorong 2", "business", "0812 0000 0000", "1234567890123"
        )
        await register(CentralApi(http_to(centre)), request)
        return request.id

    return one


@pytest.fixture
def answer(centre: Centre) -> Ask:
    return lambda registration: ask(CentralApi(http_to(centre)), registration, SECRET)


@pytest.fixture
def office(office: OpenOffice) -> OpenOffice:
    return partial(office, route="/registrations")


async def test_who_asks_stands_there_with_what_they_said_but_without_their_contact(
    office: OpenOffice, registered: Register
) -> None:
    await registered()
    await registered("Warung lain", MARISO_KELURAHAN)

    lurah = await office()
    await lurah.until_shown("Kue Contoh")

    assert lurah.shows("Lorong 2, Kassi-Kassi")
    assert lurah.shows("NIB 1234567890123")
    assert not lurah.shows("0812")
    assert not lurah.shows("Warung lain")


async def test_one_who_is_admitted_leaves_the_list_and_is_enrolled(
    office: OpenOffice, registered: Register, answer: Ask
) -> None:
    registration = await registered()
    lurah = await office()
    await lurah.until_shown("Kue Contoh")

    await lurah.press("Terima")
    await lurah.confirm("Terima")
    await lurah.until_shown("Tidak ada yang menunggu")

    assert (await answer(registration)).enrolled is not None


async def test_a_decline_needs_a_reason_which_the_applicant_reads(
    office: OpenOffice, registered: Register, answer: Ask
) -> None:
    registration = await registered()
    lurah = await office()
    await lurah.until_shown("Kue Contoh")

    await lurah.press("Belum bisa")
    assert lurah.button("Kirim alasan").disabled
    await lurah.enter(lurah.get(ft.TextField, key="words"), "Usaha ini di kelurahan sebelah.")
    await lurah.confirm("Kirim alasan")
    await lurah.until_shown("Tidak ada yang menunggu")

    assert (await answer(registration)).reason == "Usaha ini di kelurahan sebelah."


async def test_the_last_letters_of_a_reason_are_sent_when_the_tap_comes_with_them(
    office: OpenOffice, registered: Register, answer: Ask
) -> None:
    registration = await registered()
    lurah = await office()
    await lurah.until_shown("Kue Contoh")
    await lurah.press("Belum bisa")
    words = lurah.get(ft.TextField, key="words")
    await lurah.enter(words, "Usaha ini")

    await lurah.enter_and_tap(words, "Usaha ini di kelurahan sebelah.", lurah.button("Kirim alasan"))
    await lurah.until_shown("Tidak ada yang menunggu")

    assert (await answer(registration)).reason == "Usaha ini di kelurahan sebelah."


async def test_the_contact_opens_with_a_purpose_only(office: OpenOffice, registered: Register) -> None:
    await registered()
    lurah = await office()
    await lurah.until_shown("Kue Contoh")

    await lurah.press("Lihat kontak")
    assert lurah.button("Buka kontak").disabled
    await lurah.enter(lurah.get(ft.TextField, key="words"), "Menanyakan alamat")
    await lurah.confirm("Buka kontak")

    await lurah.until_shown("0812 0000 0000")


async def test_beranda_counts_who_waits_and_leads_there(office: OpenOffice, registered: Register) -> None:
    await registered()
    await registered("Es Contoh")

    lurah = await office(route="/")
    await lurah.until_shown("2 pendaftaran UMKM menunggu jawaban Anda.")
    await lurah.tap(lurah.get(ft.ListTile, key="need:registrations"))

    assert lurah.where == "/registrations"
    await lurah.until_shown("Es Contoh")


async def test_beranda_says_nothing_more_once_all_are_answered(office: OpenOffice, registered: Register) -> None:
    await registered()
    lurah = await office(route="/")
    await lurah.until_shown("1 pendaftaran UMKM menunggu jawaban Anda.")
    await lurah.tap(lurah.get(ft.ListTile, key="need:registrations"))
    await lurah.until_shown("Kue Contoh")
    await lurah.press("Terima")
    await lurah.confirm("Terima")
    await lurah.until_shown("Tidak ada yang menunggu")

    await lurah.emit(lurah.page, "view_pop", {"route": lurah.where})

    assert lurah.where == "/"
    assert not lurah.shows("pendaftaran UMKM menunggu")


async def test_a_kecamatan_sees_them_but_is_not_reminded(office: OpenOffice, registered: Register) -> None:
    await registered()

    kecamatan = await office(Role.KECAMATAN, RAPPOCINI)
    await kecamatan.until_shown("Kue Contoh")
    beranda = await office(Role.KECAMATAN, RAPPOCINI, route="/")

    assert not beranda.shows("pendaftaran UMKM menunggu")


async def test_without_a_signal_that_is_said(office: OpenOffice, registered: Register) -> None:
    await registered()
    lurah = await office(route="/account")
    lurah.phone.set_signal(False)

    await lurah.tap(lurah.get(ft.ListTile, key="people"))
    await lurah.press("Pendaftaran UMKM")

    await lurah.until_shown("Perlu sinyal")
