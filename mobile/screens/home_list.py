"""The list of *Beranda*: own records, then those of the area. Never ordered by person or count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import flet as ft

from mobile import ideas_desk, opened, problems, routes
from mobile.city_desk import WIDE_ROLES
from mobile.components.answers import Answers
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.keyed import keyed
from mobile.components.layout import (
    empty_state,
    heading,
    icon_button,
    primary_button,
    section_title,
    text_button,
)
from mobile.components.needs_you import ANSWER, IDEA_ASKED, IDEA_OWNED, TWO_VALUES, NeedsYou
from mobile.components.open_reports import OpenReports
from mobile.components.record_card import record_card
from mobile.components.sending_line import SendingLine
from mobile.components.text_box import TextBox
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.session import Session
from mobile.text import status_text
from sync.client.cards import Chip
from sync.domain.areas import gazetteer
from sync.domain.lifecycle import Status
from sync.domain.people import FIELD_ROLES, Role

SEARCH_ABOVE = 8
"""From more records than this on, they can be searched."""
_NEIGHBOURLY = frozenset({Role.RT, Role.RW, Role.UMKM})
_FILTERS = (
    Status.SUBMITTED,
    Status.REVISION,
    Status.RETURNED,
    Status.APPROVED,
    Status.PUBLISHED,
    Status.REJECTED,
    Status.HIDDEN,
    Status.LISTED,
    Status.HANDLED,
    Status.JOINED,
    Status.DECLINED,
)


@dataclass(frozen=True, slots=True)
class Look:
    """What the list is narrowed to: words or a number, a need (`two_values`, `answer`), a status."""

    words: str = ""
    need: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    records: list[str]
    invitation: str = ""
    """What stands there while it is empty; a section without one is left out."""


@ft.component
def HomeList(
    look: Look, set_look: Callable[[Look], Any], on_open: Callable[[str], Any], selected: str
) -> ft.Control:
    app, session = use_app(), use_session()
    load_photo = ft.use_callback(session.photo, [session.account.id])
    sections = sections_of(app, session, look)

    def show(need: str) -> None:
        set_look(Look(need=need))

    head: list[ft.Control] = [
        _title(app, session),
        *([] if look.need == ANSWER else [Answers(on_open, show)]),
        OpenReports(),
        SendingLine(),
        NeedsYou(on_open, show),
        *_tools(app, session, look, set_look),
    ]
    items = _items(sections)
    if not any(section.records for section in sections):
        head.append(_nothing(app, session, look, set_look))
        items = []

    def row(item: tuple[str, str]) -> ft.Control:
        kind, value = item
        if kind == "title":
            return ft.Container(section_title(value), padding=ft.Padding.only(top=8))
        if kind == "invitation":
            return ft.Text(value, color=ft.Colors.ON_SURFACE_VARIANT)
        card = session.card(value)
        return record_card(app, load_photo, card, on_open, selected=value == selected)

    width = None if app.is_wide else 720
    return keyed(f"{look.need}{look.status}", Windowed, items, row, "".join, head=head, max_width=width)


def sections_of(app: AppState, session: Session, look: Look) -> list[Section]:
    """Each list with the records that are to be shown of it."""
    sections = _needed(app, session, look.need) or _everything(app, session)
    if not (look.words.strip() or look.status):
        return sections
    return [Section(section.title, _narrowed(session, section.records, look)) for section in sections]


def _needed(app: AppState, session: Session, need: str) -> list[Section]:
    _ = app.gettext
    if need == TWO_VALUES and (two := session.records.with_two_values()):
        return [Section(_("Dua isian berbeda"), two)]
    if need == ANSWER and (answers := opened.unopened(session.tables, session.records)):
        return [Section(_("Ada jawaban"), [answer.record for answer in answers])]
    if need == IDEA_OWNED and (owned := ideas_desk.owned(session)):
        return [Section(_("Untuk Anda tuliskan"), owned)]
    if need == IDEA_ASKED and (asked := ideas_desk.asked(session)):
        return [Section(_("Ada pertanyaan untuk warga"), asked)]
    return []


def _everything(app: AppState, session: Session) -> list[Section]:
    _, records, role = app.gettext, session.records, session.person.role
    if role in _NEIGHBOURLY:
        invitation = _("Belum ada catatan Anda. Ketuk Catat untuk mencatat yang pertama.")
        mine = Section(_("Catatan saya"), records.mine(), invitation)
        return [mine] if role is Role.UMKM else [mine, Section(_("Di kelurahan ini"), records.others())]
    place = _("Di kelurahan ini") if role is Role.KELURAHAN else _("Di kecamatan ini")
    return [Section(place if role in (Role.KELURAHAN, Role.KECAMATAN) else _("Catatan"), records.notes())]


def _narrowed(session: Session, records: list[str], look: Look) -> list[str]:
    if look.status:
        records = [record for record in records if session.records.listed(record).status == look.status]
    return session.records.found(records, look.words) if look.words.strip() else records


def _items(sections: list[Section]) -> list[tuple[str, str]]:
    items: list[tuple[str, str]] = []
    for section in sections:
        if section.records or section.invitation:
            items.append(("title", section.title))
        if not section.records and section.invitation:
            items.append(("invitation", section.invitation))
        items += [("record:", record) for record in section.records]
    return items


def _title(app: AppState, session: Session) -> ft.Control:
    place = gazetteer().name(session.person.area.text)
    words: list[ft.Control] = [
        heading(app.gettext("Beranda")),
        # A node of its own, or it is spoken as part of the heading.
        ft.Semantics(container=True, content=ft.Text(place, color=ft.Colors.ON_SURFACE_VARIANT)),
    ]
    return ft.Container(ft.Column(words, spacing=2, tight=True), padding=ft.Padding.only(bottom=4))


def _tools(app: AppState, session: Session, look: Look, set_look: Callable[[Look], Any]) -> list[ft.Control]:
    _ = app.gettext
    if look.need:
        return [_way_back(app, session, look, set_look)]
    is_long = len(session.records.known()) > SEARCH_ABOVE
    tools = [_search(app, look, set_look)] if is_long or look.words else []
    ways = [explore_button(app)]
    if session.person.role in (Role.RT, Role.RW):
        ways.append(_note_an_idea(_("Ada usulan warga? Catat di sini")))
    if session.person.role in problems.READERS and problems.waiting_for_ideas(session):
        ways.append(_waiting_problems(_("Masalah yang menunggu gagasan")))
    tools.append(wrapped(ways))
    if session.person.role not in _NEIGHBOURLY and (is_long or look.status):
        tools.append(_filters(app, session, look, set_look))
    return tools


def _note_an_idea(text: str) -> ft.Control:
    def write(_: object) -> None:
        routes.go(routes.NOTE, record=routes.NEW_IDEA)

    return text_button(text, write, icon=ft.Icons.RECORD_VOICE_OVER_OUTLINED)


def explore_button(app: AppState) -> ft.Control:
    text = app.gettext("Jelajahi inovasi kota")
    return text_button(text, lambda _: routes.go(routes.EXPLORE), icon=ft.Icons.EXPLORE_OUTLINED)


def _waiting_problems(text: str) -> ft.Control:
    return text_button(text, lambda _: routes.go(routes.ISSUES), icon=ft.Icons.TIPS_AND_UPDATES_OUTLINED)


def _with_words(words: str, look: Look) -> Look:
    return replace(look, words=words)


def _search(app: AppState, look: Look, set_look: Callable[..., Any]) -> ft.Control:
    _ = app.gettext
    clear = icon_button(
        ft.Icons.CLOSE, _("Hapus pencarian"), lambda _: set_look(lambda now: replace(now, words=""))
    )
    return TextBox(
        label=_("Cari nomor atau kata"),
        value=look.words,
        prefix_icon=ft.Icons.SEARCH,
        suffix_icon=clear if look.words else None,
        on_change=lambda event: set_look(partial(_with_words, event.control.value or "")),
        key="search",
    )


def _filters(app: AppState, session: Session, look: Look, set_look: Callable[[Look], Any]) -> ft.Control:
    """The states that occur, in the order of a record's life, without figures."""
    known = session.records.known()
    occurring = {session.records.listed(record).status for record in known}

    def button(status: str) -> ft.Control:
        chosen = look.status == status
        wanted = replace(look, status="" if chosen else status)
        return choice_button(app, status_text(app, Chip(status)), lambda: set_look(wanted), selected=chosen)

    return wrapped([button(status.value) for status in _FILTERS if status.value in occurring])


def _way_back(app: AppState, session: Session, look: Look, set_look: Callable[[Look], Any]) -> ft.Control:
    _ = app.gettext
    buttons = [text_button(_("Tampilkan semua catatan"), lambda _: set_look(Look()), icon=ft.Icons.ARROW_BACK)]
    if look.need == ANSWER:

        def read_all(_: Any) -> None:
            app.kept(lambda: opened.mark_all_opened(session.tables, session.records))
            set_look(Look())

        buttons.append(text_button(_("Tandai semua sudah dibaca"), read_all))
    return wrapped(buttons)


def _nothing(app: AppState, session: Session, look: Look, set_look: Callable[[Look], Any]) -> ft.Control:
    _ = app.gettext
    if look.words or look.status:
        return empty_state(
            ft.Icons.SEARCH_OFF,
            _("Tidak ada yang cocok"),
            _("Coba kata lain, atau nomor seperti 7K4Q-2MXD."),
            text_button(_("Tampilkan semua catatan"), lambda _: set_look(Look())),
        )
    if session.person.role in FIELD_ROLES:
        return empty_state(
            ft.Icons.LIGHTBULB_OUTLINE,
            _("Apa yang baik di lorong Anda?"),
            _("Catat satu saja: foto dan tiga kalimat. Bisa tanpa sinyal."),
            primary_button(_("Catat"), lambda _: routes.go(routes.NOTE, record=routes.NEW), icon=ft.Icons.ADD),
        )
    if session.person.role in WIDE_ROLES:
        return empty_state(
            ft.Icons.SEARCH,
            _("Belum ada catatan yang Anda buka"),
            _("Yang Anda buka dari pencarian tersimpan di sini dan bisa dibaca tanpa sinyal."),
            text_button(_("Cari"), lambda _: routes.go(routes.FIND), icon=ft.Icons.SEARCH),
        )
    return empty_state(
        ft.Icons.INBOX_OUTLINED,
        _("Belum ada catatan"),
        _("Catatan dari kelurahan muncul di sini sendiri saat HP tersambung."),
    )
