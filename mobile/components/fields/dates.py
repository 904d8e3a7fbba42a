"""A day: first its month, then the day, each from a grid of buttons; nothing is typed and nothing lies ahead."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from functools import partial

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import framed, use_answer
from mobile.components.fields.months import MonthGrid
from mobile.components.layout import text_button
from mobile.context import use_app
from mobile.text import date, day_in_city, month
from mobile.theme import GAP_S
from sync.domain.forms import Field

Pick = Callable[[str | None], None]
"""Hears the chosen day as `2026-12-03`; None when it was emptied."""


@ft.component
def DateAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    value, answer = use_answer(draft, item.path)
    latest = day_in_city(draft.session.clock.now_ms())
    return framed(app, draft, remarks, item, DateButton(item.path, value or "", latest, answer))


@ft.component
def DateButton(key: str, value: str, latest: str, say: Pick) -> ft.Control:
    """The day that was chosen, or that one can be; none after `latest`. The grids open below it."""
    app = use_app()
    _ = app.gettext
    is_picking, set_picking = ft.use_state(False)

    def pick(day: str | None) -> None:
        set_picking(False)
        say(day)

    button = choice_button(
        app,
        date(value, app) if value else _("Pilih tanggal"),
        lambda: set_picking(not is_picking),
        selected=bool(value),
        icon=ft.Icons.CALENDAR_MONTH_OUTLINED,
        key=f"{key}=other",
    )
    parts = [wrapped([button])]
    if is_picking:
        parts.append(DayGrid(value, latest, pick))
    if is_picking and value:
        parts.append(ft.Row([text_button(_("Hapus tanggal"), lambda: pick(None))], wrap=True))
    return ft.Column(parts, spacing=GAP_S, tight=True)


@ft.component
def DayGrid(value: str, latest: str, pick: Pick) -> ft.Control:
    """The months of a year, and once one is chosen its days."""
    app = use_app()
    chosen, choose = ft.use_state(value[:7])
    days = days_of(chosen, latest) if chosen else []
    chips = [
        choice_button(app, str(int(day[-2:])), partial(pick, day), selected=day == value, key=f"day={day}")
        for day in days
    ]
    parts: list[ft.Control] = [MonthGrid(app, chosen, latest[:7], lambda code: choose(code or ""))]
    if chips:
        parts += [ft.Text(month(chosen, app), theme_style=ft.TextThemeStyle.TITLE_SMALL), wrapped(chips)]
    return ft.Column(parts, tight=True, spacing=GAP_S)


def days_of(year_month: str, latest: str) -> list[str]:
    """Every day of `2026-03` until `latest`."""
    last = monthrange(int(year_month[:4]), int(year_month[5:]))[1]
    days = (f"{year_month}-{number:02}" for number in range(1, last + 1))
    return [day for day in days if day <= latest]
