"""What is said of a record that was moved to another kelurahan, or came from one."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.components.layout import notice, text_button
from mobile.context import AppState
from mobile.office import place_text
from mobile.routes import RECORD, go
from mobile.session import Session
from sync.client.replica import RecordState
from sync.domain.ids import is_id, number_of
from sync.domain.records import MOVED_FROM, MOVED_TO


def has_left(state: RecordState) -> bool:
    """Whether it lives on elsewhere: here it is only read."""
    return bool(state.values.get(MOVED_TO))


def moved_notices(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    return [*_left(app, session, state), *_came(app, session, state)]


def _left(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    _ = app.gettext
    there = _half(state, MOVED_TO)
    if there is None:
        return []
    text = _("Dipindahkan ke {wilayah} dengan nomor {nomor}. Di sini hanya bisa dibaca.")
    reason = str(there.get("reason") or "")
    said = f"{_named(app, there, text)} {reason}".strip()
    return [notice(said, "warning", _way(app, session, there))]


def _came(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    _ = app.gettext
    before = _half(state, MOVED_FROM)
    if before is None:
        return []
    text = _("Pindahan dari {wilayah}, di sana bernomor {nomor}.")
    return [notice(_named(app, before, text), "info", _way(app, session, before))]


def _half(state: RecordState, path: str) -> dict[str, Any] | None:
    found = state.values.get(path)
    return found if isinstance(found, dict) else None


def _named(app: AppState, half: dict[str, Any], text: str) -> str:
    record = str(half.get("record"))
    number = number_of(record) if is_id(record) else record
    return text.format(wilayah=place_text(app, str(half.get("area"))), nomor=number)


def _way(app: AppState, session: Session, half: dict[str, Any]) -> ft.Control | None:
    """To the other half, where this device holds it."""
    record = str(half.get("record"))
    if not is_id(record) or session.record(record) is None:
        return None
    return text_button(app.gettext("Buka"), lambda: go(RECORD, record=record))
