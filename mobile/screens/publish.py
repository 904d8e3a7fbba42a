"""*Terbitkan*: what waits for the kota. Open page reports stand above everything until they are answered."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile import city_desk
from mobile.city_desk import (
    IDEAS_WANTED,
    ISSUES,
    NEW_ISSUES,
    OBJECTIONS,
    QUEUES,
    READY,
    UPDATES,
    FindDesk,
)
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.found_rows import answer_state, found_row, more_button
from mobile.components.keyed import keyed
from mobile.components.lab_ways import LabWays
from mobile.components.layout import empty_state, heading
from mobile.components.needs_you import NeedsYou
from mobile.components.open_reports import OpenReports
from mobile.components.sending_line import SendingLine
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.routes import PUBLISH, PUBLISHING, go
from mobile.screens.found_record import panes
from mobile.session import Session


@ft.component
def PublishScreen(record: str | None = None) -> ft.Control:
    app, session = use_app(), use_session()
    desk = ft.use_state(app.city.publish)[0]
    # A decision that was sent leaves the list.
    sent = sum("seq" in each for _, each in session.tables.table("outbox").items())

    async def ask() -> None:
        await city_desk.load(desk, session)

    ft.use_effect(ask, [session.account.id, desk.queue, sent], cleanup=lambda: None)
    on_open = ft.use_callback(lambda found: go(PUBLISHING, record=found), [session.account.id])
    return panes(app, _list(app, session, desk, record or "", on_open, ask), record, PUBLISH)


def _list(
    app: AppState,
    session: Session,
    desk: FindDesk,
    selected: str,
    on_open: Callable[[str], object],
    ask: Callable[[], object],
) -> ft.Control:
    head = [
        heading(app.gettext("Terbitkan")),
        OpenReports(),
        LabWays(),
        SendingLine(),
        NeedsYou(on_open, lambda _: None),
        _queues(app, desk),
        *_about(app, desk),
        *answer_state(app, desk, ask, app.gettext("Mencari …")),
        *_nothing(app, desk),
    ]
    return keyed(
        f"publish:{desk.queue}",
        Windowed,
        desk.found if desk.answered == desk.wanted else [],
        lambda found: found_row(app, found, on_open, selected=found.id == selected),
        lambda found: found.id,
        head=head,
        foot=more_button(app, session, desk),
        max_width=None if app.is_wide else 720,
    )


def _queues(app: AppState, desk: FindDesk) -> ft.Control:
    _ = app.gettext
    names = {
        READY: _("Siap terbit"),
        OBJECTIONS: _("Keberatan"),
        UPDATES: _("Pembaruan"),
        NEW_ISSUES: _("Masalah baru"),
        ISSUES: _("Masalah tercatat"),
        IDEAS_WANTED: _("Menunggu gagasan"),
    }

    def choose(queue: str) -> Callable[[], None]:
        def show() -> None:
            desk.queue, desk.wanted = queue, QUEUES[queue]

        return show

    return wrapped(
        [
            choice_button(app, name, choose(queue), selected=desk.queue == queue, key=f"queue={queue}")
            for queue, name in names.items()
        ]
    )


def _about(app: AppState, desk: FindDesk) -> list[ft.Control]:
    _ = app.gettext
    texts = {
        UPDATES: _("Kecamatan sedang meninjau pembaruan ini. Setelah disetujui, halaman warga ikut berubah."),
        NEW_ISSUES: _("Kecamatan memilah masalah ini; Anda juga bisa."),
        IDEAS_WANTED: _("Masalah tercatat yang belum diatasi inovasi mana pun."),
        ISSUES: _("Buka satu masalah untuk menandainya sebagai Isu Strategis."),
    }
    text = texts.get(desk.queue)
    return [ft.Text(text, color=ft.Colors.ON_SURFACE_VARIANT)] if text else []


def _nothing(app: AppState, desk: FindDesk) -> list[ft.Control]:
    _ = app.gettext
    is_answered = desk.answered == desk.wanted
    if desk.is_busy or (is_answered and desk.found):
        return []
    if desk.trouble is not None and not is_answered:
        text = _("Daftarnya diambil dari server kota begitu ada sinyal.")
        return [empty_state(ft.Icons.CLOUD_OFF_OUTLINED, _("Belum ada daftar di HP ini"), text)]
    if not is_answered:
        return []
    text = _("Yang disetujui kecamatan muncul di sini.")
    return [empty_state(ft.Icons.DONE_ALL, _("Tidak ada yang menunggu"), text)]
