"""The way from *Rincian* to *Lengkapi*."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import secondary_button
from mobile.context import AppState
from mobile.routes import GROW, to
from mobile.screens.grow_parts import may_look
from mobile.session import Session
from sync.client.replica import RecordState
from sync.domain.rights import may_edit


def growing(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    """Nothing for who neither completes the record nor answers for it."""
    if not may_look(session, state):
        return []
    _ = app.gettext
    name = _("Lengkapi") if may_edit(session.person, state.ownership) else _("Lihat kelengkapan")
    button = secondary_button(name, to(GROW, record=state.id), icon=ft.Icons.TRENDING_UP)
    return [ft.Row([button], wrap=True)]
