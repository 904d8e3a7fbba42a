"""Photos in the browser: the canvas shrinks and blurs; date and place are read from the bytes first."""

from __future__ import annotations

import asyncio

from mobile.device.exif import PhotoFacts, photo_facts
from mobile.device.ports import Rectangle, ShrunkPhoto
from mobile.web import canvas

MAX_PX, PREVIEW_PX, QUALITY = 1920, 320, 0.7


class CanvasPhotos:
    """`Photos` on the worker's canvas, one photo at a time."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def shrink(self, content: bytes) -> ShrunkPhoto:
        """Raises DeviceError("not_an_image")."""
        facts = photo_facts(content)
        async with self._one_at_a_time:
            return await _with_preview(await canvas.shrink(content, max_px=MAX_PX, quality=QUALITY), facts)

    async def blur(self, content: bytes, rectangles: list[Rectangle]) -> ShrunkPhoto:
        """The photo with what lies in the rectangles made unreadable. Raises DeviceError("not_an_image")."""
        async with self._one_at_a_time:
            return await _with_preview(await canvas.blur(content, rectangles), PhotoFacts())


async def _with_preview(photo: bytes, facts: PhotoFacts) -> ShrunkPhoto:
    preview = await canvas.shrink(photo, max_px=PREVIEW_PX, quality=QUALITY)
    return ShrunkPhoto(photo, preview, facts.taken_at, facts.point)
