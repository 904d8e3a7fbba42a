"""*Akun*: who I am here, how the app looks, what is kept, and the way out."""

from __future__ import annotations

import flet as ft

from mobile import portfolio_desk
from mobile.components.layout import (
    Handler,
    heading,
    page_body,
    secondary_button,
    section_title,
    text_button,
    tonal_card,
)
from mobile.components.photo_rules import photo_rules
from mobile.context import AppState, use_app
from mobile.figures_desk import may_read, starts_with_figures
from mobile.people_desk import may_keep_people
from mobile.routes import CATALOGUES, CITY_SHEET, FIGURES, HOME, MY_IDEAS, PEOPLE, PORTFOLIO, SIGN_IN, go
from mobile.screens.account_look import look_cards
from mobile.screens.account_room import RoomCard
from mobile.screens.confirm import account_card, not_saved, privacy_lines
from mobile.store.accounts import Account
from mobile.store.errors import StoreError
from mobile.theme import GAP_S, RADIUS
from sync import VERSION
from sync.client import outbox
from sync.domain.ids import number_of
from sync.domain.rights import may_keep_catalogues


@ft.component
def AccountScreen() -> ft.Control:
    app = use_app()
    _, entrance, session = app.gettext, app.entrance, app.session
    asks, set_asks = ft.use_state(False)

    async def leave() -> None:
        set_asks(False)
        try:
            if entrance is not None and session is not None:
                await entrance.sign_out(session.account.id)
        except StoreError:
            app.save_failed = True
        else:
            go(HOME)

    ft.use_dialog(_leaving(app, leave, lambda: set_asks(False)) if asks else None)
    if session is None:
        return page_body()
    return page_body(
        heading(_("Akun")),
        account_card(app, session.account, _help_number(app, session.account)),
        *not_saved(app),
        *_figures(app),
        *_portfolio(app),
        *_people(app),
        *_catalogues(app),
        *_others(app),
        section_title(_("Tampilan")),
        *look_cards(app),
        section_title(_("Kiriman")),
        tonal_card(*photo_rules(app, session)),
        RoomCard(),
        section_title(_("Data Anda")),
        Privacy(),
        ft.Row(
            [secondary_button(_("Keluar"), lambda: set_asks(True), icon=ft.Icons.LOGOUT)],
            alignment=ft.MainAxisAlignment.START,
        ),
        ft.Text(
            _("Lorong versi {versi}").format(versi=VERSION),
            theme_style=ft.TextThemeStyle.BODY_SMALL,
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
    )


def _help_number(app: AppState, account: Account) -> ft.Control:
    text = app.gettext("Nomor HP ini, bila Anda meminta bantuan: {nomor}").format(nomor=number_of(account.id))
    return ft.SelectionArea(content=ft.Text(text, color=ft.Colors.ON_SURFACE_VARIANT))


def _people(app: AppState) -> list[ft.Control]:
    """For who keeps the people of an area."""
    session = app.session
    if session is None or not may_keep_people(session.person.role):
        return []
    _ = app.gettext
    text = _("Kode masuk, HP hilang, masa bakti, pendaftaran UMKM")
    return [_way("people", ft.Icons.GROUPS_OUTLINED, _("Orang & HP"), text, PEOPLE)]


def _catalogues(app: AppState) -> list[ft.Control]:
    """For who keeps the year's catalogues."""
    session = app.session
    if session is None or not may_keep_catalogues(session.person):
        return []
    _ = app.gettext
    text = _("Indikator, bobot, dan ambang IGA tiap tahun")
    return [_way("catalogues", ft.Icons.LIBRARY_BOOKS_OUTLINED, _("Katalog"), text, CATALOGUES)]


def _figures(app: AppState) -> list[ft.Control]:
    """For who leads an area and has no tab for it."""
    session = app.session
    if session is None or not may_read(session) or starts_with_figures(session.person.role):
        return []
    _ = app.gettext
    text = _("Inovasi, masalah, dan usulan di wilayah Anda dalam angka")
    return [_way("figures", ft.Icons.INSIGHTS_OUTLINED, _("Laporan"), text, FIGURES)]


def _portfolio(app: AppState) -> list[ft.Control]:
    """For the kota, which has no room for another tab."""
    if app.session is None or not portfolio_desk.may_read(app.session):
        return []
    _ = app.gettext
    text = _("Umur, nilai, dan bukti semua inovasi; berkas untuk banyak inovasi sekaligus")
    city = _("Angka kota untuk IGA, enam urusan dasar, dan bukti indikator pemerintah daerah")
    return [
        _way("portfolio", ft.Icons.TABLE_ROWS_OUTLINED, _("Portofolio"), text, PORTFOLIO),
        _way("city-sheet", ft.Icons.LOCATION_CITY_OUTLINED, _("Lembar kota"), city, CITY_SHEET),
    ]


def _way(key: str, icon: ft.IconData, title: str, text: str, path: str) -> ft.Control:
    """To a screen that has no tab."""
    return ft.ListTile(
        leading=ft.Icon(icon, color=ft.Colors.PRIMARY),
        title=ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        subtitle=ft.Text(text),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT),
        on_click=lambda _: go(path),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        key=key,
    )


def _others(app: AppState) -> list[ft.Control]:
    """The other accounts on this device, and the way to add one."""
    _ = app.gettext
    entrance, session = app.entrance, app.session
    if entrance is None or session is None:
        return []
    others = [each for each in entrance.accounts() if each.signed_in and each.id != session.account.id]
    add = text_button(_("Tambah akun"), lambda: go(SIGN_IN), icon=ft.Icons.PERSON_ADD_ALT)
    cards = [_other(app, account) for account in others]
    title = [section_title(_("Akun lain di HP ini"))] if others else []
    buttons: list[ft.Control] = [add]
    if entrance.applying.current() is not None:
        name = _("Pendaftaran usaha")
        buttons.append(text_button(name, lambda: go(SIGN_IN), icon=ft.Icons.STOREFRONT_OUTLINED))
    if app.resident is not None:
        name = _("Usulan saya sebagai warga")
        buttons.append(text_button(name, lambda: go(MY_IDEAS), icon=ft.Icons.RECORD_VOICE_OVER_OUTLINED))
    return [*title, *cards, ft.Row(buttons, wrap=True)]


def _other(app: AppState, account: Account) -> ft.Control:
    async def switch() -> None:
        try:
            if app.entrance is not None:
                await app.entrance.switch(account.id)
        except StoreError:
            app.save_failed = True
        else:
            go(HOME)

    use = secondary_button(app.gettext("Pakai akun {nama}").format(nama=account.name), switch)
    return account_card(app, account, ft.Row([use], wrap=True))


@ft.component
def Privacy() -> ft.Control:
    """The five lines of *Konfirmasi akun* and a few more, folded until asked for."""
    app = use_app()
    _ = app.gettext
    is_open, set_open = ft.use_state(False)
    icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
    button = text_button(_("Privasi dan data Anda"), lambda: set_open(not is_open), icon=icon)
    lines = [text for _icon, text in privacy_lines(app)] + [
        _("Jangan mencatat NIK, nomor KK, atau tanggal lahir siapa pun. Yang mirip NIK disamarkan sendiri."),
        _("Foto tidak pernah terbit sebelum peninjau menyatakannya layak tayang. Hindari wajah anak."),
        _("Rumah tinggal hanya terbit sebagai nama kelurahan, bukan titik di peta."),
        _("Yang Anda setujui dan putuskan tercatat dan bisa diperiksa. Tidak ada peringkat orang, RT, atau RW."),
        _("Hak Anda menurut UU 27/2022: melihat, membetulkan, dan meminta hapus data Anda."),
    ]
    texts: list[ft.Control] = [ft.Text(text) for text in lines]
    return tonal_card(ft.Row([button], wrap=True), *(texts if is_open else []))


def _leaving(app: AppState, leave: Handler, stay: Handler) -> ft.AlertDialog:
    """What stays on this phone, before the person goes."""
    _ = app.gettext
    n = outbox.unsent_count(app.session.tables) if app.session else 0
    kept = app.ngettext(
        "{n} catatan yang belum terkirim tetap tersimpan di HP ini, dan dikirim saat Anda masuk lagi.",
        "{n} catatan yang belum terkirim tetap tersimpan di HP ini, dan dikirim saat Anda masuk lagi.",
        n,
    ).format(n=n)
    nothing = _("Semua catatan Anda sudah terkirim. Yang ada di HP ini tetap tersimpan.")
    return ft.AlertDialog(
        modal=True,
        title=ft.Text(_("Keluar dari akun ini?")),
        content=ft.Column(
            [
                ft.Text(kept if n else nothing),
                ft.Text(_("Untuk masuk lagi, Anda perlu kode baru dari kelurahan.")),
            ],
            tight=True,
            spacing=GAP_S,
        ),
        scrollable=True,
        actions=[text_button(_("Tetap di sini"), stay), text_button(_("Keluar"), leave)],
    )
