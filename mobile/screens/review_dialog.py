"""The shapes that the dialogs of *Tinjau* are built of: nothing in them is cut, however large the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button
from mobile.components.layout import text_button
from mobile.context import AppState
from mobile.theme import GAP, GAP_S


def use_close(app: AppState) -> Callable[[Any], None]:
    """How the dialog that is rendered now is closed. A hook."""
    mine = ft.use_memo(lambda: app.review.dialog, [])

    def close(_: Any) -> None:
        app.review.close(mine)

    return close


def dialog(
    title: str, parts: list[ft.Control], buttons: list[ft.Control], close: Callable[[Any], Any]
) -> ft.AlertDialog:
    return ft.AlertDialog(
        modal=True,
        scrollable=True,
        title=ft.Text(title),
        content=ft.Column(
            parts,
            tight=True,
            spacing=GAP,
            width=520,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        actions=buttons,
        on_dismiss=close,
        inset_padding=ft.Padding.all(GAP),
    )


def options(
    app: AppState, choices: Sequence[tuple[str, str]], chosen: str, choose: Callable[[str], Any], name: str
) -> ft.Control:
    """One of several, each on a line of its own that wraps. `name` begins the keys of the buttons."""

    def chooser(code: str) -> Callable[[], Any]:
        return lambda: choose(code)

    rows: list[ft.Control] = [
        choice_button(
            app,
            text,
            chooser(code),
            selected=code == chosen,
            key=f"{name}={code}",
            alignment=ft.Alignment.CENTER_LEFT,
        )
        for code, text in choices
    ]
    return ft.Column(rows, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def asked(label: str, field: ft.TextField) -> ft.Control:
    """A text field under its name: a label inside it would be cut. Merged, so that it is spoken as one."""
    return ft.MergeSemantics(
        content=ft.Column(
            [ft.Text(label, theme_style=ft.TextThemeStyle.TITLE_SMALL), field],
            spacing=4,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    )


def plain_field(
    key: str, value: str, say: Callable[[str], Any], most: int, keyboard: ft.KeyboardType = ft.KeyboardType.TEXT
) -> ft.TextField:
    """One line that is bounded without saying so."""
    return ft.TextField(
        value=value,
        max_length=most,
        counter="",
        keyboard_type=keyboard,
        on_change=lambda event: say(event.control.value or ""),
        key=key,
    )


@ft.component
def Opens(text: str, icon: ft.IconData, made: Callable[[Callable[[], Any]], ft.Control]) -> ft.Control:
    """A quiet button and, once it was pressed, the dialog that `made` gives, which is told how it closes."""
    asks, set_asks = ft.use_state(False)
    parts: list[ft.Control] = [ft.Row([text_button(text, lambda: set_asks(True), icon=icon)], wrap=True)]
    if asks:
        parts.append(made(lambda: set_asks(False)))
    return ft.Column(parts, spacing=0, tight=True)
