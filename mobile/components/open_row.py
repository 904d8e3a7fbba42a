"""A row of a list that opens what it tells of; the one that is open stands out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.theme import GAP, GAP_S, RADIUS, TARGET


def open_row(
    words: list[ft.Control], on_open: Callable[[], Any], *, is_open: bool, key: str | ft.ScrollKey | None = None
) -> ft.Control:
    return ft.ListTile(
        title=ft.Column(words, spacing=4, tight=True),
        on_click=lambda _: on_open(),
        bgcolor=ft.Colors.SECONDARY_CONTAINER if is_open else ft.Colors.SURFACE_CONTAINER_LOW,
        selected=is_open,
        selected_tile_color=ft.Colors.SECONDARY_CONTAINER,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP),
        min_height=TARGET,
        key=key,
    )
