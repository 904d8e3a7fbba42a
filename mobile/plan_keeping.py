"""Keeps a line of plans and money: each save is one change, and can be undone while the bar shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import flet as ft

from mobile.context import AppState
from mobile.session import Session
from sync.client.replica import RecordState
from sync.client.tables import Document
from sync.domain.lifecycle import Status
from sync.domain.planning import PLANS, are_lines
from sync.domain.records import MOVED_TO, Kind
from sync.domain.rights import may_write

_NO_MORE = frozenset({Status.REJECTED, Status.WITHDRAWN})


def is_planned(state: RecordState) -> bool:
    """Whether a record of this kind has plans and money at all."""
    return state.kind == Kind.INNOVATION and state.status != Status.ERASED


def may_plan(session: Session, state: RecordState) -> bool:
    """Whether the person may write lines now. What was refused elsewhere in the record is settled first."""
    is_open = state.status not in _NO_MORE and not state.values.get(MOVED_TO)
    is_free = are_plans(session.refusals(state.id))
    return is_open and is_free and may_write(session.person, state.ownership, f"{PLANS}/new")


def are_plans(refused: Iterable[Document]) -> bool:
    """Whether only such lines were refused, or nothing was."""
    return all(are_lines(each["change"]["set"]) for each in refused)


def keep_line(
    app: AppState, session: Session, opened: RecordState, path: str, parts: Mapping[str, Any] | None, said: str
) -> bool:
    """Write the line, or with None take it away, and offer *Urungkan*. False when it could not be kept.

    `opened` is the record as its author saw it; what came since stays, beside the line and after *Urungkan*.
    """
    state = session.record(opened.id)
    before = state.values.get(path) if state else None
    if not app.kept(lambda: _write(session, opened, path, parts)):
        return False

    def undo() -> None:
        app.kept(lambda: _write(session, opened, path, before))

    action = ft.SnackBarAction(app.gettext("Urungkan"), on_click=undo)
    ft.context.page.show_dialog(ft.SnackBar(ft.Text(said), action=action))
    return True


def _write(session: Session, opened: RecordState, path: str, parts: Mapping[str, Any] | None) -> None:
    """One change, which takes the place of lines that were refused and carries them along."""
    refusals = session.refusals(opened.id)
    refused = sorted((each["change"] for each in refusals), key=lambda change: str(change["id"]))
    edits = {name: value for change in refused for name, value in change["set"].items()}
    with session.tables.transaction():
        if refused:
            session.throw_away(opened.id)
        session.edit(opened, {**edits, path: dict(parts) if parts else None})
