"""*Beranda*: what was sent, what needs the person, and the records. The shell sets the opened one beside it."""

from __future__ import annotations

import flet as ft

from mobile import routes
from mobile.components.ticking import use_ticking
from mobile.context import use_session
from mobile.screens.home_list import HomeList, Look
from sync.client.outbox import REST_MS


@ft.component
def HomeScreen() -> ft.Control:
    session = use_session()
    look, set_look = ft.use_state(Look())
    selected = ft.use_route_params().get("record", "")
    rest_ms = session.records.kept().rest_until_ms - session.clock.now_ms()
    use_ticking(active=0 < rest_ms <= REST_MS)

    def open_record(record: str) -> None:
        is_draft = session.record(record) is None
        routes.go(routes.NOTE if is_draft else routes.RECORD, record=record)

    on_open = ft.use_callback(open_record, [session.account.id])
    return ft.SafeArea(HomeList(look, set_look, on_open, selected), expand=True)
