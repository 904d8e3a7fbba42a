"""*Usulan*: residents' ideas that wait for an answer, and the one being read, side by side where there is room."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import empty_state, icon_button
from mobile.context import AppState, use_app, use_session
from mobile.review_desk import Resting
from mobile.routes import IDEAS, go
from mobile.screens import idea_actions as actions
from mobile.screens.idea import IdeaRead
from mobile.screens.ideas_list import IdeasList
from mobile.screens.review_bar import RestingBar
from mobile.session import Session

_LIST_WIDTH = 400


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
        panes = _side_by_side(app, session, desk.record)
    elif record:
        panes = _alone(app, session, record)
    else:
        panes = ft.Container(IdeasList(app, session), expand=True)
    column = ft.Column([ft.Container(panes, expand=True), IdeasUndo(app, session)], expand=True, spacing=0)
    return ft.SafeArea(column, expand=True)


def _side_by_side(app: AppState, session: Session, record: str) -> ft.Control:
    _ = app.gettext
    nothing = empty_state(
        ft.Icons.RECORD_VOICE_OVER_OUTLINED,
        _("Pilih satu usulan"),
        _("Usulan warga tampil di sini, di samping daftar."),
    )
    beside = _read(app, session, record) if record else nothing
    panes: list[ft.Control] = [
        ft.Container(IdeasList(app, session), width=_LIST_WIDTH),
        ft.VerticalDivider(width=1, color=ft.Colors.OUTLINE_VARIANT),
        ft.Container(beside, expand=True),
    ]
    return ft.Row(panes, expand=True, spacing=0, vertical_alignment=ft.CrossAxisAlignment.STRETCH)


def _alone(app: AppState, session: Session, record: str) -> ft.Control:
    back = icon_button(ft.Icons.ARROW_BACK, app.gettext("Kembali ke daftar"), lambda: go(IDEAS))
    return ft.Column(
        [ft.Row([back]), ft.Container(_read(app, session, record), expand=True)], spacing=0, expand=True
    )


def _read(app: AppState, session: Session, record: str) -> ft.Control:
    shown: ft.Control = IdeaRead(app, session, record, key=record)  # type: ignore[call-arg]
    return shown


@ft.component
def IdeasUndo(app: AppState, session: Session) -> ft.Control:
    """*Urungkan*, with the seconds that are left."""
    desk = ft.use_state(app.ideas)[0]

    def undo(step: Resting) -> None:
        actions.undo(app, session, step.change)

    return RestingBar(app, session, desk.resting, undo)
