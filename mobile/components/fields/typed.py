"""The box that is typed into, alike wherever something is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.text_box import TextBox
from mobile.context import AppState
from mobile.text import fault_text
from sync.domain.validation import Fault

BORDER = ft.OutlineInputBorder(border_radius=12)


def typed_field(
    app: AppState,
    key: str,
    value: str,
    say: Callable[[str], Any],
    leave: Callable[[], Any],
    *,
    most: int | None,
    lines: int = 1,
    label: str | None = None,
    fault: Fault | None = None,
    counted: bool = True,
    is_link: bool = False,
) -> TextBox:
    """`say` hears every keystroke, `leave` when the field is left. Several lines grow as they are written. A link
    gets no capitals of the phone's own."""
    return TextBox(
        key=key,
        label=label,
        value=value,
        border=BORDER,
        filled=True,
        fill_color=ft.Colors.SURFACE_CONTAINER_LOWEST,
        multiline=lines > 1,
        min_lines=lines if lines > 1 else None,
        max_lines=8 if lines > 1 else 1,
        max_length=most,
        counter=None if counted else "",
        error=fault_text(app, fault) if fault else None,
        error_max_lines=4,
        capitalization=ft.TextCapitalization.NONE if is_link else ft.TextCapitalization.SENTENCES,
        keyboard_type=ft.KeyboardType.URL if is_link else ft.KeyboardType.TEXT,
        autocorrect=not is_link,
        on_change=lambda event: say(event.control.value or ""),
        on_blur=lambda: leave(),
    )


def number_field(
    key: str,
    value: str,
    say: Callable[[str], Any],
    leave: Callable[[], Any],
    *,
    most: int,
    width: float | None = None,
    label: str | None = None,
) -> TextBox:
    """Digits only, on the phone's number keys."""
    return TextBox(
        key=key,
        label=label,
        value=value,
        width=width,
        expand=width is None,
        border=BORDER,
        filled=True,
        fill_color=ft.Colors.SURFACE_CONTAINER_LOWEST,
        keyboard_type=ft.KeyboardType.NUMBER,
        input_filter=ft.NumbersOnlyInputFilter(),  # type: ignore[no-untyped-call]
        max_length=most,
        counter="",
        on_change=lambda event: say(event.control.value or ""),
        on_blur=lambda: leave(),
    )
