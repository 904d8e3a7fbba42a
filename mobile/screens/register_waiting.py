"""How it stands with a registration: on its way, waiting for the lurah, declined with a reason, admitted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.applying import GONE, REFUSED, UNSENT, Application
from mobile.components.layout import (
    heading,
    notice,
    page_body,
    primary_button,
    secondary_button,
    text_button,
    tonal_card,
)
from mobile.context import AppState, use_app
from mobile.office import place_text
from mobile.people_text import trouble_text
from mobile.routes import HOME, go
from mobile.screens.review_dialog import dialog
from mobile.store.errors import StoreError
from mobile.text import date_time
from mobile.theme import GAP_S
from sync.client.errors import SyncError
from sync.protocol.people import ADMITTED, DECLINED, WAITING


@ft.component
def RegisterWaiting(application: Application, again: Callable[[], Any], to_code: Callable[[], Any]) -> ft.Control:
    """Asks when it opens, when the app comes back to the front, and by hand."""
    app = use_app()
    _, entrance = app.gettext, app.entrance
    trouble, set_trouble = ft.use_state("")
    is_busy, set_busy = ft.use_state(False)
    is_giving_up, set_giving_up = ft.use_state(False)
    _count, set_count = ft.use_state(0)
    is_asking = ft.use_ref(False)
    standing = (entrance.applying.current() if entrance is not None else None) or application

    async def ask() -> None:
        # Two at once would only be in each other's way.
        if entrance is None or is_asking.current:
            return
        is_asking.current = True
        set_busy(True)
        set_trouble("")
        try:
            before = app.session
            await entrance.ask_admission()
            if app.session is not before:
                go(HOME)
        except SyncError as error:
            set_trouble(trouble_text(app, error))
        except StoreError:
            set_trouble(_("HP ini tidak bisa menyimpan. Kosongkan sedikit ruang, lalu coba lagi."))
        finally:
            is_asking.current = False
            set_busy(False)
            set_count(lambda count: count + 1)

    async def give_up() -> None:
        set_giving_up(False)
        try:
            if entrance is not None:
                await entrance.applying.forget()
        except StoreError:
            app.save_failed = True
        else:
            to_code()

    # Beside an open account the pulse beats for other reasons, too.
    ft.use_effect(ask, [application.id, app.pulse if app.session is None else 0])
    ft.use_dialog(_question(app, give_up, lambda: set_giving_up(False)) if is_giving_up else None)
    return page_body(
        heading(_("Pendaftaran usaha"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        _card(app, standing),
        _standing(app, standing),
        *([notice(trouble, "warning")] if trouble else []),
        *_next_steps(app, standing, ask, again, is_busy=is_busy),
        ft.Row(
            [
                text_button(_("Masuk dengan kode"), lambda: to_code()),
                text_button(_("Hapus pendaftaran dari HP ini"), lambda: set_giving_up(True)),
            ],
            wrap=True,
            spacing=GAP_S,
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        max_width=560,
    )


def _card(app: AppState, application: Application) -> ft.Control:
    business = application.business
    place = ", ".join(part for part in (business.lorong, place_text(app, business.area)) if part)
    asked_at = app.gettext("Dibuat {waktu}").format(waktu=date_time(application.asked_at, app))
    return tonal_card(
        ft.Text(business.business, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(place),
        ft.Text(asked_at, color=ft.Colors.ON_SURFACE_VARIANT),
    )


def _standing(app: AppState, application: Application) -> ft.Control:
    _ = app.gettext
    texts = {
        UNSENT: (
            _("Tersimpan di HP ini dan belum terkirim. Terkirim begitu ada sinyal dan layar ini dibuka."),
            "info",
        ),
        WAITING: (
            _("Sudah sampai di kelurahan. Menunggu jawaban lurah; Anda boleh menutup aplikasi dan kembali nanti."),
            "info",
        ),
        DECLINED: (_("Belum bisa diterima. Alasan dari kelurahan: {alasan}"), "warning"),
        REFUSED: (_("Server kota belum bisa menerimanya. Periksa isiannya, lalu kirim lagi."), "warning"),
        GONE: (_("Server kota tidak menyimpan pendaftaran ini lagi. Silakan daftar sekali lagi."), "warning"),
        ADMITTED: (_("Sudah diterima. Minta kode ke kelurahan untuk masuk di HP ini."), "info"),
    }
    text, kind = texts.get(application.state, texts[WAITING])
    return notice(text.format(alasan=application.reason), kind)


def _next_steps(
    app: AppState, application: Application, ask: Callable[[], Any], again: Callable[[], Any], *, is_busy: bool
) -> list[ft.Control]:
    _ = app.gettext
    if application.state in (DECLINED, REFUSED, GONE):
        return [primary_button(_("Betulkan dan daftar lagi"), lambda: again(), icon=ft.Icons.EDIT_OUTLINED)]
    name = _("Kirim sekarang") if application.state == UNSENT else _("Lihat jawaban sekarang")
    return [
        secondary_button(_("Sebentar …") if is_busy else name, ask, icon=ft.Icons.REFRESH, disabled=is_busy),
    ]


def _question(app: AppState, give_up: Callable[[], Any], keep: Callable[[], Any]) -> ft.AlertDialog:
    _ = app.gettext
    lines = [
        _("HP ini tidak lagi menanyakan jawabannya. Yang sudah sampai di kelurahan tetap bisa dijawab lurah."),
        _("Untuk masuk nanti, minta kode ke kelurahan atau daftar lagi."),
    ]
    buttons: list[ft.Control] = [text_button(_("Tidak"), lambda: keep()), primary_button(_("Ya, hapus"), give_up)]
    return dialog(_("Hapus pendaftaran?"), [ft.Text(line) for line in lines], buttons, lambda _: keep())
