"""*Bekerja dengan*: the partners that a record names, chosen from the city's list that this device holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import partners
from mobile.components.fields.frame import quiet
from mobile.components.keyed import keyed
from mobile.components.layout import icon_button, section_title, text_button
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.partner_text import partner_about, partner_name
from mobile.screens.review_dialog import options, plain_field, use_question
from mobile.session import Session
from mobile.theme import GAP_S, RADIUS, TARGET
from sync.client.replica import RecordState
from sync.protocol.partners import PartnerLine

_SHOWN, _WORDS_MAX = 8, 60


def has_partners(session: Session, state: RecordState) -> bool:
    return partners.may_name(session, state) or bool(partners.of_record(session, state))


@ft.component
def RecordPartners(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    is_choosing, set_choosing = ft.use_state(False)
    named, may = partners.of_record(session, state), partners.may_name(session, state)

    def take_away(partner: str) -> Callable[[], Any]:
        return lambda: app.kept(lambda: partners.name(session, state, partner, works=False))

    parts: list[ft.Control] = [section_title(_("Bekerja dengan"))]
    parts += [_row(app, line, take_away(line.id) if may else None) for line in named]
    if not named:
        parts.append(quiet(_("Belum disebut mitra yang ikut bekerja.")))
    if may:
        button = text_button(_("Pilih mitra"), lambda: set_choosing(True), icon=ft.Icons.HANDSHAKE_OUTLINED)
        parts.append(ft.Row([button], wrap=True))
    if may and is_choosing:
        parts.append(keyed("choose", PartnerDialog, session, state, lambda: set_choosing(False)))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _row(app: AppState, line: PartnerLine, take_away: Callable[[], Any] | None) -> ft.Control:
    name = app.gettext("Lepas {nama}").format(nama=partner_name(app, line))
    return ft.ListTile(
        title=ft.Text(partner_name(app, line)),
        subtitle=ft.Text(partner_about(app, line), color=ft.Colors.ON_SURFACE_VARIANT),
        leading=ft.Icon(ft.Icons.HANDSHAKE_OUTLINED, color=ft.Colors.PRIMARY),
        trailing=icon_button(ft.Icons.CLOSE, name, take_away) if take_away else None,
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        min_height=TARGET,
        key=f"partner:{line.id}",
    )


@ft.component
def PartnerDialog(session: Session, state: RecordState, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    kept = use_once(app)
    words, set_words = ft.use_state("")
    named = {line.id for line in partners.of_record(session, state)}
    found = [line for line in partners.listed(session, words) if line.id not in named]

    def choose(partner: str) -> None:
        if kept(lambda: partners.name(session, state, partner, works=True)):
            close()

    choices = [(line.id, _choice(app, line)) for line in found[:_SHOWN]]
    field = plain_field("words", words, set_words, _WORDS_MAX)
    field.label = _("Cari nama mitra")
    parts: list[ft.Control] = [field, options(app, choices, "", choose, "partner"), *_told(app, session, found)]
    return use_question(_("Bekerja dengan siapa?"), parts, close)


def _choice(app: AppState, line: PartnerLine) -> str:
    return f"{line.title} · {partner_about(app, line)}"


def _told(app: AppState, session: Session, found: list[PartnerLine]) -> list[ft.Control]:
    _ = app.gettext
    if len(found) > _SHOWN:
        return [quiet(_("Masih ada {n} lagi. Ketik sebagian namanya.").format(n=len(found) - _SHOWN))]
    if found:
        return [quiet(_("Belum ada di sini? Minta BRIDA menambahkannya ke daftar mitra kota."))]
    if not partners.known(session):
        return [quiet(_("Daftar mitra kota belum ada di HP ini. Diambil sendiri begitu ada sinyal."))]
    return [quiet(_("Tidak ada yang cocok. Minta BRIDA menambahkannya ke daftar mitra kota."))]
