"""What this person may do with a record: change it, correct it, take the submission back, review it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.layout import notice, primary_button, secondary_button, text_button
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.growing_parts import screen_for
from mobile.routes import NOTE, REVIEWED, go
from mobile.screens.record_moved import has_left
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.client.reviewing import awaits_review
from sync.domain.lifecycle import Act, Status, act_for
from sync.domain.records import Kind
from sync.domain.rights import may_act, may_edit, may_fill

_CLOSED = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.JOINED, Status.DECLINED})


@ft.component
def RecordActions(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    asks, set_asks = ft.use_state(False)
    kept = use_once(app, state)

    def withdraw() -> None:
        set_asks(False)
        kept(lambda: session.withdraw(state))

    def edit() -> None:
        go(NOTE, record=state.id)

    def go_on() -> None:
        go(screen_for(state.kind, session.being_typed(state.id)), record=state.id)

    def review() -> None:
        go(REVIEWED, record=state.id)

    ft.use_dialog(_question(app, withdraw, lambda: set_asks(False)) if asks else None)
    buttons: list[ft.Control] = []
    if awaits_review(state, session.person):
        buttons.append(primary_button(_("Tinjau"), review, icon=ft.Icons.RATE_REVIEW_OUTLINED))
    if may_change(session, state):
        buttons.append(_edit_button(app, session, state, edit))
    if may_withdraw(session, state):
        buttons.append(text_button(_("Batalkan pengajuan"), lambda: set_asks(True)))
    if not buttons:
        return ft.Container()
    row = ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)
    if not session.is_being_typed(state.id):
        return row
    text = _("Ada perubahan yang belum Anda kirim.")
    unsent = notice(text, "info", text_button(_("Lanjutkan"), go_on))
    return ft.Column([row, unsent], spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def may_change(session: Session, state: RecordState) -> bool:
    is_closed = state.status in _CLOSED or has_left(state) or session.refusals(state.id)
    return not is_closed and state.kind in set(Kind) and may_fill(session.person, state.ownership)


def may_withdraw(session: Session, state: RecordState) -> bool:
    if state.kind not in set(Kind) or has_left(state):
        return False
    act = act_for(Kind(state.kind), state.status, Status.WITHDRAWN, None)
    return act is Act.WITHDRAW and may_act(session.person, state.ownership, act)


def _edit_button(app: AppState, session: Session, state: RecordState, edit: Callable[[], Any]) -> ft.Control:
    _ = app.gettext
    if not may_edit(session.person, state.ownership):
        return secondary_button(_("Telaah masalah"), edit, icon=ft.Icons.TROUBLESHOOT_OUTLINED)
    if state.status in (Status.REVISION, Status.RETURNED):
        return primary_button(_("Perbaiki dan kirim lagi"), edit, icon=ft.Icons.EDIT_OUTLINED)
    return secondary_button(_("Ubah"), edit, icon=ft.Icons.EDIT_OUTLINED)


def _question(app: AppState, withdraw: Callable[[], Any], keep: Callable[[], Any]) -> ft.AlertDialog:
    _ = app.gettext
    return ft.AlertDialog(
        title=_("Batalkan pengajuan?"),
        content=ft.Text(
            _("Catatan ini tidak diperiksa lagi dan tidak bisa diajukan ulang. Isinya tetap bisa dibaca.")
        ),
        actions=[text_button(_("Tidak"), keep), primary_button(_("Ya, batalkan"), withdraw)],
        scrollable=True,
        on_dismiss=keep,
    )
