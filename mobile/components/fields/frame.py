"""What stands around every answer: the question, how to answer it, what is wrong, what the reviewer said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.mark_answer import MarkAnswer
from mobile.context import AppState
from mobile.text import fault_text
from mobile.theme import GAP_S
from sync.domain.forms import Field


def framed(app: AppState, draft: Draft, remarks: Remarks, item: Field, *body: ft.Control) -> ft.Control:
    """The answer under its question, with whatever has to be said about it. `scroll_to` finds it by its path."""
    fault = remarks.faults.get(item.path)
    parts: list[ft.Control] = [question(app, item), *body]
    if fault:
        parts.append(fault_line(fault_text(app, fault)))
    parts += below(app, draft, remarks, item.path)
    return framing(item.path, *parts)


def framing(path: str, *parts: ft.Control) -> ft.Control:
    column = ft.Column(list(parts), spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Container(column, key=ft.ScrollKey(path))  # type: ignore[call-arg]


def question(app: AppState, item: Field) -> ft.Control:
    parts: list[ft.Control] = [
        ft.Text(item.question.in_language(app.language), theme_style=ft.TextThemeStyle.TITLE_SMALL)
    ]
    if item.help:
        parts.append(quiet(item.help.in_language(app.language)))
    return ft.Column(parts, spacing=2, tight=True)


def quiet(text: str) -> ft.Text:
    return ft.Text(text, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ON_SURFACE_VARIANT)


def fault_line(text: str) -> ft.Control:
    """What is to be put right, said when it appears."""
    words = ft.Text(text, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ERROR, expand=True)
    icon = ft.Icon(ft.Icons.ERROR_OUTLINE, size=18, color=ft.Colors.ERROR)
    line = ft.Row([icon, words], spacing=6, vertical_alignment=ft.CrossAxisAlignment.START)
    return ft.Semantics(live_region=True, content=line)


def below(app: AppState, draft: Draft, remarks: Remarks, path: str) -> list[ft.Control]:
    """That a number was masked, and the reviewer's mark with a place for the answer."""
    parts: list[ft.Control] = []
    if path in remarks.masked:
        text = app.gettext("Nomor yang mirip NIK atau KK disamarkan. Lorong tidak menyimpan nomor pribadi.")
        parts.append(ft.Semantics(live_region=True, content=_masked(text)))
    mark = draft.marks.get(path)
    if mark:
        parts.append(MarkAnswer(draft, remarks, path, mark))
    return parts


def _masked(text: str) -> ft.Control:
    words = ft.Text(text, theme_style=ft.TextThemeStyle.BODY_SMALL, expand=True)
    icon = ft.Icon(ft.Icons.SHIELD_OUTLINED, size=18, color=ft.Colors.PRIMARY)
    return ft.Row([icon, words], spacing=6, vertical_alignment=ft.CrossAxisAlignment.START)


def use_answer(draft: Draft, path: str) -> tuple[Any, Callable[[Any], None]]:
    """The answer as it is drawn, and how to give another, after which the component that asks shows itself again.

    What keeps a part of the answer reads `draft.value` when it is heard: the rest may have changed since.
    """
    draw = ft.use_state(0)[1]

    def answer(value: Any) -> None:
        draft.set(path, value)
        draw(lambda turns: turns + 1)

    return draft.value(path), answer
