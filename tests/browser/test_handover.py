"""*Titip kirim* between two browsers: a file is downloaded from one and taken in by the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Phone
from tests.browser.conftest import City, a_picture, enrolled
from tests.browser.test_journey import note, open_again, shot

pytestmark = pytest.mark.browser


def test_what_one_browser_cannot_send_another_brings(app_browser: Browser, city: City, tmp_path: Path) -> None:
    picture = a_picture(tmp_path / "lorong.jpg")
    with Phone(app_browser, city.origin) as rt_phone, Phone(app_browser, city.origin) as lurah_phone:
        rt = enrolled(rt_phone, city.links["rt"])
        rt.see("Beranda")
        rt.phone.go_offline()
        note(rt, "Teba kompos (contoh)", picture)
        rt.switch_to("Kiriman")
        rt.tap("Titip kirim")
        rt.see(re.compile("1 catatan dan 1 foto, sekitar"))
        shot(rt, "20-titip-kirim")
        with rt.page.expect_download() as download:
            rt.tap("Buat berkas")
        rt.see(re.compile("dititipkan lewat HP lain, menunggu tanda terima"))
        shot(rt, "21-dititipkan")
        assert re.fullmatch(r"titipan-\d{8}-\d{6}\.lorong\.zip", download.value.suggested_filename)
        titipan = tmp_path / download.value.suggested_filename
        download.value.save_as(titipan)

        lurah = enrolled(lurah_phone, city.links["lurah"])
        lurah.switch_to("Kiriman")
        lurah.choose_files("Terima titipan", titipan)
        lurah.see(re.compile("1 catatan dan 1 foto dari HP lain diterima"))
        lurah.see(re.compile("Sudah sampai di server kota"))
        shot(lurah, "22-terima-titipan")

        rt.phone.go_online()
        open_again(rt)
        rt.see(re.compile("Semua sudah terkirim"))
