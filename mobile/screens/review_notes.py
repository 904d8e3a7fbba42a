"""What is asked before a decision that needs words: the note, and why a record is given back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import flet as ft

from mobile import review_sentences as sentences
from mobile.components.layout import primary_button
from mobile.components.text_box import TextBox
from mobile.context import AppState
from mobile.half_written import use_half_written
from mobile.review_desk import Reading, twins
from mobile.screens import review_actions as actions
from mobile.screens.review_dialog import asked, not_kept, options, use_close, use_question
from mobile.screens.review_fields import mark_text, remark
from mobile.screens.review_mark import CommentField
from mobile.session import Session
from sync.client import reviewing
from sync.domain.ids import as_number
from sync.domain.lifecycle import Status
from sync.domain.validation import COMMENT_MAX

COMPLAINT, ELSEWHERE, TWIN = "complaint", "elsewhere", "twin"
_REASONS = {
    COMPLAINT: "Ini keluhan, bukan inovasi. Sampaikan lewat Lontara+ atau SP4N-LAPOR!.",
    ELSEWHERE: "Ini milik wilayah lain. Mohon dicatat oleh petugas di wilayah itu.",
    TWIN: "Kembar dengan nomor {n}. Mohon lanjutkan di catatan itu.",
}
_NUMBER = 9
"""Characters of a record's number, `7K4Q-2MXD`."""


@ft.component
def NoteDialog(app: AppState, session: Session, reading: Reading) -> ft.Control:
    """The note that a revision or rejection needs. What was typed stays, also when the phone is put away."""
    _, draft = app.gettext, app.review.draft
    half = use_half_written(app, session, reading.state, f"{actions.REVIEW}/note", {"note": draft.note})
    tried, set_tried = ft.use_state(False)
    rejects, close = reviewing.outcome(draft.marks) is Status.REJECTED, use_close(app)

    def save() -> None:
        note = half.now["note"]
        if half.is_over or not note.strip():
            set_tried(True)
        elif actions.decide(app, session, note):
            half.end()

    fields = {item.path: item.question.in_language(app.language) for item in reviewing.form_fields(reading.state)}
    parts: list[ft.Control] = [
        remark(ft.Icons.FLAG_OUTLINED, f"{fields.get(path, path)} · {mark_text(app, made)}")
        for path, made in draft.marks.items()
    ]
    if rejects:
        parts.append(ft.Text(_("Ditolak bersifat akhir. Bila masih bisa diperbaiki, pilih Perlu diperbaiki.")))
    error = (
        _("Tulis catatan dulu: penulis perlu tahu sebabnya.") if tried and not half.now["note"].strip() else None
    )
    parts.append(CommentField(app, session, sentences.NOTE, _("Catatan untuk penulis"), half, "note", error))
    parts += not_kept(app)
    word = _("Simpan: Ditolak") if rejects else _("Simpan: Revisi")
    why, what = actions.decision_parts(app, draft)
    return use_question(f"{what}: {why}", parts, close, primary_button(word, save))


@ft.component
def GiveBackDialog(app: AppState, session: Session, reading: Reading) -> ft.Control:
    """*Kembalikan*: the record belongs elsewhere, and the author is told where."""
    _ = app.gettext
    title = str(reading.state.values.get("title") or "")
    others = twins(session.records.queue(), title, reading.state.id)
    twin = {"reason": TWIN, "number": others[0].card.number} if others else {"reason": "", "number": ""}
    half = use_half_written(app, session, reading.state, f"{actions.REVIEW}/give_back", twin | {"more": ""})
    tried, set_tried = ft.use_state(False)
    close = use_close(app)

    def give_up() -> None:
        half.end()
        close()

    def save() -> None:
        reason, number, more = (half.now[name] for name in ("reason", "number", "more"))
        if half.is_over or fault_of(app, reason, number):
            set_tried(True)
        elif actions.decide(app, session, note_of(reason, number, more), give_back=True):
            half.end()

    reason, number = half.now["reason"], half.now["number"]
    fault = fault_of(app, reason, number) if tried else None
    parts: list[ft.Control] = [_reasons(app, reason, partial(half.say, "reason"))]
    if reason == TWIN:
        parts.append(
            asked(
                _("Nomor catatan kembarannya"),
                TextBox(
                    value=number,
                    error=fault,
                    error_max_lines=4,
                    on_change=lambda event: half.say("number", event.control.value or ""),
                    key="number",
                ),
            )
        )
    elif fault:
        parts.append(ft.Semantics(live_region=True, content=ft.Text(fault, color=ft.Colors.ERROR)))
    parts += [_more(app, half.now["more"], partial(half.say, "more")), *not_kept(app)]
    act = primary_button(_("Simpan: Dikembalikan"), save)
    return use_question(_("Kembalikan ke penulis"), parts, close, act, give_up=give_up)


def _reasons(app: AppState, reason: str, choose: Callable[[str], None]) -> ft.Control:
    _ = app.gettext
    choices = [
        (COMPLAINT, _("Ini keluhan, bukan inovasi")),
        (ELSEWHERE, _("Milik wilayah lain")),
        (TWIN, _("Kembar dengan catatan lain")),
    ]
    return options(app, choices, reason, choose, "reason")


def _more(app: AppState, more: str, set_more: Callable[[str], None]) -> ft.Control:
    field = TextBox(
        value=more,
        multiline=True,
        max_lines=4,
        max_length=COMMENT_MAX,
        on_change=lambda event: set_more(event.control.value or ""),
        key="more",
    )
    return asked(app.gettext("Tambahan untuk penulis (boleh kosong)"), field)


def fault_of(app: AppState, reason: str, number: str) -> str | None:
    """What is still missing before it can be given back."""
    if not reason:
        return app.gettext("Pilih dulu sebabnya.")
    if reason == TWIN and len(as_number(number)) != _NUMBER:
        return app.gettext("Tulis nomornya, misalnya 7K4Q-2MXD.")
    return None


def note_of(reason: str, number: str, more: str) -> str:
    """The reason as a sentence, in the city's language, since the author reads it as the note."""
    said = _REASONS[reason].format(n=as_number(number))
    return " ".join(part for part in (said, more.strip()) if part)
