"""An amount on the number keys, read back as it was understood. A count of very few about health is never kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.amount_text import kept_text, typed_number
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import framed, quiet
from mobile.components.fields.typed import BORDER
from mobile.components.text_box import TextBox
from mobile.context import AppState, use_app
from sync.domain.checks import BELOW
from sync.domain.forms import Field
from sync.domain.measuring import hidden_if_small

_MOST = 24


@ft.component
def AmountAnswer(draft: Draft, remarks: Remarks, item: Field, unit: str, is_health: bool) -> ft.Control:
    app = use_app()
    kept = draft.value(item.path)
    typed, set_typed = ft.use_state(typed_again(app, kept))

    def say(text: str) -> None:
        set_typed(text)
        draft.set(item.path, hidden_if_small(typed_number(text, app), is_health=is_health))

    field = amount_field(item.path, typed, say, unit, size=24 * app.text_size, leave=draft.save)
    named = ft.MergeSemantics(content=ft.Semantics(label=item.question.in_language(app.language), content=field))
    said = read_back(app, typed, draft.value(item.path))
    return framed(app, draft, remarks, item, named, *said)


def typed_again(app: AppState, kept: Any) -> str:
    """What stands in the field for what is kept; nothing for a number that is not known any more."""
    if not isinstance(kept, str):
        return ""
    return kept if app.language == "en" else kept.replace(".", ",")


def read_back(app: AppState, typed: str, kept: Any) -> list[ft.Control]:
    """How it was understood, where that is not what stands there."""
    _ = app.gettext
    if typed.strip() and kept is None:
        text = _("Tulis angka, misalnya 12 atau 2,5.")
    elif kept == BELOW:
        text = _("Disimpan sebagai kurang dari 5, agar tidak ada yang dikenali.")
    elif kept is not None and kept_text(app, kept) != typed:
        text = _("Terbaca: {angka}").format(angka=kept_text(app, kept))
    else:
        return []
    return [ft.Semantics(live_region=True, content=quiet(text))]


def amount_field(
    key: str,
    value: str,
    say: Callable[[str], Any],
    unit: str,
    *,
    size: float | None = None,
    leave: Callable[[], Any] = lambda: None,
) -> TextBox:
    """One number, large, with its unit after it."""
    return TextBox(
        key=key,
        value=value,
        border=BORDER,
        filled=True,
        fill_color=ft.Colors.SURFACE_CONTAINER_LOWEST,
        keyboard_type=ft.KeyboardType.NUMBER,
        # Letters would need another keyboard; a comma is on the number keys of every phone.
        input_filter=ft.InputFilter(r"^[0-9.,-]*$"),
        text_size=size,
        suffix=unit or None,
        max_length=_MOST,
        counter="",
        on_change=lambda event: say(event.control.value or ""),
        on_blur=lambda: leave(),
    )
