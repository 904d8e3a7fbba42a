"""What is typed into a dialog, kept on this device as a draft is: neither Back nor a kill of the app loses it.

It is found again when the dialog is opened again, until it was saved or given up with *Batal*. With it stays which
version of the record its author had before them: however late it is saved, it overwrites nothing that came since.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import flet as ft

from mobile.components.fields.draft import SAVE_AFTER_S, Later, Waiting
from mobile.components.typed_texts import Typed, use_drawn
from mobile.context import AppState
from mobile.session import Session
from sync.client.replica import RecordState
from sync.client.tables import SETTINGS
from sync.client.working import masked

_HALF, _SEEN = "half_written/", "seen"


class HalfWritten(Typed):
    """`opened` is the record as it was opened: what is saved is an edit of that."""

    def __init__(
        self,
        app: AppState,
        session: Session,
        place: str,
        state: RecordState,
        begun: Mapping[str, str],
        later: Later,
    ) -> None:
        self._app, self._table, self._later = app, session.tables.table(SETTINGS), later
        self._key, self._begun = _HALF + place, dict(begun)
        self._waiting: Waiting | None = None
        self.is_over = False
        kept = dict(self._table.read(self._key) or {})
        seen = kept.pop(_SEEN, state.version)
        self.opened = state if seen == state.version else replace(state, version=seen)
        super().__init__(self._begun | kept)

    def say(self, name: str, text: str) -> None:
        """Kept half a second after the last letter."""
        if not self.is_over:
            self._stop_waiting()
            self._waiting = self._later(SAVE_AFTER_S, self.keep)
            super().say(name, text)

    def keep(self) -> None:
        """What is as it was needs no keeping."""
        self._stop_waiting()
        typed = {name: masked(text) for name, text in self.now.items()}
        before = self._table.read(self._key) or self._begun
        if self.is_over or typed == {name: before.get(name) for name in typed}:
            return
        self._app.kept(lambda: self._table.put(self._key, typed | {_SEEN: self.opened.version}))

    def end(self) -> None:
        """It was saved, or given up; what is typed or tapped after that changes nothing."""
        self._stop_waiting()
        self.is_over = True
        if self._table.read(self._key) is not None:
            self._app.kept(lambda: self._table.discard(self._key))

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def forget_half_written(session: Session, record: str, about: str) -> None:
    """What it was written for is over. `about` is what the names of its dialogs begin with."""
    table, beginning = session.tables.table(SETTINGS), f"{_HALF}{record}/{about}"
    for key in [key for key, _ in table.items() if key.startswith(beginning)]:
        table.discard(key)


def use_half_written(
    app: AppState, session: Session, state: RecordState, about: str, begun: Mapping[str, str]
) -> HalfWritten:
    """`about` names the dialog and what in the record it is about; `begun` is what stands there before. A hook."""
    place = f"{state.id}/{about}"

    def open_it() -> HalfWritten:
        return HalfWritten(app, session, place, state, begun, asyncio.get_running_loop().call_later)

    half = use_drawn(ft.use_memo(open_it, [place]))
    ft.use_effect(half.keep, [app.pauses], cleanup=half.keep)
    return half
