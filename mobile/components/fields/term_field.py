"""The last day of an office, as people write a date: 31-12-2031. Empty is an office without an end."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import flet as ft

from mobile.components.fields.typed import BORDER
from mobile.context import AppState

_WRITTEN = re.compile(r"\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})\s*", re.ASCII)
_LONGEST_YEARS = 30


class BadDate(ValueError):
    """What was typed is no day on which an office can end."""


def day_in(text: str, now_ms: int) -> str:
    """`2031-12-31` for `31-12-2031`, empty for nothing. Raises BadDate, also for a day that is past."""
    if not text.strip():
        return ""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise BadDate(text)
    today = datetime.fromtimestamp(now_ms / 1000, UTC).date()
    try:
        day = date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise BadDate(text) from None
    if not 0 <= (day - today).days < 365 * _LONGEST_YEARS:
        raise BadDate(text)
    return day.isoformat()


def as_typed(iso: str | None) -> str:
    """`31-12-2031` for `2031-12-31`."""
    return "-".join(reversed(iso.split("-"))) if iso else ""


def term_field(app: AppState, value: str, say: Callable[[str], Any], *, is_wrong: bool = False) -> ft.TextField:
    _ = app.gettext
    wrong = _("Tulis tanggal yang akan datang, misalnya 31-12-2031.")
    return ft.TextField(
        key="term",
        label=_("Masa bakti sampai"),
        helper=_("Misalnya 31-12-2031. Kosongkan bila tidak ditentukan."),
        helper_max_lines=3,
        error=wrong if is_wrong else None,
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
