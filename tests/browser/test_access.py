"""For eyes, fingers and keyboards of every kind: what the semantics tree says of each screen."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.chromium import Phone, Tab
from tests.browser.conftest import SHOTS, City, enrolled
from tests.browser.test_journey import note

pytestmark = pytest.mark.browser

ACTING = "button, checkbox, switch, tab, radio, link, slider"
TARGET_PX = 48
LOOKS = 10
NARROW: ViewportSize = {"width": 320, "height": 700}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("dark", "light")

_ACTING_NODES = """roles => {
  const wanted = roles.split(", ").map(role => `flt-semantics-host [role="${role}"]`)
  wanted.push("flt-semantics-host input", "flt-semantics-host textarea")
  return [...document.querySelectorAll(wanted.join(","))].map(node => {
    const box = node.getBoundingClientRect()
    const name = node.getAttribute("aria-label") || node.innerText || ""
    let frame = node.parentElement
    while (frame && !["scroll", "auto"].includes(getComputedStyle(frame).overflowY)) frame = frame.parentElement
    const edge = frame ? frame.getBoundingClientRect() : {top: -1, bottom: 1e9}
    const halfway = box.top <= edge.top + 1 || box.bottom >= edge.bottom - 1
    return {role: node.getAttribute("role") || node.tagName, name: name.trim(),
            width: box.width, height: box.height, left: box.left, right: box.right, halfway}
  })
}"""

_FOCUS_TURNS = 25
_FOCUSED_NODE = "() => document.activeElement ? document.activeElement.id : ''"
_FOCUSED = """() => {
  const node = document.activeElement
  if (!node || node.querySelector("[role=button], button, input, textarea")) return ""
  return node.getAttribute("aria-label") || node.innerText || ""
}"""
"""The name of the control with the focus; what holds controls, such as a page that scrolls, has none."""


def acting_nodes(tab: Tab) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tab.page.evaluate(_ACTING_NODES, ACTING)
    return found


def faults(tab: Tab) -> list[str]:
    """Every acting control has a name, is large enough for a thumb, and lies within the screen."""
    width = tab.page.viewport_size["width"] if tab.page.viewport_size else 0
    nodes = acting_nodes(tab)
    found = [] if nodes else ["nothing acts"]
    for node in nodes:
        if not node["name"]:
            found.append(f"{node} is nameless")
        if node["left"] < -1 or node["right"] > width + 1:
            found.append(f"{node} is cut")
        # What the edge of a list cuts off is scrolled to before it is tapped.
        thumbed = node["role"] not in ("INPUT", "TEXTAREA") and not node["halfway"]
        if thumbed and min(node["width"], node["height"]) < TARGET_PX - 1:
            found.append(f"{node} is too small")
    return found


def assert_fits(tab: Tab, where: str) -> None:
    """At rest. A machine that stalls tells some frames later that a list scrolls, and where its edge is."""
    for _ in range(LOOKS):
        tab.rest()
        found = faults(tab)
        if not found:
            return
    raise AssertionError(f"{where}: {found}")


def look(tab: Tab, name: str) -> None:
    """It fits in light and in dark, and is pictured in both."""
    for scheme in SCHEMES:
        tab.page.emulate_media(color_scheme=scheme)
        assert_fits(tab, f"{name}, {scheme}")
        tab.screenshot(SHOTS / f"{name}-{scheme}.png")


def walk(tab: Tab, name: str) -> None:
    """Every screen of somebody who notes."""
    for where in ("Beranda", "Kiriman", "Akun"):
        tab.switch_to(where)
        tab.role("heading", where).first.wait_for(state="attached")
        look(tab, f"{name}-{where.lower()}")
    tab.switch_to("Beranda")
    tab.tap(re.compile("^Kebun lorong"))
    tab.see(re.compile("Isi catatan"))
    look(tab, f"{name}-rincian")
    tab.tap("Ubah")
    tab.see("Ubah catatan")
    look(tab, f"{name}-catat")
    tab.tap("Kembali")
    tab.see(re.compile("Isi catatan"))
    tab.tap("Kembali")


def largest_text(tab: Tab) -> None:
    tab.switch_to("Akun")
    tab.role("radio", "Sangat besar").first.click()


def test_every_control_has_a_name_and_room_for_a_thumb_at_every_width_zoom_and_size_of_text(
    app_browser: Browser, city: City
) -> None:
    with Phone(app_browser, city.origin) as phone:
        rt = enrolled(phone, city.links["rt"])
        rt.see("Beranda")
        note(rt, "Kebun lorong (contoh)")
        walk(rt, "390")
        # What a window of 1280 x 800 has left at 200 percent.
        rt.page.set_viewport_size({"width": 640, "height": 400})
        walk(rt, "640")
        rt.page.set_viewport_size(NARROW)
        largest_text(rt)
        walk(rt, "320")


def test_a_supervisors_screens_fit_too(app_browser: Browser, city: City) -> None:
    with Phone(app_browser, city.origin) as phone:
        rt = enrolled(phone, city.links["rt"])
        rt.see("Beranda")
        note(rt, "Kebun lorong (contoh)")
        rt.see(re.compile("Semua sudah terkirim"))
        rt.close()
        kecamatan = enrolled(phone, city.links["kecamatan"])
        kecamatan.see(re.compile("1 catatan menunggu"))
        queue_and_note(kecamatan, "390")
        kecamatan.tap("Kembali")
        kecamatan.page.set_viewport_size(NARROW)
        largest_text(kecamatan)
        kecamatan.switch_to("Tinjau")
        queue_and_note(kecamatan, "320")


def queue_and_note(kecamatan: Tab, name: str) -> None:
    look(kecamatan, f"{name}-tinjau")
    kecamatan.tap(re.compile("^Kebun lorong"))
    kecamatan.see(re.compile("Sampah dapur menumpuk"))
    look(kecamatan, f"{name}-tinjau-catatan")


def reach(tab: Tab, name: str, key: str = "Enter", most: int = 200) -> None:
    """Press Tab until the control of this name has the focus, then press the key."""
    for _ in range(most):
        before = tab.page.evaluate(_FOCUSED_NODE)
        tab.page.keyboard.press("Tab")
        # Flutter moves the focus when it comes to it; to act on the one before would be another's key.
        for _ in range(_FOCUS_TURNS):
            tab.page.wait_for_timeout(40)
            if tab.page.evaluate(_FOCUSED_NODE) != before:
                break
        if re.search(name, tab.page.evaluate(_FOCUSED)):
            if key:
                tab.page.keyboard.press(key)
            return
    raise AssertionError(f"no Tab reached {name}")


def write(tab: Tab, label: str, text: str) -> None:
    """Type into the field that has the focus; again when Flutter had not taken it over yet."""
    field = tab.field(re.compile(label)).first
    for _ in range(6):
        tab.page.wait_for_timeout(400)
        tab.page.keyboard.press("Control+a")
        tab.page.keyboard.type(text, delay=15)
        tab.page.wait_for_timeout(400)
        if field.input_value() == text:
            return
    raise AssertionError(f"{label} does not keep what is typed")


def test_a_note_is_written_and_reviewed_by_keyboard_alone(app_browser: Browser, city: City) -> None:
    wide = {"viewport": {"width": 1280, "height": 800}, "has_touch": False}
    with Phone(app_browser, city.origin, wide) as phone:
        rt = phone.open(city.links["rt"])
        rt.wait_for_app()
        rt.see("Benar, ini saya")
        reach(rt, "Benar, ini saya")
        rt.see("Beranda")
        reach(rt, "^Catat")
        rt.see("Catat inovasi")
        for label, text in (
            ("^Nama inovasi", "Kebun lorong (contoh)"),
            ("^Masalah apa", "Lahan sempit."),
            ("^Apa yang dilakukan", "Pot bekas di sepanjang tembok."),
        ):
            reach(rt, label, "")
            write(rt, label, text)
        for choice in ("Pangan dan kebun", "Sudah berjalan", "Bulan ini", "Semua warga", "Belum tahu"):
            reach(rt, choice, "Space")
        reach(rt, "^Ajukan")
        rt.see(re.compile("Tersimpan. Dikirim begitu ada sinyal"))
        reach(rt, "Ke Beranda")
        rt.see(re.compile("Semua sudah terkirim"))

        kecamatan = phone.open(city.links["kecamatan"])
        kecamatan.wait_for_app()
        kecamatan.see("Benar, ini saya")
        reach(kecamatan, "Benar, ini saya")
        kecamatan.see(re.compile("1 catatan menunggu"))
        kecamatan.rest()
        kecamatan.page.keyboard.press("j")
        kecamatan.see(re.compile("Pot bekas di sepanjang tembok"))
        kecamatan.page.keyboard.press("s")
        kecamatan.button("Urungkan").first.wait_for(state="attached")
