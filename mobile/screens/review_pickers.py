"""The small dialogs of *Tinjau* that choose a kelurahan or a theme, and the list of keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import flet as ft

from mobile.context import AppState
from mobile.screens.review_dialog import options, use_close, use_question
from mobile.session import Session
from sync.domain.areas import gazetteer
from sync.domain.forms import form_of
from sync.domain.records import Kind


@ft.component
def KelurahanPicker(app: AppState, session: Session) -> ft.Control:
    """In code order, as areas always stand."""
    places = gazetteer().kelurahan(session.person.area.text)

    def choose(code: str) -> None:
        app.review.filters = replace(app.review.filters, kelurahan=code)

    options = [(place.code, place.name) for place in places]
    first = app.gettext("Semua kelurahan")
    return _picker(app, app.gettext("Kelurahan"), first, options, app.review.filters.kelurahan, choose)


@ft.component
def ThemePicker(app: AppState) -> ft.Control:
    def choose(code: str) -> None:
        app.review.filters = replace(app.review.filters, theme=code)

    choices = form_of(Kind.INNOVATION).field("theme").choices
    options = [(choice.code, choice.label.in_language(app.language)) for choice in choices]
    first = app.gettext("Semua tema")
    return _picker(app, app.gettext("Tema"), first, options, app.review.filters.theme, choose)


def _picker(
    app: AppState,
    title: str,
    everything: str,
    choices: list[tuple[str, str]],
    chosen: str,
    choose: Callable[[str], None],
) -> ft.Control:
    close = use_close(app)

    def pick(code: str) -> None:
        choose(code)
        app.review.dialog = None

    rows = options(app, [("", everything), *choices], chosen, pick, "pick")
    return use_question(title, [rows], close, leave=app.gettext("Tutup"))


@ft.component
def KeysHelp(app: AppState) -> ft.Control:
    _, close = app.gettext, use_close(app)
    keys = {
        "J": _("Catatan berikutnya"),
        "K": _("Catatan sebelumnya"),
        "S": _("Setujui, bila tidak ada tanda"),
        "P": _("Minta perbaikan, bila ada tanda"),
        "/": _("Cari"),
        "?": _("Daftar tombol ini"),
    }
    rows: list[ft.Control] = [_key_row(key, text) for key, text in keys.items()]
    rows.append(ft.Text(_("Tombol tidak bekerja selama Anda mengetik atau jendela kecil terbuka.")))
    return use_question(_("Tombol papan ketik"), rows, close, leave=_("Tutup"))


def _key_row(key: str, text: str) -> ft.Control:
    cap = ft.Container(
        ft.Text(key, weight=ft.FontWeight.W_600, text_align=ft.TextAlign.CENTER),
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
        border_radius=8,
        padding=ft.Padding.symmetric(vertical=6, horizontal=14),
    )
    return ft.Row([cap, ft.Text(text, expand=True)])
