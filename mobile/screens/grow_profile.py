"""One section of SIGAP's profile: its fields to fill in, or to read for who does not edit the record."""

from __future__ import annotations

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.fields.answer import answer_field, answered_here
from mobile.components.fields.frame import quiet
from mobile.components.layout import heading
from mobile.context import AppState, use_app
from mobile.growing_parts import FILES, SECTIONS
from mobile.screens.grow_files import FilesAnswers, file_rows
from mobile.screens.grow_parts import Grown, use_answers
from mobile.theme import GAP
from sync.domain.forms import Field, form


@ft.component
def ProfilePart(grown: Grown, part: str) -> ft.Control:
    app, draft = use_app(), grown.draft
    use_answers(grown)
    section = next(each for each in form("profile").sections if each.code == SECTIONS[part])
    fields = form("profile").in_section(section.code)
    parts: list[ft.Control] = [heading(section.title.in_language(app.language))]
    if draft:
        parts += [answer_field(draft, draft.remarks, item) for item in fields if answered_here(item)]
        parts += [FilesAnswers(draft, draft.remarks, fields)] if part == FILES else []
    elif part == FILES:
        parts += file_rows(app, grown, fields)
    else:
        parts += [_row(app, grown, item) for item in fields]
    return ft.Column(parts, spacing=GAP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _row(app: AppState, grown: Grown, item: Field) -> ft.Control:
    text = answer_text(app, item, grown.values.get(item.path)) or app.gettext("(belum diisi)")
    shown = ft.SelectionArea(content=ft.Text(text))
    return ft.Column([quiet(item.question.in_language(app.language)), shown], spacing=2, tight=True)
