"""What a search found, as rows; and the sentence that says whether the centre answered just now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import city_desk
from mobile.city_desk import FindDesk
from mobile.components.chips import text_chip
from mobile.components.layout import Handler, notice, text_button
from mobile.components.memo import memo
from mobile.components.open_row import open_row
from mobile.context import AppState
from mobile.people_desk import PeopleDesk
from mobile.people_text import trouble_text
from mobile.session import Session
from mobile.text import date_time, status_text
from sync.client.cards import Chip
from sync.domain.areas import gazetteer
from sync.domain.forms import fields_of
from sync.domain.records import Kind
from sync.protocol.bank import FoundRecord


def found_row(app: AppState, found: FoundRecord, on_open: Callable[[str], Any], *, selected: bool) -> ft.Control:
    theme = fields_of(found.kind).get("theme") if found.kind in set(Kind) else None
    choice = theme.choice(found.theme) if theme else None
    about = [found.number, gazetteer().name(found.area)]
    return FoundRow(
        found.id,
        found.title or app.gettext("Tanpa nama"),
        " · ".join(about),
        choice.label.in_language(app.language) if choice else "",
        status_text(app, Chip(found.status)),
        found.status,
        on_open,
        selected,
    )


@memo
@ft.component
def FoundRow(
    record: str,
    title: str,
    about: str,
    theme: str,
    status: str,
    code: str,
    on_open: Callable[[str], Any],
    selected: bool,
) -> ft.Control:
    quiet = ft.Colors.ON_SURFACE_VARIANT
    lines: list[ft.Control] = [
        ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(about, theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=quiet),
        *([ft.Text(theme, theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=quiet)] if theme else []),
        ft.Row([text_chip(status, code)], wrap=True),
    ]
    return open_row(lines, lambda: on_open(record), is_open=selected, key=f"found:{record}")


def answer_state(app: AppState, desk: FindDesk | PeopleDesk, again: Handler, asking: str) -> list[ft.Control]:
    """That the centre is being asked, or why it did not answer and since when the list is known."""
    _ = app.gettext
    if desk.is_busy:
        return [ft.ProgressBar(border_radius=4, semantics_label=asking)]
    if desk.trouble is None:
        return []
    text = trouble_text(app, desk.trouble)
    if desk.seen_at:
        text = f"{text} " + _("Ini yang terlihat {waktu}.").format(waktu=date_time(desk.seen_at, app))
    return [notice(text, "warning", text_button(_("Coba lagi"), again, icon=ft.Icons.REFRESH))]


def more_button(app: AppState, session: Session, desk: FindDesk) -> list[ft.Control]:
    if desk.after is None or desk.is_busy:
        return []

    async def more() -> None:
        await city_desk.load_more(desk, session)

    return [text_button(app.gettext("Tampilkan lebih banyak"), more, icon=ft.Icons.EXPAND_MORE)]
