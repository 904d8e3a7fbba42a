"""The main job, as people do it in their browsers: noted without a signal, reviewed, answered, approved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Phone, Tab
from tests.browser.conftest import SHOTS, City, a_picture, enrolled

pytestmark = pytest.mark.browser


def shot(tab: Tab, name: str) -> None:
    tab.screenshot(SHOTS / f"{name}.png")


def note(
    tab: Tab,
    title: str,
    picture: Path | None = None,
    problem: str = "Sampah dapur menumpuk di ujung lorong.",
    action: str = "Warga membuat lubang kompos bersama.",
) -> None:
    """Fill in the quick form and submit it."""
    tab.switch_to("Catat")
    tab.see("Catat inovasi")
    if picture is not None:
        tab.choose_files("Dari galeri", picture)
        tab.see(re.compile("Siapa yang ada di foto ini"))
        tab.tick("Tidak ada orang")
    tab.fill(re.compile("^Nama inovasi"), title)
    tab.fill(re.compile("^Masalah apa"), problem)
    tab.fill(re.compile("^Apa yang dilakukan"), action)
    for choice in (
        "Sampah dan lingkungan",
        "Sudah berjalan (Penerapan)",
        "Bulan ini",
        "Semua warga",
        "Belum tahu",
    ):
        tab.tick(choice)
    tab.tap("Ajukan")
    tab.see(re.compile("Tersimpan. Dikirim begitu ada sinyal"))
    tab.tap("Ke Beranda")


def note_without_a_signal(rt: Tab, picture: Path) -> None:
    """Two notes, the first with a photo, and a reload in between; then everything goes by itself."""
    rt.phone.go_offline()
    note(rt, "Teba kompos (contoh)", picture)
    rt.see(re.compile("menunggu sinyal"))
    shot(rt, "02-rt-menunggu-sinyal")

    rt.reload()
    rt.wait_for_app()
    rt.see(re.compile("Teba kompos"))
    rt.see(re.compile("1 catatan dan 1 foto menunggu sinyal"))
    shot(rt, "03-rt-dimuat-ulang-tanpa-jaringan")

    note(rt, "Kebun lorong (contoh)")
    rt.see(re.compile("2 catatan dan 1 foto menunggu sinyal"))
    rt.phone.go_online()
    rt.see(re.compile("Semua sudah terkirim"))
    shot(rt, "04-rt-terkirim")


def ask_for_revision(kecamatan: Tab) -> None:
    """Mark one field, write the note, and let the decision go."""
    kecamatan.see("2 catatan menunggu")
    shot(kecamatan, "05-kecamatan-tinjau")
    kecamatan.tap(re.compile("^Teba kompos"))
    kecamatan.tap(re.compile("^Masalah apa yang mau diatasi"))
    kecamatan.fill("Apa yang perlu diubah?", "Berapa karung sehari?")
    shot(kecamatan, "06-kecamatan-tanda")
    kecamatan.tap("Simpan tanda")
    kecamatan.see(re.compile("1 isian perlu diperbaiki"))
    kecamatan.tap("Tulis catatan, lalu minta perbaikan")
    kecamatan.fill("Catatan untuk penulis", "Bagus, tinggal satu angka.")
    kecamatan.tap("Simpan: Revisi")
    let_the_decision_go(kecamatan)
    shot(kecamatan, "07-kecamatan-terkirim")


def let_the_decision_go(kecamatan: Tab) -> None:
    """It rests ten seconds, during which it can be taken back."""
    undo = kecamatan.button("Urungkan").first
    undo.wait_for(state="attached")
    undo.wait_for(state="detached")


def open_again(tab: Tab) -> None:
    """Later the person opens the app again; it asks for news at once."""
    tab.go(f"/app/?p={tab.page.url.partition('p=')[2]}")
    tab.wait_for_app()


def answer_without_a_signal(rt: Tab) -> None:
    open_again(rt)
    rt.see(re.compile("Ada jawaban untuk 1 catatan"))
    rt.phone.go_offline()
    rt.tap(re.compile("^Teba kompos"))
    rt.see(re.compile("Berapa karung sehari"))
    shot(rt, "08-rt-tanda-di-samping-isian")
    rt.tap("Perbaiki dan kirim lagi")
    rt.fill(re.compile("^Masalah apa"), "Dua karung sampah dapur sehari menumpuk di ujung lorong.")
    rt.fill(re.compile("^Jawaban Anda"), "Dua karung, sudah dihitung.")
    rt.tap("Kirim perbaikan")
    rt.see(re.compile("tersimpan", re.IGNORECASE))
    rt.tap("Ke Beranda")
    rt.see(re.compile("1 catatan menunggu sinyal"))
    shot(rt, "09-rt-perbaikan-menunggu")
    rt.phone.go_online()
    rt.see(re.compile("Semua sudah terkirim"))


def approve(kecamatan: Tab) -> None:
    open_again(kecamatan)
    kecamatan.tap(re.compile("^Teba kompos"))
    kecamatan.see(re.compile("Dua karung sampah dapur"))
    kecamatan.see(re.compile("Dua karung, sudah dihitung"))
    shot(kecamatan, "10-kecamatan-yang-berubah")
    kecamatan.tap("Setujui")
    let_the_decision_go(kecamatan)


def test_a_note_made_offline_is_reviewed_answered_and_approved(
    app_browser: Browser, city: City, tmp_path: Path
) -> None:
    picture = a_picture(tmp_path / "lorong.jpg")
    with Phone(app_browser, city.origin) as rt_phone, Phone(app_browser, city.origin) as kecamatan_phone:
        rt = enrolled(rt_phone, city.links["rt"])
        rt.see("Beranda")
        shot(rt, "01-rt-beranda")
        note_without_a_signal(rt, picture)

        kecamatan = enrolled(kecamatan_phone, city.links["kecamatan"])
        ask_for_revision(kecamatan)
        answer_without_a_signal(rt)
        approve(kecamatan)
        open_again(rt)
        rt.see(re.compile("Disetujui"))
        shot(rt, "11-rt-disetujui")
