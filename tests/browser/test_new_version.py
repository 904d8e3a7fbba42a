"""The centre gets a new build of the app while somebody is writing: the page under their hands stays as it is."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.central.app import make_app
from sync.central.webapp.bundle import Bundle, read_bundle
from sync.central.webapp.serve import WebApp
from sync.domain.people import Role
from tests.browser.chromium import PATIENCE_MS, Phone, Tab, serving
from tests.browser.conftest import enrolled
from tests.support.centres import KASSI, a_centre, a_code, a_person

pytestmark = pytest.mark.browser

OLD_NAME, NEW_NAME = (
    "Beranda",
    "Halaman",
)  # of the first tab; as long as each other, so that the archive stays whole
TITLE, ACTION = "Teba kompos (contoh)", "Warga membuat lubang kompos bersama."
# The page asks for a newer build when somebody turns back to it, an hour after it asked last.
_AN_HOUR_LATER = """() => {
  const now = Date.now
  Date.now = () => now() + 3600_001
  document.dispatchEvent(new Event("visibilitychange"))
}"""
_HEAR = """() => {
  window.isSamePage = true
  window.heard = new Promise(resolve => {
    const channel = new BroadcastChannel("lorong-update")
    channel.onmessage = ({ data }) => { if (data.type === "update_ready") resolve(data.version) }
  })
}"""


class Newest:
    """The app that the centre serves now: `build` is exchanged as when the centre starts again, renewed."""

    def __init__(self, build: ASGIApp) -> None:
        self.build = build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.build(scope, receive, send)


@dataclass
class Served:
    origin: str
    link: str
    newest: Newest


@pytest.fixture
def served(app_bundle: Bundle, tmp_path: Path) -> Iterator[Served]:
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    code = a_code(centre, a_person(centre, Role.RT, f"{KASSI}/RW003/RT002"), reusable=True)
    newest = Newest(WebApp(app_bundle))
    with serving(make_app(centre, newest)) as origin:
        yield Served(origin, f"/app/?p=rt#{code}", newest)
    centre.database.close()


def a_newer_build(old: Bundle, folder: Path) -> Bundle:
    """The same files, not copied, under another version; only the app's archive is another one."""
    shutil.copytree(old.folder, folder, copy_function=os.link)
    version = "".join(reversed(old.version))
    (folder / "v" / old.version).rename(folder / "v" / version)
    archive = replace(old, folder=folder, version=version).place(old.files["app.tar"])
    content = archive.read_bytes().replace(f'_("{OLD_NAME}")'.encode(), f'_("{NEW_NAME}")'.encode())
    _write_anew(archive, content)
    file = old.files["app.tar"]
    changed = replace(file, sha256=hashlib.sha256(content).hexdigest(), download=file.size)
    manifest = replace(old, version=version, files=old.files | {"app.tar": changed}).manifest()
    for name in ("index.html", "flutter_service_worker.js"):
        text = (folder / name).read_text("utf-8").replace(old.manifest(), manifest)
        _write_anew(folder / name, text.replace(old.version, version).encode())
    for place in (folder / "v" / version, folder):
        _write_anew(place / "bundle.json", manifest.encode())
    newer = read_bundle(folder)
    assert newer is not None
    return newer


def _write_anew(place: Path, content: bytes) -> None:
    """Not into the file, which the older build holds too."""
    place.unlink()
    place.write_bytes(content)


def version_of(page: Page) -> str:
    version: str = page.evaluate("document.documentElement.dataset.version")
    return version


def assert_holds(tab: Tab, label: str, text: str) -> None:
    """Flutter gives a field's text to the page when the cursor is in it."""
    field = tab.field(re.compile(f"^{label}")).first
    field.click()
    expect(field).to_have_value(text, timeout=PATIENCE_MS)


def writing(tab: Tab) -> None:
    tab.switch_to("Catat")
    tab.see("Catat inovasi")
    tab.fill(re.compile("^Nama inovasi"), TITLE)


def test_a_new_version_reloads_nothing_while_a_form_is_open_and_runs_when_the_app_is_opened_again(
    app_browser: Browser, app_bundle: Bundle, served: Served, tmp_path: Path
) -> None:
    newer = a_newer_build(app_bundle, tmp_path / "web")
    with Phone(app_browser, served.origin) as phone:
        rt = enrolled(phone, served.link)
        rt.see(OLD_NAME)
        writing(rt)
        rt.page.evaluate(_HEAR)

        served.newest.build = WebApp(newer)
        rt.page.evaluate(_AN_HOUR_LATER)

        assert rt.page.evaluate("heard") == newer.version
        rt.fill(re.compile("^Apa yang dilakukan"), ACTION)
        assert_holds(rt, "Nama inovasi", TITLE)
        assert rt.page.evaluate("isSamePage")
        assert version_of(rt.page) == app_bundle.version

        rt.tap("Kembali")
        rt.see(re.compile(f"^{OLD_NAME}"))
        with rt.page.expect_event("load"):
            rt.tap("Muat ulang")

        rt.see(re.compile(f"^{NEW_NAME}"))
        assert version_of(rt.page) == newer.version
        rt.tap(re.compile(f"^{re.escape(TITLE)}"))
        assert_holds(rt, "Nama inovasi", TITLE)
        assert_holds(rt, "Apa yang dilakukan", ACTION)
