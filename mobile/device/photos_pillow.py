"""Photos on phones and desktops: Pillow, in a thread, one at a time because a photo takes much memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageFilter, ImageOps

from mobile.device.exif import PhotoFacts, photo_facts
from mobile.device.ports import DeviceError, Rectangle, ShrunkPhoto

MAX_PX, PREVIEW_PX, QUALITY = 1920, 320, 70
BLUR_CELLS = 6
"""A blurred face has this many cells along its longer side: too few to know anybody by."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
# A JPEG is decoded at a fraction of its size, anything else whole.
_MOST_PIXELS = 50_000_000
_MOST_PIXELS_JPEG = 300_000_000


class PillowPhotos:
    """`Photos` on Pillow."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def shrink(self, content: bytes) -> ShrunkPhoto:
        """Raises DeviceError("not_an_image")."""
        return await self._in_thread(lambda: _shrunk(content))

    async def blur(self, content: bytes, rectangles: list[Rectangle]) -> ShrunkPhoto:
        """The photo with what lies in the rectangles made unreadable. Raises DeviceError("not_an_image")."""
        return await self._in_thread(lambda: _blurred(content, rectangles))

    async def _in_thread(self, work: Callable[[], ShrunkPhoto]) -> ShrunkPhoto:
        async with self._one_at_a_time:
            try:
                return await asyncio.to_thread(work)
            except UNREADABLE as error:
                raise DeviceError("not_an_image") from error


UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError)
"""What Pillow raises on bytes that are no picture, or too much of one."""


def _shrunk(content: bytes) -> ShrunkPhoto:
    return _saved(opened(content), photo_facts(content))


def _blurred(content: bytes, rectangles: list[Rectangle]) -> ShrunkPhoto:
    picture = opened(content)
    for rectangle in rectangles:
        _flatten(picture, rectangle)
    return _saved(picture, PhotoFacts())


def opened(content: bytes) -> Image.Image:
    """Upright, at most MAX_PX, without transparency. Raises UNREADABLE."""
    with Image.open(BytesIO(content), formats=_FORMATS) as picture:
        most = _MOST_PIXELS_JPEG if picture.format in ("JPEG", "MPO") else _MOST_PIXELS
        if picture.width * picture.height > most:
            raise ValueError("too many pixels")
        picture.draft("RGB", (MAX_PX, MAX_PX))
        picture.thumbnail((MAX_PX, MAX_PX))
        return _on_white(ImageOps.exif_transpose(picture))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "PA", "P"):
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(with_alpha, mask=with_alpha)
    return paper


def _flatten(picture: Image.Image, rectangle: Rectangle) -> None:
    """A handful of cells, then blurred: what was between them is gone."""
    left, top, right, bottom = _pixels(rectangle, picture.size)
    if right <= left or bottom <= top:
        return
    part = picture.crop((left, top, right, bottom))
    cell = max(1.0, max(part.size) / BLUR_CELLS)
    small = part.resize(
        (max(1, round(part.width / cell)), max(1, round(part.height / cell))), Image.Resampling.BOX
    )
    large = small.resize(part.size, Image.Resampling.NEAREST)
    picture.paste(large.filter(ImageFilter.GaussianBlur(cell / 4)), (left, top))


def _pixels(rectangle: Rectangle, size: tuple[int, int]) -> tuple[int, int, int, int]:
    x, y, wide, high = rectangle
    left, right = sorted((x, x + wide))
    top, bottom = sorted((y, y + high))
    return (
        max(0, int(left * size[0])),
        max(0, int(top * size[1])),
        min(size[0], round(right * size[0] + 0.5)),
        min(size[1], round(bottom * size[1] + 0.5)),
    )


def _saved(picture: Image.Image, facts: PhotoFacts) -> ShrunkPhoto:
    content = _jpeg(picture)
    picture.thumbnail((PREVIEW_PX, PREVIEW_PX))
    return ShrunkPhoto(content, _jpeg(picture), facts.taken_at, facts.point)


def _jpeg(picture: Image.Image) -> bytes:
    picture.info.clear()
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
