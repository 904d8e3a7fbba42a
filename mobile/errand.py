"""An errand: what a person starts on a screen, and the city server or the phone has to carry out.

Whether it is on its way, and what kept it from being done, is the same story on every screen.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, ParamSpec

import flet as ft

from mobile.components.layout import Handler, notice, primary_button
from mobile.context import AppState, use_app
from mobile.device.ports import DeviceError
from mobile.people_text import trouble_text
from mobile.store.errors import StoreError
from mobile.text import device_error_text
from sync.client.errors import SyncError

Asked = ParamSpec("Asked")


@dataclass(slots=True)
class Way:
    """What is on its way now, by name; no state, since a tap may hear a handler that was made before."""

    names: set[str] = field(default_factory=set)
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Errand:
    """`trouble` tells why it was not done; empty while it is on its way, and once it is done. `tell` says another
    reason than those that `work` knows, as that a field is wrong."""

    app: AppState
    trouble: str
    is_busy: bool
    tell: Callable[[str], None]
    set_busy: Callable[[bool], None]
    unanswered: Callable[[AppState, SyncError], str]
    unable: Callable[[AppState, DeviceError], str]
    under_way: Way

    def work(self, do: Callable[Asked, Awaitable[Any]]) -> Callable[Asked, Coroutine[Any, Any, None]]:
        """Decorates what is to be done: it may raise what the centre, the phone and the store raise. A second tap
        does nothing while the first is on its way, nor once the screen or the dialog is gone."""
        run, way, name = self.look(do), self.under_way, getattr(do, "__qualname__", "")

        @functools.wraps(do)
        async def once(*args: Asked.args, **named: Asked.kwargs) -> None:
            if name not in way.names and not way.is_over:
                way.names.add(name)
                try:
                    await run(*args, **named)
                finally:
                    way.names.discard(name)

        return once

    def look(self, do: Callable[Asked, Awaitable[Any]]) -> Callable[Asked, Coroutine[Any, Any, None]]:
        """Decorates what only asks, and asks anew whenever what it depends on changes."""

        @functools.wraps(do)
        async def run(*args: Asked.args, **named: Asked.kwargs) -> None:
            self.tell("")
            self.set_busy(True)
            try:
                await do(*args, **named)
            except SyncError as error:
                self.tell(self.unanswered(self.app, error))
            except DeviceError as error:
                self.tell(self.unable(self.app, error))
            except StoreError:
                self.app.save_failed = True
            finally:
                self.set_busy(False)

        return run

    def told(self, kind: str = "warning") -> list[ft.Control]:
        """Why it was not done, for the page; nothing where nothing is to be told. `kind` is that of a notice."""
        return [notice(self.trouble, kind)] if self.trouble else []

    def progress(self, name: str) -> list[ft.Control]:
        """A bar while it is on its way, with its spoken name."""
        return [ft.ProgressBar(border_radius=4, semantics_label=name)] if self.is_busy else []

    def button(self, word: str, do: Handler, *, is_ready: bool = True) -> ft.Control:
        """What sets out on it, which waits while it is on its way."""
        shown = self.app.gettext("Sebentar …") if self.is_busy else word
        return primary_button(shown, do, disabled=self.is_busy or not is_ready)


def use_errand(
    unanswered: Callable[[AppState, SyncError], str] = trouble_text,
    unable: Callable[[AppState, DeviceError], str] = device_error_text,
    *,
    begins: bool = False,
) -> Errand:
    """A hook. `unanswered` and `unable` put into words what the centre, and what the phone, could not do.
    `begins`: the screen sets out on it as it opens."""
    trouble, tell = ft.use_state("")
    is_busy, set_busy = ft.use_state(begins)
    way = ft.use_memo(Way, [])

    def open_it() -> None:
        way.is_over = False

    def shut_it() -> None:
        way.is_over = True

    ft.use_effect(open_it, [], cleanup=shut_it)
    return Errand(use_app(), trouble, is_busy, tell, set_busy, unanswered, unable, way)
