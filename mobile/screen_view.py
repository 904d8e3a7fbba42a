"""How a screen becomes a View of the router."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.layout import icon_button
from mobile.context import use_app
from mobile.routes import HOME, go_back


def of(record: str, screen: Callable[[str], ft.Control]) -> ft.Control:
    """The screen of this record. With a key, since another record must not find the state of the one before."""
    return keyed(record, screen, record)


def view(title: str, screen: ft.Control) -> ft.View:
    return ft.View(
        route=ft.use_view_path() if title else HOME,
        appbar=_bar(title) if title else None,
        controls=[screen],
        padding=0,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _bar(title: str) -> ft.AppBar:
    """With a way back of our own: the client's is smaller than a thumb."""
    back = icon_button(ft.Icons.ARROW_BACK, use_app().gettext("Kembali"), lambda _: go_back())
    return ft.AppBar(leading=back, leading_width=56, automatically_imply_leading=False, title=title)
