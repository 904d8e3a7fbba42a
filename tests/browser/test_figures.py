"""*Laporan* of the demo's camat with the network off, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sync.central.app import make_app
from sync.central.demo.links import link
from sync.central.demo.sample import load_sample
from sync.central.webapp.serve import WebApp
from sync.domain.figures import FIGURES
from tests.browser.chromium import PHONE, Phone, Tab, serving
from tests.browser.conftest import SHOTS, enrolled
from tests.browser.test_access import assert_fits
from tests.support.centres import a_centre

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def camat(app_webapp: WebApp, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the demo's centre is, and the link of its camat."""
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    demo = load_sample(centre, datetime.now(centre.zone))
    person = next(each for each in demo.people if each.profile.profile == "camat")
    with serving(make_app(centre, app_webapp)) as origin:
        yield origin, link("", person)
    centre.database.close()


def sees_every_figure(tab: Tab) -> None:
    tab.see(re.compile(r"^Data per \d+ \w+ \d{4} pukul \d\d\.\d\d\."))
    for figure in FIGURES:
        tab.button(re.compile(f"^{figure.label.id}")).first.wait_for(state="attached")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390x844", "1280x800"])
def test_the_report_is_read_with_the_network_off(
    app_browser: Browser, camat: tuple[str, str], viewport: dict[str, int]
) -> None:
    origin, address = camat
    size = f"{viewport['width']}x{viewport['height']}"
    with Phone(app_browser, origin, {"viewport": viewport, "has_touch": viewport == PHONE}) as phone:
        tab = enrolled(phone, address)
        sees_every_figure(tab)

        phone.go_offline()
        tab.reload()
        tab.wait_for_app()

        sees_every_figure(tab)
        tab.see(re.compile("Ini laporan yang terakhir terlihat"))
        tab.rest()
        tab.screenshot(SHOTS / f"laporan-{size}.png")
        assert_fits(tab, f"Laporan at {size}")
        tab.tap(re.compile("^Inovasi"))
        tab.see(re.compile("Semua inovasi yang pernah diajukan"))
        tab.rest()
        tab.screenshot(SHOTS / f"laporan-artinya-{size}.png")
