"""*Cari* (for an auditor *Audit*): records of the whole area by words, kind, state, kecamatan and theme."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import flet as ft

from mobile import city_desk
from mobile.city_desk import FindDesk
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.found_rows import answer_state, found_row, more_button
from mobile.components.keyed import keyed
from mobile.components.layout import Handler, empty_state, heading, icon_button, text_button
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.routes import FIND, FOUND, go
from mobile.screens.found_record import panes
from mobile.screens.review_dialog import dialog, options
from mobile.screens.review_queue import theme_text
from mobile.session import Session
from mobile.text import status_text
from sync.client.cards import Chip
from sync.client.desk import Wanted
from sync.domain.areas import gazetteer
from sync.domain.forms import form_of
from sync.domain.people import Role
from sync.domain.records import Kind

_STATUSES = (
    *("submitted", "revision", "returned", "approved", "published", "rejected", "withdrawn", "hidden"),
    *("listed", "joined", "declined", "handled"),
)
_PAUSE_S = 0.5
"""Typing is over when nothing was typed for so long."""


@ft.component
def FindScreen(record: str | None = None) -> ft.Control:
    app, session = use_app(), use_session()
    desk = ft.use_state(app.city.find)[0]
    # What is asked at once is the first question; later ones wait for the end of a word.
    asked: Any = ft.use_ref(False)

    async def ask() -> None:
        if asked.current:
            await asyncio.sleep(_PAUSE_S)
        asked.current = True
        await city_desk.load(desk, session)

    # The cleanup ends a question that is no longer asked.
    ft.use_effect(ask, [session.account.id, desk.wanted], cleanup=lambda: None)
    on_open = ft.use_callback(lambda found: go(FOUND, record=found), [session.account.id])
    ft.use_dialog(_dialog(app, session, desk) if desk.dialog else None)
    return panes(app, _list(app, session, desk, record or "", on_open), record, FIND)


def _list(
    app: AppState, session: Session, desk: FindDesk, selected: str, on_open: Callable[[str], object]
) -> ft.Control:
    _ = app.gettext

    async def again() -> None:
        await city_desk.load(desk, session)

    title = _("Audit") if session.person.role is Role.AUDITOR else _("Cari")
    head = [
        heading(title),
        _search(app, desk),
        _filters(app, session, desk),
        *answer_state(app, desk, again),
        *_nothing(app, desk),
    ]
    return keyed(
        f"find:{desk.answered}",
        Windowed,
        desk.found,
        lambda found: found_row(app, found, on_open, selected=found.id == selected),
        lambda found: found.id,
        head=head,
        foot=more_button(app, session, desk),
        max_width=None if app.is_wide else 720,
    )


def _search(app: AppState, desk: FindDesk) -> ft.Control:
    _ = app.gettext

    def typed(words: str) -> None:
        desk.wanted = replace(desk.wanted, q=words[:200])

    clear = icon_button(ft.Icons.CLOSE, _("Hapus pencarian"), lambda _: typed(""))
    return ft.TextField(
        key="search",
        label=_("Cari kata atau nomor"),
        value=desk.wanted.q,
        prefix_icon=ft.Icons.SEARCH,
        suffix=clear if desk.wanted.q else None,
        on_change=lambda event: typed(event.control.value or ""),
    )


def _filters(app: AppState, session: Session, desk: FindDesk) -> ft.Control:
    _, wanted, down = app.gettext, desk.wanted, ft.Icons.ARROW_DROP_DOWN
    shown = {
        "kind": (_("Jenis"), kind_text(app, wanted.kind)),
        "status": (_("Status"), status_text(app, Chip(wanted.status)) if wanted.status else ""),
        "area": (_("Kecamatan"), gazetteer().name(wanted.area) if wanted.area else ""),
        "theme": (_("Tema"), theme_text(app, wanted.theme)),
    }
    if session.person.area.kecamatan:
        del shown["area"]

    def ask(name: str) -> Callable[[], None]:
        def show() -> None:
            desk.dialog = name

        return show

    buttons = [
        choice_button(app, chosen or name, ask(key), selected=bool(chosen), icon=down, key=f"filter={key}")
        for key, (name, chosen) in shown.items()
    ]
    return wrapped(buttons)


def kind_text(app: AppState, kind: str) -> str:
    _ = app.gettext
    texts = {
        "innovation": _("Inovasi"),
        "issue": _("Masalah"),
        "idea": _("Usulan warga"),
        "measurement": _("Pengukuran"),
    }
    return texts.get(kind, kind)


def _choices(app: AppState, session: Session, name: str) -> Sequence[tuple[str, str]]:
    if name == "kind":
        return [(kind, kind_text(app, kind)) for kind in ("innovation", "issue", "idea", "measurement")]
    if name == "status":
        return [(status, status_text(app, Chip(status))) for status in _STATUSES]
    if name == "area":
        return [(place.code, place.name) for place in gazetteer().below(session.person.area.text)]
    themes = form_of(Kind.INNOVATION).field("theme").choices
    return [(choice.code, choice.label.in_language(app.language)) for choice in themes]


def _dialog(app: AppState, session: Session, desk: FindDesk) -> ft.AlertDialog:
    _, name = app.gettext, desk.dialog
    titles = {"kind": _("Jenis"), "status": _("Status"), "area": _("Kecamatan"), "theme": _("Tema")}

    def close(*_: object) -> None:
        desk.dialog = ""

    def choose(code: str) -> None:
        close()
        desk.wanted = replace(desk.wanted, **{name: code})

    chosen = str(getattr(desk.wanted, name))
    every = text_button(_("Semua"), lambda: choose(""))
    body = options(app, _choices(app, session, name), chosen, choose, name)
    return dialog(titles[name], [body], [every, text_button(_("Tutup"), close)], close)


def _nothing(app: AppState, desk: FindDesk) -> list[ft.Control]:
    _ = app.gettext
    if desk.found or desk.is_busy:
        return []
    if desk.trouble is not None:
        text = _("Pencarian berjalan di server kota. Coba lagi bila ada sinyal.")
        return [empty_state(ft.Icons.CLOUD_OFF_OUTLINED, _("Belum ada daftar di HP ini"), text)]
    if desk.answered is None:
        return []

    def clear() -> None:
        desk.wanted = Wanted()

    every: Handler = clear
    is_narrow = desk.wanted != Wanted()
    action = text_button(_("Tampilkan semua"), every) if is_narrow else None
    text = _("Coba kata lain, atau nomor seperti 7K4Q-2MXD.")
    return [empty_state(ft.Icons.SEARCH_OFF, _("Tidak ada yang cocok"), text, action)]
