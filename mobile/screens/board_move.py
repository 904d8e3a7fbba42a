"""How a card moves: to which column, who helps, when news is due. What is missing is said before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile import board_desk
from mobile.components.fields.typed_day import as_typed, day_field, day_or_none
from mobile.components.layout import notice, primary_button
from mobile.components.once import use_once
from mobile.components.typed_texts import use_typed
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
    typed = use_typed(
        **{"stage": card.stage, "helps": card.helps, "next_date": as_typed(card.next_date), REASON: ""}
    )
    state, trouble = use_asking_record(app, session, card.id)
    before = state.values.get(LAB) if state else {"stage": card.stage}

    def day() -> str | None:
        return day_or_none(typed.now["next_date"]) if typed.now["next_date"].strip() else ""

    def said() -> dict[str, str]:
        return {name: text.strip() for name, text in typed.now.items()} | {"next_date": day() or ""}

    def missing() -> tuple[str, ...]:
        return missing_for(before, said(), card.proofs)

    def is_ready() -> bool:
        return not missing() and day() is not None

    def save() -> None:
        if state and is_ready() and kept(lambda: board_desk.move(session, state, said())):
            close()

    columns = [(each, stage_text(app, each)) for each in (*STAGES, OFF)]
    wrong = _("Tulis tanggalnya, misalnya 28-02-2027.") if day() is None else None
    parts: list[ft.Control] = [
        ft.Text(card.title or _("Tanpa nama")),
        options(app, columns, typed.now["stage"], partial(typed.say, "stage"), "stage"),
        *_missing(app, missing()),
        *_reason(app, missing(), typed.now[REASON], partial(typed.say, REASON)),
        asked(
            _("Siapa yang membantu"),
            plain_field("helps", typed.now["helps"], partial(typed.say, "helps"), HELPS_MAX),
        ),
        day_field(
            "next",
            _("Kabar berikutnya"),
            _("Misalnya 31-12-2026."),
            typed.now["next_date"],
            partial(typed.say, "next_date"),
            error=wrong,
        ),
    ]
    if state is None and trouble is not None:
        parts.append(notice(_("Catatannya belum ada di HP ini. Coba lagi saat ada sinyal."), "warning"))
    is_open = state is not None and is_ready() and board_desk.may_move(session, state)
    return use_question(
        _("Pindahkan kartu"), parts, close, primary_button(_("Simpan"), save, disabled=not is_open)
    )


def _missing(app: AppState, missing: tuple[str, ...]) -> list[ft.Control]:
    proofs = [each for each in missing if each != REASON]
    return [notice(missing_text(app, proofs), "warning")] if proofs else []


def _reason(app: AppState, missing: tuple[str, ...], reason: str, say: Callable[[str], Any]) -> list[ft.Control]:
    """Asked where it is needed, and kept while it is typed."""
    if REASON not in missing and not reason:
        return []
    return [asked(app.gettext("Alasan"), plain_field("reason", reason, say, REASON_MAX))]
