"""Since when: this month, last month, or another one picked from a year of twelve buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import framed, use_answer
from mobile.components.layout import icon_button, text_button
from mobile.context import AppState, use_app
from mobile.text import CITY_TIME, month
from sync.domain.forms import Field

_FIRST_YEAR = 1945


def this_month(now_ms: int) -> str:
    """`2026-03`, by the city's clock."""
    return datetime.fromtimestamp(now_ms / 1000, CITY_TIME).strftime("%Y-%m")


def month_before(year_month: str) -> str:
    year, number = int(year_month[:4]), int(year_month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


@ft.component
def MonthAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    _ = app.gettext
    value, answer = use_answer(draft, item.path)
    is_picking, set_picking = ft.use_state(False)
    now = this_month(draft.session.clock.now_ms())
    before = month_before(now)

    def pick(chosen: str | None) -> None:
        set_picking(False)
        if chosen:
            answer(chosen)

    ft.use_dialog(
        month_dialog(app, item.question.in_language(app.language), value or "", now, pick) if is_picking else None
    )
    is_other = value not in (None, now, before)
    other = month(value, app) if is_other else _("Pilih bulan")
    chips = [
        choice_button(app, _("Bulan ini"), lambda: answer(now), selected=value == now, key=f"{item.path}=now"),
        choice_button(
            app, _("Bulan lalu"), lambda: answer(before), selected=value == before, key=f"{item.path}=before"
        ),
        choice_button(
            app,
            other,
            lambda: set_picking(True),
            selected=is_other,
            icon=ft.Icons.CALENDAR_MONTH_OUTLINED,
            key=f"{item.path}=other",
        ),
    ]
    return framed(app, draft, remarks, item, wrapped(chips))


def month_dialog(
    app: AppState, title: str, value: str, latest: str, pick: Callable[[str | None], None]
) -> ft.AlertDialog:
    return ft.AlertDialog(
        title=title,
        content=MonthGrid(app, value, latest, pick),
        actions=[text_button(app.gettext("Batal"), lambda: pick(None))],
        scrollable=True,
        on_dismiss=lambda: pick(None),
    )


@ft.component
def MonthGrid(app: AppState, value: str, latest: str, pick: Callable[[str | None], None]) -> ft.Control:
    """The months of one year; none after `latest`. `value` is empty before the first choice.

    It is given the app: in a dialog, which is drawn outside the screen, there is none to ask for.
    """
    _ = app.gettext
    year, set_year = ft.use_state(int((value or latest)[:4]))
    last_year = int(latest[:4])
    head = ft.Row(
        [
            icon_button(
                ft.Icons.CHEVRON_LEFT,
                _("Tahun sebelumnya"),
                lambda: set_year(year - 1),
                disabled=year <= _FIRST_YEAR,
            ),
            ft.Text(str(year), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
            icon_button(
                ft.Icons.CHEVRON_RIGHT,
                _("Tahun berikutnya"),
                lambda: set_year(year + 1),
                disabled=year >= last_year,
            ),
        ],
        alignment=ft.MainAxisAlignment.CENTER,
    )
    codes = [code for number in range(1, 13) if (code := f"{year}-{number:02}") <= latest]
    chips = [
        choice_button(
            app,
            month(code, app).split(" ")[0],
            partial(pick, code),
            selected=code == value,
            key=f"month={code}",
        )
        for code in codes
    ]
    return ft.Column([head, wrapped(chips)], tight=True, width=320)
