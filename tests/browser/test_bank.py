"""The public bank in a real browser: JavaScript off, a narrow screen, light and dark, and what axe-core says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from sync.central.app import make_app
from sync.domain.people import Role
from tests.browser.chromium import Phone, serving
from tests.browser.conftest import SHOTS, a_picture
from tests.support.bank import Offices, store_photo
from tests.support.centres import KASSI, RAPPOCINI, a_centre, a_device, a_person

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}}
PHOTO = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none", "caption": "Dua lubang di belakang pos ronda"}
PATHS = (
    "/",
    "/?q=teba&kecamatan=73.71.13",
    "/?q=tidakada",
    "/wilayah",
    f"/wilayah/{RAPPOCINI}",
    f"/wilayah/{KASSI}",
)
_WIDEST = "() => document.scrollingElement.scrollWidth"


async def _fill(city: Offices, photo: bytes) -> None:
    issue = await city.listed(title="Sampah dapur menumpuk", tried="Dibakar.")
    await city.accepted(city.kota, issue, {"strategic": True, "nature": "structural"}, kind="issue")
    sent = {"office": "Dinas Lingkungan Hidup", "date": "2026-11-20", "answer": "Ditambah satu gerobak."}
    await city.accepted(city.kota, issue, {"forwarded": sent}, kind="issue")
    values = {"before": "Enam kantong.", "after": "Dua kantong.", "sdgs": ["11", "12"], "lorong": "Lorong 4"}
    point = {"lat": -51_762_345, "lng": 1_194_412_345}
    first = await city.published(
        title="Teba kompos", issue=issue, point=point, ticks={"p1": True}, **values, **{"photos/p1": PHOTO}
    )
    await city.published(title="Teba Lorong 9", replicates=first)
    for sha256 in (PHOTO["sha256"], PHOTO["preview"]):
        store_photo(city.centre, str(sha256), photo)
    city.index()


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    where = {Role.RT: f"{KASSI}/RW003/RT002", Role.KECAMATAN: RAPPOCINI, Role.KOTA: "73.71"}
    no_http: Any = None
    people = [a_device(centre, no_http, a_person(centre, role, area)) for role, area in where.items()]
    photo = a_picture(tmp_path / "foto.jpg").read_bytes()
    with ThreadPoolExecutor(1) as pool:  # the browser's own loop runs in this thread
        pool.submit(partial(asyncio.run, _fill(Offices(*people), photo))).result()
    with serving(make_app(centre)) as origin:
        yield origin
    centre.database.close()


def test_a_reader_searches_reads_and_reports_without_javascript(app_browser: Browser, origin: str) -> None:
    with Phone(app_browser, origin, {"java_script_enabled": False, **NARROW}) as phone:
        page = phone.open("/").page
        page.get_by_role("searchbox", name="Cari").fill("komps")
        page.get_by_role("button", name="Cari").click()
        page.get_by_role("link", name="Teba kompos").click()
        page.get_by_role("heading", name="Teba kompos", level=1).wait_for()
        page.get_by_role("img", name="Dua lubang di belakang pos ronda").wait_for()
        page.get_by_role("link", name="Teba Lorong 9").click()
        page.get_by_role("heading", name="Teba Lorong 9", level=1).wait_for()
        page.get_by_role("link", name="Kassi-Kassi").first.click()
        page.get_by_role("heading", name="Kelurahan Kassi-Kassi").wait_for()

        page.get_by_text("Laporkan halaman ini").click()
        page.get_by_label("Apa yang salah?").select_option("wrong")
        page.get_by_label("Keterangan").fill("Angkanya keliru.")
        page.get_by_role("button", name="Kirim laporan").click()

        page.get_by_role("heading", name="Terima kasih").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_all_fits_on_320_px(app_browser: Browser, origin: str, scheme: Any) -> None:
    with Phone(app_browser, origin, {"color_scheme": scheme, **NARROW}) as phone:
        page = phone.open("/").page
        for path in PATHS:
            page.goto(origin + path)
            _assert_good(page, path)
        page.goto(f"{origin}/")
        for title in ("Teba kompos", "Sampah dapur menumpuk"):
            page.get_by_role("link", name=re.compile(title)).first.click()
            page.get_by_role("heading", name=title, level=1).wait_for()
            page.get_by_text("Laporkan halaman ini").click()
            _assert_good(page, title)
            page.screenshot(path=SHOTS / f"bank-{scheme}-{title.split()[0].lower()}.png", full_page=True)
            page.goto(f"{origin}/")
        page.get_by_text("Saring").click()
        _assert_good(page, "filters")
        page.screenshot(path=SHOTS / f"bank-{scheme}.png", full_page=True)
        page.goto(f"{origin}/wilayah/{KASSI}")
        page.screenshot(path=SHOTS / f"bank-{scheme}-wilayah.png", full_page=True)


def _assert_good(page: Page, where: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{where}: {found.generate_report()}"
    assert page.evaluate(_WIDEST) <= 320, where
