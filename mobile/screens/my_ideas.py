"""*Usulan saya*: what a resident wrote on this device, where each stands, and the way to write another."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.components.chips import text_chip
from mobile.components.layout import (
    empty_state,
    heading,
    notice,
    page_body,
    primary_button,
    section_title,
    text_button,
)
from mobile.context import AppState, use_app
from mobile.idea_text import area_words, complaint_words, status_words
from mobile.resident import Resident, public_page
from mobile.routes import MY_IDEA, NEW, SIGN_IN, WRITE_IDEA, go
from mobile.screens.account_look import look_cards
from mobile.theme import GAP, GAP_S, RADIUS
from sync.client.own_idea import DRAFT, GONE, REFUSED, SENT, WAITING, OwnIdea


@ft.component
def MyIdeasScreen() -> ft.Control:
    app = use_app()
    _, resident = app.gettext, app.resident
    shows_look, set_shows_look = ft.use_state(False)
    if resident is None:
        return page_body()
    ideas = resident.ideas.all()
    rows = [_row(app, idea) for idea in ideas] or [_nothing(app)]
    write = primary_button(_("Tulis usulan"), lambda: go(WRITE_IDEA, idea=NEW), icon=ft.Icons.EDIT_OUTLINED)
    foot: list[ft.Control] = [_foot(app, resident, lambda: set_shows_look(not shows_look))]
    if shows_look:
        foot += [section_title(_("Tampilan")), *look_cards(app)]
    return page_body(
        heading(_("Usulan saya"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        ft.Text(
            _("Tanpa akun: usulan Anda ada di HP ini, dikirim ke kelurahan begitu ada sinyal."),
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        *sending_line(app, resident, ideas),
        write,
        *rows,
        notice(complaint_words(app)),
        *foot,
        max_width=720,
    )


def sending_line(app: AppState, resident: Resident, ideas: list[OwnIdea]) -> list[ft.Control]:
    """What is true of sending now; nothing where there is nothing to say."""
    _ = app.gettext
    waiting = sum(idea.waits for idea in ideas)
    if not ideas or (not waiting and not resident.trouble):
        return []
    if resident.is_sending:
        text = _("Mengirim … Biarkan aplikasi terbuka.")
    elif resident.trouble == "not_kept":
        text = _("HP ini tidak bisa menyimpan. Kosongkan sedikit ruang, lalu coba lagi.")
    elif not waiting:
        text = _("Kabar terbaru belum bisa diambil; yang tampil adalah kabar terakhir.")
    else:
        text = app.ngettext(
            "{n} usulan menunggu dikirim. Aman di HP ini; terkirim sendiri selama aplikasi terbuka.",
            "{n} usulan menunggu dikirim. Aman di HP ini; terkirim sendiri selama aplikasi terbuka.",
            waiting,
        ).format(n=waiting)
        text = f"{text} {_why(app, resident.trouble)}".strip()
    again = None if resident.is_sending else text_button(_("Coba sekarang"), lambda _: resident.wake())
    return [notice(text, "info", again)]


def _why(app: AppState, trouble: str) -> str:
    _ = app.gettext
    return {
        "server_silent": _("Server kota belum menjawab."),
        "captive_portal": _("Bila memakai Wi-Fi umum, buka peramban dan masuk dulu."),
        "app_too_old": _("Perbarui aplikasi Lorong dulu."),
    }.get(trouble, "")


def _nothing(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.RECORD_VOICE_OVER_OUTLINED,
        _("Belum ada usulan"),
        _("Tulis satu saja: apa yang ingin diubah, dan bagaimana caranya. Bisa tanpa sinyal."),
    )


def state_words(app: AppState, idea: OwnIdea) -> tuple[str, str]:
    """Where it stands in a few words, and the code of the colour."""
    _ = app.gettext
    own = {
        DRAFT: (_("Draf · hanya di HP ini"), "draft"),
        WAITING: (_("Menunggu dikirim"), "waiting"),
        REFUSED: (_("Belum diterima · betulkan"), "not_accepted"),
        GONE: (_("Tidak ditemukan di server kota"), "not_accepted"),
    }
    if idea.state in own:
        return own[idea.state]
    view = idea.view
    status = view.status if view else "received"
    return status_words(app, status), status


def _row(app: AppState, idea: OwnIdea) -> ft.Control:
    _ = app.gettext
    text, code = state_words(app, idea)
    about = [area_words(idea.area)] if idea.area else []
    if idea.state in (SENT, WAITING):
        about.insert(0, idea.number)
    words: list[ft.Control] = [
        ft.Text(idea.title or _("Tanpa judul"), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(" · ".join(about), color=ft.Colors.ON_SURFACE_VARIANT),
        ft.Row([text_chip(text, code)], wrap=True),
    ]

    def show(_: Any) -> None:
        go(WRITE_IDEA if idea.state == DRAFT else MY_IDEA, idea=idea.id)

    return ft.ListTile(
        title=ft.Column(words, spacing=4, tight=True),
        on_click=show,
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP),
        key=idea.id,
    )


def _foot(app: AppState, resident: Resident, toggle_look: Any) -> ft.Control:
    _ = app.gettext
    bank = ft.TextButton(
        content=_("Buka Bank Inovasi kota"), icon=ft.Icons.PUBLIC, action=public_page(resident.server)
    )
    buttons: list[ft.Control] = [bank]
    if app.session is None:
        buttons.append(text_button(_("Tampilan"), toggle_look, icon=ft.Icons.TEXT_FIELDS))
        buttons.append(text_button(_("Masuk sebagai petugas"), lambda: go(SIGN_IN), icon=ft.Icons.LOGIN))
    return ft.Row(buttons, wrap=True, spacing=GAP_S)
