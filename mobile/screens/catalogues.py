"""*Katalog*, for the kota: every version of the award's catalogue, what is in force, and what waits for a second
person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.catalogue_text import facts_text, people_text, state_text
from mobile.components.chips import text_chip
from mobile.components.fields.frame import quiet
from mobile.components.layout import (
    empty_state,
    heading,
    notice,
    page_body,
    primary_button,
    section_title,
    text_button,
    tonal_card,
)
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.routes import CATALOGUE, LOAD_CATALOGUE, to
from mobile.theme import GAP_S
from sync.client.catalogue_desk import CatalogueApi
from sync.domain.rights import may_keep_catalogues
from sync.protocol.catalogues import CONFIRM, CONFIRMED, REJECTED, SHIPPED, WITHDRAWN, CatalogueEntry

_CHIPS = {CONFIRMED: "approved", SHIPPED: "approved", REJECTED: "rejected", WITHDRAWN: "withdrawn"}
_NONE: list[CatalogueEntry] = []


@ft.component
def CataloguesScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    found, set_found = ft.use_state(_NONE)
    looking, taking = use_errand(begins=True), use_errand()
    api = CatalogueApi(session.api)

    @looking.look
    async def look() -> None:
        taking.tell("")
        set_found(await api.every())

    @taking.work
    async def take(entry: CatalogueEntry, kind: str) -> None:
        looking.tell("")
        await app.devices.exchange.give(f"katalog-iga-{entry.version}.{kind}", await api.file(entry.id, kind))

    ft.use_effect(look, [session.account.id])
    if not may_keep_catalogues(session.person):
        text = _("Katalog diurus oleh kota (BRIDA).")
        return page_body(empty_state(ft.Icons.LOCK_OUTLINE, _("Bukan untuk akun ini"), text))
    trouble = looking.trouble or taking.trouble
    again = text_button(_("Coba lagi"), look, icon=ft.Icons.REFRESH)
    return page_body(
        heading(_("Katalog IGA"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        ft.Text(_("Indikator, bobot, dan ambang yang dipakai menilai inovasi.")),
        quiet(_("Katalog baru tidak mengubah nilai apa pun: tiap inovasi tetap memakai katalognya sendiri.")),
        ft.Row([primary_button(_("Muat berkas"), to(LOAD_CATALOGUE), icon=ft.Icons.UPLOAD_FILE)], wrap=True),
        *looking.progress(_("Mengambil daftar …")),
        *([notice(trouble, "warning", again)] if trouble else []),
        *([section_title(_("Versi"))] if found else []),
        *(_card(app, each, take) for each in found),
    )


def _open(app: AppState, entry: CatalogueEntry) -> ft.Control:
    """What waits for this person is what they came for."""
    show = to(CATALOGUE, catalogue=entry.id)
    if CONFIRM in entry.may_decide:
        return primary_button(app.gettext("Periksa"), show, icon=ft.Icons.FACT_CHECK_OUTLINED)
    return text_button(app.gettext("Lihat"), show)


def _card(app: AppState, entry: CatalogueEntry, take: Callable[[CatalogueEntry, str], Any]) -> ft.Control:
    _ = app.gettext
    title = ft.Text(f"IGA {entry.version}", theme_style=ft.TextThemeStyle.TITLE_MEDIUM)
    chip = text_chip(state_text(app, entry), _CHIPS.get(entry.state, "submitted"))
    lines = [ft.Text(facts_text(app, entry)), *map(quiet, people_text(app, entry))]
    waiting = [notice(_("Menunggu Anda: periksa, lalu sahkan atau tolak."))] if CONFIRM in entry.may_decide else []
    opened = [] if entry.state == SHIPPED else [_open(app, entry)]
    files = [
        text_button(text, partial(take, entry, kind), icon=ft.Icons.DOWNLOAD)
        for kind, text in (("xlsx", _("Unduh XLSX")), ("csv", _("Unduh CSV")))
    ]
    head = ft.Row([title, chip], wrap=True, spacing=GAP_S, run_spacing=4)
    card = tonal_card(head, *lines, *waiting, ft.Row([*opened, *files], wrap=True, run_spacing=0), spacing=4)
    card.key = f"catalogue:{entry.version}:{entry.id}"
    return card
