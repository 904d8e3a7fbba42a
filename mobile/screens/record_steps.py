"""Steps on a record beside its review, for kecamatan, kota and the author: publish, hide, mark, object, hear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.layout import primary_button, secondary_button, text_button
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.screens.record_preview import PreviewDialog, may_preview
from mobile.screens.record_refused import retake
from mobile.screens.record_step_dialogs import ReasonDialog, UpdateDialog
from mobile.session import Session
from mobile.text import day_in_city
from mobile.theme import GAP_S
from sync.client import steps
from sync.client.replica import RecordState
from sync.client.steps import Step

PREVIEW = "preview"
_AT_ONCE = frozenset({Step.UNHIDE, Step.MARK_STRATEGIC, Step.UNMARK_STRATEGIC})
"""Nothing is asked: each is undone as easily as it was done."""


def may_step(session: Session, state: RecordState) -> list[Step]:
    """What this person can do now; nothing on what the centre has not confirmed."""
    if not state.version:
        return []
    return steps.steps(state, session.person)


@ft.component
def RecordSteps(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    doing, set_doing = ft.use_state("")
    kept = use_once(app, state)
    found = may_step(session, state)

    def take(step: Step, text: str = "", reopens: bool = False) -> None:
        set_doing("")
        kept(lambda: _take(session, state, step, text, reopens))

    def begin(step: Step) -> Callable[[], Any]:
        return lambda: take(step) if step in _AT_ONCE else set_doing(step.value)

    buttons = [_button(app, step, begin(step)) for step in found]
    if may_preview(session, state):
        name = app.gettext("Lihat seperti warga")
        buttons.append(text_button(name, lambda: set_doing(PREVIEW), icon=ft.Icons.VISIBILITY_OUTLINED))
    if not buttons:
        return ft.Container(height=0)
    parts: list[ft.Control] = [ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)]
    if doing in (PREVIEW, Step.PUBLISH):
        publish = (lambda: take(Step.PUBLISH)) if doing == Step.PUBLISH else None
        parts.append(PreviewDialog(session, state, publish, lambda: set_doing("")))
    elif doing == Step.ASK_UPDATE:
        parts.append(UpdateDialog(session, state, lambda: take(Step.ASK_UPDATE), lambda: set_doing("")))
    elif doing in found:
        parts.append(keyed(doing, ReasonDialog, state, Step(doing), take, lambda: set_doing("")))
    return ft.Column(parts, spacing=0, tight=True)


def _take(session: Session, state: RecordState, step: Step, text: str, reopens: bool) -> None:
    day = day_in_city(session.clock.now_ms())
    retake(session, state, steps.edits_of(state, step, text, day, reopens=reopens))


def _button(app: AppState, step: Step, act: Callable[[], Any]) -> ft.Control:
    _ = app.gettext
    if step is Step.PUBLISH:
        return primary_button(_("Terbitkan"), act, icon=ft.Icons.PUBLIC)
    if step is Step.HEAR:
        return primary_button(_("Jawab keberatan"), act, icon=ft.Icons.GAVEL)
    names = {
        Step.HIDE: (_("Sembunyikan"), ft.Icons.VISIBILITY_OFF_OUTLINED),
        Step.UNHIDE: (_("Tampilkan lagi"), ft.Icons.VISIBILITY_OUTLINED),
        Step.MARK_STRATEGIC: (_("Tandai Isu Strategis"), ft.Icons.FLAG_OUTLINED),
        Step.UNMARK_STRATEGIC: (_("Cabut tanda Isu Strategis"), ft.Icons.OUTLINED_FLAG),
        Step.OBJECT: (_("Minta ditinjau ulang"), ft.Icons.GAVEL),
        Step.ASK_UPDATE: (_("Ajukan pembaruan"), ft.Icons.UPDATE),
    }
    name, icon = names[step]
    return secondary_button(name, act, icon=icon)
