"""Which problem an innovation addresses, and how far it solves it; a link can be changed or undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import problems
from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button, text_button
from mobile.components.once import use_once
from mobile.context import use_app
from mobile.problem_text import degree_choices, link_text
from mobile.problems import Link
from mobile.screens.record_problem_choice import ProblemChoice
from mobile.screens.review_dialog import asked, options, use_question
from mobile.session import Session
from sync.client.replica import RecordState
from sync.domain.issues import PARTLY

_NOTE_MAX = 300


@ft.component
def LinkDialog(session: Session, state: RecordState, link: Link | None, close: Callable[[], Any]) -> ft.Control:
    """`link` is the one that is changed, None for a new one."""
    app = use_app()
    _ = app.gettext
    kept = use_once(app)
    issue, set_issue = ft.use_state(link.record if link else "")
    degree, set_degree = ft.use_state(link.degree if link else PARTLY)
    note, set_note = ft.use_state(link.note if link else "")

    def save() -> None:
        if kept(lambda: problems.link(session, state, issue, degree, note)):
            close()

    def undo() -> None:
        if kept(lambda: problems.unlink(session, state, issue)):
            close()

    parts: list[ft.Control] = [
        ft.Text(link_text(app, link)) if link else ProblemChoice(app, session, state, issue, set_issue),
        ft.Text(_("Seberapa jauh teratasi?"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        options(app, degree_choices(app), degree, set_degree, "degree"),
        asked(
            _("Catatan (boleh kosong)"),
            typed_field(app, "link_note", note, set_note, lambda: None, most=_NOTE_MAX, lines=2),
        ),
    ]
    acts: list[ft.Control] = []
    if link:
        acts.append(text_button(_("Lepas hubungan"), undo))
    acts.append(primary_button(_("Simpan"), save, disabled=not issue))
    return use_question(_("Masalah yang diatasi"), parts, close, *acts)
