"""The answers of a KIPP proposal, each within its limit of words. Nothing is written by a machine unasked."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import below, fault_line, quiet
from mobile.components.fields.typed import typed_field
from mobile.components.fields.words import WordCount, use_counted
from mobile.components.keyed import keyed
from mobile.components.layout import Handler, heading, notice, secondary_button, text_button
from mobile.context import AppState, use_app
from mobile.screens.grow_parts import Grown, use_answers
from mobile.screens.review_dialog import asked
from mobile.text import fault_text
from mobile.theme import GAP, GAP_L, GAP_S
from sync.domain import kipp
from sync.domain.growing import KIPP, KIPP_MAX
from sync.domain.kipp import Question

_LINES = 5


@ft.component
def AnswersPart(grown: Grown) -> ft.Control:
    app, draft = use_app(), grown.draft
    use_answers(grown)
    _ = app.gettext
    parts: list[ft.Control] = [heading(_("Jawaban KIPP"))]
    if draft:
        parts += [
            *_filling(app, draft),
            *(keyed(each.code, KippAnswer, draft, draft.remarks, each) for each in kipp.questions()),
        ]
    else:
        parts += [_read(app, grown, each) for each in kipp.questions()]
    return ft.Column(parts, spacing=GAP_L, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _filling(app: AppState, draft: Draft) -> list[ft.Control]:
    _ = app.gettext
    if not kipp.filled_from_note(draft.copy.values):
        return []

    def fill() -> None:
        # Asked again: what was typed since this was drawn is no empty answer any more.
        for path, value in kipp.filled_from_note(draft.copy.values).items():
            draft.set(path, value)
        draft.save()
        draft.refresh()

    told = quiet(
        _("Jawaban yang masih kosong dimulai dari tulisan Anda di catatan dan profil, lalu Anda periksa.")
    )
    button = secondary_button(_("Isi dari catatan"), fill, icon=ft.Icons.CONTENT_COPY)
    return [ft.Column([told, ft.Row([button], wrap=True)], spacing=GAP_S, tight=True)]


@ft.component
def KippAnswer(draft: Draft, remarks: Remarks, question: Question) -> ft.Control:
    app, counted = use_app(), use_counted()
    path = f"{KIPP}/{question.code}"
    value = draft.value(path)
    show = ft.use_state("")[1]
    text = str(value["text"]) if value else ""

    def say(typed: str) -> None:
        after = kipp.written(question, draft.value(path), typed)
        draft.set(path, after)
        counted.words = kipp.count_words(typed)
        # Only what stands below the field depends on these; a keystroke draws nothing else again.
        show(_state(question, after))

    def read() -> None:
        draft.set(path, {"text": draft.value(path)["text"], "checked": True})
        draft.save()
        draft.refresh()

    field = typed_field(app, path, text, say, draft.save, most=KIPP_MAX, lines=_LINES, counted=False)
    fault = remarks.faults.get(path)
    parts: list[ft.Control] = [
        quiet(_weight(app, question)),
        asked(f"{question.item}. {question.text}", field),
        WordCount(draft, counted, path, most=question.most_words),
        *([_standing(app, draft, question, value, read)] if value else []),
        *([fault_line(fault_text(app, fault))] if fault else []),
        *below(app, draft, remarks, path),
    ]
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _state(question: Question, value: dict[str, Any] | None) -> str:
    if not value:
        return "empty"
    return "read" if value["checked"] else "unread" if kipp.fits(question, value["text"]) else "too_long"


def _standing(app: AppState, draft: Draft, question: Question, value: dict[str, Any], read: Handler) -> ft.Control:
    """Read by somebody, or still to be: over the limit it cannot be."""
    _ = app.gettext
    state = _state(question, value)
    if state == "read":
        return quiet(_("Sudah diperiksa."))
    if state == "too_long":
        return quiet(_("Bisa ditandai diperiksa setelah kata-katanya cukup."))
    is_taken = kipp.from_note(draft.copy.values, question).strip() == value["text"].strip()
    told = _("Dari catatan, periksa.") if is_taken else _("Belum diperiksa.")
    return notice(told, "warning", text_button(_("Sudah saya periksa"), read, icon=ft.Icons.CHECK))


def _weight(app: AppState, question: Question) -> str:
    _ = app.gettext
    limit = _("paling banyak {n} kata").format(n=question.most_words)
    weight = [_("bobot {n}%").format(n=question.weight)] if question.weight else []
    return " · ".join([question.aspect, *weight, limit])


def _read(app: AppState, grown: Grown, question: Question) -> ft.Control:
    text = kipp.answer(grown.values, question.code) or app.gettext("(belum diisi)")
    is_unread = bool(kipp.answer(grown.values, question.code)) and not kipp.is_answered(grown.values, question)
    parts: list[ft.Control] = [
        ft.Text(question.item, theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.SelectionArea(content=ft.Text(text)),
        *([quiet(app.gettext("Belum diperiksa."))] if is_unread else []),
    ]
    return ft.Column(parts, spacing=GAP // 4, tight=True)
