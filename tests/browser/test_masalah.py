"""A problem from an RT's note to the bank of issues, as its author and the kecamatan see it in their browsers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Phone, Tab
from tests.browser.conftest import SHOTS, City, enrolled
from tests.browser.test_access import assert_fits
from tests.browser.test_journey import open_again

pytestmark = pytest.mark.browser
TITLE = "Got depan pos ronda tersumbat"


def shot(tab: Tab, name: str) -> None:
    tab.rest()
    tab.screenshot(SHOTS / f"masalah-{name}.png")
    assert_fits(tab, name)


def note(rt: Tab, title: str) -> None:
    rt.switch_to("Catat")
    rt.role("checkbox", "Masalah").first.click()
    rt.see("Catat masalah")
    rt.fill(re.compile("^Masalah apa"), title)


def test_a_problem_is_noted_without_a_signal_listed_and_found_by_the_next_one(
    app_browser: Browser, city: City
) -> None:
    with Phone(app_browser, city.origin) as one, Phone(app_browser, city.origin) as other:
        rt = enrolled(one, city.links["rt"])
        one.go_offline()
        note(rt, TITLE)
        rt.tick("Air, drainase, jalan lorong")
        rt.fill(re.compile("^Siapa dan berapa"), "12")
        shot(rt, "01-rt-catat")
        rt.tap("Ajukan")
        rt.see("Tersimpan. Dikirim begitu ada sinyal.")
        one.go_online()
        rt.tap("Ke Beranda")
        rt.see(re.compile("Semua sudah terkirim"))

        kecamatan = enrolled(other, city.links["kecamatan"])
        kecamatan.see("1 masalah menunggu jawaban Anda")
        shot(kecamatan, "02-kecamatan-tinjau")
        kecamatan.tap("Buka masalah")
        kecamatan.tap(re.compile(f"^{TITLE}"))
        kecamatan.see("Inovasi yang mengatasinya")
        shot(kecamatan, "03-kecamatan-masalah")
        kecamatan.tap("Telaah masalah")
        kecamatan.tick("Fungsional")
        shot(kecamatan, "04-kecamatan-telaah")
        kecamatan.tap("Simpan")
        kecamatan.tap("Lihat catatan")
        kecamatan.tap("Masukkan ke Bank Isu")
        kecamatan.see(re.compile("Tercatat"))

        open_again(rt)
        rt.see("Masalah yang menunggu gagasan")
        shot(rt, "05-rt-beranda")
        note(rt, "Selokan di depan poskamling mampet")
        rt.see("Mungkin sudah tercatat")
        shot(rt, "06-rt-serupa")
        rt.tap(re.compile(f"^{TITLE}"))
        rt.see("Catat inovasi untuk masalah ini")
        shot(rt, "07-rt-rincian")
