"""*Samarkan*: a finger draws over what nobody should recognise; only the blurred photo is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.layout import primary_button, text_button
from mobile.context import AppState, use_app
from mobile.device.exif import jpeg_size
from mobile.device.ports import Rectangle
from mobile.theme import GAP, GAP_S

WHOLE: Rectangle = (0.0, 0.0, 1.0, 1.0)
_LEAST = 0.02
"""A touch without a movement draws nothing."""
_MARGINS = 2 * (GAP + GAP_S)

Blur = Callable[[list[Rectangle]], Any]


def blur_dialog(app: AppState, content: bytes, blur: Blur, close: Callable[[], Any]) -> ft.AlertDialog:
    return ft.AlertDialog(
        modal=True,
        inset_padding=GAP_S,
        content_padding=GAP,
        title=app.gettext("Samarkan bagian foto"),
        content=BlurPad(content, blur, close),
    )


@ft.component
def BlurPad(content: bytes, blur: Blur, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    none: list[Rectangle] = []
    drawn, set_drawn = ft.use_state(none)
    pen: Any = ft.use_ref()
    nothing: Rectangle | None = None
    line, set_line = ft.use_state(nothing)
    width, height = shown_size(content, app.width, ft.context.page.height or 800)

    def begin(event: ft.DragStartEvent[ft.GestureDetector]) -> None:
        pen.current = (event.local_position.x / width, event.local_position.y / height)

    def move(event: ft.DragUpdateEvent[ft.GestureDetector]) -> None:
        if pen.current:
            here = (event.local_position.x / width, event.local_position.y / height)
            set_line(between(pen.current, here))

    def end() -> None:
        if line and line[2] > _LEAST and line[3] > _LEAST:
            set_drawn(lambda now: [*now, line])
        set_line(nothing)
        pen.current = None

    picture = ft.GestureDetector(
        ft.Stack(
            [
                ft.Image(content, width=width, height=height, fit=ft.BoxFit.FILL, exclude_from_semantics=True),
                *(_patch(each, width, height) for each in ([*drawn, line] if line else drawn)),
            ],
            width=width,
            height=height,
        ),
        drag_interval=30,
        on_pan_start=begin,
        on_pan_update=move,
        on_pan_end=end,
    )
    count = len(drawn)
    text = app.ngettext("Samarkan {n} bagian", "Samarkan {n} bagian", count).format(n=count)
    return ft.Column(
        [
            ft.Text(_("Geser jari di atas wajah, nomor rumah atau pelat. Yang asli tidak disimpan.")),
            ft.Container(picture, alignment=ft.Alignment.CENTER),
            primary_button(text, partial(blur, drawn), icon=ft.Icons.BLUR_ON, disabled=not drawn),
            ft.Row(
                [
                    text_button(_("Hapus yang terakhir"), lambda: set_drawn(drawn[:-1]), disabled=not drawn),
                    text_button(_("Samarkan semuanya"), partial(blur, [WHOLE])),
                    text_button(_("Batal"), close),
                ],
                wrap=True,
                spacing=0,
                run_spacing=0,
            ),
        ],
        spacing=GAP_S,
        tight=True,
        scroll=ft.ScrollMode.AUTO if app.text_size > 1 else None,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def shown_size(content: bytes, page_width: float, page_height: float) -> tuple[float, float]:
    """How large the photo is drawn: as wide as the dialog, not more than half as high as the screen."""
    width, height = jpeg_size(content) or (4, 3)
    scale = min((min(page_width, 640) - _MARGINS) / width, page_height * 0.5 / height)
    return width * scale, height * scale


def between(start: tuple[float, float], end: tuple[float, float]) -> Rectangle:
    """The rectangle between two corners, within the picture."""
    (x1, y1), (x2, y2) = (tuple(min(1.0, max(0.0, each)) for each in corner) for corner in (start, end))
    return (min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))


def _patch(rectangle: Rectangle, width: float, height: float) -> ft.Control:
    x, y, wide, high = rectangle
    return ft.Container(
        left=x * width,
        top=y * height,
        width=wide * width,
        height=high * height,
        bgcolor=ft.Colors.with_opacity(0.8, ft.Colors.INVERSE_SURFACE),
        border=ft.Border.all(2, ft.Colors.PRIMARY),
    )
