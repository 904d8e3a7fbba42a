"""*Tinjau*: the supervisor's queue and the record being read, side by side where there is room."""

from __future__ import annotations

import flet as ft

from mobile.components.keys import use_keys
from mobile.components.panes import side_by_side
from mobile.context import AppState, use_app, use_session
from mobile.screens.review_bar import UndoBar
from mobile.screens.review_keys import Handles, bindings, keys_are_on
from mobile.screens.review_pickers import KelurahanPicker, KeysHelp, ThemePicker
from mobile.screens.review_queue import ReviewQueue
from mobile.screens.review_record import ReviewRecord
from mobile.session import Session

_QUEUE_WIDTH = 400


@ft.component
def ReviewScreen(record: str | None = None) -> ft.Control:
    """The queue; with `record`, that record, on a phone alone."""
    app, session = use_app(), use_session()
    desk = ft.use_state(app.review)[0]
    handles = ft.use_memo(Handles, [])

    def sit_down() -> None:
        desk.belongs_to(session.account.id)
        if record and desk.record != record:
            desk.open(session, record)

    ft.use_effect(sit_down, [session.account.id, record])
    bound = bindings(app, session, handles, decides=app.is_wide or bool(record))
    use_keys(bound, are_on=lambda: keys_are_on(app))
    if app.is_wide:
        panes = side_by_side(ReviewQueue(app, session, handles), ReviewRecord(app, session), _QUEUE_WIDTH)
    elif record:
        panes = ReviewRecord(app, session)
    else:
        queue = ft.Container(ReviewQueue(app, session, handles), expand=True)
        panes = ft.Column([queue, UndoBar(app, session)], expand=True, spacing=0)
    column = ft.Column([ft.Container(panes, expand=True), *_dialogs(app, session)], expand=True, spacing=0)
    return ft.SafeArea(column, expand=True)


def _dialogs(app: AppState, session: Session) -> list[ft.Control]:
    kind = app.review.dialog.kind if app.review.dialog else ""
    if kind == "kelurahan":
        return [KelurahanPicker(app, session)]
    if kind == "theme":
        return [ThemePicker(app)]
    return [KeysHelp(app)] if kind == "keys" else []
