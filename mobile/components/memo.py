"""Components that render again only when what they are given changes, compared with `==`.

Such a component must not call `use_app()`, which would render it at every beat: whoever builds it hands over
finished texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, cast

import flet as ft
from flet.components.component import Component

P = ParamSpec("P")


def memo(component: Callable[P, ft.Control]) -> Callable[P, ft.Control]:
    """`ft.memo` with its types; a key is given by `keyed`."""
    return cast(Callable[P, ft.Control], _untyped_memo(component))


_untyped_memo: Any = ft.memo


def retained(before: ft.Control | None, now: ft.Control) -> ft.Control:
    """The very object that stood there before, if it says the same: Flet passes over it without comparing."""
    if not (isinstance(before, Component) and isinstance(now, Component)):
        return now
    is_same = now.memoized and (before.fn, before.key) == (now.fn, now.key)
    return before if is_same and (before.args, before.kwargs) == (now.args, now.kwargs) else now
