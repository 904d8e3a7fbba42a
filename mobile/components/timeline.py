"""What happened, one under the other: what, who with their office, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from mobile.theme import GAP_S


@dataclass(frozen=True, slots=True)
class Moment:
    """Finished texts. `note` is what somebody wrote then."""

    icon: ft.IconData
    title: str
    who_and_when: str
    note: str = ""


def timeline(moments: Sequence[Moment]) -> ft.Control:
    return ft.Column([_moment(each) for each in moments], spacing=12, tight=True)


def _moment(moment: Moment) -> ft.Control:
    quiet = ft.Colors.ON_SURFACE_VARIANT
    lines: list[ft.Control] = [
        ft.Text(moment.title, theme_style=ft.TextThemeStyle.BODY_MEDIUM, weight=ft.FontWeight.W_600),
        ft.Text(moment.who_and_when, theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
    ]
    if moment.note:
        lines.append(
            ft.Container(
                ft.Text(moment.note),
                bgcolor=ft.Colors.SURFACE_CONTAINER,
                border_radius=GAP_S,
                padding=10,
            )
        )
    mark = ft.Container(
        ft.Icon(moment.icon, size=18, color=ft.Colors.ON_PRIMARY_CONTAINER),
        bgcolor=ft.Colors.PRIMARY_CONTAINER,
        border_radius=16,
        width=32,
        height=32,
        alignment=ft.Alignment.CENTER,
    )
    return ft.Row(
        [mark, ft.Column(lines, spacing=2, tight=True, expand=True)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
