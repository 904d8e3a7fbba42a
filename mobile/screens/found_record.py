"""A record that was found by search: fetched from the centre, kept to be read, and shown as any other."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile import city_desk
from mobile.components.keyed import keyed
from mobile.components.layout import empty_state, notice, secondary_button, text_button
from mobile.components.panes import no_record_chosen, side_by_side, with_way_back
from mobile.context import AppState, use_app, use_session
from mobile.people_text import trouble_text
from mobile.screens.record import RecordScreen
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.text import date_time
from mobile.theme import GAP
from sync.client import opened
from sync.client.errors import SyncError


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
    told = _told(app, session, record, trouble, read) if trouble else []
    # The notice comes and goes with the signal; what is typed below it stays.
    shown = ft.Container(keyed(record, RecordScreen, record), expand=True, key=f"found:{record}")
    return ft.Column([*told, shown], expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _told(
    app: AppState, session: Session, record: str, trouble: SyncError, read: Callable[[], object]
) -> list[ft.Control]:
    seen = app.gettext("Ini yang terlihat {waktu}.").format(
        waktu=date_time(opened.opened_at(session.tables, record), app)
    )
    again = text_button(app.gettext("Coba lagi"), read, icon=ft.Icons.REFRESH)
    said = notice(f"{trouble_text(app, trouble)} {seen}", "warning", again)
    return [ft.Container(said, padding=ft.Padding.only(left=GAP, right=GAP, top=GAP))]


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
    if not app.is_wide and not record:
        return ft.SafeArea(listed, expand=True)
    opened = keyed(record, FoundRecordView, record) if record else no_record_chosen(app)
    shown = side_by_side(listed, opened) if app.is_wide else with_way_back(app, opened, tab)
    return ft.SafeArea(shown, expand=True)
