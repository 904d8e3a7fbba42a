"""The kota publishes what was approved, the public page shows it, the kota hides it, and it is gone at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from sync.central import page_reports
from sync.central.app import make_app
from sync.central.log import update_log
from sync.central.webapp.serve import WebApp
from sync.domain.people import Role
from tests.browser.chromium import Phone, Tab, serving
from tests.browser.conftest import SHOTS, a_picture, enrolled
from tests.browser.test_access import assert_fits
from tests.support.bank import Offices, store_photo
from tests.support.centres import KASSI, RAPPOCINI, a_centre, a_code, a_device, a_person

pytestmark = pytest.mark.browser

PHOTO = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none", "caption": "Dua lubang di belakang pos ronda"}
CHILD = {"sha256": "c" * 64, "preview": "d" * 64, "people": "child", "caption": "Anak bermain"}
WHERE = {Role.RT: f"{KASSI}/RW003/RT002", Role.KECAMATAN: RAPPOCINI, Role.KOTA: "73.71", Role.AUDITOR: "73.71"}


@dataclass
class Bank:
    origin: str
    links: dict[Role, str]


async def _fill(city: Offices, photo: bytes) -> None:
    photos = {"photos/p1": PHOTO, "photos/p2": CHILD}
    record = await city.note(title="Teba kompos", place_private=True, lorong="Lorong 4", **photos)
    for sha256 in (PHOTO["sha256"], PHOTO["preview"], CHILD["sha256"], CHILD["preview"]):
        store_photo(city.centre, sha256, photo)
    await city.approve(record, p1=True)
    await city.approve(await city.note(title="Kebun lorong"))
    await city.listed(title="Drainase tersumbat")
    page_reports.keep(
        city.centre, page_reports.Report("/inovasi/x", KASSI, None, "wrong", "Angkanya keliru."), "x"
    )
    update_log(city.centre)


@pytest.fixture
def bank(app_webapp: WebApp, tmp_path: Path) -> Iterator[Bank]:
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    no_http: Any = None
    people = {role: a_person(centre, role, area) for role, area in WHERE.items()}
    devices = [a_device(centre, no_http, people[role]) for role in (Role.RT, Role.KECAMATAN, Role.KOTA)]
    photo = a_picture(tmp_path / "foto.jpg").read_bytes()
    with ThreadPoolExecutor(1) as pool:  # the browser's own loop runs in this thread
        pool.submit(partial(asyncio.run, _fill(Offices(*devices), photo))).result()
    links = {
        role: f"/app/?p={role.value}#{a_code(centre, person, reusable=True)}" for role, person in people.items()
    }
    with serving(make_app(centre, app_webapp)) as origin:
        yield Bank(origin, links)
    centre.database.close()


def shot(tab: Tab, name: str) -> None:
    tab.rest()
    tab.screenshot(SHOTS / f"{name}.png")


def is_public(tab: Tab, title: str) -> bool:
    response = tab.page.request.get(tab.phone.origin + "/")
    return title in response.text()


def wait_until_public(tab: Tab, title: str, *, shown: bool) -> None:
    for _ in range(60):
        if is_public(tab, title) == shown:
            return
        tab.page.wait_for_timeout(500)
    raise AssertionError(f"{title} is {'not ' if shown else ''}on the public page")


def test_kota_publishes_the_public_reads_it_kota_hides_it_and_it_is_gone(app_browser: Browser, bank: Bank) -> None:
    with Phone(app_browser, bank.origin) as phone:
        kota = enrolled(phone, bank.links[Role.KOTA])
        kota.see("Terbitkan")
        kota.see(re.compile("1 laporan halaman menunggu jawaban"))
        kota.see(re.compile("Teba kompos"))
        shot(kota, "60-kota-terbitkan")
        assert_fits(kota, "Terbitkan")
        assert not is_public(kota, "Teba kompos")

        kota.tap(re.compile("Teba kompos"))
        kota.see(re.compile("Disetujui"))
        kota.tap("Terbitkan")
        kota.see("Tidak ikut tampil")
        kota.see(re.compile("rumah tinggal"))
        shot(kota, "61-kota-pratinjau")
        assert_fits(kota, "the preview")
        kota.button("Terbitkan").last.click()
        kota.see(re.compile("Terbit di Bank Inovasi"))
        wait_until_public(kota, "Teba kompos", shown=True)
        shot(kota, "62-kota-terbit")
        assert_fits(kota, "the published record")

        kota.tap("Sembunyikan")
        kota.fill("Alasan", "Menyebut nama orang.")
        shot(kota, "63-kota-sembunyikan")
        kota.button("Sembunyikan").last.click()
        kota.see(re.compile("Disembunyikan: Menyebut nama orang"))
        wait_until_public(kota, "Teba kompos", shown=False)
