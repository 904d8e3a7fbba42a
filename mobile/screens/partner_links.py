"""*Tautan baca*: a page that a partner opens without an account. Made, shown once, taken back; needs a signal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import flet as ft

from mobile.components.layout import secondary_button, section_title, text_button, tonal_card
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.session import Session
from mobile.text import date
from mobile.theme import GAP_S
from sync.client.errors import SyncError
from sync.client.partners import PartnersApi
from sync.client.replica import RecordState
from sync.protocol.partners import MOST_LINKS, MadeLink, PartnerLink

_DAYS = 90
_none: list[PartnerLink] = []
_not_made: MadeLink | None = None


@ft.component
def PartnerLinksCard(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    links, set_links = ft.use_state(_none)
    errand = use_errand()
    made, set_made = ft.use_state(_not_made)
    asked, set_asked = ft.use_state(session.make_id())
    api = PartnersApi(session.api)

    async def read() -> None:
        set_links((await api.links(state.id)).links)

    async def read_anew() -> None:
        with suppress(SyncError):
            await read()

    look = errand.look(read)

    @errand.work
    async def make() -> None:
        try:
            set_made(await api.make_link(state.id, _DAYS, asked))
        except SyncError:
            # It may have been made, and only the answer lost: the same id asks for the same link again.
            await read_anew()
            raise
        set_asked(session.make_id())
        await read()

    @errand.work
    async def revoke(link: str) -> None:
        try:
            set_links((await api.revoke_link(state.id, link)).links)
        except SyncError:
            # It may have been taken back, and only the answer lost.
            await read_anew()
            raise

    ft.use_effect(look, [session.account.id, state.id])
    told = _("Mitra membaca inovasi yang dikerjakannya tanpa akun, dan bisa menulis catatan untuk BRIDA.")
    parts: list[ft.Control] = [section_title(_("Tautan baca untuk mitra")), ft.Text(told)]
    if made is not None and _opens(made, links):
        parts.append(_shown(app, f"{session.account.server.rstrip('/')}{made.path}"))
    parts += errand.told()
    now = session.clock.now_iso()
    opening = [link for link in links if not link.revoked_at and link.expires_at > now]
    parts += [_row(app, link, partial(revoke, link.id)) for link in opening]
    is_full = len(opening) >= MOST_LINKS
    full = _("Sudah {n} tautan terbuka. Cabut dulu yang tidak dipakai.").format(n=MOST_LINKS)
    parts += [ft.Text(full)] if is_full else []
    make_text = _("Buat tautan, berlaku {n} hari").format(n=_DAYS)
    button = secondary_button(make_text, make, icon=ft.Icons.ADD_LINK, disabled=is_full)
    parts.append(ft.Row([button], wrap=True))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _opens(made: MadeLink, links: list[PartnerLink]) -> bool:
    """Until it is known to be taken back, here or by a colleague: then its address is no longer given away."""
    return not any(link.id == made.link.id and link.revoked_at for link in links)


def _shown(app: AppState, address: str) -> ft.Control:
    _ = app.gettext
    copy = ft.TextButton(content=_("Salin tautan"), icon=ft.Icons.COPY, action=ft.CopyToClipboard(address))
    once = ft.Text(_("Hanya terlihat sekali. Salin dan kirim ke kantor mitra sekarang."))
    return tonal_card(ft.SelectionArea(content=ft.Text(address)), once, ft.Row([copy], wrap=True))


def _row(app: AppState, link: PartnerLink, revoke: Callable[[], Any]) -> ft.Control:
    _ = app.gettext
    text = _("Dibuat {tanggal}, berlaku sampai {akhir}").format(
        tanggal=date(link.made_at, app), akhir=date(link.expires_at, app)
    )
    return tonal_card(ft.Text(text), ft.Row([text_button(_("Cabut tautan"), revoke)], wrap=True), spacing=0)
