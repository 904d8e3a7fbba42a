"""Research and videos that speak of an innovation: up to as many as the form takes, each a title and a link."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import framed, use_answer
from mobile.components.fields.typed import typed_field
from mobile.components.layout import text_button, tonal_card
from mobile.context import AppState, use_app
from sync.domain.forms import Field

_MOST = 500


@ft.component
def ReferencesAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    value, answer = use_answer(draft, item.path)
    held: list[dict[str, str]] = value or []
    # A card that is still empty is no answer yet.
    count, set_count = ft.use_state(len(held))
    shown = max(count, len(held))

    def say(place: int, key: str, text: str) -> None:
        """A keystroke draws nothing again."""
        now: list[dict[str, str]] = list(draft.value(item.path) or [])
        now += [{"title": "", "link": ""} for _ in range(len(now), place + 1)]
        now[place] = now[place] | {key: text}
        draft.set(item.path, now)

    def remove(place: int) -> None:
        set_count(shown - 1)
        answer([each for n, each in enumerate(draft.value(item.path) or []) if n != place] or None)
        draft.save()

    cards = [
        _card(app, draft, item.path, place, held[place] if place < len(held) else {}, say, remove)
        for place in range(shown)
    ]
    more = text_button(app.gettext("Tambah rujukan"), lambda: set_count(shown + 1), icon=ft.Icons.ADD)
    return framed(app, draft, remarks, item, *cards, *([ft.Row([more])] if shown < (item.max or 0) else []))


def _card(
    app: AppState, draft: Draft, path: str, place: int, held: dict[str, str], say: Any, remove: Any
) -> ft.Control:
    _ = app.gettext

    def field(key: str, label: str) -> ft.Control:
        return typed_field(
            app,
            f"{path}.{place}.{key}",
            held.get(key, ""),
            partial(say, place, key),
            draft.save,
            most=_MOST,
            label=label,
            counted=False,
            is_link=key == "link",
        )

    gone = text_button(_("Hapus rujukan"), partial(remove, place), icon=ft.Icons.DELETE_OUTLINE)
    return tonal_card(field("title", _("Judul")), field("link", _("Tautan")), ft.Row([gone]))
