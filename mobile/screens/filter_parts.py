"""What a list is narrowed to: the words that are searched for, a chip for each filter, its choices in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import flet as ft

from mobile.components.fields.choices import choice_button
from mobile.components.layout import icon_button, text_button
from mobile.components.text_box import TextBox
from mobile.context import AppState
from mobile.screens.review_dialog import dialog, options


class Desk(Protocol):
    """`dialog` is the name of the filter whose choices are open; empty for none."""

    dialog: str


def search_field(app: AppState, words: str, typed: Callable[[str], Any]) -> ft.Control:
    _ = app.gettext
    clear = icon_button(ft.Icons.CLOSE, _("Hapus pencarian"), lambda _: typed(""))
    return TextBox(
        key="search",
        label=_("Cari kata atau nomor"),
        value=words,
        prefix_icon=ft.Icons.SEARCH,
        suffix_icon=clear if words else None,
        on_change=lambda event: typed((event.control.value or "")[:200]),
    )


def filter_chips(app: AppState, desk: Desk, shown: Mapping[str, tuple[str, str]]) -> list[ft.Control]:
    """`shown`: by filter its name, and what was chosen, empty for everything."""

    def ask(name: str) -> None:
        desk.dialog = name

    down = ft.Icons.ARROW_DROP_DOWN
    return [
        choice_button(
            app, chosen or name, partial(ask, key), selected=bool(chosen), icon=down, key=f"filter={key}"
        )
        for key, (name, chosen) in shown.items()
    ]


def filter_dialog(
    app: AppState,
    desk: Desk,
    title: str,
    choices: Sequence[tuple[str, str]],
    chosen: str,
    choose: Callable[[str], Any],
) -> ft.AlertDialog:
    """The choices of the filter that was tapped; nothing is chosen for everything."""

    def close(*_: object) -> None:
        desk.dialog = ""

    def pick(code: str) -> None:
        close()
        choose(code)

    body = options(app, choices, chosen, pick, desk.dialog)
    every = text_button(app.gettext("Semua"), partial(pick, ""))
    return dialog(title, [body], [every, text_button(app.gettext("Tutup"), close)], close)
