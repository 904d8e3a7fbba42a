"""One offer where a list of records leads to it: what was not accepted of it, and the way to *Tawaran*."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import heading, page_body, secondary_button
from mobile.context import use_app
from mobile.routes import OFFERS, to
from mobile.screens.record_refused import RefusedBanner
from mobile.session import Session
from sync.client.replica import RecordState


@ft.component
def OfferRead(session: Session, state: RecordState) -> ft.Control:
    _ = use_app().gettext
    refused = [RefusedBanner(session, state)] if session.refusals(state.id) else []
    way = secondary_button(_("Ke daftar tawaran"), to(OFFERS), icon=ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED)
    text = ft.SelectionArea(content=ft.Text(str(state.values.get("text") or "")))
    return page_body(heading(_("Tawaran bantuan"), 1), *refused, text, ft.Row([way], wrap=True))
