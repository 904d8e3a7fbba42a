"""A tap that is meant once: thumbs tap twice, and a phone that is busy hands both taps over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.context import AppState

_THIS = object()


def use_once(app: AppState, about: object = _THIS) -> Callable[[Callable[[], Any]], bool]:
    """`app.kept`, once for as long as the component is there, or for each thing it is `about`; False after that.

    By a ref, not by a state: the second tap may hear a handler that was made before the first. A hook.
    """
    done: Any = ft.use_ref()

    def kept(save: Callable[[], Any]) -> bool:
        if done.current is about or not app.kept(save):
            return False
        done.current = about
        return True

    return kept
