"""A chip: a few words on what is true of a record now, in the colours of its code."""

from __future__ import annotations

import flet as ft

from mobile.context import AppState
from mobile.text import status_text
from mobile.theme import chip_colors
from sync.client.cards import Chip


def status_chip(app: AppState, chip: Chip) -> ft.Control:
    return text_chip(status_text(app, chip), chip.code)


def text_chip(text: str, code: str) -> ft.Control:
    """Never cut: a long text takes a second line."""
    background, foreground = chip_colors(code)
    return ft.Container(
        content=ft.Text(text, theme_style=ft.TextThemeStyle.LABEL_MEDIUM, color=foreground),
        bgcolor=background,
        border_radius=10,
        padding=ft.Padding.symmetric(vertical=5, horizontal=10),
    )
