"""*Poster usulan*: the paper for the wall with the QR of the form for ideas, one a kelurahan, as a PDF."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import Handler, secondary_button
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.theme import GAP_S
from sync.client.people import PeopleApi


@ft.component
def PosterButton() -> ft.Control:
    """The button, and below it why there is no poster yet."""
    app, session = use_app(), use_session()
    errand = use_errand()
    area = session.person.area.text

    @errand.work
    async def give() -> None:
        await app.devices.exchange.give(f"poster-{area}.pdf", await PeopleApi(session.api).posters(area))

    parts: list[ft.Control] = [_button(app, give, is_busy=errand.is_busy)]
    parts += errand.told()
    return ft.Column(parts, spacing=GAP_S, tight=True)


def _button(app: AppState, give: Handler, *, is_busy: bool) -> ft.Control:
    words = app.gettext("Membuat poster …") if is_busy else app.gettext("Poster usulan (PDF)")
    return secondary_button(words, give, icon=ft.Icons.QR_CODE_2, disabled=is_busy)
