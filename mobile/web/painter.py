"""`Painter` in the browser: the worker's canvas, with the fonts that the screens are served with."""

from __future__ import annotations

from typing import Any

from mobile.device.drawing import Box, Drawing, LayOut, Picture, Words
from mobile.theme import FONT, FONT_BOLD, FONTS
from mobile.web.canvas import as_file, decode, new_canvas
from mobile.web.javascript import js_error

_PNG = "image/png"


class CanvasPainter:
    """`Painter` on an OffscreenCanvas."""

    def __init__(self) -> None:
        self._has_fonts = False

    async def paint(self, lay_out: LayOut) -> bytes:
        """Raises DeviceError("not_an_image")."""
        if not self._has_fonts:
            self._has_fonts = await _load_fonts()
        _, ruler = new_canvas(1, 1)

        def measured(text: str, size: int, is_bold: bool) -> float:
            ruler.font = _font(size, is_bold)
            return float(ruler.measureText(text).width)

        drawing = lay_out(measured)
        canvas, pen = new_canvas(drawing.width, drawing.height)
        await _mark_all(pen, drawing)
        return await as_file(canvas, _PNG)


async def _load_fonts() -> bool:
    """Offline they come from what the browser kept; without them the browser's own letters are drawn."""
    from js import URL, FontFace, self
    from pyodide.ffi import to_js

    try:
        for family, path in FONTS.items():
            # They lie beside the worker, under the version that is running.
            answer = await self.fetch(URL.new(path, self.location.href))
            face = FontFace.new(family, to_js(await answer.arrayBuffer()))
            self.fonts.add(await face.load())
    except js_error():
        return False
    return True


def _font(size: int, is_bold: bool) -> str:
    return f'{size}px "{FONT_BOLD if is_bold else FONT}", sans-serif'


async def _mark_all(pen: Any, drawing: Drawing) -> None:
    pen.fillStyle = drawing.color
    pen.fillRect(0, 0, drawing.width, drawing.height)
    for mark in drawing.marks:
        if isinstance(mark, Words):
            pen.font, pen.fillStyle = _font(mark.size, mark.is_bold), mark.color
            pen.fillText(mark.text, mark.x, mark.y)
        elif isinstance(mark, Box):
            _outline(pen, mark)
            pen.fillStyle = mark.color
            pen.fill()
        else:
            await _put(pen, mark)


def _outline(pen: Any, mark: Box | Picture) -> None:
    pen.beginPath()
    pen.roundRect(mark.x, mark.y, mark.width, mark.height, mark.radius)


async def _put(pen: Any, picture: Picture) -> None:
    bitmap = await decode(picture.content)
    try:
        scale = max(picture.width / bitmap.width, picture.height / bitmap.height)
        width, height = picture.width / scale, picture.height / scale
        left, top = (bitmap.width - width) / 2, (bitmap.height - height) / 2
        pen.save()
        _outline(pen, picture)
        pen.clip()
        pen.drawImage(bitmap, left, top, width, height, picture.x, picture.y, picture.width, picture.height)
        pen.restore()
    finally:
        bitmap.close()
