"""Opens *Catat hasil ukur* for one indicator of an innovation; nothing is stored before something is answered."""

from __future__ import annotations

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.layout import page_body
from mobile.context import use_app, use_session
from mobile.measures import begun, may_note
from mobile.screens.measure_form import MeasureForm, not_known
from mobile.screens.note import draft_of
from sync.domain.measuring import indicators_of


@ft.component
def MeasureScreen(innovation: str, indicator: str) -> ft.Control:
    app, session = use_app(), use_session()
    state = session.record(innovation)
    known = indicators_of(state.values).get(indicator) if state else None
    is_open = state is not None and known is not None and may_note(session, state, known)
    which = [innovation, indicator, is_open, session.account.id]
    draft = ft.use_memo(
        lambda: draft_of(app, session, begun(session, state, indicator)) if state and is_open else None, which
    )
    if draft is None:
        return page_body(not_known(app))
    return keyed("/".join(map(str, which)), MeasureForm, draft)
