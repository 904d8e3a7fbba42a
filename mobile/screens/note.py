"""*Catat*, and the same screen for *Ubah*, *Betulkan* and *Kirim perbaikan*: opens the form of one record."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import flet as ft

from mobile.components.fields.draft import Draft
from mobile.components.keyed import keyed
from mobile.components.layout import empty_state, page_body, secondary_button
from mobile.context import AppState, use_app, use_session
from mobile.routes import HOME, NEW, NEW_IDEA, NEW_ISSUE, NEW_PARTNER, go
from mobile.screens.measure_form import MeasureForm
from mobile.screens.note_form import NoteForm
from mobile.screens.record_moved import has_left
from mobile.session import Session
from sync.client.working import Working
from sync.domain.ids import is_id
from sync.domain.records import Kind
from sync.domain.rights import may_create, may_fill

_BEGUN = {NEW_IDEA: Kind.IDEA, NEW_ISSUE: Kind.ISSUE, NEW_PARTNER: Kind.PARTNER}


@ft.component
def NoteScreen(record: str = NEW) -> ft.Control:
    """`record` is an id or one of those that begin anew. What was typed is found again, also after a kill."""
    app, session = use_app(), use_session()
    count, set_count = ft.use_state(0)
    which = [record, count, session.account.id]
    draft = ft.use_memo(lambda: open_draft(app, session, record), which)
    if draft is None:
        return page_body(_not_yours(app))
    key = "/".join(map(str, which))
    if draft.copy.kind == Kind.MEASUREMENT:
        return keyed(key, MeasureForm, draft)
    form: ft.Control = keyed(key, NoteForm, draft, lambda: set_count(lambda now: now + 1))
    return form


def open_draft(app: AppState, session: Session, record: str) -> Draft | None:
    """None where this person may not write."""
    left = session.drafts.get(record)
    if left:
        # A screen is drawn before the one it replaces is closed: the last letters there belong in here too.
        left.save()
    copy = opened(session, record)
    return draft_of(app, session, copy) if copy else None


def draft_of(app: AppState, session: Session, copy: Working) -> Draft:
    """What is typed from now on; while the disk does not take it the line about sending says so."""

    def tell_failed(failed: bool) -> None:
        app.save_failed = failed

    return Draft(session, copy, asyncio.get_running_loop().call_later, tell_failed)


def opened(session: Session, record: str) -> Working | None:
    """The record as it was left or as it stands, else an empty one, where this person may write it."""
    state = session.record(record) if is_id(record) else None
    if state is not None:
        is_open = may_fill(session.person, state.ownership) and not has_left(state)
        # A resident's words stay the resident's.
        is_open = is_open and (state.kind != Kind.IDEA or state.author == session.person.id)
        return session.open(record) if is_open else None
    kept = session.open(record) if is_id(record) else None
    if kept is not None:
        return kept
    kind = _BEGUN.get(record, Kind.INNOVATION)
    home = session.person.area
    if not may_create(session.person, kind, home.kelurahan or home.text):
        return None
    begun = session.begin(kind)
    return replace(begun, record=record) if is_id(record) else begun


def _not_yours(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.LOCK_OUTLINE,
        _("Akun ini tidak mengubah catatan ini"),
        _("Catatan diisi oleh RT, RW, UMKM dan kelurahan. Anda bisa membacanya dan memberi komentar."),
        secondary_button(_("Ke Beranda"), lambda: go(HOME)),
    )
