"""A recorded problem in a short list: its name, where and how it stands; a tap opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.record_card import title_of
from mobile.context import AppState
from mobile.text import status_text
from mobile.theme import RADIUS, TARGET
from sync.client.cards import Card
from sync.domain.areas import gazetteer


def problem_row(
    app: AppState, card: Card, on_open: Callable[[str], Any], *, more: str = "", trailing: ft.Control | None = None
) -> ft.Control:
    """`more` is said before the place: how far an innovation solves it."""
    place = gazetteer().name(card.area) if card.area else ""
    about = [more, card.number, place, status_text(app, card.chip)]
    return ft.ListTile(
        title=ft.Text(title_of(app, card)),
        subtitle=ft.Text(
            " · ".join(part for part in about if part),
            theme_style=ft.TextThemeStyle.BODY_SMALL,
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        on_click=lambda: on_open(card.record),
        trailing=trailing,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(horizontal=8),
        min_height=TARGET,
        key=f"problem:{card.record}",
    )
