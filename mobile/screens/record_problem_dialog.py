"""Which problem an innovation addresses, and how far it solves it; a link can be changed or undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile import problems
from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button, text_button
from mobile.context import use_app
from mobile.half_written import use_half_written
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
    begun = {"issue": "", "degree": PARTLY, "note": ""}
    begun |= {"issue": link.record, "degree": link.degree, "note": link.note} if link else {}
    half = use_half_written(app, session, state, f"link/{link.record if link else ''}", begun)

    def issue() -> str:
        """One that was chosen days ago may have left this device since."""
        chosen = half.now["issue"]
        return chosen if link or session.record(chosen) else ""

    def end() -> None:
        half.end()
        close()

    def keep(change: Callable[[], Any]) -> None:
        if issue() and not half.is_over and app.kept(change):
            end()

    def save() -> None:
        degree, note = half.now["degree"], half.now["note"]
        keep(lambda: problems.link(session, half.opened, issue(), degree, note))

    def undo() -> None:
        keep(lambda: problems.unlink(session, half.opened, issue()))

    say_note = partial(half.say, "note")
    parts: list[ft.Control] = [
        ft.Text(link_text(app, link))
        if link
        else ProblemChoice(app, session, state, issue(), partial(half.say, "issue")),
        ft.Text(_("Seberapa jauh teratasi?"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        options(app, degree_choices(app), half.now["degree"], partial(half.say, "degree"), "degree"),
        asked(
            _("Catatan (boleh kosong)"),
            typed_field(app, "link_note", half.now["note"], say_note, lambda: None, most=_NOTE_MAX, lines=2),
        ),
    ]
    acts: list[ft.Control] = []
    if link:
        acts.append(text_button(_("Lepas hubungan"), undo))
    acts.append(primary_button(_("Simpan"), save, disabled=not issue()))
    return use_question(_("Masalah yang diatasi"), parts, close, *acts, give_up=end)
