"""The pages of ideas in a real browser: a narrow screen, JavaScript off, the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sync.central.app import make_app
from tests.browser.chromium import Phone, serving
from tests.browser.conftest import a_picture
from tests.support.centres import KASSI, a_centre

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    with serving(make_app(centre)) as origin:
        yield origin
    centre.database.close()


def file_an_idea(page: Page, origin: str) -> None:
    page.goto(f"{origin}/usul?wilayah={KASSI}")
    page.get_by_label("Usulan Anda").fill("Kebun sayur di ujung lorong")
    page.get_by_label("Ceritakan").fill("Tanah kosong ditanami bersama.")
    page.get_by_label("Nama").fill("Warga Contoh")
    page.get_by_label("Nomor HP").fill("0812 3456 7890")
    page.get_by_text("Saya setuju kontak ini").click()
    page.get_by_role("button", name="Kirim usulan").click()
    page.get_by_role("heading", name="Terima kasih").wait_for()


def test_an_idea_with_a_photo_is_filed_and_followed_without_javascript(
    app_browser: Browser, origin: str, tmp_path: Path
) -> None:
    with Phone(app_browser, origin, {"java_script_enabled": False, **NARROW}) as phone:
        page = phone.open("/usul").page
        file_an_idea(page, origin)
        tracking = page.locator(".number").inner_text()

        page.get_by_label("Foto tempat").set_input_files(a_picture(tmp_path / "foto.jpg"))
        page.get_by_role("button", name="Kirim foto").click()
        page.get_by_text("Sudah ada 1 foto.").wait_for()
        page.goto(f"{origin}/lacak")
        page.get_by_label("Nomor lacak").fill(tracking.lower())
        page.get_by_role("button", name="Lihat").click()

        page.get_by_role("heading", name="Kebun sayur di ujung lorong", level=1).wait_for()
        page.get_by_role("button", name="Tarik persetujuan").click()
        page.get_by_role("heading", name="Tanda terima").wait_for()
        assert page.get_by_role("button", name="Tarik persetujuan").count() == 0


def test_what_is_wrong_is_told_and_what_was_typed_stays_without_javascript(
    app_browser: Browser, origin: str
) -> None:
    with Phone(app_browser, origin, {"java_script_enabled": False, **NARROW}) as phone:
        page = phone.open(f"/usul?wilayah={KASSI}").page
        page.get_by_label("Usulan Anda").fill("Kebun sayur")
        page.get_by_label("Ceritakan").fill("NIK saya 7371131205800001")
        page.get_by_role("button", name="Kirim usulan").click()

        page.get_by_text("Ada nomor seperti NIK").wait_for()
        assert page.get_by_label("Usulan Anda").input_value() == "Kebun sayur"
        assert page.get_by_label("Kelurahan Anda").input_value() == KASSI


def test_people_do_not_meet_the_field_for_programs(app_browser: Browser, origin: str) -> None:
    with Phone(app_browser, origin, NARROW) as phone:
        page = phone.open("/usul").page

        trap = page.get_by_label("Biarkan kosong")

        assert trap.evaluate("one => one.getBoundingClientRect().right") < 0
        assert trap.evaluate("one => one.tabIndex") == -1


def test_the_keyboard_meets_the_skip_link_first_and_sees_where_it_is(app_browser: Browser, origin: str) -> None:
    with Phone(app_browser, origin, NARROW) as phone:
        page = phone.open("/usul").page
        page.keyboard.press("Tab")
        link = page.get_by_role("link", name="Langsung ke isi")
        assert link.evaluate("one => one === document.activeElement")
        assert link.evaluate("one => one.getBoundingClientRect().left >= 0")
        assert link.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"

        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

        inside = "one => document.querySelector('main').contains(document.activeElement)"
        assert page.locator("main").evaluate(inside)
