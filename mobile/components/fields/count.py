"""About how many are helped: a number of people or families, or that it is not known yet."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import framed
from mobile.components.fields.typed import number_field
from mobile.components.typed_texts import use_typed
from mobile.context import use_app
from mobile.theme import GAP_S
from sync.domain.forms import Field

_UNKNOWN = "unknown"


@ft.component
def CountAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    value = draft.value(item.path) or {}
    typed = use_typed(unit=value.get("unit") or item.choices[0].code, number=str(value.get("number", "")))

    def count(unit: str, number: str) -> None:
        typed.say("unit", unit)
        typed.say("number", number)
        draft.set(item.path, count_of(unit, number))

    def write(number: str) -> None:
        unit = typed.now["unit"]
        count(item.choices[0].code if unit == _UNKNOWN else unit, number)

    def choose(unit: str) -> None:
        count(unit, "" if unit == _UNKNOWN else typed.now["number"])

    unit = typed.now["unit"]
    field = number_field(
        item.path,
        "" if unit == _UNKNOWN else typed.now["number"],
        write,
        draft.save,
        most=len(str(item.max or 0)),
        width=130 * app.text_size,
    )
    chips = [
        choice_button(
            app,
            choice.label.in_language(app.language),
            partial(choose, choice.code),
            selected=choice.code == unit,
            key=f"{item.path}={choice.code}",
        )
        for choice in item.choices
    ]
    named = ft.MergeSemantics(content=ft.Semantics(label=item.question.in_language(app.language), content=field))
    body = ft.Row(
        [named, wrapped(chips)],
        wrap=True,
        spacing=GAP_S,
        run_spacing=GAP_S,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return framed(app, draft, remarks, item, body)


def count_of(unit: str, typed: str) -> dict[str, Any] | None:
    """The value of the path; None while there is no number."""
    if unit == _UNKNOWN:
        return {"unit": unit}
    digits = "".join(letter for letter in typed if letter in "0123456789")
    return {"unit": unit, "number": int(digits[:12])} if digits else None
