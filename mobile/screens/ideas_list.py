"""The list of *Usulan*: what waits for this person, the oldest first; below it, folded, what waits for others and
what was answered. It counts ideas, never people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.chips import text_chip
from mobile.components.layout import empty_state, heading, notice, text_button
from mobile.components.memo import memo
from mobile.components.open_row import open_row
from mobile.components.sending_line import SendingLine
from mobile.components.windowed import Windowed
from mobile.context import AppState
from mobile.ideas_desk import IdeaItem, lists
from mobile.routes import NEW_IDEA, NOTE, go
from mobile.screens import idea_actions as actions
from mobile.session import Session
from mobile.text import days_between, refusal_text, status_text
from mobile.theme import GAP_S
from sync.client import answering
from sync.client.answering import DONE, MINE, OTHERS, RESIDENT
from sync.client.cards import Chip
from sync.domain.areas import gazetteer
from sync.domain.ideas import OPEN
from sync.domain.people import Role

_FOLDED = (RESIDENT, OTHERS, DONE)
Row = tuple[str, IdeaItem | None]


@ft.component
def IdeasList(app: AppState, session: Session) -> ft.Control:
    desk, _ = ft.use_state(app.ideas)[0], app.gettext
    found = lists(session)
    open_one = ft.use_callback(lambda record: actions.show(app, record), [session.account.id])
    rows: list[Row] = [("", item) for item in found.get(MINE, [])]
    for name in _FOLDED:
        items = found.get(name, [])
        if items:
            rows.append((name, None))
            rows += [("", item) for item in items] if name in desk.opened else []

    def row(each: Row) -> ft.Control:
        name, item = each
        if item is None:
            return _fold(app, name, len(found[name]))
        return _row(app, session, item, app.is_wide and desk.record == item.record, open_one)

    sending = [SendingLine()] if session.records.kept().waiting else []
    head = [_title(app, session, len(found.get(MINE, []))), *sending, *_refused(app, session)]
    if not rows:
        head.append(_nothing(app))
    elif not found.get(MINE):
        head.append(ft.Text(_("Tidak ada usulan yang menunggu Anda."), color=ft.Colors.ON_SURFACE_VARIANT))
    width = None if app.is_wide else 720
    return Windowed(rows, row, _key, head=head, max_width=width, place=desk.place)


def _key(row: Row) -> str:
    name, item = row
    return f"idea:{item.record}" if item else f"fold:{name}"


def _title(app: AppState, session: Session, waiting: int) -> ft.Control:
    _ = app.gettext
    count = app.ngettext("{n} usulan menunggu Anda", "{n} usulan menunggu Anda", waiting).format(n=waiting)
    words: list[ft.Control] = [heading(_("Usulan warga"))]
    if waiting:
        words.append(ft.Semantics(live_region=True, content=ft.Text(count, color=ft.Colors.ON_SURFACE_VARIANT)))
    parts: list[ft.Control] = [ft.Column(words, spacing=2, tight=True)]
    if session.person.role is Role.KELURAHAN:
        write = text_button(_("Catat usulan warga"), lambda: go(NOTE, record=NEW_IDEA), icon=ft.Icons.ADD)
        parts.append(ft.Row([write], wrap=True))
    return ft.Column(parts, spacing=4, tight=True)


def _refused(app: AppState, session: Session) -> list[ft.Control]:
    """A step that was not accepted stands above everything else until it is taken again or let go."""
    _ = app.gettext
    found = []
    for refused in answering.refused_steps(session.tables):
        state = session.record(refused.record)
        title = str(state.values.get("title") or "") if state else ""

        def show(_: Any, record: str = refused.record) -> None:
            actions.show(app, record)

        text = f"{title or _('Tanpa nama')}: {refusal_text(app, refused.code)}"
        found.append(notice(text, "error", text_button(_("Putuskan lagi"), show, icon=ft.Icons.REPLAY)))
    return found


def _fold(app: AppState, name: str, count: int) -> ft.Control:
    _, desk = app.gettext, app.ideas
    is_open = name in desk.opened
    texts = {
        RESIDENT: _("Menunggu jawaban warga ({n})"),
        OTHERS: _("Menunggu kantor lain ({n})"),
        DONE: _("Sudah dijawab ({n})"),
    }
    icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
    button = text_button(texts[name].format(n=count), lambda _: desk.fold(name), icon=icon)
    return ft.Row([ft.MergeSemantics(content=ft.Semantics(expanded=is_open, content=button))], wrap=True)


def _nothing(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.RECORD_VOICE_OVER_OUTLINED,
        _("Belum ada usulan warga"),
        _("Usulan dari halaman usul, dari aplikasi, dan yang dicatat RT/RW muncul di sini sendiri."),
    )


def _row(
    app: AppState, session: Session, item: IdeaItem, is_open: bool, on_open: Callable[[str], Any]
) -> ft.Control:
    news = {
        answering.ANSWERED: app.gettext("Warga menjawab"),
        answering.APPEALED: app.gettext("Minta ditinjau kecamatan"),
    }
    office = app.gettext("Tentang kantor kelurahan") if item.is_about_office else ""
    return IdeaRow(
        item.record,
        item.title or app.gettext("Tanpa nama"),
        gazetteer().name(item.kelurahan) if session.person.role is Role.KECAMATAN else "",
        status_text(app, Chip(item.status)),
        item.status,
        _waits(app, session, item),
        news.get(item.news, ""),
        office,
        is_open,
        on_open,
    )


def _waits(app: AppState, session: Session, item: IdeaItem) -> str:
    if item.status not in OPEN:
        return ""
    days = days_between(item.waits_since, session.clock.now_ms())
    if not days:
        return app.gettext("masuk hari ini")
    return app.ngettext("menunggu {n} hari", "menunggu {n} hari", days).format(n=days)


@memo
@ft.component
def IdeaRow(
    record: str,
    title: str,
    place: str,
    status: str,
    code: str,
    waits: str,
    news: str,
    office: str,
    is_open: bool,
    on_open: Callable[[str], Any],
) -> ft.Control:
    words: list[ft.Control] = [ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM)]
    about = " · ".join(part for part in (place, waits) if part)
    if about:
        quiet = ft.Colors.ON_SURFACE_VARIANT
        words.append(ft.Text(about, theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=quiet))
    chips = [text_chip(status, code)] + [text_chip(text, "two_values") for text in (news, office) if text]
    words.append(ft.Row(chips, wrap=True, spacing=GAP_S, run_spacing=4))
    return open_row(words, lambda: on_open(record), is_open=is_open)
