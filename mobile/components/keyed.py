"""Components with keys, which the framework takes beside the arguments that a component declares.

Without a key a component is told by its place among its neighbours: when one appears above it, it begins anew and
what was typed into it is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import ParamSpec

import flet as ft
from flet.components.component import Component

Given = ParamSpec("Given")


def keyed(
    key: str, component: Callable[Given, ft.Control], *given: Given.args, **named: Given.kwargs
) -> ft.Control:
    """Another key is another instance: it begins anew, without the state of the one before."""
    build: Callable[..., ft.Control] = component
    return build(*given, key=key, **named)


def told_apart(controls: Iterable[ft.Control]) -> list[ft.Control]:
    """The components among them stand under keys of what they show: each stays while others come and go."""
    parts: list[ft.Control] = []
    seen = Counter[str]()
    for each in controls:
        if isinstance(each, Component) and each.key is None:
            name = getattr(each.fn, "__name__", "")
            # The framework takes no key once a component is made.
            parts.append(ft.Container(each, key=f"{name}:{seen[name]}"))
            seen[name] += 1
        else:
            parts.append(each)
    return parts
