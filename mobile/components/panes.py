"""A list and what was opened from it: side by side where there is room, one after the other on a phone."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import empty_state, icon_button
from mobile.context import AppState
from mobile.routes import go

LIST_WIDTH = 400


def side_by_side(listed: ft.Control, opened: ft.Control, list_width: int = LIST_WIDTH) -> ft.Control:
    return ft.Row(
        [
            ft.Container(listed, width=list_width),
            ft.VerticalDivider(width=1, color=ft.Colors.OUTLINE_VARIANT),
            ft.Container(opened, expand=True),
        ],
        expand=True,
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def with_way_back(app: AppState, opened: ft.Control, tab: str) -> ft.Control:
    """What was opened, alone on a phone, below the way back to its list."""
    back = icon_button(ft.Icons.ARROW_BACK, app.gettext("Kembali ke daftar"), lambda _: go(tab))
    return ft.Column([ft.Row([back]), ft.Container(opened, expand=True)], spacing=0, expand=True)


def no_record_chosen(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.ARTICLE_OUTLINED, _("Pilih satu catatan"), _("Rinciannya tampil di sini, di samping daftar.")
    )
