"""*Masalah*: those that wait for the kecamatan's answer, and those that wait for an idea. Officers alone see it.

The oldest or nearest stands first; nothing is counted by person or place.
"""

from __future__ import annotations

import flet as ft

from mobile import problems
from mobile.components.layout import empty_state, heading, notice, section_title, text_button
from mobile.components.record_card import record_card
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.routes import ISSUES, RECORD, go
from mobile.session import Session
from mobile.text import number

Row = tuple[str, str]


@ft.component
def IssuesScreen() -> ft.Control:
    app, session = use_app(), use_session()
    load_photo = ft.use_callback(session.photo, [session.account.id])
    on_open = ft.use_callback(lambda record: go(RECORD, record=record), [session.account.id])
    rows = _rows(app, session)
    head: list[ft.Control] = [heading(app.gettext("Masalah"))]
    if not rows:
        head.append(_nothing(app))

    def row(item: Row) -> ft.Control:
        kind, value = item
        if kind == "title":
            return ft.Container(section_title(value), padding=ft.Padding.only(top=8))
        return record_card(app, load_photo, session.card(value), on_open)

    return ft.SafeArea(Windowed(rows, row, "".join, head=head, max_width=720), expand=True)


def _rows(app: AppState, session: Session) -> list[Row]:
    _ = app.gettext
    sections = {
        _("Menunggu jawaban Anda"): problems.waiting_for_answer(session),
        _("Masalah yang menunggu gagasan"): problems.waiting_for_ideas(session),
    }
    rows: list[Row] = []
    for title, records in sections.items():
        if records:
            rows += [("title", title), *(("record:", record) for record in records)]
    return rows


def _nothing(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.DONE_ALL,
        _("Tidak ada masalah yang menunggu"),
        _("Masalah yang tercatat dan belum diatasi inovasi muncul di sini sendiri."),
    )


@ft.component
def WaitingProblems(session: Session) -> ft.Control:
    """That problems wait, above the reviewer's queue; nothing while none does."""
    app = use_app()
    n = len(problems.waiting_for_answer(session))
    if not n:
        return ft.Container(height=0)
    text = app.ngettext("{n} masalah menunggu jawaban Anda", "{n} masalah menunggu jawaban Anda", n)
    way = text_button(app.gettext("Buka masalah"), lambda: go(ISSUES))
    return notice(text.format(n=number(n, app)), "info", way)
