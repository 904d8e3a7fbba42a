"""A record that was found by search: fetched from the centre, kept to be read, and shown as any other."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile import city_desk
from mobile.components.layout import empty_state, icon_button, notice, secondary_button, text_button
from mobile.context import AppState, use_app, use_session
from mobile.people_text import trouble_text
from mobile.routes import go
from mobile.screens.record import RecordScreen
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.text import date_time
from mobile.theme import GAP
from sync.client import opened
from sync.client.errors import SyncError

LIST_WIDTH = 400


@ft.component
def FoundRecordView(record: str) -> ft.Control:
    app, session = use_app(), use_session()
    nothing: SyncError | None = None
    trouble, set_trouble = ft.use_state(nothing)
    # What this device decided is in the centre by now: its copy is read anew.
    is_behind = opened.is_behind(session.tables, record)

    async def read() -> None:
        set_trouble(await _read(app, session, record))

    # What was not accepted may rest on an older reading.
    refused = len(session.refusals(record))
    ft.use_effect(read, [session.account.id, record, is_behind, refused])
    state = session.record(record)
    is_here = state is not None and bool(state.version)
    if not is_here:
        return ft.SafeArea(_without(app, trouble, read), expand=True)
    if trouble is None:
        return RecordScreen(record, key=record)  # type: ignore[call-arg]
    seen = app.gettext("Ini yang terlihat {waktu}.").format(
        waktu=date_time(opened.opened_at(session.tables, record), app)
    )
    again = text_button(app.gettext("Coba lagi"), read, icon=ft.Icons.REFRESH)
    told = ft.Container(
        notice(f"{trouble_text(app, trouble)} {seen}", "warning", again),
        padding=ft.Padding.only(left=GAP, right=GAP, top=GAP),
    )
    shown = ft.Container(RecordScreen(record, key=record), expand=True)  # type: ignore[call-arg]
    return ft.Column([told, shown], expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


async def _read(app: AppState, session: Session, record: str) -> SyncError | None:
    """The trouble of reading it; a disk that is full is said where the line about sending stands."""
    try:
        return await city_desk.read_record(session, record)
    except StoreError:
        app.save_failed = True
        return None


def _without(app: AppState, trouble: SyncError | None, read: Callable[[], object]) -> ft.Control:
    _ = app.gettext
    if trouble is None:
        return ft.Container(
            ft.ProgressBar(border_radius=4, semantics_label=_("Mengambil catatan …")), padding=ft.Padding.all(GAP)
        )
    return empty_state(
        ft.Icons.CLOUD_OFF_OUTLINED,
        _("Catatan ini belum ada di HP ini"),
        trouble_text(app, trouble),
        secondary_button(_("Coba lagi"), read, icon=ft.Icons.REFRESH),
    )


def panes(app: AppState, listed: ft.Control, record: str | None, tab: str) -> ft.Control:
    """The list, and beside it, or on a phone alone, the record that was opened."""
    _ = app.gettext
    if not app.is_wide and not record:
        return ft.SafeArea(listed, expand=True)
    shown = FoundRecordView(record, key=record) if record else _nothing_chosen(app)  # type: ignore[call-arg]
    if not app.is_wide:
        back = icon_button(ft.Icons.ARROW_BACK, _("Kembali ke daftar"), lambda _: go(tab))
        column = ft.Column([ft.Row([back]), ft.Container(shown, expand=True)], expand=True, spacing=0)
        return ft.SafeArea(column, expand=True)
    row: list[ft.Control] = [
        ft.Container(listed, width=LIST_WIDTH),
        ft.VerticalDivider(width=1, color=ft.Colors.OUTLINE_VARIANT),
        ft.Container(shown, expand=True),
    ]
    return ft.SafeArea(
        ft.Row(row, expand=True, spacing=0, vertical_alignment=ft.CrossAxisAlignment.STRETCH), expand=True
    )


def _nothing_chosen(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.ARTICLE_OUTLINED, _("Pilih satu catatan"), _("Rinciannya tampil di sini, di samping daftar.")
    )
