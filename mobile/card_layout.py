"""Where everything of a shared card goes: one description for the phone's painter and the browser's.

Sizes are chosen for a chat, which shows the 1080 × 1350 pixels at about a third.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from mobile.device.drawing import Box, Drawing, Mark, Measure, Picture, Words
from mobile.share_card import ShareCard
from mobile.text_lines import drawable, lines_of
from mobile.theme import LIGHT
from sync.domain.assets import assets_folder

WIDTH, HEIGHT = 1080, 1350
_EDGE, _GAP = 72, 28
_INNER = WIDTH - 2 * _EDGE
_PAPER, _INK, _QUIET, _ACCENT = (
    str(color) for color in (LIGHT.surface, LIGHT.on_surface, LIGHT.on_surface_variant, LIGHT.primary)
)
_TITLES = ((76, 2), (64, 3), (54, 4))
"""Size and most lines: the largest in which the whole title stands."""
_SUMMARY, _SUMMARY_LINES = 40, 5
_ABOUT, _NUMBER, _SMALL = 38, 48, 32
_LEAST_PICTURE, _MOST_PICTURE = 430, 820
_LOGO, _QR_MOST, _QR_MARGIN = 116, 240, 3


@dataclass(frozen=True, slots=True)
class _Line:
    """`lead` is how far its letters stand below those of the line before."""

    text: str
    size: int
    lead: int
    color: str = _INK
    is_bold: bool = False


def card_drawing(card: ShareCard, photo: bytes | None, measure: Measure) -> Drawing:
    """The whole picture. Without a photo Lorong's alley stands in its place."""
    foot = _foot(card)
    bottom = min(mark.y for mark in foot if not isinstance(mark, Words)) - _GAP - _GAP // 2
    title, about = _title(card, measure), _about(card, measure)
    room = bottom - _LEAST_PICTURE - _height(title) - _height(about)
    lines = [*title, *_summary(card, measure, room), *about]
    height = min(_MOST_PICTURE, bottom - _height(lines))
    picture = Picture(photo or _asset("icon.png"), 0, 0, WIDTH, height)
    return Drawing(WIDTH, HEIGHT, _PAPER, (picture, *_set(lines, height), *foot))


def _title(card: ShareCard, measure: Measure) -> list[_Line]:
    text = drawable(card.title) or card.number
    fitting = [lines_of(text, size, most, _INNER, measure, is_bold=True) for size, most in _TITLES]
    which = next((i for i, lines in enumerate(fitting) if not lines[-1].endswith("…")), len(_TITLES) - 1)
    size, texts = _TITLES[which][0], fitting[which]
    return _block(texts, size, _GAP + size, _INK, is_bold=True)


def _summary(card: ShareCard, measure: Measure, room: int) -> list[_Line]:
    """As many lines as there is room for, the last shortened at a word."""
    lead = _spaced(_SUMMARY)
    most = min(_SUMMARY_LINES, (room - _GAP) // lead)
    text = drawable(card.summary)
    if most < 1 or not text:
        return []
    return _block(lines_of(text, _SUMMARY, most, _INNER, measure), _SUMMARY, _GAP // 2 + lead, _QUIET)


def _about(card: ShareCard, measure: Measure) -> list[_Line]:
    place = lines_of(drawable(card.place), _ABOUT, 2, _INNER, measure, is_bold=True)
    lines = _block(place, _ABOUT, _GAP + _spaced(_ABOUT), _ACCENT, is_bold=True)
    if name := drawable(card.originator):
        texts = lines_of(f"Penggagas: {name}", _ABOUT, 1, _INNER, measure)
        lines += _block(texts, _ABOUT, _spaced(_ABOUT), _INK)
    return lines


def _block(texts: list[str], size: int, first: int, color: str, *, is_bold: bool = False) -> list[_Line]:
    leads = [first, *[_spaced(size)] * (len(texts) - 1)]
    return [_Line(text, size, lead, color, is_bold) for text, lead in zip(texts, leads, strict=True)]


def _spaced(size: int) -> int:
    return round(size * (1.2 if size > _NUMBER else 1.35))


def _height(lines: Sequence[_Line]) -> int:
    """Down to the lowest part of the last line's letters."""
    return sum(line.lead for line in lines) + (lines[-1].size // 4 if lines else 0)


def _set(lines: Sequence[_Line], top: int) -> list[Mark]:
    marks: list[Mark] = []
    y = top
    for line in lines:
        y += line.lead
        marks.append(Words(line.text, _EDGE, y, line.size, line.color, line.is_bold))
    return marks


def _foot(card: ShareCard) -> list[Mark]:
    """Lorong's mark and the number, and beside them the way to the public page."""
    bottom = HEIGHT - _EDGE
    top, right = bottom - _LOGO, _EDGE + _LOGO + _GAP
    marks: list[Mark] = [
        Picture(_asset("mark.png"), _EDGE, top, _LOGO, _LOGO, _LOGO // 5),
        Words(card.number, right, top + 48, _NUMBER, _INK, is_bold=True),
        Words(card.stands, right, top + 100, _SMALL, _QUIET),
    ]
    return [*marks, *(_qr(card.link, bottom) if card.link else [])]


def _qr(link: str, bottom: int) -> list[Mark]:
    """Dark on white, in whole pixels, with the margin that cameras need."""
    import segno  # only for a picture that is shared; the app starts without it

    rows = [[bool(dot) for dot in row] for row in segno.make(link, error="m", micro=False).matrix]
    dot = _QR_MOST // (len(rows) + 2 * _QR_MARGIN)
    side = dot * (len(rows) + 2 * _QR_MARGIN)
    left, top = WIDTH - _EDGE - side, bottom - side
    marks: list[Mark] = [Box(left, top, side, side, "#FFFFFF", 12)]
    for row, dots in enumerate(rows):
        for column in (place for place, is_dark in enumerate(dots) if is_dark):
            x, y = left + dot * (column + _QR_MARGIN), top + dot * (row + _QR_MARGIN)
            marks.append(Box(x, y, dot, dot, "#000000"))
    return marks


@functools.cache
def _asset(name: str) -> bytes:
    return (assets_folder() / name).read_bytes()
