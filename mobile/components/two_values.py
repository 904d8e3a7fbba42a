"""*Dua isian berbeda*: the values of one field side by side, with who and when, and the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from mobile.components.layout import secondary_button
from mobile.context import AppState
from mobile.theme import GAP_S


@dataclass(frozen=True, slots=True)
class Held:
    """One of the values as it reads. `picture` is its preview where it is a photo."""

    text: str
    who_and_when: str
    picture: ft.Control | None = None


def two_values(
    app: AppState, question: str, held: Sequence[Held], choose: Callable[[int], Any] | None
) -> ft.Control:
    """Side by side where there is room. Without `choose` they are only read."""
    is_narrow = app.width < 480 * app.text_size
    cards = [_value(app, question, place, each, choose) for place, each in enumerate(held)]
    layout: ft.Control = (
        ft.Column(cards, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        if is_narrow
        else ft.Row(
            [ft.Container(card, expand=True) for card in cards],
            spacing=GAP_S,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    )
    title = ft.Text(question, theme_style=ft.TextThemeStyle.TITLE_SMALL, color=ft.Colors.ON_TERTIARY_CONTAINER)
    column = ft.Column(
        [title, layout], spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    return ft.Container(column, bgcolor=ft.Colors.TERTIARY_CONTAINER, border_radius=12, padding=12)


def _value(
    app: AppState, question: str, place: int, held: Held, choose: Callable[[int], Any] | None
) -> ft.Control:
    _ = app.gettext
    parts: list[ft.Control] = [held.picture] if held.picture else []
    parts += [
        ft.SelectionArea(content=ft.Text(held.text or _("(dikosongkan)"))),
        ft.Text(held.who_and_when, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    if choose:
        button = secondary_button(_("Pilih yang ini"), lambda: choose(place))
        label = f"{question}: {held.text}"
        parts.append(ft.MergeSemantics(content=ft.Semantics(label=label, content=ft.Row([button]))))
    column = ft.Column(parts, spacing=6, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Container(column, bgcolor=ft.Colors.SURFACE, border_radius=12, padding=12)
