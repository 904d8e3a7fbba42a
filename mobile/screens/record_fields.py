"""What was answered, by section, with the reviewer's marks beside their fields."""

from __future__ import annotations

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.layout import section_title
from mobile.context import AppState
from mobile.screens.record_mark import MarkRead
from mobile.session import Session
from mobile.theme import GAP
from sync.client.replica import RecordState
from sync.client.reviewing import Mark, open_marks
from sync.domain.forms import Field, Form, Section, form_of
from sync.domain.records import PHOTOS, Kind


def fields_by_section(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    """Sections and fields without an answer are left out, unless the reviewer asks about them."""
    form = form_for(state)
    if form is None:
        return []
    review, marks = open_marks(state)
    found: list[ft.Control] = []
    for section in form.sections:
        rows = [
            _row(app, session, state, item, review, marks.get(item.path))
            for item in form.in_section(section.code)
            if item.path != PHOTOS and (_text(app, state, item) or item.path in marks)
        ]
        if rows:
            found.append(_section(section_title(section_name(app, section)), rows))
    return found


def form_for(state: RecordState) -> Form | None:
    """None for a kind that only a newer app knows."""
    return form_of(state.kind) if state.kind in set(Kind) else None


def section_name(app: AppState, section: Section) -> str:
    """As it reads when everything is answered."""
    _ = app.gettext
    names = {"main": _("Isi catatan"), "more": _("Tambahan"), "automatic": _("Terisi sendiri")}
    return names.get(section.code) or section.title.in_language(app.language)


def _text(app: AppState, state: RecordState, item: Field) -> str:
    return answer_text(app, item, state.values.get(item.path))


def _section(title: ft.Control, rows: list[ft.Control]) -> ft.Control:
    return ft.Column([title, *rows], spacing=GAP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _row(
    app: AppState, session: Session, state: RecordState, item: Field, review: str, mark: Mark | None
) -> ft.Control:
    quiet = ft.Colors.ON_SURFACE_VARIANT
    parts: list[ft.Control] = [
        ft.Text(item.question.in_language(app.language), theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
        ft.Text(_text(app, state, item) or app.gettext("(belum diisi)")),
    ]
    if mark:
        marked = MarkRead(session, state, review, item.path, mark)
        parts.append(ft.Container(marked, padding=ft.Padding.only(top=4)))
    return ft.Column(parts, spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
