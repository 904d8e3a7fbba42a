"""Every build of a public page in a real browser: what axe says, a narrow screen, light and dark.

Each is laid before the browser as the centre answered it, under its own policy. No page has a script, which the
tests in process look at; here two journeys go through the forms with JavaScript switched off. The one page with a
script is the app's: it is looked at with all that it can say before the app has loaded, and after.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route
from starlette.applications import Starlette
from starlette.routing import Mount

from sync.central.app import make_app
from sync.central.webapp.bundle import Bundle
from sync.central.webapp.serve import WebApp
from sync.domain.people import Role
from tests.browser.chromium import Phone, serving
from tests.browser.conftest import a_picture
from tests.support.bank import offices
from tests.support.centres import KASSI, Speaker, a_centre, a_device, a_person, http_to
from tests.support.every_page import Walked, collect
from tests.support.residents import step

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}}
_WIDEST = "() => document.scrollingElement.scrollWidth"
_SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, input:not([type=hidden]), select, textarea:not([hidden]), .button")]
  .filter(one => !one.closest(".trap") && one.getClientRects().length)
  .map(one => [one.name || one.innerText, (one.closest("label") || one).getBoundingClientRect().height])
  .filter(([, height]) => height < 44)"""


_COLOURS = {"runOnly": ["color-contrast"]}
"""All that the dark scheme changes."""
_DRAWN = {"rules": {"meta-viewport": {"enabled": False}}}
"""What Flutter draws cannot be drawn apart by two fingers: how large texts are is said in *Akun*."""
_SAY = "name => say(SAY[name](12), { again: true, bar: true })"
"""What the app's page says before the app has loaded, with all that can stand beside it."""


@dataclass
class Full:
    """A running city, every page that it gave, and the lurah who answers ideas in it."""

    origin: str
    walked: Walked
    lurah: Speaker


async def _collected(enrol: Any, photo: bytes) -> Walked:
    return await collect(offices(enrol), enrol, photo)


def in_a_thread(coroutine: Any) -> Any:
    """The browser's own loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(partial(asyncio.run, coroutine)).result()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    folder = tmp_path_factory.mktemp("every-page")
    centre = a_centre(f"sqlite:///{folder / 'centre.sqlite3'}", None)
    http = http_to(centre)

    def enrol(role: Role, area: str = KASSI, name: str = "Contoh") -> Speaker:
        return a_device(centre, http, a_person(centre, role, area, name))

    walked = in_a_thread(_collected(enrol, a_picture(folder / "foto.jpg").read_bytes()))
    with serving(make_app(centre)) as origin:
        yield Full(origin, walked, enrol(Role.KELURAHAN, "73.71.02.1001"))
    centre.database.close()


def test_axe_finds_nothing_on_any_page_and_all_fits_on_320_px(app_browser: Browser, full: Full) -> None:
    axe, found = Axe(), dict[str, str]()
    with Phone(app_browser, full.origin, NARROW) as phone:
        page = phone.open("/wilayah").page
        for name, answer in full.walked.shapes.items():
            _lay(page, full.origin, answer)
            for closed in page.locator("summary").all():
                closed.click()
            found[name] = _faults(axe, page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def _faults(axe: Axe, page: Page) -> str:
    """Of what the page shows now, in light and dark; empty where there is none."""
    page.emulate_media(color_scheme="light")
    results = [axe.run(page)]
    page.emulate_media(color_scheme="dark")
    results.append(axe.run(page, options=_COLOURS))
    said = [each.generate_report() for each in results if each.violations_count]
    wide, small = page.evaluate(_WIDEST), page.evaluate(_SMALL_TARGETS)
    return f"{said}, {wide} px wide, too small: {small}" if said or wide > 320 or small else ""


def _lay(page: Page, origin: str, answer: Any) -> None:
    """Show the answer as if it came from there now: what it links to does."""
    address = f"{origin}/as-it-was-answered"
    headers = {name: value for name, value in answer.headers.items() if name not in ("content-encoding",)}
    page.unroute_all()
    # A browser shows its own page for some faults, if this is small; the words are what is looked at.
    page.route(address, lambda route: route.fulfill(status=200, headers=headers, body=answer.text))
    page.goto(address)


@pytest.fixture
def app_alone(app_webapp: WebApp) -> Iterator[str]:
    """The origin of a server that has the app and nothing else."""
    with serving(Starlette(routes=[Mount("/app", app_webapp)])) as origin:
        yield origin


def test_axe_finds_nothing_on_the_page_of_the_app_whatever_it_says_and_once_it_has_loaded(
    app_browser: Browser, app_alone: str
) -> None:
    axe, held = Axe(), list[Route]()
    with Phone(app_browser, app_alone, NARROW) as phone:
        phone.context.route("**/app.tar", lambda route: held.append(route))
        tab = phone.open()
        tab.page.get_by_text("Sekali unduh").wait_for()
        found = {name: _said_before(axe, tab.page, name) for name in tab.page.evaluate("Object.keys(SAY)")}
        held[0].continue_()
        phone.context.unroute_all(behavior="wait")
        tab.see("Masuk ke Lorong")
        results = axe.run(tab.page, options=_DRAWN)
        found["loaded"] = results.generate_report() if results.violations_count else ""
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert {"download", "cut", "unable"} < found.keys()


def _said_before(axe: Axe, page: Page, name: str) -> str:
    page.evaluate(_SAY, name)
    return _faults(axe, page)


def test_the_page_of_the_app_says_that_it_needs_javascript_to_whoever_switched_it_off(
    app_browser: Browser, app_alone: str, app_bundle: Bundle
) -> None:
    with Phone(app_browser, app_alone, {"java_script_enabled": False, **NARROW}) as phone:
        # Nothing lies over it: a finger would reach it.
        phone.open().page.locator("noscript p").first.click(trial=True)
    with Phone(app_browser, app_alone, NARROW) as phone:
        # axe is a script itself: it is shown the page as it is built without one.
        text = (app_bundle.folder / "index.html").read_text("utf-8")
        without = re.sub("<script.*?</script>", "", text).replace("noscript>", "div>")
        phone.context.route("**/app/", lambda route: route.fulfill(content_type="text/html", body=without))

        assert _faults(Axe(), phone.open().page) == ""


def test_the_page_of_the_app_says_that_a_browser_without_webassembly_cannot_run_it_and_fetches_nothing(
    app_browser: Browser, app_alone: str
) -> None:
    with Phone(app_browser, app_alone, NARROW) as phone:
        phone.context.add_init_script("delete globalThis.WebAssembly")

        phone.open().page.get_by_text("Peramban ini tidak dapat menjalankan Lorong").wait_for()

        assert [
            url for url in phone.requests if "/v/" in url and not url.endswith(("/page.js", "/page.css"))
        ] == []


def test_an_idea_like_another_is_filed_asked_about_and_appealed_without_javascript(
    app_browser: Browser, full: Full
) -> None:
    with Phone(app_browser, full.origin, {"java_script_enabled": False, **NARROW}) as phone:
        page = phone.open("/usul?wilayah=73.71.02.1001").page
        page.get_by_label("Usulan Anda").fill("Lampu jalan mati di lorong")
        page.get_by_label("Ceritakan").fill("Mohon diperbaiki.")
        page.get_by_role("button", name="Kirim usulan").click()
        page.get_by_role("heading", name="Sebelum dikirim").wait_for()
        page.get_by_role("button", name="Kirim sebagai usulan saya sendiri").click()
        tracking = page.locator(".number").inner_text()

        in_a_thread(step(full.lurah, "asked", reason="Lampu yang mana?"))
        page.goto(f"{full.origin}/lacak")
        page.get_by_label("Nomor lacak").fill("7K4Q-2MXD-R8T3VW")
        page.get_by_role("button", name="Lihat").click()
        page.get_by_text("Nomor itu tidak kami temukan").wait_for()
        page.get_by_label("Nomor lacak").fill(tracking)
        page.get_by_role("button", name="Lihat").click()
        page.get_by_text("Lampu yang mana?").first.wait_for()
        page.get_by_label("Jawaban Anda").fill("Yang di ujung.")
        page.get_by_role("button", name="Kirim jawaban").click()
        page.get_by_text("Yang di ujung.").wait_for()

        in_a_thread(step(full.lurah, "declined", reason="Ini urusan dinas."))
        page.reload()
        page.get_by_label("Alasan Anda").fill("Dinas menunjuk ke kelurahan.")
        page.get_by_role("button", name="Minta ditinjau kecamatan").click()
        page.get_by_text("Anda minta ditinjau kecamatan").wait_for()


def test_the_texts_of_a_profile_are_read_to_the_end_without_javascript(app_browser: Browser, full: Full) -> None:
    with Phone(app_browser, full.origin, {"java_script_enabled": False, **NARROW}) as phone:
        page = phone.open("/?q=teba+kompos").page
        page.goto(
            str(full.walked.answers["an innovation with a family"].url).replace("http://centre", full.origin)
        )
        page.get_by_role("link", name="Baca manfaat selengkapnya").click()
        page.get_by_role("heading", name="Manfaat").wait_for()
        assert page.locator("p").filter(has_text="Panjang sekali").last.inner_text().count("Panjang") == 190
        page.get_by_role("link", name="Kembali ke halaman inovasi ini").click()
        page.get_by_role("heading", name="Keluarganya").wait_for()
