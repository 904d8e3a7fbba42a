"""What kecamatan and kota do with a problem: list it, join it, decline it, pass it on, say that it is solved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.layout import primary_button, secondary_button
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.screens.record_forward import ForwardDialog
from mobile.screens.record_refused import retake
from mobile.screens.record_sorting_dialogs import AnswerDialog
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client import sorting
from sync.client.replica import RecordState
from sync.domain.lifecycle import Status
from sync.domain.side_steps import FORWARDED

S = Status
_FORWARD = "forward"


def has_sorting(session: Session, state: RecordState) -> bool:
    return bool(sorting.answers_open(state, session.person)) or sorting.may_forward(state, session.person)


@ft.component
def RecordSorting(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    doing, set_doing = ft.use_state("")
    kept = use_once(app, state)
    found = sorting.answers_open(state, session.person)

    def close() -> None:
        set_doing("")

    def take(edits: dict[str, Any]) -> None:
        if kept(lambda: retake(session, state, edits)):
            close()

    def begin(status: Status) -> Callable[[], Any]:
        return lambda: take(sorting.answer(status)) if status is S.LISTED else set_doing(status.value)

    buttons = [_button(app, status, begin(status)) for status in found]
    if sorting.may_forward(state, session.person):
        name = app.gettext("Perbarui penerusan") if state.values.get(FORWARDED) else app.gettext("Teruskan")
        buttons.append(
            secondary_button(name, lambda: set_doing(_FORWARD), icon=ft.Icons.FORWARD_TO_INBOX_OUTLINED)
        )
    parts: list[ft.Control] = [ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)]
    if doing == _FORWARD:
        parts.append(ForwardDialog(session, state, take, close))
    elif doing in found:
        parts.append(keyed(doing, AnswerDialog, session, state, S(doing), take, close))
    return ft.Column(parts, spacing=0, tight=True)


def _button(app: AppState, status: Status, act: Callable[[], Any]) -> ft.Control:
    _ = app.gettext
    if status is S.LISTED:
        return primary_button(_("Masukkan ke Bank Isu"), act, icon=ft.Icons.PLAYLIST_ADD_CHECK)
    names = {
        S.JOINED: (_("Gabung"), ft.Icons.MERGE),
        S.DECLINED: (_("Belum dapat diangkat"), ft.Icons.DO_NOT_DISTURB_ON_OUTLINED),
        S.HANDLED: (_("Tandai tertangani"), ft.Icons.TASK_ALT),
    }
    name, icon = names[status]
    return secondary_button(name, act, icon=icon)
