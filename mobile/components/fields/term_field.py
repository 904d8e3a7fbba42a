"""The last day of an office. Empty is an office without an end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from mobile.components.fields.typed_day import BadDate, day_field, day_of
from mobile.components.text_box import TextBox
from mobile.context import AppState

_LONGEST_YEARS = 30


def day_in(text: str, now_ms: int) -> str:
    """`2031-12-31` for `31-12-2031`, empty for nothing. Raises BadDate, also for a day that is past."""
    if not text.strip():
        return ""
    day = day_of(text)
    today = datetime.fromtimestamp(now_ms / 1000, UTC).date()
    if not 0 <= (date.fromisoformat(day) - today).days < 365 * _LONGEST_YEARS:
        raise BadDate(text)
    return day


def term_field(
    app: AppState, value: str, say: Callable[[str], Any], *, is_wrong: bool = False, is_new: bool = False
) -> TextBox:
    """`is_new` for an office that begins: there is a usual term then."""
    _ = app.gettext
    wrong = _("Tulis tanggal yang akan datang, misalnya 31-12-2031.")
    helper = _("Misalnya 31-12-2031. Kosongkan bila tidak ditentukan.")
    if is_new:
        helper = _("Misalnya 31-12-2031. Bila kosong: RT dan RW lima tahun, yang lain tidak ditentukan.")
    return day_field("term", _("Masa bakti sampai"), helper, value, say, error=wrong if is_wrong else None)
