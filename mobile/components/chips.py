"""The chip that says what is true of a record now."""

from __future__ import annotations

import flet as ft

from mobile.context import AppState
from mobile.text import status_text
from mobile.theme import chip_colors
from sync.client.cards import Chip


def status_chip(app: AppState, chip: Chip) -> ft.Control:
    """Never cut: a long text takes a second line."""
    background, foreground = chip_colors(chip.code)
    return ft.Container(
        content=ft.Text(status_text(app, chip), theme_style=ft.TextThemeStyle.LABEL_MEDIUM, color=foreground),
        bgcolor=background,
        border_radius=10,
        padding=ft.Padding.symmetric(vertical=5, horizontal=10),
    )
