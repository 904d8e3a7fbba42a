"""A sheet of 1200 × 900 to draw on, at twice the size so that edges come out smooth."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 900
PREVIEW_PX = 320
MAX_BYTES = 120 * 1024
LABEL = "gambar contoh"
_SCALE = 2
_QUALITIES = (82, 74, 66, 58)
_PREVIEW_QUALITY = 70

Colour = str | tuple[int, int, int] | tuple[int, int, int, int]
Point = tuple[float, float]


class Canvas:
    """Coordinates are those of the finished picture; `random` makes each picture of a scene its own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._sheet = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), "white")
        self._pen = ImageDraw.Draw(self._sheet, "RGBA")

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour, radius: float = 0) -> None:
        edges = [x * _SCALE, y * _SCALE, (x + wide) * _SCALE, (y + high) * _SCALE]
        self._pen.rounded_rectangle(edges, radius * _SCALE, colour)

    def oval(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """Around its middle."""
        x, y, wide, high = x * _SCALE, y * _SCALE, wide * _SCALE / 2, high * _SCALE / 2
        self._pen.ellipse([x - wide, y - high, x + wide, y + high], colour)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self._pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._pen.line(scaled, colour, round(width * _SCALE), joint="curve")

    def shade(self, top: float, bottom: float, upper: Sequence[int], lower: Sequence[int]) -> None:
        """The full width from `top` to `bottom`, one colour passing into the other."""
        first, last = round(top * _SCALE), round(bottom * _SCALE)
        for y in range(first, last):
            share = (y - first) / max(1, last - first)
            mixed = tuple(round(a + (b - a) * share) for a, b in zip(upper, lower, strict=True))
            self._pen.line([(0, y), (WIDTH * _SCALE, y)], mixed)

    def around(self, value: float, spread: float) -> float:
        """The value, give or take."""
        return value + self.random.uniform(-spread, spread)

    def photo_and_preview(self) -> tuple[bytes, bytes]:
        """Two JPEGs, as a phone would make them of a photo; the first at most MAX_BYTES."""
        picture = self._sheet.reduce(_SCALE)
        _write_label(picture)
        small = picture.copy()
        small.thumbnail((PREVIEW_PX, PREVIEW_PX))
        photos = (_jpeg(picture, quality) for quality in _QUALITIES)
        return next(photo for photo in photos if len(photo) <= MAX_BYTES), _jpeg(small, _PREVIEW_QUALITY)


def _write_label(picture: Image.Image) -> None:
    """Nobody takes it for a photo, not even out of its place."""
    pen = ImageDraw.Draw(picture, "RGBA")
    font = ImageFont.load_default(26)
    left, top, right, bottom = pen.textbbox((WIDTH - 24, HEIGHT - 22), LABEL, font, anchor="rs")
    pen.rounded_rectangle([left - 12, top - 9, right + 12, bottom + 9], 10, (255, 255, 255, 205))
    pen.text((WIDTH - 24, HEIGHT - 22), LABEL, (70, 70, 70), font, anchor="rs")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
