"""That the lab took a record up: in which column it stands, who helps and when news is due; for the city the way
there."""

from __future__ import annotations

import flet as ft

from mobile import board_desk
from mobile.components.layout import notice, secondary_button, text_button
from mobile.context import AppState
from mobile.lab_text import stage_text
from mobile.routes import BOARD, go
from mobile.session import Session
from mobile.text import date
from sync.client.replica import RecordState
from sync.domain.lab import LAB, STAGES
from sync.domain.lifecycle import Status
from sync.domain.records import Kind

_TAKEN_UP: dict[str, frozenset[str]] = {
    Kind.INNOVATION: frozenset({Status.SUBMITTED, Status.REVISION, Status.APPROVED, Status.PUBLISHED}),
    Kind.ISSUE: frozenset({Status.LISTED, Status.HANDLED}),
}


def lab_parts(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    _ = app.gettext
    may = board_desk.may_move(session, state)
    if board_desk.is_on_board(state):
        way = text_button(_("Buka papan"), lambda: go(BOARD)) if may else None
        return [notice(_told(app, state), "info", way)]
    if not may or state.status not in _TAKEN_UP.get(state.kind, frozenset()):
        return []

    def take_up() -> None:
        if app.kept(lambda: board_desk.move(session, state, {"stage": STAGES[0]})):
            go(BOARD)

    button = secondary_button(_("Angkat ke Papan Labinov"), take_up, icon=ft.Icons.VIEW_KANBAN_OUTLINED)
    return [ft.Row([button], wrap=True)]


def _told(app: AppState, state: RecordState) -> str:
    _, said = app.gettext, state.values[LAB]
    texts = [_("Dikerjakan Labinov: kolom {kolom}.").format(kolom=stage_text(app, str(said.get("stage", ""))))]
    if said.get("helps"):
        texts.append(_("Dibantu {siapa}.").format(siapa=said["helps"]))
    if said.get("next_date"):
        texts.append(_("Kabar berikutnya {tanggal}.").format(tanggal=date(str(said["next_date"]), app)))
    return " ".join(texts)
