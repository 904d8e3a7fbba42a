"""A resident's idea from their own browser to the innovation that grows from it, as all of them see it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Phone, Tab
from tests.browser.conftest import SHOTS, City, enrolled
from tests.browser.test_access import NARROW, largest_text, look
from tests.browser.test_journey import let_the_decision_go, open_again

pytestmark = pytest.mark.browser
TITLE = "Kebun sayur di ujung lorong (contoh)"


def shot(tab: Tab, name: str) -> None:
    tab.rest()
    tab.screenshot(SHOTS / f"usulan-{name}.png")


def as_resident(phone: Phone) -> Tab:
    tab = phone.open("/app/?p=warga")
    tab.wait_for_app()
    tab.tap("Lanjut sebagai warga")
    tab.see("Usulan saya")
    return tab


def write(resident: Tab) -> None:
    resident.tap("Tulis usulan")
    resident.see("Di kelurahan mana?")
    resident.role("checkbox", "Rappocini").first.click()
    resident.role("checkbox", "Kassi-Kassi").first.click()
    resident.fill(re.compile("^Usulan Anda"), TITLE)
    resident.fill(re.compile("^Ceritakan"), "Tanah kosong di ujung lorong ditanami sayur bersama.")
    resident.tick("Pangan dan kebun lorong")


def file_without_a_signal(resident: Tab) -> None:
    resident.phone.go_offline()
    write(resident)
    shot(resident, "02-warga-menulis")
    resident.tap("Kirim usulan")
    resident.see("Nomor lacak")
    resident.see(re.compile("1 usulan menunggu dikirim"))
    shot(resident, "03-warga-menunggu-sinyal")
    resident.phone.go_online()
    resident.see(re.compile("Usulan Anda sudah ada di server kota"))
    shot(resident, "04-warga-terkirim")


def ask(lurah: Tab) -> None:
    lurah.see(re.compile("1 usulan warga menunggu jawaban Anda"))
    shot(lurah, "05-lurah-beranda")
    lurah.switch_to("Usulan")
    lurah.see("1 usulan menunggu Anda")
    shot(lurah, "06-lurah-daftar")
    lurah.tap(re.compile("^Kebun sayur"))
    lurah.see("Jawab warga")
    shot(lurah, "07-lurah-usulan")
    lurah.tap("Tanya")
    lurah.fill(re.compile("^Pertanyaan Anda"), "Di RT berapa lahannya?")
    lurah.see("Yang akan dibaca warga:")
    shot(lurah, "08-lurah-tanya")
    lurah.tap("Simpan: Tanya")
    let_the_decision_go(lurah)


def answer(resident: Tab) -> None:
    open_again(resident)
    resident.tap(re.compile("^Kebun sayur"))
    resident.see(re.compile("Di RT berapa lahannya"))
    resident.fill(re.compile("^Jawaban Anda"), "RT 002, dekat masjid.")
    shot(resident, "09-warga-menjawab")
    resident.tap("Kirim jawaban")
    resident.see(re.compile("Usulan Anda sudah dibaca"))


def take_up(lurah: Tab) -> None:
    open_again(lurah)
    lurah.switch_to("Usulan")
    lurah.see("Warga menjawab")
    lurah.tap(re.compile("^Kebun sayur"))
    lurah.see(re.compile("RT 002, dekat masjid"))
    shot(lurah, "10-lurah-jawaban-warga")
    lurah.tap("Angkat")
    lurah.role("checkbox", re.compile("Contoh kelurahan")).first.click()
    shot(lurah, "11-lurah-angkat")
    lurah.tap("Simpan: Angkat")
    let_the_decision_go(lurah)
    lurah.tap("Mulai catatan inovasi")
    lurah.see("Catat inovasi")
    name = lurah.field(re.compile("^Nama inovasi")).first
    # Flutter tells what stands in a field when it has the focus.
    name.click()
    lurah.rest()
    assert name.input_value() == TITLE
    shot(lurah, "12-lurah-draf-inovasi")


def test_an_idea_is_filed_asked_about_answered_and_taken_up(app_browser: Browser, city: City) -> None:
    with Phone(app_browser, city.origin) as one, Phone(app_browser, city.origin) as other:
        resident = as_resident(one)
        shot(resident, "01-warga")
        file_without_a_signal(resident)
        lurah = enrolled(other, city.links["lurah"])
        ask(lurah)
        answer(resident)
        take_up(lurah)
        open_again(resident)
        resident.tap(re.compile("^Kebun sayur"))
        resident.see(re.compile("Usulan Anda dikerjakan"))
        shot(resident, "13-warga-diangkat")


def test_every_screen_fits_at_320_pixels_with_the_largest_text(app_browser: Browser, city: City) -> None:
    narrow = {"viewport": NARROW}
    with Phone(app_browser, city.origin, narrow) as one, Phone(app_browser, city.origin, narrow) as other:
        resident = as_resident(one)
        resident.tap("Tampilan")
        resident.role("radio", "Sangat besar").first.click()
        look(resident, "usulan-320-warga")
        write(resident)
        look(resident, "usulan-320-warga-menulis")
        resident.tap("Kirim usulan")
        resident.see(re.compile("Usulan Anda sudah ada di server kota"))
        look(resident, "usulan-320-warga-usulan")

        lurah = enrolled(other, city.links["lurah"])
        largest_text(lurah)
        lurah.switch_to("Usulan")
        lurah.see("1 usulan menunggu Anda")
        look(lurah, "usulan-320-lurah-daftar")
        lurah.tap(re.compile("^Kebun sayur"))
        lurah.see(re.compile("Tanah kosong"))
        look(lurah, "usulan-320-lurah-usulan")
        lurah.tap("Angkat")
        lurah.see(re.compile("Siapa yang menuliskan"))
        look(lurah, "usulan-320-lurah-angkat")
