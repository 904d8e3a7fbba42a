"""The `Painter` of the browser home in a real Chromium: the same card as on a phone, with the same letters."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser

from mobile.card_layout import HEIGHT, WIDTH, card_drawing
from mobile.device.drawing import Box, Words
from mobile.device.paint_pillow import measured
from tests.browser.card_probe import CARD
from tests.browser.chromium import Phone, serving
from tests.browser.test_browser_home import ROOT, Centre, a_bundle

pytestmark = pytest.mark.browser

PAPER = (255, 251, 246)
DRAWING = card_drawing(CARD, None, measured)


@pytest.fixture(scope="module")
def card(app_browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image.Image]:
    centre = Centre(a_bundle(tmp_path_factory.mktemp("card") / "web", ROOT / "tests/browser/card_probe.py"))
    with serving(centre) as origin, Phone(app_browser, origin) as phone:
        tab = phone.open("/app/")
        tab.see("Buat kartu")
        tab.tap("Buat kartu")
        tab.see("selesai")
        yield Image.open(io.BytesIO(centre.results[-1])).convert("RGB")


def test_it_is_a_picture_of_the_right_size_on_warm_paper(card: Image.Image) -> None:
    assert card.size == (WIDTH, HEIGHT)
    assert card.getpixel((WIDTH - 5, HEIGHT - 5)) == PAPER


def test_each_line_is_written_as_wide_as_the_phone_writes_it(card: Image.Image) -> None:
    """The app's own fonts, then: others have letters of other widths."""
    for line in (mark for mark in DRAWING.marks if isinstance(mark, Words)):
        across = card.crop((line.x, line.y - line.size, WIDTH - 320 if line.y > 1000 else WIDTH, line.y))
        right = max(x for x in range(across.width) if any(_is_ink(across, x, y) for y in range(across.height)))
        wide = measured(line.text, line.size, line.is_bold)

        assert abs(right - wide) < 0.03 * wide + 6, line.text


def _is_ink(picture: Image.Image, x: int, y: int) -> bool:
    found = picture.getpixel((x, y))
    return isinstance(found, tuple) and sum(abs(a - b) for a, b in zip(found, PAPER, strict=True)) > 150


def test_the_code_to_scan_is_dark_on_white(card: Image.Image) -> None:
    code = next(mark for mark in DRAWING.marks if isinstance(mark, Box))
    inner = card.crop((code.x + 16, code.y + 16, code.x + code.width - 16, code.y + code.height - 16))

    assert {color for _, color in inner.getcolors(1000) or []} == {(0, 0, 0), (255, 255, 255)}
