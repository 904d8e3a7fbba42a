"""Answers of one tap: one of several, several of several, yes or no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import below, framed, framing, use_answer
from mobile.components.fields.typed import typed_field
from mobile.components.layout import text_button
from mobile.context import AppState, use_app
from mobile.theme import GAP_S
from sync.domain.forms import Choice, Field

THEME_ICONS: Mapping[str, ft.IconData] = {
    "waste": ft.Icons.RECYCLING,
    "food": ft.Icons.ECO_OUTLINED,
    "health": ft.Icons.HEALTH_AND_SAFETY_OUTLINED,
    "school": ft.Icons.SCHOOL_OUTLINED,
    "business": ft.Icons.STOREFRONT_OUTLINED,
    "safety": ft.Icons.LOCAL_POLICE_OUTLINED,
    "social": ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED,
    "women": ft.Icons.FAMILY_RESTROOM,
    "works": ft.Icons.WATER_DROP_OUTLINED,
    "service": ft.Icons.BADGE_OUTLINED,
    "culture": ft.Icons.THEATER_COMEDY_OUTLINED,
    "other": ft.Icons.MORE_HORIZ,
}
_MOST_AT_ONCE = 12
_ALONE = "nothing"
"""*Tidak ada*: chosen alone or not at all."""


def choice_button(
    app: AppState,
    text: str,
    on_click: Callable[[], Any],
    *,
    selected: bool,
    icon: ft.IconData | None = None,
    key: str | None = None,
    alignment: ft.Alignment | None = None,
) -> ft.Control:
    """A chip that wraps its text, since the framework's own cuts it. Spoken as a tick box with its state."""
    fill, ink = (
        (ft.Colors.PRIMARY_CONTAINER, ft.Colors.ON_PRIMARY_CONTAINER)
        if selected
        else (ft.Colors.SURFACE_CONTAINER_LOW, ft.Colors.ON_SURFACE)
    )
    button = ft.OutlinedButton(
        key=key,
        content=text,
        icon=ft.Icons.CHECK if selected else icon,
        on_click=on_click,
        style=ft.ButtonStyle(
            padding=ft.Padding.symmetric(vertical=15, horizontal=GAP_S + 6),
            shape=ft.RoundedRectangleBorder(radius=12),
            side=ft.BorderSide(1, ft.Colors.PRIMARY if selected else ft.Colors.OUTLINE),
            bgcolor=fill,
            color=ink,
            icon_color=ink,
            icon_size=20,
            alignment=alignment,
            text_style=ft.TextStyle(size=15 * app.text_size, weight=ft.FontWeight.W_500),
        ),
    )
    return ft.MergeSemantics(content=ft.Semantics(checked=selected, content=button))


def wrapped(buttons: Sequence[ft.Control]) -> ft.Control:
    return ft.Row(list(buttons), wrap=True, spacing=GAP_S, run_spacing=GAP_S)


@ft.component
def ChoiceAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    chosen, answer = use_answer(draft, item.path)
    shown, more, fold = use_few(app, item, [chosen])
    icons = THEME_ICONS if item.path == "theme" else {}

    def choose(code: str) -> None:
        fold()
        answer(code)

    def chip(code: str, text: str) -> ft.Control:
        return choice_button(
            app,
            text,
            lambda: choose(code),
            selected=code == chosen,
            icon=icons.get(code),
            key=f"{item.path}={code}",
        )

    chips = [chip(choice.code, choice.label.in_language(app.language)) for choice in shown]
    return framed(app, draft, remarks, item, wrapped([*chips, *more]))


def use_few(
    app: AppState, item: Field, chosen: Sequence[str]
) -> tuple[Sequence[Choice], list[ft.Control], Callable[[], None]]:
    """The choices to show, the button for the others, and how they are folded away: nobody scrolls past forty to
    reach the next question. A hook."""
    is_open, set_open = ft.use_state(False)
    if len(item.choices) <= _MOST_AT_ONCE:
        return item.choices, [], lambda: None
    shown = item.choices if is_open else [choice for choice in item.choices if choice.code in chosen]
    _ = app.gettext
    name = _("Tutup pilihan") if is_open else _("Pilih dari {n}").format(n=len(item.choices))
    icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
    more = text_button(name, lambda: set_open(not is_open), icon=icon)
    return (
        shown,
        [ft.MergeSemantics(content=ft.Semantics(expanded=is_open, content=more))],
        lambda: set_open(False),
    )


@ft.component
def ChoicesAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    value, answer = use_answer(draft, item.path)
    shown, more, _ = use_few(app, item, value or [])

    def tap(code: str) -> None:
        answer(toggled(item, draft.value(item.path) or [], code) or None)

    chips = several(app, item, value or [], tap, shown)
    return framed(app, draft, remarks, item, chips, *([ft.Row(more)] if more else []))


def several(
    app: AppState,
    item: Field,
    chosen: list[str],
    tap: Callable[[str], None],
    shown: Sequence[Choice] | None = None,
) -> ft.Control:
    """A chip for each choice, or for those shown; what is chosen keeps the order of the form."""

    def chip(code: str, text: str) -> ft.Control:
        return choice_button(
            app,
            text,
            lambda: tap(code),
            selected=code in chosen,
            key=f"{item.path}={code}",
        )

    choices = item.choices if shown is None else shown
    return wrapped([chip(choice.code, choice.label.in_language(app.language)) for choice in choices])


def toggled(item: Field, chosen: Sequence[str], code: str) -> list[str]:
    """The choices after a tap on one of them."""
    if code in chosen:
        return [each for each in chosen if each != code]
    if code == _ALONE:
        return [code]
    after = {*chosen, code} - {_ALONE}
    return [choice.code for choice in item.choices if choice.code in after]


@ft.component
def NeedsAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    """What help is needed, and a few words about it."""
    app = use_app()
    value, answer = use_answer(draft, item.path)
    chosen, note = _needs(value)

    def say(codes: list[str], words: str) -> None:
        answer(({"choices": codes} | ({"note": words} if words else {})) if codes or words else None)

    def write(words: str) -> None:
        say(_needs(draft.value(item.path))[0], words)

    def tap(code: str) -> None:
        codes, words = _needs(draft.value(item.path))
        say(toggled(item, codes, code), words)

    words = typed_field(
        app,
        item.path,
        note,
        write,
        draft.save,
        most=item.max,
        label=app.gettext("Catatan tambahan"),
    )
    chips = several(app, item, chosen, tap)
    return framed(app, draft, remarks, item, chips, words)


def _needs(value: dict[str, Any] | None) -> tuple[list[str], str]:
    """What is chosen, and the words about it."""
    held = value or {}
    return held.get("choices", []), held.get("note", "")


@ft.component
def YesNoAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    value, answer = use_answer(draft, item.path)
    tick = choice_button(
        app,
        item.question.in_language(app.language),
        lambda: answer(not value),
        selected=bool(value),
        key=item.path,
    )
    return framing(item.path, wrapped([tick]), *below(app, draft, remarks, item.path))
