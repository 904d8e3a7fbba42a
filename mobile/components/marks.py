"""A reviewer's mark, as the author reads it beside the field."""

from __future__ import annotations

import flet as ft

from mobile.context import AppState
from mobile.theme import GAP_S
from sync.client.reviewing import Mark


def mark_card(app: AppState, mark: Mark, *below: ft.Control) -> ft.Control:
    """What the reviewer asks of this field, and under it what the author says or may do."""
    _ = app.gettext
    title = _("Ditolak peninjau") if mark.verdict == "reject" else _("Perlu diperbaiki")
    ink = ft.Colors.ON_TERTIARY_CONTAINER
    head = ft.Row(
        [
            ft.Icon(ft.Icons.RATE_REVIEW_OUTLINED, size=18, color=ink),
            ft.Text(title, theme_style=ft.TextThemeStyle.LABEL_MEDIUM, color=ink, expand=True),
        ],
        spacing=6,
    )
    said: list[ft.Control] = [head]
    if mark.comment:
        said.append(ft.Text(mark.comment, color=ink))
    column = ft.Column(
        [*said, *below], spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    return ft.Container(column, bgcolor=ft.Colors.TERTIARY_CONTAINER, border_radius=12, padding=12)
