"""The keys of *Tinjau*, and what they reach in the queue."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import flet as ft

from mobile import routes
from mobile.components.keys import Bindings
from mobile.components.text_box import TextBox
from mobile.context import AppState
from mobile.review_desk import Dialog
from mobile.screens import review_actions as actions
from mobile.session import Session

_CLIENT_S = 2.0


@dataclass(frozen=True)
class Handles:
    """The search field and the list of the queue, where they are on the screen."""

    search: ft.Ref[TextBox] = field(default_factory=ft.Ref)
    rows: ft.Ref[ft.ListView] = field(default_factory=ft.Ref)


def row_key(record: str) -> ft.ScrollKey:
    return ft.ScrollKey(f"queue:{record}")  # type: ignore[call-arg]


def keys_are_on(app: AppState) -> bool:
    """Not while somebody types or is asked, nor below a screen that lies on top."""
    desk = app.review
    is_upper = routes.path_of(ft.context.page.route).startswith(routes.REVIEW)
    return is_upper and desk.dialog is None and not desk.is_searching


def bindings(app: AppState, session: Session, handles: Handles, *, decides: bool) -> Bindings:
    """S and P decide only where the record that they decide on can be seen."""

    def move(by: int) -> Callable[[], None]:
        def step() -> None:
            actions.step(app, session, by)
            _ask_client(lambda: _reveal(handles, app.review.record))

        return step

    def find() -> None:
        if handles.search.current is None:
            routes.go(routes.REVIEW)
        else:
            # At once, since what is typed next must not decide anything; the field itself says when it is left.
            app.review.is_searching = True
            _ask_client(lambda: _focus(app, handles))

    def explain() -> None:
        app.review.dialog = Dialog("keys")

    keys: dict[str, Callable[[], Any]] = {"J": move(1), "K": move(-1), "/": find, "?": explain}
    if decides:
        keys["S"] = lambda: actions.approve(app, session)
        keys["P"] = lambda: actions.ask_revision(app, session)
    return keys


async def _focus(app: AppState, handles: Handles) -> None:
    try:
        if handles.search.current is not None:
            await handles.search.current.focus()  # type: ignore[no-untyped-call]
    except (RuntimeError, asyncio.CancelledError):
        app.review.is_searching = False
        raise


async def _reveal(handles: Handles, record: str) -> None:
    if handles.rows.current is not None:
        await handles.rows.current.scroll_to(scroll_key=row_key(record), duration=150)


def _ask_client(call: Callable[[], Awaitable[None]]) -> None:
    """A comfort that may fail or take long: nothing waits for it."""

    async def ask() -> None:
        with contextlib.suppress(TimeoutError, RuntimeError):
            await asyncio.wait_for(call(), _CLIENT_S)

    ft.context.page.run_task(ask)
