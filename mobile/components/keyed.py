"""A component with a key, which the framework takes beside the arguments that the component declares."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

import flet as ft

Given = ParamSpec("Given")


def keyed(
    key: str, component: Callable[Given, ft.Control], *given: Given.args, **named: Given.kwargs
) -> ft.Control:
    """Another key is another instance: it begins anew, without the state of the one before."""
    build: Callable[..., ft.Control] = component
    return build(*given, key=key, **named)
