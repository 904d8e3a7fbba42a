"""What offices answered since the person last looked: it stands first on *Beranda*, until it is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import opened
from mobile.answers import Answer
from mobile.award_text import competition_text
from mobile.components.fields.choices import wrapped
from mobile.components.layout import section_title, text_button
from mobile.components.needs_you import ANSWER, Need, need_text
from mobile.components.record_card import title_of
from mobile.context import AppState, use_app, use_session
from mobile.idea_text import office_words
from mobile.partner_text import met_words
from mobile.session import Session
from mobile.text import date, status_text
from mobile.theme import GAP, GAP_S, RADIUS, chip_colors
from sync.client.cards import Chip
from sync.domain.lifecycle import Status
from sync.domain.needs import MET
from sync.domain.records import TRACKS, family
from sync.domain.side_steps import HEARD

_MOST = 3
"""So many stand there at once: a phone that is new to an account has not opened any yet."""
_ICONS: dict[str, ft.IconData] = {
    HEARD: ft.Icons.GAVEL,
    Status.APPROVED: ft.Icons.CHECK_CIRCLE_OUTLINE,
    Status.PUBLISHED: ft.Icons.PUBLIC,
    Status.REVISION: ft.Icons.EDIT_NOTE,
    Status.RETURNED: ft.Icons.UNDO,
    Status.REJECTED: ft.Icons.BLOCK,
    Status.ASKED: ft.Icons.HELP_OUTLINE,
    Status.TAKEN_UP: ft.Icons.LIGHTBULB_OUTLINE,
}


@ft.component
def Answers(on_open: Callable[[str], Any], on_show: Callable[[str], Any]) -> ft.Control:
    """`on_open` is given a record, `on_show` the code of a need whose records are all to be listed."""
    app, session = use_app(), use_session()
    found = opened.unopened(session.tables, session.records)
    if not found:
        return ft.Container(height=0)
    title = need_text(app, Need(ANSWER, [each.record for each in found])).text
    rows = [_row(app, session, answer, on_open) for answer in found[:_MOST]]
    buttons = _buttons(app, session, len(found), on_show)
    return ft.Column(
        [section_title(title), *rows, *([wrapped(buttons)] if buttons else [])],
        spacing=GAP_S,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _buttons(app: AppState, session: Session, n: int, on_show: Callable[[str], Any]) -> list[ft.Control]:
    _ = app.gettext

    def read_all() -> None:
        app.kept(lambda: opened.mark_all_opened(session.tables, session.records))

    found: list[ft.Control] = []
    if n > _MOST:
        found.append(text_button(_("Tampilkan semua jawaban"), lambda: on_show(ANSWER)))
    if n > 1:
        found.append(text_button(_("Tandai semua sudah dibaca"), read_all))
    return found


def _row(app: AppState, session: Session, answer: Answer, on_open: Callable[[str], Any]) -> ft.Control:
    paper, ink = chip_colors(answer.decided)
    card = session.card(answer.record)
    by = office_words(app, answer.role, answer.kelurahan) if answer.role else ""
    about = " · ".join(part for part in (by, date(answer.at, app)) if part)
    words: list[ft.Control] = [
        ft.Text(decided_words(app, answer), theme_style=ft.TextThemeStyle.TITLE_SMALL, color=ink),
        ft.Text(about, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ink),
    ]
    return ft.ListTile(
        title=ft.Text(title_of(app, card), theme_style=ft.TextThemeStyle.TITLE_MEDIUM, color=ink),
        subtitle=ft.Column(words, spacing=2, tight=True),
        leading=ft.Icon(_icon(answer.decided), color=ink),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ink),
        on_click=lambda _: on_open(answer.record),
        bgcolor=paper,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=4, horizontal=GAP),
        key=f"answer:{answer.record}",
    )


def _icon(decided: str) -> ft.IconData:
    if family(decided) == TRACKS:
        return ft.Icons.EMOJI_EVENTS_OUTLINED
    if family(decided) == MET:
        return ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED
    return _ICONS.get(decided, ft.Icons.MARK_CHAT_UNREAD_OUTLINED)


def decided_words(app: AppState, answer: Answer) -> str:
    """`Perlu Perbaikan · 2 isian`, `Pembaruan: Disetujui`."""
    _ = app.gettext
    if answer.decided == HEARD:
        return _("Keberatan dijawab")
    if family(answer.decided) == TRACKS:
        return _("Lomba: {nama}").format(nama=competition_text(app, answer.decided.partition("/")[2]))
    if family(answer.decided) == MET:
        return met_words(app, answer.decided.partition("/")[2])
    words = status_text(app, Chip(answer.decided, {"n": answer.fields}))
    return _("Pembaruan: {keputusan}").format(keputusan=words) if answer.is_update else words
