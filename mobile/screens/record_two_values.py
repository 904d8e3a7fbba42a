"""The fields that two people filled differently, and the choice between them."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.keyed import keyed
from mobile.components.photo import PhotoImage
from mobile.components.two_values import Held, two_values
from mobile.context import AppState
from mobile.screens.record_history import field_at, path_name, who_and_when
from mobile.session import Session
from sync.client.replica import RecordState
from sync.domain.records import PHOTOS, family
from sync.domain.rights import may_write
from sync.protocol.merge import Entry

_SIDE = 96


def choices_to_make(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    return [_choice(app, session, state, path) for path in state.two_values]


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
        return _photo(app, entry.value, who)
    item = field_at(state.kind, path)
    text = answer_text(app, item, entry.value) if item else str(entry.value or "")
    return Held(text, who)


def _photo(app: AppState, value: Any, who: str) -> Held:
    if not value:
        return Held(app.gettext("Foto dihapus."), who)
    picture = keyed(value["preview"], PhotoImage, value["preview"], width=_SIDE, height=_SIDE, label="")
    return Held(str(value.get("caption") or app.gettext("Foto")), who, picture)
