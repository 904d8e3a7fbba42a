"""A lurah adds an RT, reads out the code, and the RT's own phone enrols with it; a business registers itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Phone, Tab
from tests.browser.conftest import SHOTS, City, enrolled
from tests.browser.test_access import NARROW, largest_text, look

pytestmark = pytest.mark.browser

CODE = re.compile(r"^([A-Z2-9] ?){4} ?- ?([A-Z2-9] ?){4}$")


def shot(tab: Tab, name: str) -> None:
    tab.rest()
    tab.screenshot(SHOTS / f"{name}.png")


def add_an_rt(lurah: Tab, name: str) -> str:
    """From *Akun* to the code, as it is read out."""
    lurah.switch_to("Akun")
    lurah.tap(re.compile("^Orang & HP"))
    lurah.tap("Tambah orang")
    lurah.fill("Nama lengkap", name)
    lurah.tick("Ketua RT")
    lurah.fill(re.compile("^RW$"), "3")
    lurah.fill(re.compile("^RT$"), "4")
    shot(lurah, "40-orang-tambah")
    lurah.tap("Tambah dan buat kode")
    lurah.see(re.compile(f"Kode untuk {name}"))
    shot(lurah, "41-orang-kode")
    said = lurah.text(CODE).or_(lurah.field(CODE)).first
    return str(said.get_attribute("aria-label") or said.inner_text()).replace(" ", "")


def test_a_lurah_adds_an_rt_whose_phone_enrols_with_the_code(app_browser: Browser, city: City) -> None:
    with Phone(app_browser, city.origin) as lurah_phone, Phone(app_browser, city.origin) as rt_phone:
        lurah = enrolled(lurah_phone, city.links["lurah"])
        lurah.see("Beranda")
        code = add_an_rt(lurah, "Ibu Baru")

        rt = rt_phone.open("/app/?p=rt")
        rt.wait_for_app()
        rt.fill("Kode 8 huruf dan angka", code)
        rt.tap("Masuk")
        rt.see("Apakah ini Anda?")
        rt.see("Ibu Baru")
        rt.tap("Benar, ini saya")
        rt.see("Beranda")

        lurah.tap("Selesai")
        lurah.see(re.compile("Ibu Baru"))
        shot(lurah, "42-orang-daftar")


def test_a_business_registers_and_its_phone_is_let_in(app_browser: Browser, city: City) -> None:
    with Phone(app_browser, city.origin) as lurah_phone, Phone(app_browser, city.origin) as umkm_phone:
        umkm = umkm_phone.open("/app/?p=umkm")
        umkm.wait_for_app()
        umkm.tap("Daftarkan usaha saya")
        umkm.fill("Nama usaha", "Kue Contoh")
        # Each of them folds away as soon as it is chosen.
        umkm.role("checkbox", "Rappocini").first.click()
        umkm.role("checkbox", "Kassi-Kassi").first.click()
        umkm.fill(re.compile("^Lorong atau alamat"), "Lorong 2")
        umkm.tick("Usaha dan ekonomi warga")
        umkm.fill(re.compile("^Nomor HP"), "0812 0000 0000")
        shot(umkm, "43-umkm-daftar")
        umkm.tap("Kirim pendaftaran")
        umkm.see(re.compile("Menunggu jawaban lurah"))
        umkm.reload()
        umkm.wait_for_app()
        umkm.see(re.compile("Menunggu jawaban lurah"))
        shot(umkm, "44-umkm-menunggu")

        lurah = enrolled(lurah_phone, city.links["lurah"])
        lurah.tap(re.compile("1 pendaftaran UMKM menunggu"))
        lurah.see("Kue Contoh")
        shot(lurah, "45-lurah-pendaftaran")
        lurah.tap("Terima")
        lurah.see(re.compile("HP yang mendaftar masuk sendiri"))
        lurah.button("Terima").last.click()
        lurah.see("Tidak ada yang menunggu")

        umkm.tap("Lihat jawaban sekarang")
        umkm.see("Apakah ini Anda?")


def test_the_screens_of_people_fit_at_320_pixels_with_the_largest_text(app_browser: Browser, city: City) -> None:
    with Phone(app_browser, city.origin, {"viewport": NARROW}) as phone:
        lurah = enrolled(phone, city.links["lurah"])
        lurah.see("Beranda")
        largest_text(lurah)
        lurah.rest()
        code = add_an_rt(lurah, "Ibu Baru")
        assert len(code) == 9
        look(lurah, "320-orang-kode")
        lurah.tap("Selesai")
        lurah.fill("Cari nama", "ibu baru")
        lurah.see(re.compile("^Ibu Baru"))
        look(lurah, "320-orang-daftar")
        lurah.tap(re.compile("^Ibu Baru"))
        lurah.see(re.compile("Belum ada HP"))
        look(lurah, "320-orang-satu")
        lurah.tap("Kode baru")
        lurah.see(re.compile("tidak berlaku lagi"))
        look(lurah, "320-orang-tanya")
