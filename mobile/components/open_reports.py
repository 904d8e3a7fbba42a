"""*Laporan halaman*: that readers reported a public page, said on top until each is answered."""

from __future__ import annotations

import flet as ft

from mobile import city_desk
from mobile.components.layout import notice, text_button
from mobile.context import use_app, use_session
from mobile.routes import REPORTS, go
from mobile.text import number


@ft.component
def OpenReports() -> ft.Control:
    """Nothing for who does not answer them, and while there are none."""
    app, session = use_app(), use_session()
    desk = ft.use_state(app.city.reports)[0]

    async def look() -> None:
        if session.network.is_up:
            await city_desk.load_reports(desk, session)

    ft.use_effect(look, [session.account.id])
    if session.person.role not in city_desk.REPORT_ROLES or not desk.open:
        return ft.Container(height=0)
    text = app.ngettext(
        "{n} laporan halaman menunggu jawaban", "{n} laporan halaman menunggu jawaban", desk.open
    ).format(n=number(desk.open, app))
    return notice(text, "warning", text_button(app.gettext("Buka laporan"), lambda: go(REPORTS)))
