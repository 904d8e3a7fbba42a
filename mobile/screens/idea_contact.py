"""A resident's name and phone: shown for a purpose that is written down, kept nowhere on this device.

And noted, with their consent, for an idea that an officer wrote down for them. Both need a signal.
"""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile import ideas_desk
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.layout import notice, primary_button, text_button, tonal_card
from mobile.context import AppState
from mobile.screens.review_dialog import asked, dialog, options, plain_field
from mobile.session import Session
from mobile.text import date_time, refusal_text
from sync.client.errors import Refused, SyncError
from sync.client.replica import RecordState
from sync.client.residents import ContactsApi
from sync.domain.ideas import is_phone
from sync.protocol.ideas import MAX_PERSON_NAME, MAX_PHONE, MAX_PURPOSE, Contact, ContactView

_PURPOSES = ("Menanyakan isi usulan", "Mengundang warga bermusyawarah", "Mengabarkan tindak lanjut")
"""In the city's language: they are read in the log."""


def contact_dialog(app: AppState, session: Session, state: RecordState, which: str) -> ft.Control:
    shown: ft.Control
    shown = ContactDialog(app, session, state) if which == ideas_desk.CONTACT else GiveDialog(app, session, state)
    return shown


@ft.component
def ContactDialog(app: AppState, session: Session, state: RecordState) -> ft.Control:
    _ = app.gettext
    purpose, set_purpose = ft.use_state("")
    trouble, set_trouble = ft.use_state("")
    is_busy, set_busy = ft.use_state(False)
    found, set_found = ft.use_state(_none)

    async def look() -> None:
        if not purpose.strip():
            set_trouble(_("Tulis dulu untuk apa kontak ini dibuka."))
            return
        set_busy(True)
        try:
            set_found((await ContactsApi(session.api).show(state.id, purpose.strip()),))
            set_trouble("")
        except SyncError as error:
            set_trouble(_why_not(app, error))
        set_busy(False)

    close = _closing(app, ideas_desk.CONTACT)
    buttons: list[ft.Control]
    if found:
        parts, buttons = _shown(app, found[0]), [text_button(_("Tutup"), close)]
    else:
        parts = [
            ft.Text(_("Setiap kali dibuka, dicatat siapa yang membuka, kapan, dan untuk apa.")),
            options(app, [(text, text) for text in _PURPOSES], purpose, set_purpose, "purpose"),
            asked(_("Atau tulis sendiri"), plain_field("purpose", purpose, set_purpose, MAX_PURPOSE)),
            *([notice(trouble, "error")] if trouble else []),
        ]
        word = _("Sebentar …") if is_busy else _("Buka kontak")
        buttons = [text_button(_("Batal"), close), primary_button(word, look, disabled=is_busy)]
    ft.use_dialog(dialog(_("Kontak warga"), parts, buttons, close))
    return ft.Container(width=0, height=0)


_none: tuple[ContactView, ...] = ()


def _shown(app: AppState, found: ContactView) -> list[ft.Control]:
    _ = app.gettext
    given = _("Warga setuju dihubungi sejak {waktu}.").format(waktu=date_time(found.given_at, app))
    lines = tonal_card(
        ft.Text(found.name or _("Tanpa nama"), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(found.phone, theme_style=ft.TextThemeStyle.TITLE_LARGE),
        spacing=4,
    )
    kept = _("Tidak disimpan di HP ini. Pakai hanya untuk usulan ini.")
    return [ft.SelectionArea(content=lines), ft.Text(given), ft.Text(kept)]


@ft.component
def GiveDialog(app: AppState, session: Session, state: RecordState) -> ft.Control:
    _ = app.gettext
    name, set_name = ft.use_state("")
    phone, set_phone = ft.use_state("")
    agrees, set_agrees = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")
    is_busy, set_busy = ft.use_state(False)
    close = _closing(app, ideas_desk.GIVE_CONTACT)

    async def give() -> None:
        fault = _fault(app, phone, agrees)
        if fault:
            set_trouble(fault)
            return
        set_busy(True)
        try:
            await ContactsApi(session.api).give(state.id, Contact(name.strip(), phone.strip(), consent=True))
        except SyncError as error:
            set_trouble(_why_not(app, error))
            set_busy(False)
            return
        session.send_now()
        app.ideas.close()

    consent = choice_button(
        app,
        _("Warga setuju dihubungi tentang usulan ini"),
        lambda: set_agrees(not agrees),
        selected=agrees,
        key="consent",
    )
    parts = [
        ft.Text(_("Nama dan nomor dikirim ke server kota sekarang juga, dan tidak disimpan di HP ini.")),
        asked(_("Nama (boleh kosong)"), plain_field("name", name, set_name, MAX_PERSON_NAME)),
        asked(_("Nomor HP"), plain_field("phone", phone, set_phone, MAX_PHONE, ft.KeyboardType.PHONE)),
        wrapped([consent]),
        *([notice(trouble, "error")] if trouble else []),
    ]
    word = _("Sebentar …") if is_busy else _("Kirim kontak")
    buttons: list[ft.Control] = [text_button(_("Batal"), close), primary_button(word, give, disabled=is_busy)]
    ft.use_dialog(dialog(_("Catat kontak warga"), parts, buttons, close))
    return ft.Container(width=0, height=0)


def _fault(app: AppState, phone: str, agrees: bool) -> str:
    _ = app.gettext
    if not is_phone(phone):
        return _("Tulis nomor HP dengan angka saja, misalnya 0812 3456 7890.")
    return "" if agrees else _("Tanpa persetujuan warga, kontak tidak dicatat.")


def _closing(app: AppState, which: str) -> Any:
    def close(_: Any) -> None:
        if app.ideas.dialog == which:
            app.ideas.close()

    return close


def _why_not(app: AppState, error: SyncError) -> str:
    _ = app.gettext
    if isinstance(error, Refused):
        gone = _("Kontaknya tidak ada lagi di server kota, atau bukan wewenang Anda.")
        return gone if error.code == "not_found" else refusal_text(app, error.code)
    return _("Kontak hanya bisa dibuka saat ada sinyal. Coba lagi nanti.")
