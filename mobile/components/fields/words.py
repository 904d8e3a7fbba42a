"""How many words a text has, against what is asked. Only this line is drawn again while somebody types."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from mobile.components.fields.draft import Draft
from mobile.context import AppState, use_app
from mobile.text import number
from sync.domain.kipp import count_words


@ft.observable
@dataclass
class Counted:
    """Tells the line that the count changed; -1 before the first key."""

    words: int = -1


def use_counted() -> Counted:
    """For the field and its line. A hook."""
    counted: Counted = ft.use_memo(Counted, [])
    return counted


@ft.component
def WordCount(
    draft: Draft, counted: Counted, path: str, least: int | None = None, most: int | None = None
) -> ft.Control:
    """Of the answer at `path`, or of the `text` in it."""
    app = use_app()
    ft.use_state(counted)
    value = draft.value(path)
    count = count_words(str(value.get("text", "") if isinstance(value, dict) else value or ""))
    is_short, is_long = least is not None and count < least, most is not None and count > most
    color = ft.Colors.ERROR if is_long else ft.Colors.ON_SURFACE_VARIANT
    text = words_text(app, count, least, most)
    icon = ft.Icons.ERROR_OUTLINE if is_long else ft.Icons.HOURGLASS_EMPTY if is_short else ft.Icons.CHECK
    line = ft.Row(
        [
            ft.Icon(icon, size=16, color=color),
            ft.Text(text, theme_style=ft.TextThemeStyle.BODY_SMALL, color=color, expand=True),
        ],
        spacing=6,
    )
    return ft.Semantics(live_region=is_long, content=line)


def words_text(app: AppState, count: int, least: int | None, most: int | None) -> str:
    _ = app.gettext
    if most is not None and count > most:
        text = _("{n} kata, paling banyak {batas}. Kurangi {lebih} kata; tulisan Anda tetap tersimpan.")
        return text.format(n=number(count, app), batas=number(most, app), lebih=number(count - most, app))
    if least is not None and count < least:
        text = _("{n} kata dari paling sedikit {batas}.")
        return text.format(n=number(count, app), batas=number(least, app))
    bound = most if most is not None else least
    return _("{n} kata dari {batas}.").format(n=number(count, app), batas=number(bound or 0, app))
