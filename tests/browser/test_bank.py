"""The public bank in a real browser: a reader on a narrow screen, with JavaScript off."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from sync.central.app import make_app
from sync.domain.people import Role
from tests.browser.chromium import Phone, serving
from tests.browser.conftest import a_picture
from tests.support.bank import Offices, store_photo
from tests.support.centres import KASSI, RAPPOCINI, a_centre, a_device, a_person

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}}
PHOTO = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none", "caption": "Dua lubang di belakang pos ronda"}


async def _fill(city: Offices, photo: bytes) -> None:
    first = await city.published(title="Teba kompos", ticks={"p1": True}, **{"photos/p1": PHOTO})
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
