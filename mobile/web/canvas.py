"""Photos through the browser's own decoder: smaller, upright and without EXIF, or with parts made unreadable.

Stands where Pillow stands on phones and desktops; Pillow has no browser wheel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mobile.device.ports import DeviceError, Rectangle
from mobile.web.javascript import js_bytes, js_error, js_object

JPEG = "image/jpeg"
# A blurred face has this many cells along its longer side: too few to know anybody by.
BLUR_CELLS = 6


async def shrink(data: bytes, *, max_px: int = 1920, quality: float = 0.7) -> bytes:
    """An upright JPEG whose longer side is at most `max_px`. Raises DeviceError: not_an_image, failed."""
    bitmap = await decode(data)
    try:
        scale = min(1.0, max_px / max(bitmap.width, bitmap.height))
        canvas, pen = new_canvas(round(bitmap.width * scale), round(bitmap.height * scale))
        pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    finally:
        bitmap.close()
    return await _jpeg(canvas, quality)


async def blur(data: bytes, rectangles: Sequence[Rectangle], *, quality: float = 0.7) -> bytes:
    """The same picture with a few flat cells where the rectangles lie. Raises DeviceError: not_an_image, failed.

    A rectangle is x, y, width, height as fractions of the upright picture; what lies outside is cut off.
    """
    bitmap = await decode(data)
    try:
        canvas, pen = new_canvas(bitmap.width, bitmap.height)
        pen.drawImage(bitmap, 0, 0)
    finally:
        bitmap.close()
    for rectangle in rectangles:
        _flatten(canvas, pen, rectangle)
    return await _jpeg(canvas, quality)


def _flatten(canvas: Any, pen: Any, rectangle: Rectangle) -> None:
    """Draws the part into a handful of pixels and back: what was between them is gone."""
    left, top, right, bottom = _pixels(rectangle, canvas.width, canvas.height)
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        return
    cell = max(1.0, max(width, height) / BLUR_CELLS)
    small, small_pen = new_canvas(max(1, round(width / cell)), max(1, round(height / cell)))
    small_pen.drawImage(canvas, left, top, width, height, 0, 0, small.width, small.height)
    pen.imageSmoothingEnabled = False
    pen.drawImage(small, 0, 0, small.width, small.height, left, top, width, height)
    pen.imageSmoothingEnabled = True


def _pixels(rectangle: Rectangle, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom, within the picture."""
    x, y, wide, high = rectangle
    left, right = sorted((x, x + wide))
    top, bottom = sorted((y, y + high))
    return (
        max(0, int(left * width)),
        max(0, int(top * height)),
        min(width, round(right * width + 0.5)),
        min(height, round(bottom * height + 0.5)),
    )


async def decode(data: bytes) -> Any:
    """An ImageBitmap, upright; close it. Raises DeviceError("not_an_image")."""
    from js import Blob, createImageBitmap
    from pyodide.ffi import to_js

    blob = Blob.new(to_js([js_bytes(data)]))
    try:
        return await createImageBitmap(blob, js_object(imageOrientation="from-image"))
    except js_error() as error:
        raise DeviceError("not_an_image") from error


def new_canvas(width: int, height: int) -> tuple[Any, Any]:
    """White, because a JPEG knows no transparency. Raises DeviceError("failed") without the memory for it."""
    from js import OffscreenCanvas

    canvas = OffscreenCanvas.new(max(1, width), max(1, height))
    pen = canvas.getContext("2d")
    if not pen:
        raise DeviceError("failed")
    pen.imageSmoothingQuality = "high"
    pen.fillStyle = "white"
    pen.fillRect(0, 0, canvas.width, canvas.height)
    return canvas, pen


async def _jpeg(canvas: Any, quality: float) -> bytes:
    return await as_file(canvas, JPEG, quality)


async def as_file(canvas: Any, kind: str, quality: float = 1.0) -> bytes:
    """The canvas as an image file of that MIME type. Raises DeviceError("failed") without the memory for it."""
    try:
        blob = await canvas.convertToBlob(js_object(type=kind, quality=quality))
        content: bytes = (await blob.arrayBuffer()).to_bytes()
    except js_error() as error:
        raise DeviceError("failed") from error
    return content
