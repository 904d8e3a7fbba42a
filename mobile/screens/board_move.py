"""How a card moves: to which column, who helps, when news is due. What is missing is said before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import board_desk
from mobile.components.fields.typed_day import as_typed, day_field, day_or_none
from mobile.components.layout import notice, primary_button
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.lab_text import missing_text, stage_text
from mobile.screens.offer_dialogs import use_asking_record
from mobile.screens.review_dialog import asked, options, plain_field, use_question
from mobile.session import Session
from sync.domain.lab import HELPS_MAX, LAB, OFF, REASON, REASON_MAX, STAGES, missing_for
from sync.protocol.partners import BoardCard


@ft.component
def MoveDialog(session: Session, card: BoardCard, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    kept = use_once(app)
    stage, set_stage = ft.use_state(card.stage)
    helps, set_helps = ft.use_state(card.helps)
    next_date, set_next_date = ft.use_state(as_typed(card.next_date))
    reason, set_reason = ft.use_state("")
    state, trouble = use_asking_record(app, session, card.id)
    day = day_or_none(next_date) if next_date.strip() else ""
    said = {"stage": stage, "helps": helps.strip(), "next_date": day or "", REASON: reason.strip()}
    before = state.values.get(LAB) if state else {"stage": card.stage}
    missing = missing_for(before, said, card.proofs)

    def save() -> None:
        if state and kept(lambda: board_desk.move(session, state, said)):
            close()

    columns = [(each, stage_text(app, each)) for each in (*STAGES, OFF)]
    wrong = _("Tulis tanggalnya, misalnya 28-02-2027.") if day is None else None
    parts: list[ft.Control] = [
        ft.Text(card.title or _("Tanpa nama")),
        options(app, columns, stage, set_stage, "stage"),
        *_missing(app, missing),
        *_reason(app, missing, reason, set_reason),
        asked(_("Siapa yang membantu"), plain_field("helps", helps, set_helps, HELPS_MAX)),
        day_field("next", _("Kabar berikutnya"), _("Misalnya 31-12-2026."), next_date, set_next_date, error=wrong),
    ]
    if state is None and trouble is not None:
        parts.append(notice(_("Catatannya belum ada di HP ini. Coba lagi saat ada sinyal."), "warning"))
    is_ready = state is not None and not missing and day is not None and board_desk.may_move(session, state)
    return use_question(
        _("Pindahkan kartu"), parts, close, primary_button(_("Simpan"), save, disabled=not is_ready)
    )


def _missing(app: AppState, missing: tuple[str, ...]) -> list[ft.Control]:
    proofs = [each for each in missing if each != REASON]
    return [notice(missing_text(app, proofs), "warning")] if proofs else []


def _reason(app: AppState, missing: tuple[str, ...], reason: str, say: Callable[[str], Any]) -> list[ft.Control]:
    """Asked where it is needed, and kept while it is typed."""
    if REASON not in missing and not reason:
        return []
    return [asked(app.gettext("Alasan"), plain_field("reason", reason, say, REASON_MAX))]
