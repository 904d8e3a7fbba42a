"""The ways to what BRIDA's lab does beside publishing: offers that wait, the board, the list of partners."""

from __future__ import annotations

import flet as ft

from mobile import needing
from mobile.components.layout import secondary_button
from mobile.context import use_app, use_session
from mobile.routes import BOARD, OFFERS, PARTNERS, to
from mobile.text import number
from mobile.theme import GAP_S


@ft.component
def LabWays() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    n = needing.waiting(session)
    offers = app.ngettext("{n} tawaran menunggu", "{n} tawaran menunggu", n).format(n=number(n, app))
    ways: list[ft.Control] = [
        secondary_button(offers if n else _("Tawaran"), to(OFFERS), icon=ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED),
        secondary_button(_("Papan Labinov"), to(BOARD), icon=ft.Icons.VIEW_KANBAN_OUTLINED),
        secondary_button(_("Mitra"), to(PARTNERS), icon=ft.Icons.HANDSHAKE_OUTLINED),
    ]
    return ft.Row(ways, wrap=True, spacing=GAP_S, run_spacing=GAP_S)
