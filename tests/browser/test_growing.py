"""A note grows into a scored record without a signal, in a browser, and the kelurahan reads it so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Phone, Tab
from tests.browser.conftest import SHOTS, City, enrolled
from tests.browser.test_journey import note, open_again

pytestmark = pytest.mark.browser
TITLE = "Teba kompos (contoh)"


def shot(tab: Tab, name: str) -> None:
    tab.screenshot(SHOTS / f"lengkapi-{name}.png")


def complete(tab: Tab) -> None:
    tab.tap(re.compile(f"^{re.escape(TITLE)}"))
    tab.tap("Lengkapi")
    tab.see(re.compile("Langkah berikutnya"))


def prove_by_a_link(rt: Tab) -> None:
    rt.tap(re.compile("Buat video 3 menit"))
    rt.tick(re.compile("Memenuhi 1-2 unsur"))
    rt.see(re.compile("Tingkat ini belum dihitung"))
    rt.fill(re.compile("^Tautan"), "https://contoh.id/video")
    rt.tap("Tambah tautan")
    rt.see(re.compile("Buka tautan"))
    shot(rt, "01-tautan")
    rt.tap("Kembali")


def prove_by_a_document(rt: Tab, document: Path) -> None:
    rt.tap(re.compile("Buat daftar penerima manfaat"))
    rt.tick(re.compile("Penerima manfaat 1-200"))
    rt.choose_files("Pilih PDF", document)
    rt.see(re.compile("Buka PDF"))
    shot(rt, "02-pdf")


def test_an_rt_completes_a_note_without_a_signal_and_the_kelurahan_reads_the_score(
    app_browser: Browser, city: City, tmp_path: Path
) -> None:
    document = tmp_path / "daftar.pdf"
    document.write_bytes(b"%PDF-1.7\n" + b"x" * 200_000)
    with Phone(app_browser, city.origin) as rt_phone, Phone(app_browser, city.origin) as lurah_phone:
        rt = enrolled(rt_phone, city.links["rt"])
        note(rt, TITLE)
        rt.see(re.compile("Semua sudah terkirim"))

        rt_phone.go_offline()
        complete(rt)
        prove_by_a_link(rt)
        prove_by_a_document(rt, document)
        rt.tap("Simpan")
        rt.see(re.compile("Perubahan tersimpan"))
        open_again(rt)
        rt.see(re.compile("menunggu sinyal"))
        rt_phone.go_online()
        rt.see(re.compile("Semua sudah terkirim"))

        lurah = enrolled(lurah_phone, city.links["lurah"])
        complete(lurah)
        lurah.see(re.compile("Pita SIGAP BRIDA: Kurang"))
        lurah.see(re.compile(r"Diklaim\s+7"))
        shot(lurah, "03-lurah")
