"""*Masuk*: a code, or the link that holds one, opens an account on this device."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.layout import heading, notice, page_body, secondary_button, text_button
from mobile.components.mark import mark
from mobile.components.text_box import TextBox
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.entrance import Entrance
from mobile.errand import use_errand
from mobile.routes import ACCOUNT, HOME, MY_IDEAS, go
from mobile.sign_in import NOT_IN_CODES, Invitation, grouped, invitation_in, server_in
from mobile.store.errors import StoreError
from mobile.text import number
from mobile.theme import FONT_BOLD, GAP_S, RADIUS
from sync.client.errors import AppTooOld, Busy, CaptivePortal, Offline, Refused, SyncError


@ft.component
def SignInScreen(to_register: Callable[[], Any]) -> ft.Control:
    """`to_register` leads to *Daftarkan usaha saya*, or to how it stands with it."""
    app = use_app()
    _, entrance, invited = app.gettext, app.entrance, app.invitation
    code = grouped(invited.code) if invited else ""
    typed = use_typed(code=code, server=_first_server(entrance, invited))
    errand = use_errand()

    @errand.work
    async def sign_in() -> None:
        if entrance is not None:
            errand.tell(await _trouble_of_signing_in(app, entrance, **typed.now))

    @errand.work
    async def be_resident() -> None:
        if entrance is not None:
            errand.tell(await _trouble_of_residents(app, entrance, typed.now["server"]))

    async def follow_link() -> None:
        if invited:
            await sign_in()

    ft.use_effect(follow_link, [])
    fields: list[ft.Control] = [
        _code_field(app, typed.now["code"], lambda text: typed.say("code", grouped(text)), sign_in)
    ]
    if entrance is not None and entrance.server is None:
        fields.append(server_field(app, typed.now["server"], partial(typed.say, "server"), sign_in))
    return page_body(
        ft.Row([mark(80)], alignment=ft.MainAxisAlignment.CENTER),
        heading(_("Masuk ke Lorong"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        ft.Text(_("Masukkan kode dari kelurahan Anda, atau tempel tautan yang Anda terima.")),
        *fields,
        *errand.told("error"),
        errand.button(_("Masuk"), sign_in),
        *_those_who_left(app, entrance),
        ft.Text(
            _("Belum punya kode? Minta ke kelurahan Anda. Satu kode untuk satu orang, berlaku 14 hari."),
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        _own_business(app, entrance, to_register),
        secondary_button(_("Lanjut sebagai warga"), be_resident, icon=ft.Icons.RECORD_VOICE_OVER_OUTLINED),
        _foot(app, entrance),
        max_width=480,
    )


def _first_server(entrance: Entrance | None, invited: Invitation | None) -> str:
    linked = invited.server if invited else None
    return linked or (entrance.known_server if entrance else "")


def _code_field(app: AppState, code: str, take: Callable[[str], None], submit: Callable[..., Any]) -> TextBox:
    _ = app.gettext
    return TextBox(
        key="code",
        label=_("Kode 8 huruf dan angka"),
        helper=_("Contoh: ABCD-EFGH"),
        value=code,
        on_change=lambda event: take(event.control.value),
        on_submit=submit,
        autofocus=True,
        autocorrect=False,
        enable_suggestions=False,
        capitalization=ft.TextCapitalization.CHARACTERS,
        text_style=ft.TextStyle(size=22 * app.text_size, font_family=FONT_BOLD, color=ft.Colors.ON_SURFACE),
        border=ft.OutlineInputBorder(border_radius=RADIUS),
    )


def server_field(app: AppState, server: str, take: Callable[[str], None], submit: Callable[..., Any]) -> TextBox:
    _ = app.gettext
    return TextBox(
        key="server",
        label=_("Alamat server kota"),
        helper=_("Tertulis di surat atau pesan bersama kode Anda"),
        helper_max_lines=3,
        value=server,
        on_change=lambda event: take(event.control.value),
        on_submit=submit,
        autocorrect=False,
        keyboard_type=ft.KeyboardType.URL,
        border=ft.OutlineInputBorder(border_radius=RADIUS),
    )


async def _trouble_of_signing_in(app: AppState, entrance: Entrance, code: str, server: str) -> str:
    """Why it did not succeed and what to do; empty when the account is open."""
    _ = app.gettext
    invitation = invitation_in(code)
    if invitation is None:
        return _("Kode terdiri dari 8 huruf dan angka. Periksa lagi, atau tempel tautannya.")
    address = entrance.server or invitation.server or server_in(server)
    if address is None:
        return _("Isi dulu alamat server kota, misalnya lorong.makassarkota.go.id.")
    try:
        await entrance.enrol(invitation, address)
    except SyncError as error:
        return sign_in_trouble(app, error, code)
    except StoreError:
        return _("HP ini tidak bisa menyimpan. Kosongkan sedikit ruang, lalu coba lagi.")
    go(HOME)
    return ""


async def _trouble_of_residents(app: AppState, entrance: Entrance, server: str) -> str:
    """*Lanjut sebagai warga* needs no code and no signal, only to know which city's centre it is."""
    _ = app.gettext
    address = app.resident.server if app.resident else entrance.server or server_in(server)
    if address is None:
        return _("Isi dulu alamat server kota, misalnya lorong.makassarkota.go.id.")
    try:
        await entrance.residents.begin(address)
    except StoreError:
        return _("HP ini tidak bisa menyimpan. Kosongkan sedikit ruang, lalu coba lagi.")
    app.invitation = None
    go(HOME if app.session is None else MY_IDEAS)
    return ""


def sign_in_trouble(app: AppState, error: SyncError, code: str) -> str:
    """The sentence for what the centre, or the way to it, answered."""
    _ = app.gettext
    if isinstance(error, Refused):
        return _refusal(app, code)
    if isinstance(error, Busy) and error.retry_after_s:
        minutes = max(1, round(error.retry_after_s / 60))
        return _("Terlalu banyak percobaan. Coba lagi dalam {n} menit.").format(n=number(minutes, app))
    texts: dict[type[SyncError], str] = {
        Offline: _("Server kota tidak tercapai. Periksa sinyal dan alamatnya, lalu coba lagi."),
        CaptivePortal: _(
            "Yang menjawab bukan server kota. Bila memakai Wi-Fi umum, buka peramban dan masuk dulu. "
            "Periksa juga alamatnya."
        ),
        AppTooOld: _("Perbarui aplikasi Lorong dulu, lalu masuk lagi."),
    }
    return texts.get(
        type(error), _("Server kota belum menjawab. Kode Anda tetap berlaku; coba lagi sebentar lagi.")
    )


def _refusal(app: AppState, code: str) -> str:
    _ = app.gettext
    if NOT_IN_CODES & set(code.upper()):
        return _("Kode ini tidak dikenal. Kode tidak memakai angka 0 dan 1 atau huruf I, L, O. Periksa lagi.")
    return _("Kode ini salah, sudah dipakai, atau lewat 14 hari. Periksa lagi, atau minta kode baru ke kelurahan.")


def _those_who_left(app: AppState, entrance: Entrance | None) -> list[ft.Control]:
    """Whose notes wait here for a new code."""
    _ = app.gettext
    left = [account for account in entrance.accounts() if not account.signed_in] if entrance else []
    text = _("Catatan {nama} masih aman di HP ini. Masuk dengan kode baru untuk membukanya.")
    return [notice(text.format(nama=account.name)) for account in left]


def _own_business(app: AppState, entrance: Entrance | None, to_register: Callable[[], Any]) -> ft.Control:
    _ = app.gettext
    is_under_way = entrance is not None and entrance.applying.current() is not None
    name = _("Lihat pendaftaran usaha saya") if is_under_way else _("Daftarkan usaha saya")
    return secondary_button(name, lambda: to_register(), icon=ft.Icons.STOREFRONT_OUTLINED)


def _foot(app: AppState, entrance: Entrance | None) -> ft.Control:
    """The other language; and the way back for somebody who only adds an account."""
    _ = app.gettext
    other, name = ("en", "English") if app.language == "id" else ("id", "Bahasa Indonesia")

    def change_language() -> None:
        if entrance is None or not app.kept(lambda: entrance.prefer("language", other)):
            app.language = other

    def stay() -> None:
        if app.invitation is None:
            go(ACCOUNT if app.session is not None else HOME)
        else:
            app.invitation = None

    buttons: list[ft.Control] = [text_button(name, change_language, icon=ft.Icons.LANGUAGE)]
    if app.session is not None or app.resident is not None:
        buttons.append(text_button(_("Batal"), stay))
    return ft.Row(buttons, wrap=True, spacing=GAP_S, alignment=ft.MainAxisAlignment.CENTER)
