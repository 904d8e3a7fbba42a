"""What is typed into a dialog, kept on this device as a draft is: neither Back nor a kill of the app loses it.

It is found again when the dialog is opened again, until it was saved or given up with *Batal*.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from mobile.components.fields.draft import SAVE_AFTER_S, Later, Waiting
from mobile.context import AppState
from mobile.session import Session
from sync.client.tables import SETTINGS
from sync.client.working import masked

_HALF = "half_written/"


class HalfWritten:
    """Its texts by name. Read `now` in handlers: what a render saw may lack the last letters."""

    def __init__(
        self, app: AppState, session: Session, place: str, begun: Mapping[str, str], later: Later
    ) -> None:
        self._app, self._table, self._later = app, session.tables.table(SETTINGS), later
        self._key, self._begun = _HALF + place, dict(begun)
        self._waiting: Waiting | None = None
        self.is_over = False
        self.now = self._begun | (self._table.read(self._key) or {})
        self.drawn: Callable[[], Any] = lambda: None

    def say(self, name: str, text: str) -> None:
        """Kept half a second after the last letter."""
        if not self.is_over:
            self.now = self.now | {name: text}
            self._stop_waiting()
            self._waiting = self._later(SAVE_AFTER_S, self.keep)
            self.drawn()

    def keep(self) -> None:
        """What is as it was needs no keeping."""
        self._stop_waiting()
        typed = {name: masked(text) for name, text in self.now.items()}
        kept = self._table.read(self._key)
        if self.is_over or typed == (kept or self._begun):
            return
        self._app.kept(lambda: self._table.put(self._key, typed))

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


def use_half_written(app: AppState, session: Session, place: str, begun: Mapping[str, str]) -> HalfWritten:
    """`place` names the dialog and what it is about; `begun` is what stands there before. A hook."""

    def open_it() -> HalfWritten:
        return HalfWritten(app, session, place, begun, asyncio.get_running_loop().call_later)

    half = ft.use_memo(open_it, [place])
    draw = ft.use_state(0)[1]
    half.drawn = lambda: draw(lambda turns: turns + 1)
    ft.use_effect(half.keep, [app.pauses], cleanup=half.keep)
    return half
