"""For eyes, fingers and keyboards of every kind: what the semantics tree says of each screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Phone, Tab
from tests.browser.conftest import SHOTS, City, enrolled
from tests.browser.test_journey import note

pytestmark = pytest.mark.browser

ACTING = "button, checkbox, switch, tab, radio, link, slider"
TARGET_PX = 48

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


def assert_fits(tab: Tab, where: str) -> None:
    """Every acting control has a name, is large enough for a thumb, and lies within the screen."""
    width = tab.page.viewport_size["width"] if tab.page.viewport_size else 0
    nodes = acting_nodes(tab)
    assert nodes, where
    for node in nodes:
        assert node["name"], f"{where}: a nameless {node['role']}"
        assert node["left"] >= -1, f"{where}: {node} is cut"
        assert node["right"] <= width + 1, f"{where}: {node} is cut"
        # What the edge of a list cuts off is scrolled to before it is tapped.
        if node["role"] not in ("INPUT", "TEXTAREA") and not node["halfway"]:
            assert min(node["width"], node["height"]) >= TARGET_PX - 1, f"{where}: {node} is too small"


def walk(tab: Tab, name: str) -> None:
    """Every screen of somebody who notes."""
    for where in ("Beranda", "Kiriman", "Akun"):
        tab.switch_to(where)
        tab.see(re.compile(where))
        tab.page.wait_for_timeout(700)
        assert_fits(tab, where)
        tab.screenshot(SHOTS / f"{name}-{where.lower()}.png")
    tab.switch_to("Beranda")
    tab.tap(re.compile("^Kebun lorong"))
    tab.see(re.compile("Isi catatan"))
    tab.page.wait_for_timeout(700)
    assert_fits(tab, "Rincian")
    tab.screenshot(SHOTS / f"{name}-rincian.png")
    tab.tap("Ubah")
    tab.see("Ubah catatan")
    tab.page.wait_for_timeout(700)
    assert_fits(tab, "Catat")
    tab.screenshot(SHOTS / f"{name}-catat.png")


def test_every_acting_control_has_a_name_and_room_for_a_thumb(app_browser: Browser, city: City) -> None:
    with Phone(app_browser, city.origin) as phone:
        rt = enrolled(phone, city.links["rt"])
        rt.see("Beranda")
        note(rt, "Kebun lorong (contoh)")
        walk(rt, "390")


def test_nothing_is_cut_when_a_desktop_browser_zooms_to_200_percent(app_browser: Browser, city: City) -> None:
    zoomed = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2, "has_touch": False}
    with Phone(app_browser, city.origin, zoomed) as phone:
        rt = enrolled(phone, city.links["rt"])
        rt.see("Beranda")
        note(rt, "Kebun lorong (contoh)")
        walk(rt, "640")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_at_320_pixels_with_the_largest_text(app_browser: Browser, city: City, scheme: str) -> None:
    narrow = {"viewport": {"width": 320, "height": 700}, "color_scheme": scheme}
    with Phone(app_browser, city.origin, narrow) as phone:
        rt = enrolled(phone, city.links["rt"])
        rt.see("Beranda")
        note(rt, "Kebun lorong (contoh)")
        rt.switch_to("Akun")
        rt.role("radio", "Sangat besar").first.click()
        walk(rt, f"320-{scheme}")


@pytest.mark.parametrize(("width", "largest"), [(390, False), (320, True)])
def test_a_supervisors_screens_fit_too(app_browser: Browser, city: City, width: int, *, largest: bool) -> None:
    sized = {"viewport": {"width": width, "height": 760}}
    with Phone(app_browser, city.origin, sized) as rt_phone, Phone(app_browser, city.origin, sized) as phone:
        rt = enrolled(rt_phone, city.links["rt"])
        rt.see("Beranda")
        note(rt, "Kebun lorong (contoh)")
        rt.see(re.compile("Semua sudah terkirim"))
        kecamatan = enrolled(phone, city.links["kecamatan"])
        kecamatan.see(re.compile("1 catatan menunggu"))
        if largest:
            kecamatan.switch_to("Akun")
            kecamatan.role("radio", "Sangat besar").first.click()
            kecamatan.switch_to("Tinjau")
        kecamatan.page.wait_for_timeout(700)
        assert_fits(kecamatan, "Tinjau")
        kecamatan.screenshot(SHOTS / f"{width}-tinjau.png")
        kecamatan.tap(re.compile("^Kebun lorong"))
        kecamatan.see(re.compile("Sampah dapur menumpuk"))
        kecamatan.page.wait_for_timeout(700)
        assert_fits(kecamatan, "Tinjau catatan")
        kecamatan.screenshot(SHOTS / f"{width}-tinjau-catatan.png")


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
        kecamatan.page.wait_for_timeout(800)
        kecamatan.page.keyboard.press("j")
        kecamatan.see(re.compile("Pot bekas di sepanjang tembok"))
        kecamatan.page.keyboard.press("s")
        kecamatan.button("Urungkan").first.wait_for(state="attached")
