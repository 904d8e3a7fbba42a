"""Keyboard shortcuts of a screen.

The page hears every key, also those typed into a text field: whoever binds keys says when they are off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

Bindings = Mapping[str, Callable[[], Any]]
"""Key, as it is written on it ("J", "/", "?"), to what it does."""


def key_of(event: ft.KeyboardEvent) -> str:
    """The key as in `Bindings`; empty with Ctrl, Alt or Meta, which belong to the browser and the phone."""
    if event.ctrl or event.alt or event.meta:
        return ""
    if event.key == "/" and event.shift:
        return "?"
    return event.key.upper()


def use_keys(bindings: Bindings, are_on: Callable[[], bool]) -> None:
    """Bind keys while the component is on the page; `are_on` is asked at each press. The newest screen hears."""
    page = ft.context.page
    nothing: tuple[Bindings, Callable[[], bool]] = ({}, lambda: False)
    bound = ft.use_ref(nothing)
    bound.current = (bindings, are_on)
    previous: Any = ft.use_ref()
    hears: Any = ft.use_ref()

    def press(event: ft.KeyboardEvent) -> None:
        known, on = bound.current or nothing
        if on() and (act := known.get(key_of(event))):
            act()

    def attach() -> None:
        previous.current, hears.current = page.on_keyboard_event, press
        page.on_keyboard_event = press

    def detach() -> None:
        bound.current = nothing
        if page.on_keyboard_event is hears.current:
            page.on_keyboard_event = previous.current

    ft.use_effect(attach, [], cleanup=detach)
