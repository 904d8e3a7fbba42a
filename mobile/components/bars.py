"""Before and after as bars below one another; each says its number in words, so nothing is in colour alone."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.theme import GAP_S
from sync.domain.measuring import Bar

_STEPS = 1000
_THINNEST = 8
_THICK = 12


def bars(rows: Sequence[Bar]) -> ft.Control:
    return ft.Column(
        [_row(bar) for bar in rows],
        spacing=GAP_S,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _row(bar: Bar) -> ft.Control:
    words = ft.Row(
        [
            ft.Text(bar.label, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
            ft.Text(bar.text, theme_style=ft.TextThemeStyle.LABEL_MEDIUM),
        ],
        wrap=True,
        spacing=GAP_S,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
    )
    drawn = max(_THINNEST, round(bar.length * _STEPS))
    colour = ft.Colors.SECONDARY if bar.is_before else ft.Colors.PRIMARY
    parts: list[ft.Control] = [ft.Container(bgcolor=colour, border_radius=4, height=_THICK, expand=drawn)]
    if drawn < _STEPS:
        parts.append(ft.Container(height=_THICK, expand=_STEPS - drawn))
    return ft.Column(
        [ft.MergeSemantics(content=words), ft.Row(parts, spacing=0)],
        spacing=2,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
