"""The fields that two people filled differently, and the choice between them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.photo import PhotoImage
from mobile.components.two_values import Held, two_values
from mobile.context import AppState
from mobile.screens.record_history import path_name, value_text, who_and_when
from mobile.session import Session
from sync.client.replica import RecordState
from sync.domain.records import PHOTOS, family
from sync.domain.rights import may_write
from sync.protocol.merge import Entry

_SIDE = 96


def choices_to_make(
    app: AppState, session: Session, state: RecordState, among: Collection[str] | None = None
) -> list[ft.Control]:
    """`among` names the families of paths that a screen is about; without it, all."""
    paths = [path for path in state.two_values if among is None or family(path) in among]
    return [_choice(app, session, state, path) for path in paths]


def _choice(app: AppState, session: Session, state: RecordState, path: str) -> ft.Control:
    entries = state.two_values[path]

    def choose(place: int) -> None:
        app.kept(lambda: session.choose(state, path, entries[place].value))

    held = [_held(app, state, path, entry) for entry in entries]
    may_choose = may_write(session.person, state.ownership, path)
    return two_values(app, path_name(app, state.kind, path), held, choose if may_choose else None)


def _held(app: AppState, state: RecordState, path: str, entry: Entry) -> Held:
    who = who_and_when(app, state.sources.get(entry.seq))
    if family(path) == PHOTOS:
        return _photo(app, state.id, entry.value, who)
    return Held(value_text(app, state.kind, path, entry.value), who)


def _photo(app: AppState, record: str, value: Any, who: str) -> Held:
    if not value:
        return Held(app.gettext("Foto dihapus."), who)
    preview = value["preview"]
    picture = keyed(preview, PhotoImage, preview, width=_SIDE, height=_SIDE, label="", record=record)
    return Held(str(value.get("caption") or app.gettext("Foto")), who, picture)
