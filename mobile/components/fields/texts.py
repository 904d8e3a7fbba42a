"""Short texts, the only thing of a note that is typed."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import below, framing, question, use_answer
from mobile.components.fields.typed import typed_field
from mobile.components.fields.words import WordCount, use_counted
from mobile.context import AppState, use_app
from mobile.theme import GAP_S
from sync.domain.forms import Field
from sync.domain.kipp import count_words


@ft.component
def TextAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    """A keystroke changes the answer and draws nothing again."""
    app = use_app()
    counted = use_counted()

    def say(text: str) -> None:
        draft.set(item.path, text or None)
        if item.min_words:
            counted.words = count_words(text)

    field = typed_field(
        app,
        item.path,
        draft.value(item.path) or "",
        say,
        draft.save,
        most=item.max,
        lines=item.lines,
        fault=remarks.faults.get(item.path),
    )
    count = [WordCount(draft, counted, item.path, least=item.min_words)] if item.min_words else []
    return framing(item.path, asked(app, item, field), *count, *below(app, draft, remarks, item.path))


@ft.component
def NameAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    """The name of a person, and whether it may be shown: nobody is named without having been asked."""
    app = use_app()
    value, answer = use_answer(draft, item.path)
    name, may_show = _named(value)

    def say(text: str) -> None:
        answer({"name": text, "may_show": _named(draft.value(item.path))[1]} if text else None)

    def consent() -> None:
        now, may_show = _named(draft.value(item.path))
        if now:
            answer({"name": now, "may_show": not may_show})

    field = typed_field(
        app,
        item.path,
        name,
        say,
        draft.save,
        most=item.max,
        fault=remarks.faults.get(item.path),
    )
    parts = [asked(app, item, field)]
    if name:
        permission = choice_button(
            app,
            app.gettext("Orangnya setuju namanya ditampilkan"),
            consent,
            selected=may_show,
            key=f"{item.path}.may_show",
        )
        parts.append(wrapped([permission]))
    return framing(item.path, *parts, *below(app, draft, remarks, item.path))


def _named(value: dict[str, Any] | None) -> tuple[str, bool]:
    """The name, and whether it may be shown."""
    return (value["name"], bool(value["may_show"])) if value else ("", False)


def asked(app: AppState, item: Field, field: ft.Control) -> ft.Control:
    """Merged, so that the question is the spoken name of the field; a label inside it would be cut."""
    column = ft.Column(
        [question(app, item), field],
        spacing=GAP_S,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.MergeSemantics(content=column)
