"""About how many are helped: a number of people or families, or that it is not known yet."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import framed
from mobile.components.fields.typed import number_field
from mobile.context import use_app
from mobile.theme import GAP_S
from sync.domain.forms import Field

_UNKNOWN = "unknown"


@ft.component
def CountAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    value = draft.value(item.path) or {}
    unit, set_unit = ft.use_state(value.get("unit") or item.choices[0].code)
    typed, set_typed = ft.use_state(str(value.get("number", "")))

    def count(unit: str, typed: str) -> None:
        set_unit(unit)
        set_typed(typed)
        draft.set(item.path, count_of(unit, typed))

    field = number_field(
        item.path,
        "" if unit == _UNKNOWN else typed,
        lambda text: count(item.choices[0].code if unit == _UNKNOWN else unit, text),
        draft.save,
        most=len(str(item.max or 0)),
        width=130 * app.text_size,
    )
    chips = [
        choice_button(
            app,
            choice.label.in_language(app.language),
            partial(count, choice.code, "" if choice.code == _UNKNOWN else typed),
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
