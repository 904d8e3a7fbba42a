"""A day as people write it: 31-12-2031."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import flet as ft

from mobile.components.fields.typed import BORDER
from mobile.components.text_box import TextBox

_WRITTEN = re.compile(r"\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})\s*", re.ASCII)


class BadDate(ValueError):
    """What was typed is no day, or none that fits here."""


def day_of(text: str) -> str:
    """`2031-12-31` for `31-12-2031`. Raises BadDate."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise BadDate(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        raise BadDate(text) from None


def day_or_none(text: str) -> str | None:
    """The same; None for what is no day."""
    try:
        return day_of(text)
    except BadDate:
        return None


def as_typed(iso: str | None) -> str:
    """`31-12-2031` for `2031-12-31`."""
    return "-".join(reversed(iso.split("-"))) if iso else ""


def day_field(
    key: str, label: str, helper: str, value: str, say: Callable[[str], Any], *, error: str | None = None
) -> TextBox:
    return TextBox(
        key=key,
        label=label,
        helper=helper,
        helper_max_lines=3,
        error=error,
        error_max_lines=3,
        value=value,
        border=BORDER,
        filled=True,
        fill_color=ft.Colors.SURFACE_CONTAINER_LOWEST,
        keyboard_type=ft.KeyboardType.DATETIME,
        max_length=12,
        counter="",
        on_change=lambda event: say(event.control.value or ""),
    )
