"""*Daftarkan usaha saya* on Masuk, from the form to the account, beside the real endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import flet as ft
import httpx
import pytest

from sync.central.answer import Centre
from sync.client.api import CentralApi
from sync.client.people import PeopleApi
from sync.domain.people import Role
from tests.support.centres import KASSI, RAPPOCINI, a_device, a_person, http_to
from tests.support.homes import MemoryHome
from tests.support.phone import Phone
from tests.support.phones import Line

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Home(MemoryHome):
    line: Line

    def http(self, server: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=server, transport=self.line)


class Applicant(Phone):
    home: Home

    async def press(self, text: str) -> None:
        await self.driver.tap(self.driver.button(text))

    async def see(self, text: str) -> None:
        await self.driver.until(lambda: self.driver.shows(text))

    async def restart(self) -> Applicant:
        await self.close()
        home = Home(**vars(self.home.restarted()))
        home.line = self.home.line
        again = Applicant(home)
        await again.start()
        return again

    async def fill(self, *, contact: str = "0812 3456 7890") -> None:
        driver = self.driver
        for key, text in (("business", "Kue Contoh"), ("lorong", "Lorong 2"), ("contact", contact)):
            await driver.enter(driver.get(ft.TextField, key=key), text)
        await driver.tap(driver.get(ft.OutlinedButton, key=f"area={RAPPOCINI}"))
        await driver.tap(driver.get(ft.OutlinedButton, key=f"area={KASSI}"))
        await driver.tap(driver.get(ft.OutlinedButton, key="theme=business"))
        await driver.enter(driver.get(ft.TextField, key="server"), "http://centre")


@pytest.fixture
async def applicant(centre: Centre) -> AsyncIterator[Applicant]:
    home = Home()
    home.line = Line(centre)
    phone = Applicant(home)
    await phone.start()
    yield phone
    # After a restart the first one is closed already.
    await asyncio.sleep(0)


@pytest.fixture
def lurah(centre: Centre) -> PeopleApi:
    speaker = a_device(centre, http_to(centre), a_person(centre, Role.KELURAHAN, KASSI))
    return PeopleApi(CentralApi(speaker.http, speaker.token))


async def waiting(applicant: Applicant) -> Applicant:
    await applicant.press("Daftarkan usaha saya")
    await applicant.fill()
    await applicant.press("Kirim pendaftaran")
    await applicant.see("Menunggu jawaban lurah")
    return applicant


async def test_a_business_registers_and_waits(applicant: Applicant, lurah: PeopleApi) -> None:
    await waiting(applicant)

    (entry,) = (await lurah.registrations()).registrations
    assert (entry.business, entry.lorong, entry.area) == ("Kue Contoh", "Lorong 2", KASSI)
    assert applicant.driver.shows("Lorong 2, Kassi-Kassi")
    await applicant.close()


async def test_the_last_letters_of_a_number_are_sent_when_the_tap_comes_with_them(
    applicant: Applicant, lurah: PeopleApi
) -> None:
    await applicant.press("Daftarkan usaha saya")
    await applicant.fill(contact="0812 3456")
    driver = applicant.driver

    contact, send = driver.get(ft.TextField, key="contact"), driver.button("Kirim pendaftaran")
    await driver.enter_and_tap(contact, "0812 3456 7890", send)
    await applicant.see("Menunggu jawaban lurah")

    (entry,) = (await lurah.registrations()).registrations
    assert await lurah.contact(entry.id, "Menanyakan alamat") == "0812 3456 7890"
    await applicant.close()


async def test_what_is_missing_is_named_and_nothing_is_kept(applicant: Applicant) -> None:
    await applicant.press("Daftarkan usaha saya")

    await applicant.press("Kirim pendaftaran")

    assert applicant.driver.texts.count("Wajib diisi.") == 3
    assert applicant.driver.shows("Tulis nomor yang bisa dihubungi")
    assert applicant.app.entrance
    assert applicant.app.entrance.applying.current() is None
    await applicant.close()


async def test_without_a_signal_it_is_kept_and_sent_after_a_restart(
    applicant: Applicant, lurah: PeopleApi
) -> None:
    applicant.home.line.is_up = False
    await applicant.press("Daftarkan usaha saya")
    await applicant.fill()
    await applicant.press("Kirim pendaftaran")
    await applicant.see("Tersimpan di HP ini dan belum terkirim")
    applicant.home.line.is_up = True

    again = await applicant.restart()
    await again.see("Menunggu jawaban lurah")

    assert len((await lurah.registrations()).registrations) == 1
    await again.close()


async def test_at_the_next_start_after_the_admission_the_account_is_there(
    applicant: Applicant, lurah: PeopleApi
) -> None:
    await waiting(applicant)
    (entry,) = (await lurah.registrations()).registrations
    await lurah.admit(entry.id)

    again = await applicant.restart()
    await again.see("Apakah ini Anda?")
    await again.press("Benar, ini saya")

    assert again.driver.find(ft.NavigationBar)
    assert again.session.person.role is Role.UMKM
    await again.close()


async def test_by_hand_the_answer_comes_too(applicant: Applicant, lurah: PeopleApi) -> None:
    await waiting(applicant)
    (entry,) = (await lurah.registrations()).registrations
    await lurah.admit(entry.id)

    await applicant.press("Lihat jawaban sekarang")

    await applicant.see("Apakah ini Anda?")
    await applicant.close()


async def test_when_the_app_comes_back_to_the_front_it_asks(applicant: Applicant, lurah: PeopleApi) -> None:
    await waiting(applicant)
    (entry,) = (await lurah.registrations()).registrations
    await lurah.admit(entry.id)

    await applicant.driver.lifecycle(ft.AppLifecycleState.RESUME)

    await applicant.see("Apakah ini Anda?")
    await applicant.close()


async def test_a_decline_is_read_and_the_form_stands_there_again(applicant: Applicant, lurah: PeopleApi) -> None:
    await waiting(applicant)
    (entry,) = (await lurah.registrations()).registrations
    await lurah.decline(entry.id, "Tulis nama lorongnya.")

    await applicant.press("Lihat jawaban sekarang")
    await applicant.see("Alasan dari kelurahan: Tulis nama lorongnya.")
    await applicant.press("Betulkan dan daftar lagi")

    assert applicant.driver.get(ft.TextField, key="business").value == "Kue Contoh"
    assert applicant.driver.get(ft.TextField, key="contact").value == ""
    await applicant.close()


async def test_somebody_who_got_a_code_meanwhile_can_use_it(applicant: Applicant) -> None:
    await waiting(applicant)

    await applicant.press("Masuk dengan kode")

    assert applicant.driver.shows("Masuk ke Lorong")
    await applicant.press("Lihat pendaftaran usaha saya")
    assert applicant.driver.shows("Kue Contoh")
    await applicant.close()


async def test_a_registration_is_deleted_after_it_was_asked(applicant: Applicant) -> None:
    await waiting(applicant)

    await applicant.press("Hapus pendaftaran dari HP ini")
    assert applicant.driver.shows("Yang sudah sampai di kelurahan tetap bisa dijawab lurah.")
    await applicant.press("Ya, hapus")

    await applicant.see("Masuk ke Lorong")
    assert applicant.home.secrets.held == {}
    await applicant.close()
