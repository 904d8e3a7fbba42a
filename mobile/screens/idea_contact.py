"""A resident's name and phone: shown for a purpose that is written down, kept nowhere on this device.

And noted, with their consent, for an idea that an officer wrote down for them. Both need a signal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile import ideas_desk
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.layout import tonal_card
from mobile.components.typed_texts import use_typed
from mobile.context import AppState
from mobile.errand import use_errand
from mobile.screens.review_dialog import asked, options, plain_field, use_question
from mobile.session import Session
from mobile.text import date_time, refusal_text
from sync.client.errors import Refused, SyncError
from sync.client.replica import RecordState
from sync.client.residents import ContactsApi
from sync.domain.ideas import is_phone
from sync.protocol.ideas import MAX_PERSON_NAME, MAX_PHONE, MAX_PURPOSE, Contact, ContactView

_PURPOSES = ("Menanyakan isi usulan", "Mengundang warga bermusyawarah", "Mengabarkan tindak lanjut")
"""In the city's language: they are read in the log."""
PURPOSES_OF_OFFERS = ("Menanyakan tawaran bantuan", "Mengatur penyerahan bantuan", "Mengabarkan hasilnya")


def contact_dialog(app: AppState, session: Session, state: RecordState, which: str) -> ft.Control:
    shown: ft.Control
    if which != ideas_desk.CONTACT:
        shown = GiveDialog(app, session, state)
    else:
        shown = ContactDialog(app, session, state, _PURPOSES, _closing(app, ideas_desk.CONTACT))
    return shown


@ft.component
def ContactDialog(
    app: AppState, session: Session, state: RecordState, purposes: Sequence[str], close: Callable[[], Any]
) -> ft.Control:
    """Of an idea, or of an offer of help."""
    _ = app.gettext
    typed = use_typed(purpose="")
    errand = use_errand(_why_not)
    found, set_found = ft.use_state(_none)

    @errand.work
    async def look() -> None:
        purpose = typed.now["purpose"].strip()
        if not purpose:
            errand.tell(_("Tulis dulu untuk apa kontak ini dibuka."))
            return
        set_found((await ContactsApi(session.api).show(state.id, purpose),))

    if found:
        return use_question(_("Kontak warga"), _shown(app, found[0]), close, leave=_("Tutup"))
    purpose, say = typed.now["purpose"], partial(typed.say, "purpose")
    parts = [
        ft.Text(_("Setiap kali dibuka, dicatat siapa yang membuka, kapan, dan untuk apa.")),
        options(app, [(text, text) for text in purposes], purpose, say, "purpose"),
        asked(_("Atau tulis sendiri"), plain_field("purpose", purpose, say, MAX_PURPOSE)),
        *errand.told("error"),
    ]
    return use_question(_("Kontak warga"), parts, close, errand.button(_("Buka kontak"), look))


_none: tuple[ContactView, ...] = ()


def _shown(app: AppState, found: ContactView) -> list[ft.Control]:
    _ = app.gettext
    given = _("Warga setuju dihubungi sejak {waktu}.").format(waktu=date_time(found.given_at, app))
    lines = tonal_card(
        ft.Text(found.name or _("Tanpa nama"), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(found.phone, theme_style=ft.TextThemeStyle.TITLE_LARGE),
        spacing=4,
    )
    kept = _("Tidak disimpan di HP ini. Pakai hanya untuk keperluan ini.")
    return [ft.SelectionArea(content=lines), ft.Text(given), ft.Text(kept)]


@ft.component
def GiveDialog(app: AppState, session: Session, state: RecordState) -> ft.Control:
    _ = app.gettext
    typed = use_typed(name="", phone="")
    agrees, set_agrees = ft.use_state(False)
    errand = use_errand(_why_not)
    close = _closing(app, ideas_desk.GIVE_CONTACT)

    @errand.work
    async def give() -> None:
        name, phone = typed.now["name"].strip(), typed.now["phone"].strip()
        fault = _fault(app, phone, agrees)
        if fault:
            errand.tell(fault)
            return
        await ContactsApi(session.api).give(state.id, Contact(name, phone, consent=True))
        session.send_now()
        app.ideas.close()

    consent = choice_button(
        app,
        _("Warga setuju dihubungi tentang usulan ini"),
        lambda: set_agrees(not agrees),
        selected=agrees,
        key="consent",
    )
    name, say_name = typed.now["name"], partial(typed.say, "name")
    phone, say_phone = typed.now["phone"], partial(typed.say, "phone")
    parts = [
        ft.Text(_("Nama dan nomor dikirim ke server kota sekarang juga, dan tidak disimpan di HP ini.")),
        asked(_("Nama (boleh kosong)"), plain_field("name", name, say_name, MAX_PERSON_NAME)),
        asked(_("Nomor HP"), plain_field("phone", phone, say_phone, MAX_PHONE, ft.KeyboardType.PHONE)),
        wrapped([consent]),
        *errand.told("error"),
    ]
    return use_question(_("Catat kontak warga"), parts, close, errand.button(_("Kirim kontak"), give))


def _fault(app: AppState, phone: str, agrees: bool) -> str:
    _ = app.gettext
    if not is_phone(phone):
        return _("Tulis nomor HP dengan angka saja, misalnya 0812 3456 7890.")
    return "" if agrees else _("Tanpa persetujuan warga, kontak tidak dicatat.")


def _closing(app: AppState, which: str) -> Any:
    def close() -> None:
        if app.ideas.dialog == which:
            app.ideas.close()

    return close


def _why_not(app: AppState, error: SyncError) -> str:
    _ = app.gettext
    if isinstance(error, Refused):
        gone = _("Kontaknya tidak ada lagi di server kota, atau bukan wewenang Anda.")
        return gone if error.code == "not_found" else refusal_text(app, error.code)
    return _("Kontak hanya bisa dibuka saat ada sinyal. Coba lagi nanti.")
