"""The `Photos` of the browser home, and its gallery, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Phone, Tab, serving
from tests.browser.test_browser_home import ROOT, Centre, a_bundle
from tests.mobile.device.pictures import MAKASSAR, a_jpeg

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tab(app_browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    bundle = a_bundle(tmp_path_factory.mktemp("photos") / "web", ROOT / "tests/browser/photo_probe.py")
    with serving(Centre(bundle)) as origin, Phone(app_browser, origin) as phone:
        tab = phone.open("/app/")
        tab.see("siap")
        yield tab


def result_of(tab: Tab, path: Path, content: bytes) -> str:
    path.write_bytes(content)
    results = tab.text(re.compile("^hasil"))
    before = results.count()
    tab.choose_files("Pilih foto", path)
    results.nth(before).wait_for(state="attached")
    return str(results.nth(before).inner_text())


def test_a_picked_photo_is_made_small_and_upright_and_its_exif_is_read_before_it_is_dropped(
    tab: Tab, tmp_path: Path
) -> None:
    photo = a_jpeg(3000, 2250, taken_at="2026:03:05 07:08:09", place=MAKASSAR, orientation=6)

    result = result_of(tab, tmp_path / "a.jpg", photo)

    assert "[(1440, 1920), (240, 320), (1440, 1920), (240, 320)] 2026-03-05T07:08:09" in result
    assert "{'lat': -51677000, 'lng': 1194327000, 'source': 'photo'} False" in result


def test_a_file_that_is_no_image_is_said_to_be_none(tab: Tab, tmp_path: Path) -> None:
    assert result_of(tab, tmp_path / "a.jpg", b"no picture at all") == "hasil: not_an_image"
