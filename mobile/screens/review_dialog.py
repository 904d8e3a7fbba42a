"""The shapes that dialogs are built of: nothing in them is cut, however large the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button
from mobile.components.keyed import told_apart
from mobile.components.layout import notice, text_button
from mobile.components.text_box import TextBox
from mobile.context import AppState, use_app
from mobile.theme import GAP, GAP_S


def use_close(app: AppState) -> Callable[..., None]:
    """How the dialog that is rendered now is closed. A hook."""
    mine = ft.use_memo(lambda: app.review.dialog, [])

    def close(*_: Any) -> None:
        app.review.close(mine)

    return close


def not_kept(app: AppState) -> list[ft.Control]:
    """What the bar under the record says then: the dialog covers it."""
    return [notice(app.review.hint, "warning")] if app.save_failed and app.review.hint else []


def dialog(
    title: str, parts: list[ft.Control], buttons: list[ft.Control], close: Callable[[Any], Any]
) -> ft.AlertDialog:
    return ft.AlertDialog(
        modal=True,
        scrollable=True,
        title=ft.Text(title),
        content=ft.Column(
            told_apart(parts),
            tight=True,
            spacing=GAP,
            width=520,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        actions=buttons,
        on_dismiss=close,
        inset_padding=ft.Padding.all(GAP),
    )


def use_question(
    title: str,
    parts: list[ft.Control],
    close: Callable[[], Any],
    *acts: ft.Control,
    leave: str = "",
    give_up: Callable[[], Any] | None = None,
) -> ft.Control:
    """A dialog, open as long as its component is there; returns what stands for it on the page. A hook.

    `acts` are the buttons beside the one that leaves all as it is, called *Batal* where `leave` does not name it;
    `give_up` is what that one does where it is more than to close.
    """
    cancel = use_app().gettext("Batal")
    buttons = [text_button(leave or cancel, lambda: (give_up or close)()), *acts]
    ft.use_dialog(dialog(title, parts, buttons, lambda *_: close()))
    return ft.Container(width=0, height=0)


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


def asked(label: str, field: TextBox) -> ft.Control:
    """A text field under its name: a label inside it would be cut. Merged, so that it is spoken as one."""
    return ft.MergeSemantics(
        content=ft.Column(
            [ft.Text(label, theme_style=ft.TextThemeStyle.TITLE_SMALL), field],
            spacing=4,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        # What appears above it must not take the keyboard away from whoever is typing.
        key=f"asked:{field.key}" if field.key else None,
    )


def plain_field(
    key: str, value: str, say: Callable[[str], Any], most: int, keyboard: ft.KeyboardType = ft.KeyboardType.TEXT
) -> TextBox:
    """One line that is bounded without saying so."""
    return TextBox(
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
