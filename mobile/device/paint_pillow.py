"""`Painter` on phones and desktops: Pillow, in a thread, with the fonts of the screens."""

from __future__ import annotations

import asyncio
import functools
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

from mobile.device.drawing import Box, Drawing, LayOut, Picture, Words
from mobile.device.photos_pillow import UNREADABLE, opened
from mobile.device.ports import DeviceError
from mobile.theme import FONT, FONT_BOLD, FONTS
from sync.domain.assets import assets_folder

_SMOOTH = 4
"""Round corners are drawn so many times larger and made small."""


class PillowPainter:
    """`Painter` on Pillow."""

    async def paint(self, lay_out: LayOut) -> bytes:
        """Raises DeviceError("not_an_image")."""
        try:
            return await asyncio.to_thread(_painted, lay_out)
        except UNREADABLE as error:
            raise DeviceError("not_an_image") from error


def _painted(lay_out: LayOut) -> bytes:
    drawing = lay_out(measured)
    paper = Image.new("RGB", (drawing.width, drawing.height), drawing.color)
    _mark_all(paper, drawing)
    out = BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()


def measured(text: str, size: int, is_bold: bool) -> float:
    """`Measure` of this painter."""
    return _font(size, is_bold).getlength(text)


def _mark_all(paper: Image.Image, drawing: Drawing) -> None:
    pen = ImageDraw.Draw(paper)
    for mark in drawing.marks:
        if isinstance(mark, Words):
            pen.text((mark.x, mark.y), mark.text, mark.color, _font(mark.size, mark.is_bold), anchor="ls")
        else:
            filling = mark.color if isinstance(mark, Box) else _fitted(mark)
            paper.paste(filling, _corners(mark), _mask(mark))


def _corners(mark: Box | Picture) -> tuple[int, int, int, int]:
    return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height


def _fitted(picture: Picture) -> Image.Image:
    return ImageOps.fit(opened(picture.content), (picture.width, picture.height), Image.Resampling.LANCZOS)


def _mask(mark: Box | Picture) -> Image.Image | None:
    if not mark.radius:
        return None
    large = Image.new("L", (mark.width * _SMOOTH, mark.height * _SMOOTH))
    edge = (0, 0, large.width - 1, large.height - 1)
    ImageDraw.Draw(large).rounded_rectangle(edge, mark.radius * _SMOOTH, fill=255)
    return large.resize((mark.width, mark.height), Image.Resampling.BOX)


@functools.lru_cache(16)
def _font(size: int, is_bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(assets_folder() / FONTS[FONT_BOLD if is_bold else FONT]), size)
