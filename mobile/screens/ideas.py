"""*Usulan*: residents' ideas that wait for an answer, and the one being read, side by side where there is room."""

from __future__ import annotations

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.layout import empty_state
from mobile.components.panes import side_by_side, with_way_back
from mobile.context import AppState, use_app, use_session
from mobile.review_desk import Resting
from mobile.routes import IDEAS
from mobile.screens import idea_actions as actions
from mobile.screens.idea import IdeaRead
from mobile.screens.ideas_list import IdeasList
from mobile.screens.review_bar import RestingBar
from mobile.session import Session


@ft.component
def IdeasScreen(record: str | None = None) -> ft.Control:
    """The list; with `record`, that idea, on a phone alone."""
    app, session = use_app(), use_session()
    desk = ft.use_state(app.ideas)[0]

    def sit_down() -> None:
        desk.belongs_to(session.account.id)
        if record and desk.record != record:
            desk.record = record

    ft.use_effect(sit_down, [session.account.id, record])
    if app.is_wide:
        panes = side_by_side(IdeasList(app, session), _read(app, session, desk.record))
    elif record:
        panes = with_way_back(app, _read(app, session, record), IDEAS)
    else:
        panes = ft.Container(IdeasList(app, session), expand=True)
    column = ft.Column([ft.Container(panes, expand=True), IdeasUndo(app, session)], expand=True, spacing=0)
    return ft.SafeArea(column, expand=True)


def _read(app: AppState, session: Session, record: str) -> ft.Control:
    if record:
        return keyed(record, IdeaRead, app, session, record)
    _ = app.gettext
    return empty_state(
        ft.Icons.RECORD_VOICE_OVER_OUTLINED,
        _("Pilih satu usulan"),
        _("Usulan warga tampil di sini, di samping daftar."),
    )


@ft.component
def IdeasUndo(app: AppState, session: Session) -> ft.Control:
    """*Urungkan*, with the seconds that are left."""
    desk = ft.use_state(app.ideas)[0]

    def undo(step: Resting) -> None:
        actions.undo(app, session, step.change)

    return RestingBar(app, session, desk.resting, undo)
