"""A record that is shown was opened: its newest answer no longer stands on *Beranda*."""

from __future__ import annotations

import flet as ft

from mobile.context import AppState
from mobile.opened import mark_opened
from mobile.session import Session


def use_note_opened(app: AppState, session: Session, record: str) -> None:
    """A hook."""
    last_answer = session.records.listed(record).last_answer if session.record(record) else 0

    def note_opened() -> None:
        if last_answer:
            app.kept(lambda: mark_opened(session.tables, session.records, record))

    ft.use_effect(note_opened, [session.account.id, record, last_answer])
