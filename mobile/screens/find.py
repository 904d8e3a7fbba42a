"""*Cari* (for an auditor *Audit*): records of the whole area by words, kind, state, kecamatan, theme
and competition."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import flet as ft

from mobile import city_desk
from mobile.award_text import competition_text
from mobile.city_desk import FindDesk
from mobile.components.fields.choices import wrapped
from mobile.components.found_rows import answer_state, found_row, more_button
from mobile.components.layout import Handler, empty_state, heading, text_button
from mobile.components.place import Place
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.routes import FIND, FOUND, go
from mobile.screens.filter_parts import filter_chips, filter_dialog, search_field
from mobile.screens.found_record import panes
from mobile.screens.home_list import explore_button
from mobile.screens.review_queue import theme_text
from mobile.session import Session
from mobile.text import status_text
from sync.client.cards import Chip
from sync.client.desk import Wanted
from sync.domain.areas import gazetteer
from sync.domain.awards import competitions
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
    # Another answer is read from its top; the list stays, for the box in it is being typed into.
    place = ft.use_memo(Place, [desk.answered])
    return panes(app, _list(app, session, desk, record or "", on_open, place), record, FIND)


def _list(
    app: AppState,
    session: Session,
    desk: FindDesk,
    selected: str,
    on_open: Callable[[str], object],
    place: Place,
) -> ft.Control:
    _ = app.gettext

    async def again() -> None:
        await city_desk.load(desk, session)

    title = _("Audit") if session.person.role is Role.AUDITOR else _("Cari")
    head = [
        heading(title),
        wrapped([explore_button(app)]),
        _search(app, desk),
        _filters(app, session, desk),
        *answer_state(app, desk, again, _("Mencari …")),
        *_nothing(app, desk),
    ]
    return Windowed(
        desk.found,
        lambda found: found_row(app, found, on_open, selected=found.id == selected),
        lambda found: found.id,
        head=head,
        foot=more_button(app, session, desk),
        max_width=None if app.is_wide else 720,
        place=place,
    )


def _search(app: AppState, desk: FindDesk) -> ft.Control:
    def typed(words: str) -> None:
        desk.wanted = replace(desk.wanted, q=words)

    return search_field(app, desk.wanted.q, typed)


def _filters(app: AppState, session: Session, desk: FindDesk) -> ft.Control:
    _, wanted = app.gettext, desk.wanted
    shown = {
        "kind": (_("Jenis"), kind_text(app, wanted.kind)),
        "status": (_("Status"), status_text(app, Chip(wanted.status)) if wanted.status else ""),
        "area": (_("Kecamatan"), gazetteer().name(wanted.area) if wanted.area else ""),
        "theme": (_("Tema"), theme_text(app, wanted.theme)),
        "award": (_("Lomba"), competition_text(app, wanted.award)),
    }
    if session.person.area.kecamatan:
        del shown["area"]

    return wrapped(filter_chips(app, desk, shown))


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
    if name == "award":
        return [(code, competition_text(app, code)) for code in competitions()]
    themes = form_of(Kind.INNOVATION).field("theme").choices
    return [(choice.code, choice.label.in_language(app.language)) for choice in themes]


def _dialog(app: AppState, session: Session, desk: FindDesk) -> ft.AlertDialog:
    _, name = app.gettext, desk.dialog
    titles = {
        "kind": _("Jenis"),
        "status": _("Status"),
        "area": _("Kecamatan"),
        "theme": _("Tema"),
        "award": _("Lomba"),
    }

    def choose(code: str) -> None:
        desk.wanted = replace(desk.wanted, **{name: code})

    chosen = str(getattr(desk.wanted, name))
    return filter_dialog(app, desk, titles[name], _choices(app, session, name), chosen, choose)


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
