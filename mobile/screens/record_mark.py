"""A reviewer's mark in *Rincian*, what was answered to it, and *Jawab*."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button, text_button
from mobile.components.marks import mark_card
from mobile.components.once import use_once
from mobile.components.typed_texts import use_typed
from mobile.context import use_app
from mobile.screens.record_moved import has_left
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.client.reviewing import Mark, answers
from sync.domain.records import answer_path
from sync.domain.rights import may_write
from sync.domain.validation import COMMENT_MAX


@ft.component
def MarkRead(session: Session, state: RecordState, review: str, path: str, mark: Mark) -> ft.Control:
    app = use_app()
    _ = app.gettext
    where = answer_path(review, path)
    said = answers(state, review).get(path, "")
    typed = use_typed(answer="")
    is_open, set_open = ft.use_state(False)
    kept = use_once(app, state)
    # The answer of a colleague that comes while this one is written is not overwritten.
    opened = ft.use_memo(lambda: state, [is_open])

    def begin() -> None:
        typed.say("answer", said)
        set_open(True)

    def send() -> None:
        answer = typed.now["answer"].strip() or None
        if kept(lambda: session.edit(opened, {where: answer})):
            set_open(False)

    ink = ft.Colors.ON_TERTIARY_CONTAINER
    below: list[ft.Control] = []
    if said and not is_open:
        below.append(ft.Text(_("Jawaban: {jawaban}").format(jawaban=said), color=ink))
    if is_open:
        below += [
            typed_field(
                app,
                where,
                typed.now["answer"],
                partial(typed.say, "answer"),
                lambda: None,
                most=COMMENT_MAX,
                lines=2,
                label=_("Jawaban Anda"),
            ),
            ft.Row(
                [
                    primary_button(_("Kirim jawaban"), send, disabled=typed.now["answer"].strip() == said),
                    text_button(_("Batal"), lambda: set_open(False)),
                ],
                wrap=True,
                spacing=GAP_S,
            ),
        ]
    elif may_write(session.person, state.ownership, where) and not has_left(state):
        name = _("Ubah jawaban") if said else _("Jawab")
        below.append(ft.Row([text_button(name, begin, icon=ft.Icons.REPLY)]))
    return mark_card(app, mark, *below)
