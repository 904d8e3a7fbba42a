"""A list of any length of which only a window is built: it grows by forty while the person scrolls.

Rows are keyed and those that say the same as before are kept, so that one that changes is the only one compared
and sent to the screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import flet as ft

from mobile.components.keyed import told_apart
from mobile.components.layout import text_button
from mobile.components.memo import retained
from mobile.components.place import STEP, Place
from mobile.context import AppState, use_app
from mobile.theme import GAP, GAP_L, GAP_S

MOST = 120
"""More rows than this are never held at once; the person turns to the next ones with a button."""
_AHEAD = 800
"""How near to its end, in pixels, the list grows."""
_RAIL = 80
"""About the width of the navigation beside a list that is centred on the page."""
_LIMIT_S = 2.0


@ft.component
def Windowed(
    items: Sequence[Any],
    build_row: Callable[[Any], ft.Control],
    row_key: Callable[[Any], str],
    *,
    head: Sequence[ft.Control] = (),
    foot: Sequence[ft.Control] = (),
    max_width: float | None = None,
    place: Place | None = None,
    list_ref: ft.Ref[ft.ListView] | None = None,
) -> ft.Control:
    """`head` and `foot` scroll with the rows; with `max_width` everything stands in the middle of a wide page.

    It opens where `place` says and notes there where the person goes. Give it another `key=` where it shows
    another list.
    """
    app = use_app()
    _, set_turns = ft.use_state(0)
    own_place, own_ref = ft.use_memo(Place, []), ft.use_memo(_list_ref, [])
    here, rows_ref = place or own_place, list_ref or own_ref
    start = here.start if here.start < len(items) else 0
    shown = min(here.shown, MOST)
    rest = len(items) - start - shown

    def show(first: int, count: int) -> None:
        here.start, here.shown = first, count
        set_turns(lambda turns: turns + 1)

    def scrolled(event: ft.OnScrollEvent) -> None:
        here.offset = event.pixels
        if event.pixels > event.max_scroll_extent - _AHEAD and rest > 0 and shown < MOST:
            show(start, shown + STEP)

    def turn(first: int) -> None:
        here.offset = 0.0
        show(max(0, first), STEP)

    async def find_again() -> None:
        if here.offset and rows_ref.current is not None:
            with suppress(TimeoutError, RuntimeError):
                await asyncio.wait_for(rows_ref.current.scroll_to(offset=here.offset, duration=0), _LIMIT_S)

    ft.use_effect(find_again, [])
    rows = _use_rows(items[start : start + shown], build_row, row_key)
    newer = text_button(app.gettext("Kembali ke yang sebelumnya"), lambda: turn(start - MOST))
    older = text_button(app.gettext("Tampilkan yang berikutnya"), lambda: turn(start + MOST))
    return ft.ListView(
        [
            *_part(head, "head"),
            *_part([newer] if start else [], "newer"),
            *rows,
            *_part([older] if rest > 0 and shown >= MOST else [], "older"),
            *_part(foot, "foot"),
        ],
        ref=rows_ref,
        spacing=GAP_S,
        padding=_padding(app, max_width),
        on_scroll=scrolled,
        scroll_interval=100,
        expand=True,
        key=f"rows:{start}",
    )


def _list_ref() -> ft.Ref[ft.ListView]:
    return ft.Ref()


def _use_rows(
    items: Sequence[Any], build_row: Callable[[Any], ft.Control], row_key: Callable[[Any], str]
) -> list[ft.Control]:
    nothing: dict[str, ft.Control] = {}
    before = ft.use_ref(nothing)
    known = before.current or nothing
    built = [(row_key(item), build_row(item)) for item in items]
    before.current = {key: retained(known.get(key), _keyed(row, key)) for key, row in built}
    return list(before.current.values())


def _part(controls: Sequence[ft.Control], name: str) -> list[ft.Control]:
    """A control with a key keeps its state when others come or go beside it."""
    parts = enumerate(told_apart(controls))
    return [ft.Container(each, key=f"{name}:{each.key or place}") for place, each in parts]


def _keyed(row: ft.Control, key: str) -> ft.Control:
    return row if row.key is not None else ft.Container(row, key=key)


def _padding(app: AppState, max_width: float | None) -> ft.Padding:
    # Padding, not a narrower list: it can be scrolled wherever the pointer is.
    room = (app.width - _RAIL - max_width) / 2 if max_width else 0
    side = max(GAP, room)
    return ft.Padding.only(left=side, right=side, top=GAP, bottom=GAP_L)
