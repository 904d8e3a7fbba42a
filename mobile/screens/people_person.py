"""One person of *Orang & HP*: office, term, phones, and what the officer may do for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import people_desk
from mobile.components.keyed import keyed
from mobile.components.layout import (
    empty_state,
    heading,
    notice,
    page_body,
    primary_button,
    secondary_button,
    section_title,
    text_button,
    tonal_card,
)
from mobile.context import AppState, use_app, use_session
from mobile.office import place_text, role_text
from mobile.people_text import device_lines, device_name, term_text
from mobile.routes import PEOPLE, go
from mobile.screens.people_acts import END, LOST, MOVE, NEW_CODE, RENAME, SWITCH_OFF, TERM, ActDialog, Wanted
from mobile.session import Session
from mobile.text import date
from mobile.theme import GAP_S
from sync.domain.areas import AreaCode
from sync.protocol.people import DeviceEntry, PersonEntry

Ask = Callable[[str, str], Callable[[], Any]]
"""What a button does that asks about an act, on a device or on none."""


@ft.component
def PersonScreen(person: str) -> ft.Control:
    app, session = use_app(), use_session()
    desk = ft.use_state(app.people)[0]
    nothing: Wanted | None = None
    wanted, set_wanted = ft.use_state(nothing)
    entry = desk.entry(person)

    async def find() -> None:
        if entry is None:
            await people_desk.load(desk, session)

    ft.use_effect(find, [person])
    if entry is None:
        return page_body(_unknown(app, is_busy=desk.is_busy))

    def ask(act: str, device: str = "") -> Callable[[], Any]:
        return lambda: set_wanted(Wanted(act, device))

    dialog: list[ft.Control] = []
    if wanted is not None:
        key = f"{wanted.act}:{wanted.device}"
        dialog = [keyed(key, ActDialog, entry, wanted, lambda: set_wanted(None))]
    return page_body(
        *_office(app, session, entry),
        section_title(app.gettext("HP")),
        *_phones(app, entry, ask),
        *(_acts(app, session, entry, ask) if entry.may_change else [_only_read(app)]),
        *dialog,
        max_width=640,
    )


def _unknown(app: AppState, *, is_busy: bool) -> ft.Control:
    _ = app.gettext
    if is_busy:
        return ft.ProgressBar(border_radius=4, semantics_label=_("Mengambil daftar …"))
    text = _("Mungkin masa baktinya sudah diakhiri, atau daftarnya belum terambil.")
    back = secondary_button(_("Ke daftar orang"), lambda: go(PEOPLE))
    return empty_state(ft.Icons.PERSON_SEARCH_OUTLINED, _("Orang ini tidak ada di daftar"), text, back)


def _office(app: AppState, session: Session, entry: PersonEntry) -> list[ft.Control]:
    quiet = ft.Colors.ON_SURFACE_VARIANT
    has_ended = people_desk.has_ended(entry, session.clock.now_ms())
    term = term_text(app, entry, has_ended=has_ended)
    lines: list[ft.Control] = [
        heading(entry.name, 1, ft.TextThemeStyle.HEADLINE_SMALL),
        ft.Text(role_text(app, entry.role)),
        ft.Text(place_text(app, entry.area), color=quiet),
    ]
    if term and not has_ended:
        lines.append(ft.Text(term, color=quiet))
    found: list[ft.Control] = [ft.SelectionArea(content=ft.Column(lines, spacing=4, tight=True))]
    if has_ended:
        text = app.gettext("{masa}. HP-nya tidak bisa masuk sampai masa baktinya diperpanjang.").format(masa=term)
        found.append(notice(text, "warning"))
    return found


def _phones(app: AppState, entry: PersonEntry, ask: Ask) -> list[ft.Control]:
    _ = app.gettext
    found = [_phone(app, device, ask, may_change=entry.may_change) for device in entry.devices]
    if not found:
        text = (
            _("Belum ada HP.") if entry.code_until else _("Belum ada HP. Buat kode, lalu berikan kepada {nama}.")
        )
        found = [ft.Text(text.format(nama=entry.name))]
    if entry.code_until:
        text = _("Ada kode yang belum dipakai, berlaku sampai {tanggal}.")
        found.append(notice(text.format(tanggal=date(entry.code_until, app))))
    return found


def _phone(app: AppState, device: DeviceEntry, ask: Ask, *, may_change: bool) -> ft.Control:
    _ = app.gettext
    name = ft.Row(
        [
            ft.Icon(ft.Icons.SMARTPHONE, color=ft.Colors.PRIMARY),
            ft.Text(device_name(app, device), theme_style=ft.TextThemeStyle.TITLE_SMALL, expand=True),
        ],
        spacing=GAP_S,
    )
    lines: list[ft.Control] = [ft.Text(line) for line in device_lines(app, device)]
    buttons: list[ft.Control] = [
        secondary_button(_("HP hilang"), ask(LOST, device.id), icon=ft.Icons.PHONELINK_ERASE),
        text_button(_("Matikan HP ini"), ask(SWITCH_OFF, device.id)),
    ]
    acts: list[ft.Control] = [ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)] if may_change else []
    return tonal_card(name, *lines, *acts)


def _acts(app: AppState, session: Session, entry: PersonEntry, ask: Ask) -> list[ft.Control]:
    _ = app.gettext
    move = _move_name(app, session.person.area, AreaCode(entry.area))
    rest: list[ft.Control] = [
        text_button(_("Betulkan nama"), ask(RENAME, ""), icon=ft.Icons.EDIT_OUTLINED),
        text_button(_("Ubah masa bakti"), ask(TERM, ""), icon=ft.Icons.EVENT_OUTLINED),
    ]
    if move:
        rest.append(text_button(move, ask(MOVE, ""), icon=ft.Icons.MOVE_DOWN))
    rest.append(text_button(_("Akhiri masa bakti"), ask(END, ""), icon=ft.Icons.LOGOUT))
    text = _("Kode baru") if entry.devices or entry.code_until else _("Buat kode")
    return [
        ft.Row([primary_button(text, ask(NEW_CODE, ""), icon=ft.Icons.QR_CODE_2)], wrap=True),
        section_title(_("Lainnya")),
        ft.Row(rest, wrap=True, spacing=GAP_S, run_spacing=0),
    ]


def _move_name(app: AppState, inside: AreaCode, area: AreaCode) -> str:
    """Where to this officer may move somebody; empty where their own area is the only place."""
    _ = app.gettext
    if len(area.text) <= len(inside.text):
        return ""
    if inside.kelurahan:
        return _("Pindah RT/RW")
    return _("Pindah kelurahan") if area.kelurahan else _("Pindah kecamatan")


def _only_read(app: AppState) -> ft.Control:
    text = app.gettext("Orang ini diurus oleh kantor di atas Anda. Anda hanya bisa melihatnya.")
    return ft.Text(text, color=ft.Colors.ON_SURFACE_VARIANT)
