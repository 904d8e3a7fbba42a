"""*Inovasi* or *Masalah*: which of the two a new note is. The other is begun anew; what was written is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.draft import Draft
from mobile.context import use_app
from mobile.routes import NEW, NEW_ISSUE, NOTE, go
from mobile.theme import GAP
from sync.domain.records import Kind


@ft.component
def KindChoice(draft: Draft) -> ft.Control:
    """It stays where it is while somebody writes, or the chips below would move under the finger. Nothing for what
    was submitted before, and for a resident's idea, which is begun elsewhere."""
    app = use_app()
    _ = app.gettext
    if not draft.copy.is_new or draft.copy.kind not in (Kind.INNOVATION, Kind.ISSUE):
        return ft.Container(height=0)

    def button(kind: Kind, text: str, icon: ft.IconData, begin: str) -> ft.Control:
        is_it = draft.copy.kind == kind
        return choice_button(app, text, _opening("" if is_it else begin), selected=is_it, icon=icon, key=begin)

    chips = [
        button(Kind.INNOVATION, _("Inovasi"), ft.Icons.LIGHTBULB_OUTLINE, NEW),
        button(Kind.ISSUE, _("Masalah"), ft.Icons.REPORT_PROBLEM_OUTLINED, NEW_ISSUE),
    ]
    return ft.Container(wrapped(chips), padding=ft.Padding.only(bottom=GAP))


def _opening(record: str) -> Callable[[], Any]:
    return lambda: go(NOTE, record=record) if record else None
