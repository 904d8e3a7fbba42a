"""An RT notes a result without a signal on a small dark phone, the lurah confirms it, and residents read it."""

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

from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.indexing import catch_up
from sync.central.webapp.serve import WebApp
from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.browser.chromium import Phone, Tab, serving
from tests.browser.conftest import SHOTS, enrolled
from tests.support.bank import Offices
from tests.support.centres import KASSI, RAPPOCINI, a_centre, a_code, a_device, a_person

pytestmark = pytest.mark.browser

WASTE = {"name": "Sampah diangkut", "unit": "kantong", "kind": "value", "better": "down", "baseline": "6"}
WHERE = {Role.RT: f"{KASSI}/RW003/RT002", Role.KECAMATAN: RAPPOCINI, Role.KOTA: "73.71", Role.KELURAHAN: KASSI}
SMALL = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}


@dataclass
class Lane:
    centre: Centre
    origin: str
    links: dict[Role, str]
    page: str


@pytest.fixture
def lane(app_webapp: WebApp, tmp_path: Path) -> Iterator[Lane]:
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    no_http: Any = None
    people = {role: a_person(centre, role, area) for role, area in WHERE.items()}
    devices = [a_device(centre, no_http, people[role]) for role in (Role.RT, Role.KECAMATAN, Role.KOTA)]
    values: dict[str, Any] = {"title": "Teba kompos", "indicators/waste": WASTE}
    publish = partial(Offices(*devices).published, **values)
    with ThreadPoolExecutor(1) as pool:  # the browser's own loop runs in this thread
        record = pool.submit(lambda: asyncio.run(publish())).result()
    links = {
        role: f"/app/?p={role.value}#{a_code(centre, person, reusable=True)}" for role, person in people.items()
    }
    with serving(make_app(centre, app_webapp)) as origin:
        yield Lane(centre, origin, links, f"/inovasi/{number_of(record)}")
    centre.database.close()


def opened(phone: Phone, link: str) -> Tab:
    tab = enrolled(phone, link)
    tab.tap(re.compile("Teba kompos"))
    tab.see(re.compile("Terbit di Bank Inovasi"))
    return tab


def test_a_result_goes_from_a_phone_without_signal_to_the_public_page(lane: Lane, app_browser: Browser) -> None:
    with Phone(app_browser, lane.origin, SMALL) as phone, Phone(app_browser, lane.origin) as office:
        rt = opened(phone, lane.links[Role.RT])
        phone.go_offline()
        rt.bring("Catat hasil ukur")
        rt.tap("Catat hasil ukur")
        rt.tick("Bulan ini")
        rt.fill("Hasilnya", "2,5")
        rt.screenshot(SHOTS / "measuring-form.png")
        rt.tap("Simpan")
        rt.bring("Semua hasil ukur")
        rt.see("Lebih baik: dari 6 kantong menjadi 2,5 kantong")
        rt.screenshot(SHOTS / "measuring-rt.png")
        rt.tap("Semua hasil ukur")
        phone.go_online()
        rt.see(re.compile("Belum disahkan kelurahan"))

        lurah = opened(office, lane.links[Role.KELURAHAN])
        lurah.bring("Semua hasil ukur")
        lurah.tap("Semua hasil ukur")
        lurah.bring("Sahkan")
        lurah.screenshot(SHOTS / "measuring-lurah.png")
        lurah.tap("Sahkan")
        lurah.see(re.compile("Disahkan kelurahan"))

        catch_up(lane.centre)
        resident = Phone(app_browser, lane.origin, SMALL)
        with resident:
            page = resident.context.new_page()
            page.goto(lane.origin + lane.page)
            page.get_by_role(
                "img", name=re.compile("Sampah diangkut. Awal: 6 kantong; .*: 2,5 kantong")
            ).wait_for()
            page.get_by_text("Lebih baik: dari 6 kantong menjadi 2,5 kantong.").wait_for()
            page.screenshot(path=SHOTS / "measuring-page.png", full_page=True)
