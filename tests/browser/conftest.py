"""The real app in the real bundle, beside the real endpoint, for journeys through several people's browsers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from sync.central.app import make_app
from sync.central.webapp.build import build_web
from sync.central.webapp.bundle import Bundle
from sync.central.webapp.serve import WebApp
from sync.domain.people import Role
from tests.browser.chromium import Phone, Tab, chromium_path, running_chromium, serving
from tests.support.centres import KASSI, RAPPOCINI, a_centre, a_code, a_person


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys on one worker: two browsers at once are slower than one after the other.

    Before pytest-xdist reads the groups.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


SHOTS = Path(__file__).resolve().parents[2] / "test-output" / "journeys"


@pytest.fixture(scope="package")
def app_bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    chromium_path()
    return build_web(tmp_path_factory.mktemp("app") / "web", progress=lambda _done, _total: None)


@pytest.fixture(scope="package")
def app_webapp(app_bundle: Bundle) -> WebApp:
    return WebApp(app_bundle)


@pytest.fixture(scope="package")
def app_browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@dataclass
class City:
    """A centre on the real clock, and people who can be enrolled in it."""

    origin: str
    links: dict[str, str]


@pytest.fixture
def city(app_webapp: WebApp, tmp_path: Path) -> Iterator[City]:
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    people = {
        "rt": (Role.RT, f"{KASSI}/RW003/RT002"),
        "lurah": (Role.KELURAHAN, KASSI),
        "kecamatan": (Role.KECAMATAN, RAPPOCINI),
    }
    links = {
        profile: f"/app/?p={profile}#{a_code(centre, a_person(centre, role, area), reusable=True)}"
        for profile, (role, area) in people.items()
    }
    with serving(make_app(centre, app_webapp)) as origin:
        yield City(origin, links)
    centre.database.close()


def a_picture(path: Path) -> Path:
    """A drawn scene, larger than what is kept."""
    picture = Image.new("RGB", (2400, 1800), "#cfe8d8")
    draw = ImageDraw.Draw(picture)
    for row in range(6):
        draw.rectangle((200 + row * 340, 900, 420 + row * 340, 1300), fill="#8d6e63")
        draw.ellipse((180 + row * 340, 640, 440 + row * 340, 940), fill="#2e7d32")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    path.write_bytes(out.getvalue())
    return path


def enrolled(phone: Phone, link: str) -> Tab:
    """Open the link, confirm the account, and stand on the first screen."""
    tab = phone.open(link)
    tab.wait_for_app()
    tab.tap("Benar, ini saya")
    return tab
