"""*Mitra*: the city's one list of partners, by name. The city adds to it, with and without a signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import partners
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.layout import empty_state, notice, primary_button, text_button
from mobile.components.text_box import TextBox
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.partner_text import partner_about, sector_text, sectors
from mobile.routes import NEW_PARTNER, NOTE, RECORD, go
from mobile.session import Session
from mobile.theme import GAP, GAP_S, RADIUS, TARGET
from sync.domain.records import Kind
from sync.protocol.partners import PartnerLine

_ABOUT = ft.TextThemeStyle.BODY_MEDIUM


@ft.component
def PartnersScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    words, set_words = ft.use_state("")
    sector, set_sector = ft.use_state("")
    found = partners.listed(session, words, sector)
    drafts = [each for each in session.records.of_kind(Kind.PARTNER) if session.record(each) is None]
    head: list[ft.Control] = [
        ft.Text(
            _("Satu daftar untuk semua kelurahan. Yang ada di sini bisa dipilih di “Bekerja dengan”."),
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        ft.Row([primary_button(_("Tambah mitra"), _adding(NEW_PARTNER), icon=ft.Icons.ADD)], wrap=True),
        *[_draft(app, session, each) for each in drafts[:1]],
        TextBox(
            key="words",
            label=_("Cari nama mitra"),
            value=words,
            on_change=lambda event: set_words(event.control.value or ""),
        ),
        _sectors(app, sector, set_sector),
        *([] if found else [_nothing(app, is_narrowed=bool(words.strip() or sector))]),
    ]
    return ft.SafeArea(
        Windowed(found, lambda line: _row(app, line), lambda line: line.id, head=head, max_width=720), expand=True
    )


def _adding(record: str) -> Callable[[], Any]:
    return lambda: go(NOTE, record=record)


def _draft(app: AppState, session: Session, record: str) -> ft.Control:
    _ = app.gettext
    name = session.card(record).title or _("Tanpa nama")
    way = text_button(_("Lanjutkan"), _adding(record))
    return notice(_("“{nama}” belum selesai ditulis. Hanya ada di HP ini.").format(nama=name), "info", way)


def _sectors(app: AppState, chosen: str, choose: Callable[[str], Any]) -> ft.Control:
    def chooser(code: str) -> Callable[[], Any]:
        return lambda: choose("" if code == chosen else code)

    chips = [
        choice_button(app, sector_text(app, code), chooser(code), selected=code == chosen, key=f"sector={code}")
        for code in sectors()
    ]
    return wrapped(chips)


def _row(app: AppState, line: PartnerLine) -> ft.Control:
    lines: list[ft.Control] = [
        ft.Text(line.title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(partner_about(app, line), theme_style=_ABOUT, color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    return ft.ListTile(
        title=ft.Column(lines, spacing=2, tight=True),
        leading=ft.Icon(ft.Icons.HANDSHAKE_OUTLINED, color=ft.Colors.PRIMARY),
        on_click=lambda _: go(RECORD, record=line.id),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP),
        min_height=TARGET,
        key=f"partner:{line.id}",
    )


def _nothing(app: AppState, *, is_narrowed: bool) -> ft.Control:
    _ = app.gettext
    if is_narrowed:
        text = _("Periksa ejaannya, atau pilih unsur lain.")
        return empty_state(ft.Icons.SEARCH_OFF, _("Tidak ada yang cocok"), text)
    text = _("Kampus, usaha, komunitas, dan media yang bekerja dengan kota dicatat sekali di sini.")
    return empty_state(ft.Icons.HANDSHAKE_OUTLINED, _("Belum ada mitra"), text)
