"""*Orang & HP*: who is in office in this area, in the order of areas, with their phones. Helps; never compares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import people_desk, waiting_registrations
from mobile.components.chips import text_chip
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.found_rows import answer_state
from mobile.components.keyed import keyed
from mobile.components.layout import (
    Handler,
    empty_state,
    heading,
    icon_button,
    page_body,
    primary_button,
    secondary_button,
    text_button,
)
from mobile.components.memo import memo
from mobile.components.text_box import TextBox
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.navigation import has_people_tab
from mobile.people_desk import PeopleDesk, may_keep_people
from mobile.people_text import office_text, phones_text, term_text
from mobile.routes import ADD_PERSON, PERSON, REGISTRATIONS, ROSTER, go
from mobile.screens.people_poster import PosterButton
from mobile.session import Session
from mobile.theme import GAP, GAP_S, RADIUS
from sync.protocol.people import PersonEntry


@ft.component
def PeopleScreen() -> ft.Control:
    app, session = use_app(), use_session()
    desk, _ = ft.use_state(app.people)[0], app.gettext
    has_rights = may_keep_people(session.person.role)

    async def ask() -> None:
        if has_rights:
            await people_desk.load(desk, session)
            await waiting_registrations.look(session)

    ft.use_effect(ask, [session.account.id, desk.ending])
    on_open = ft.use_callback(lambda person: go(PERSON, person=person), [session.account.id])
    if not has_rights:
        return page_body(_not_yours(app))
    now_ms = session.clock.now_ms()
    found = people_desk.shown(desk, now_ms)

    def row(entry: PersonEntry) -> ft.Control:
        return person_row(app, entry, now_ms, on_open)

    head = [*_head(app, desk, ask), *_nothing(app, desk, found)]
    foot = _foot(app, session, desk)
    # Another list where another is asked for: it opens at its beginning.
    key = f"people:{desk.asked}:{desk.ending}"
    rows = keyed(key, Windowed, found, row, lambda entry: entry.id, head=head, foot=foot, max_width=720)
    return ft.SafeArea(rows, expand=True)


def _not_yours(app: AppState) -> ft.Control:
    _ = app.gettext
    text = _("Orang dan HP diurus oleh kelurahan, kecamatan, dan kota.")
    return empty_state(ft.Icons.LOCK_OUTLINE, _("Bukan untuk akun ini"), text)


def _head(app: AppState, desk: PeopleDesk, ask: Handler) -> list[ft.Control]:
    _ = app.gettext
    add = primary_button(_("Tambah orang"), lambda: go(ADD_PERSON), icon=ft.Icons.PERSON_ADD_ALT)
    requests = secondary_button(
        _("Pendaftaran UMKM"), lambda: go(REGISTRATIONS), icon=ft.Icons.STOREFRONT_OUTLINED
    )
    roster = secondary_button(_("Daftar dari CSV"), lambda: go(ROSTER), icon=ft.Icons.UPLOAD_FILE)
    buttons: list[ft.Control] = [add, requests, roster, PosterButton()]
    # Above a tab there is no bar with the name.
    title = [ft.Container(heading(_("Orang & HP")), padding=ft.Padding.only(bottom=4))]
    return [
        *(title if has_people_tab(app) else []),
        *answer_state(app, desk, ask, _("Mengambil daftar …")),
        ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S, key="buttons"),
        _search(app, desk, ask),
        wrapped([_ending(app, desk)]),
    ]


def _search(app: AppState, desk: PeopleDesk, ask: Handler) -> ft.Control:
    """What is loaded is narrowed with each letter; the key *cari* asks the centre, which knows all of them."""
    _ = app.gettext

    def typed(words: str) -> None:
        desk.words = words

    async def clear() -> None:
        was_asked, desk.words = desk.asked, ""
        if was_asked:
            await ask()

    return TextBox(
        key="search",
        label=_("Cari nama"),
        value=desk.words,
        prefix_icon=ft.Icons.SEARCH,
        suffix_icon=icon_button(ft.Icons.CLOSE, _("Hapus pencarian"), clear) if desk.words else None,
        on_change=lambda event: typed(event.control.value or ""),
        on_submit=ask,
    )


def _ending(app: AppState, desk: PeopleDesk) -> ft.Control:
    def toggle() -> None:
        desk.ending = not desk.ending

    return choice_button(app, app.gettext("Masa bakti habis"), toggle, selected=desk.ending, key="ending")


def _nothing(app: AppState, desk: PeopleDesk, found: list[PersonEntry]) -> list[ft.Control]:
    _ = app.gettext
    if found or desk.is_busy:
        return []
    if desk.trouble is not None and not desk.people:
        text = _("Daftarnya diambil dari server kota begitu ada sinyal.")
        return [empty_state(ft.Icons.CLOUD_OFF_OUTLINED, _("Belum ada daftar di HP ini"), text)]
    if desk.words or desk.ending:
        return [
            empty_state(
                ft.Icons.SEARCH_OFF, _("Tidak ada yang cocok"), _("Coba nama lain, atau hapus saringannya.")
            )
        ]
    text = _("Tambahkan ketua RT dan RW. Setiap orang mendapat kode untuk masuk dari HP-nya.")
    return [empty_state(ft.Icons.GROUPS_OUTLINED, _("Belum ada orang di sini"), text)]


def _foot(app: AppState, session: Session, desk: PeopleDesk) -> list[ft.Control]:
    """The way to those who were not fetched yet."""
    _ = app.gettext
    if desk.after is None:
        return []

    async def more() -> None:
        await people_desk.load_more(desk, session)

    async def search() -> None:
        await people_desk.load(desk, session)

    if desk.words.strip() != desk.asked:
        button = text_button(_("Cari di seluruh wilayah"), search, icon=ft.Icons.SEARCH, disabled=desk.is_busy)
    else:
        button = text_button(_("Tampilkan yang berikutnya"), more, disabled=desk.is_busy)
    return [ft.Row([button], alignment=ft.MainAxisAlignment.CENTER)]


def person_row(app: AppState, entry: PersonEntry, now_ms: int, on_open: Callable[[str], Any]) -> ft.Control:
    """The row with its texts. `on_open` must stay the same function from render to render."""
    has_ended = people_desk.has_ended(entry, now_ms)
    is_ending = people_desk.ends_soon(entry, now_ms)
    term = term_text(app, entry, has_ended=has_ended) if is_ending else ""
    return keyed(
        entry.id,
        PersonRow,
        entry.id,
        entry.name,
        office_text(app, entry),
        phones_text(app, entry),
        term,
        on_open,
    )


@memo
@ft.component
def PersonRow(
    person: str, name: str, office: str, phones: str, term: str, on_open: Callable[[str], Any]
) -> ft.Control:
    quiet = ft.Colors.ON_SURFACE_VARIANT
    lines: list[ft.Control] = [
        ft.Text(name, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(office, theme_style=ft.TextThemeStyle.BODY_MEDIUM),
        ft.Text(phones, theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
    ]
    if term:
        lines.append(ft.Row([text_chip(term, "revision")], wrap=True))
    return ft.ListTile(
        title=ft.Column(lines, spacing=4, tight=True),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT, color=quiet),
        on_click=lambda _: on_open(person),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S + 4, horizontal=GAP),
        key=f"person:{person}",
    )
