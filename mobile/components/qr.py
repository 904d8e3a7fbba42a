"""A link as a picture that another phone's camera reads. Dark on white in either theme: scanners want it so."""

from __future__ import annotations

import functools
import io

import flet as ft

from mobile.theme import RADIUS

_SIDE = 232
"""Large enough to be read from an arm's length, small enough for 320 px."""


def qr(text: str, name: str) -> ft.Control:
    """`name` is what is spoken."""
    picture = ft.Image(src=_drawn(text), width=_SIDE, height=_SIDE, semantics_label=name, gapless_playback=True)
    framed = ft.Container(picture, bgcolor=ft.Colors.WHITE, border_radius=RADIUS, padding=8)
    return ft.Row([framed], alignment=ft.MainAxisAlignment.CENTER)


@functools.lru_cache(4)
def _drawn(text: str) -> bytes:
    import segno  # only who gives codes needs it, and the app starts without it

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=3)
    return out.getvalue()
