"""The figures of *Laporan* as tiles: the number large, its change in words; a tap says what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.components.layout import text_button
from mobile.context import AppState
from mobile.figure_text import (
    change_text,
    compared_text,
    label_text,
    meaning_text,
    parts_text,
    value_text,
    whole_text,
)
from mobile.navigation import RAIL_FROM
from mobile.screens.review_dialog import dialog
from mobile.theme import GAP_S, RADIUS
from sync.domain.figures import BY_CODE, Told
from sync.protocol.figures import AreaFigures

_LARGE_TEXT = 1.3
_STYLES = ft.TextThemeStyle


def tiles(app: AppState, figures: Sequence[Told], on_open: Callable[[str], Any]) -> list[ft.Control]:
    """In their order, four beside one another where there is room, on a phone two."""
    known = [_tile(app, told, on_open) for told in figures if told.code in BY_CODE]
    columns = tiles_beside(app)
    # The first one has the most parts: on a phone it takes the whole width.
    rows = [[known[0]]] if columns == 2 and known else []
    rest = known[1:] if rows else known
    rows += [rest[start : start + columns] for start in range(0, len(rest), columns)]
    return [_row(row, 1 if len(row) == 1 and row[0] is known[0] else columns) for row in rows]


def tiles_beside(app: AppState) -> int:
    """How many of them there is room for on one line."""
    if app.is_wide:
        return 4
    return 1 if app.text_size >= _LARGE_TEXT and app.width < RAIL_FROM else 2


def _row(row: Sequence[ft.Control], columns: int) -> ft.Control:
    gaps = [ft.Container(expand=1) for _ in range(columns - len(row))]
    return ft.Row(
        [*row, *gaps],
        spacing=GAP_S,
        intrinsic_height=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _tile(app: AppState, told: Told, on_open: Callable[[str], Any]) -> ft.Control:
    quiet = ft.Colors.ON_SURFACE_VARIANT
    more = [text for text in (change_text(app, told), parts_text(app, told)) if text]
    lines: list[ft.Control] = [
        ft.Text(label_text(app, told), theme_style=_STYLES.LABEL_MEDIUM, color=ft.Colors.ON_SURFACE),
        ft.Text(value_text(app, told), theme_style=_STYLES.HEADLINE_LARGE, color=ft.Colors.PRIMARY),
        *(ft.Text(text, theme_style=_STYLES.BODY_SMALL, color=quiet) for text in more),
    ]
    return ft.OutlinedButton(
        key=f"figure={told.code}",
        content=ft.Column(lines, spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.START),
        on_click=lambda _: on_open(told.code),
        expand=1,
        style=ft.ButtonStyle(
            padding=ft.Padding.symmetric(vertical=10, horizontal=12),
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
            side=ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT),
            bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
            alignment=ft.Alignment.TOP_LEFT,
        ),
    )


def meaning_dialog(app: AppState, found: AreaFigures, told: Told, close: Callable[[Any], Any]) -> ft.AlertDialog:
    """What the figure means, and how it changed."""
    told_lines = [text for text in (whole_text(app, told), change_text(app, told), parts_text(app, told)) if text]
    parts: list[ft.Control] = [
        ft.Text(value_text(app, told), theme_style=_STYLES.HEADLINE_LARGE, color=ft.Colors.PRIMARY),
        *(ft.Text(text) for text in told_lines),
        ft.Text(meaning_text(app, told)),
        ft.Text(compared_text(app, found), color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    return dialog(label_text(app, told), parts, [text_button(app.gettext("Tutup"), close)], close)
