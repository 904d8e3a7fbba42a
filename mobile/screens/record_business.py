"""*Kontak usaha*: a UMKM lets readers of its innovation's public page reach its business, and takes that back.

It needs a signal: name and number go to the centre at once and are kept nowhere on this device.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.typed_texts import Typed, use_typed
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.people_text import trouble_text
from mobile.screens.review_dialog import Opens, asked, plain_field, use_question
from mobile.session import Session
from mobile.theme import TARGET
from sync.client.business import BusinessApi
from sync.client.errors import Offline, Refused, SyncError
from sync.client.replica import RecordState
from sync.domain.ideas import is_phone
from sync.domain.lifecycle import Status
from sync.domain.records import Kind
from sync.domain.rights import may_show_business
from sync.protocol.business import BusinessContact
from sync.protocol.ideas import MAX_PHONE
from sync.protocol.people import MAX_NAME


def has_business(session: Session, state: RecordState) -> bool:
    """Whether the button stands there; the centre decides. What it never received has no page."""
    is_there = state.version > 0 and state.status != Status.ERASED and state.kind == Kind.INNOVATION
    return is_there and may_show_business(session.person, state.ownership)


@ft.component
def RecordBusiness(session: Session, state: RecordState) -> ft.Control:
    _ = use_app().gettext
    return Opens(
        _("Kontak usaha"), ft.Icons.STOREFRONT_OUTLINED, lambda close: BusinessDialog(session, state, close)
    )


@ft.component
def BusinessDialog(session: Session, state: RecordState, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    is_known, set_known = ft.use_state(False)
    is_shown, set_shown = ft.use_state(False)
    typed = use_typed(name="", phone="")
    errand = use_errand(_why_not)

    @errand.look
    async def look() -> None:
        found = await BusinessApi(session.api).own(state.id)
        set_shown(found.consent)
        typed.say("name", found.name or session.person.name)
        typed.say("phone", found.phone)
        set_known(True)

    @errand.work
    async def keep() -> None:
        name, phone = typed.now["name"].strip(), typed.now["phone"].strip()
        fault = _fault(app, name, phone) if is_shown else ""
        if fault:
            errand.tell(fault)
            return
        given = BusinessContact(name, phone, consent=True)
        await BusinessApi(session.api).give(
            state.id, given if is_shown else BusinessContact("", "", consent=False)
        )
        close()

    ft.use_effect(look, [state.id])
    parts: list[ft.Control] = []
    if is_known:
        parts = _form(app, is_shown, set_shown, typed)
    elif not errand.trouble:
        parts = [ft.Text(_("Sebentar …"))]
    parts += errand.told("error")
    act = keep if is_known else look
    word = _("Simpan") if is_known else _("Coba lagi")
    acts = [errand.button(word, act)] if is_known or errand.trouble else []
    return use_question(_("Kontak usaha"), parts, close, *acts)


def _form(app: AppState, is_shown: bool, show: Callable[[bool], Any], typed: Typed) -> list[ft.Control]:
    _ = app.gettext
    # A switch's own label is cut where the text is large; merged, the text beside it is its name.
    switch = ft.Switch(
        value=is_shown, on_change=lambda event: show(bool(event.data)), height=TARGET, key="show_business"
    )
    text = _("Tampilkan kontak usaha di halaman publik")
    parts: list[ft.Control] = [
        ft.Text(_("Siapa pun yang membaca halaman inovasi ini di internet bisa melihat dan menghubunginya.")),
        ft.MergeSemantics(content=ft.Row([switch, ft.Text(text, expand=True)], spacing=12)),
    ]
    if not is_shown:
        return [*parts, ft.Text(_("Sekarang tidak ditampilkan. Yang pernah ditampilkan dihapus saat disimpan."))]
    name, say_name = typed.now["name"], partial(typed.say, "name")
    phone, say_phone = typed.now["phone"], partial(typed.say, "phone")
    return [
        *parts,
        asked(_("Nama usaha"), plain_field("business_name", name, say_name, MAX_NAME)),
        asked(
            _("Nomor telepon atau WhatsApp usaha"),
            plain_field("business_phone", phone, say_phone, MAX_PHONE, ft.KeyboardType.PHONE),
        ),
        ft.Text(_("Pakai nomor usaha, bukan nomor pribadi. Dikirim ke server kota dan tidak disimpan di HP ini.")),
    ]


def _fault(app: AppState, name: str, phone: str) -> str:
    _ = app.gettext
    if not name:
        return _("Tulis nama usahanya.")
    return "" if is_phone(phone) else _("Tulis nomor dengan angka saja, misalnya 0812 3456 7890.")


def _why_not(app: AppState, error: SyncError) -> str:
    _ = app.gettext
    if isinstance(error, Offline):
        return _("Kontak usaha hanya bisa diatur saat ada sinyal. Yang Anda tulis masih ada di sini.")
    if isinstance(error, Refused) and error.code == "bad_value":
        return _("Nama atau nomornya belum benar. Periksa lagi.")
    return trouble_text(app, error)
