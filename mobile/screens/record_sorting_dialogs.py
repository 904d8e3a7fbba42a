"""What is asked with an answer to a problem: to which other it is joined, why it waits, or what solved it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.frame import quiet
from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.problem_text import link_text
from mobile.screens.record_addressed import use_links
from mobile.screens.record_problem_choice import ProblemChoice
from mobile.screens.review_dialog import asked, options, use_question
from mobile.session import Session
from sync.client import sorting
from sync.client.replica import RecordState
from sync.domain.issues import OUTCOME, REASON_MAX, WHOLLY, missing_in
from sync.domain.lifecycle import Status

S = Status


@ft.component
def AnswerDialog(
    session: Session,
    state: RecordState,
    status: Status,
    take: Callable[[dict[str, Any]], Any],
    close: Callable[[], Any],
) -> ft.Control:
    app = use_app()
    _ = app.gettext
    typed = use_typed(target="", reason="")
    target, choose = typed.now["target"], partial(typed.say, "target")
    title, label, word = _words(app)[status]

    def edits() -> dict[str, Any]:
        return sorting.answer(status, typed.now["reason"], typed.now["target"])

    def is_missing() -> bool:
        return bool(missing_in(edits()[OUTCOME]))

    def save() -> None:
        if not is_missing():
            take(edits())

    parts: list[ft.Control] = []
    if status is S.JOINED:
        parts.append(ProblemChoice(app, session, state, target, choose))
    elif status is S.HANDLED:
        parts.append(SolvedBy(app, session, state, target, choose))
    say = partial(typed.say, "reason")
    field = typed_field(app, "reason", typed.now["reason"], say, lambda: None, most=REASON_MAX, lines=3)
    parts.append(asked(label, field))
    return use_question(title, parts, close, primary_button(word, save, disabled=is_missing()))


def _words(app: AppState) -> dict[Status, tuple[str, str, str]]:
    """Title, what is asked for, and what the button says."""
    _ = app.gettext
    return {
        S.JOINED: (_("Gabung dengan masalah mana?"), _("Catatan (boleh kosong)"), _("Gabung")),
        S.DECLINED: (
            _("Mengapa belum dapat diangkat?"),
            _("Alasan, dibaca oleh yang mencatat"),
            _("Simpan jawaban"),
        ),
        S.HANDLED: (_("Tertangani oleh apa?"), _("Atau jawaban kantor yang berwenang"), _("Tandai tertangani")),
    }


@ft.component
def SolvedBy(
    app: AppState, session: Session, state: RecordState, chosen: str, choose: Callable[[str], Any]
) -> ft.Control:
    """The innovations that solve the problem wholly, as their people say. In a dialog no context reaches it."""
    links = [link for link in use_links(session, state) or () if link.degree == WHOLLY]
    if not links:
        return quiet(app.gettext("Belum ada inovasi yang tercatat menuntaskannya."))
    return options(app, [(link.record, link_text(app, link)) for link in links], chosen, choose, "solved")
