"""*Daftar dari CSV*: many officers at once, first checked, then taken in as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.layout import (
    heading,
    notice,
    page_body,
    primary_button,
    section_title,
    tonal_card,
)
from mobile.context import AppState, use_app, use_session
from mobile.device.ports import DeviceError
from mobile.errand import use_errand
from mobile.people_desk import may_keep_people
from mobile.text import device_error_text, number
from mobile.theme import GAP_S
from sync.client.people import PeopleApi
from sync.protocol.people import RosterReply

MOST_BYTES = 2_000_000
"""Tens of thousands of officers; what is larger is no such list."""
SHEET_NAME = "lembar-kode.pdf"
_NO_FILE: bytes | None = None
_NO_REPLY: RosterReply | None = None


@ft.component
def RosterScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    content, set_content = ft.use_state(_NO_FILE)
    checked, set_checked = ft.use_state(_NO_REPLY)
    taken_in, set_taken_in = ft.use_state(_NO_REPLY)
    errand = use_errand(unable=_not_picked)
    is_busy = errand.is_busy
    api = PeopleApi(session.api)

    @errand.work
    async def check(chosen: bytes) -> None:
        set_taken_in(None)
        set_checked(None)
        set_content(chosen)
        set_checked(await api.import_roster(chosen, check=True))

    @errand.work
    async def choose() -> None:
        chosen = await app.devices.exchange.pick(MOST_BYTES)
        if chosen is not None:
            await check(chosen)

    @errand.work
    async def take_in() -> None:
        if content is not None:
            set_taken_in(await api.import_roster(content))
            set_checked(None)

    @errand.work
    async def sheet() -> None:
        await app.devices.exchange.give(SHEET_NAME, await api.sheet(session.person.area.text))

    ft.use_effect(lambda: app.devices.exchange.hear(check), [session.account.id])
    if not may_keep_people(session.person.role):
        return page_body()
    return page_body(
        heading(_("Daftar dari CSV"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        _explained(app),
        ft.Row([_choose_button(app, choose, is_busy=is_busy)], wrap=True),
        *errand.progress(_("Memeriksa …")),
        *errand.told("error"),
        *_checked(app, checked, take_in, is_busy=is_busy),
        *_taken_in(app, taken_in),
        *_sheet(app, sheet, is_busy=is_busy),
        max_width=640,
    )


def _not_picked(app: AppState, error: DeviceError) -> str:
    if error.code == "too_large":
        return app.gettext("Berkas ini terlalu besar untuk sebuah daftar. Bagi menjadi beberapa berkas.")
    return device_error_text(app, error)


def _explained(app: AppState) -> ft.Control:
    _ = app.gettext
    lines = [
        _("Satu baris satu orang, dengan kolom: nama, peran, wilayah, masa_bakti_sampai."),
        _("Contoh: Ibu Contoh;rt;73.71.13.1002/RW003/RT002;31/12/2031"),
        _("Peran: rt, rw, umkm, kelurahan, kecamatan, pimpinan, auditor. Jangan memuat NIK."),
        _("Berkas diperiksa dulu. Bila satu baris salah, tidak ada yang dimasukkan."),
    ]
    return tonal_card(*[ft.Text(line) for line in lines])


def _choose_button(app: AppState, choose: Callable[[], Any], *, is_busy: bool) -> ft.Control:
    action = app.devices.exchange.action
    return ft.FilledButton(
        content=app.gettext("Pilih berkas CSV"),
        icon=ft.Icons.UPLOAD_FILE,
        action=action,
        on_click=None if action else choose,
        disabled=is_busy,
    )


def _checked(
    app: AppState, checked: RosterReply | None, take_in: Callable[[], Any], *, is_busy: bool
) -> list[ft.Control]:
    _ = app.gettext
    if checked is None:
        return []
    if checked.wrong:
        return _faults(app, checked)
    if not checked.added:
        return [notice(_("Semua orang di berkas ini sudah tercatat. Tidak ada yang perlu dimasukkan."))]
    text = _("Berkasnya benar. Orang baru: {baru}. Sudah tercatat: {lama}.")
    name = _("Masukkan {n} orang").format(n=number(checked.added, app))
    return [
        notice(text.format(baru=number(checked.added, app), lama=number(checked.known, app))),
        ft.Row([primary_button(name, take_in, icon=ft.Icons.GROUP_ADD_OUTLINED, disabled=is_busy)], wrap=True),
    ]


def _faults(app: AppState, checked: RosterReply) -> list[ft.Control]:
    _ = app.gettext
    text = _("{n} baris perlu dibetulkan. Tidak ada yang dimasukkan.").format(n=number(checked.wrong, app))
    rows: list[ft.Control] = [
        ft.Text(_("Baris {n}: {sebab}").format(n=fault.line, sebab=fault.reason)) for fault in checked.faults
    ]
    hidden = checked.wrong - len(checked.faults)
    if hidden > 0:
        rows.append(ft.Text(_("… dan {n} baris lagi.").format(n=number(hidden, app))))
    column = ft.Column(rows, spacing=GAP_S, tight=True)
    return [notice(text, "warning"), section_title(_("Yang perlu dibetulkan")), ft.SelectionArea(content=column)]


def _taken_in(app: AppState, taken_in: RosterReply | None) -> list[ft.Control]:
    _ = app.gettext
    if taken_in is None:
        return []
    if taken_in.wrong:
        return _faults(app, taken_in)
    text = _("Sudah masuk. Orang baru: {baru}. Sudah tercatat sebelumnya: {lama}.")
    return [notice(text.format(baru=number(taken_in.added, app), lama=number(taken_in.known, app)))]


def _sheet(app: AppState, sheet: Callable[[], Any], *, is_busy: bool) -> list[ft.Control]:
    """Cards to cut out and hand over."""
    _ = app.gettext
    text = _(
        "Lembar PDF dengan kode dan QR untuk setiap orang di wilayah Anda yang belum punya HP. "
        "Kode mereka sebelumnya tidak berlaku lagi."
    )
    return [
        section_title(_("Lembar kode")),
        ft.Text(text),
        ft.Row(
            [
                ft.OutlinedButton(
                    content=_("Buat lembar kode"), icon=ft.Icons.PRINT, on_click=sheet, disabled=is_busy
                )
            ],
            wrap=True,
        ),
    ]
