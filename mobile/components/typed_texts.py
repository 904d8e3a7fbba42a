"""What is typed on a screen, as it is now.

A phone that is busy hands the last letters and the tap over together. The tap is heard by a handler that was made
before those letters: it reads `now`, since what its screen drew lacks them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import flet as ft


class Typed:
    """Texts by name."""

    def __init__(self, begun: Mapping[str, str]) -> None:
        self.now = dict(begun)
        self.drawn: Callable[[], Any] = lambda: None

    def say(self, name: str, text: str) -> None:
        self.now = self.now | {name: text}
        self.drawn()


Drawn = TypeVar("Drawn", bound=Typed)


def use_typed(**begun: str) -> Typed:
    """A hook."""
    return use_drawn(ft.use_memo(lambda: Typed(begun), []))


def use_drawn(typed: Drawn) -> Drawn:
    """Its component draws again with every letter. A hook."""
    draw = ft.use_state(0)[1]
    typed.drawn = lambda: draw(lambda turns: turns + 1)
    return typed
