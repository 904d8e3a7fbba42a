"""A line of *Portofolio*: age, level, score, and a small square for each indicator of the catalogue in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.components.memo import memo
from mobile.context import AppState
from mobile.growing_text import goal_text
from mobile.text import status_text
from mobile.theme import GAP, GAP_S, RADIUS
from sync.client.cards import Chip
from sync.domain.areas import gazetteer
from sync.domain.goals import PROPOSAL
from sync.domain.ids import number_of
from sync.domain.iga_catalogue import Indicator
from sync.domain.portfolio import Line, months_between

_SQUARE, _AGE, _LEVEL, _POINTS, _TICK, _EDGE = 18, 96, 112, 84, 48, 12
_YEAR = 12
_TABLE_FROM = 1100
"""Below it the columns would leave the name no room."""


def is_table(app: AppState) -> bool:
    """Whether the lines are a table; else each is told in words."""
    return app.width >= _TABLE_FROM


def level_name(app: AppState, level: str) -> str:
    return app.gettext("Berkas lomba") if level == PROPOSAL else goal_text(app, level)


def age_text(app: AppState, months: int | None) -> str:
    """`2 thn 3 bln`; a dash where nobody told since when it runs, or it begins later."""
    if months is None:
        return "–"
    _ = app.gettext
    years, rest = divmod(months, _YEAR)
    told = [_("{n} thn").format(n=years)] if years else []
    return " ".join([*told, *([_("{n} bln").format(n=rest)] if rest or not years else [])])


def sigap_number(code: str) -> str:
    """`7` for `sid07`."""
    return str(int(code[3:]))


def portfolio_head(app: AppState, indicators: Sequence[Indicator]) -> ft.Control:
    """What the columns of the table are, the indicators by SIGAP's number."""
    _ = app.gettext
    numbers: list[ft.Control] = [
        ft.Container(
            ft.Text(sigap_number(each.code), size=9 * app.text_size, text_align=ft.TextAlign.CENTER),
            width=_SQUARE,
            tooltip=each.name,
        )
        for each in indicators
    ]
    cells: list[ft.Control] = [
        ft.Container(width=_TICK),
        ft.Text(_("Inovasi"), expand=True),
        ft.Text(_("Umur"), width=_AGE),
        ft.Text(_("Tingkat"), width=_LEVEL),
        ft.Text(_("Diklaim"), width=_POINTS, text_align=ft.TextAlign.END),
        ft.Text(_("Diberikan"), width=_POINTS, text_align=ft.TextAlign.END),
        ft.Row(numbers, spacing=0),
    ]
    row = ft.Row(cells, spacing=GAP_S, vertical_alignment=ft.CrossAxisAlignment.END)
    return ft.Container(row, padding=ft.Padding.only(right=_EDGE))


def portfolio_row(
    app: AppState,
    indicators: Sequence[Indicator],
    line: Line,
    closes_on: str,
    is_chosen: bool,
    on_open: Callable[[str], Any],
    on_tick: Callable[[str], Any],
) -> ft.Control:
    _ = app.gettext
    place = f"{number_of(line.id)} · {gazetteer().name(line.area)} · {status_text(app, Chip(line.status))}"
    lacking = [sigap_number(code) for code in line.lacks]
    lacks = _("Belum ada bukti: {nomor}").format(nomor=", ".join(lacking)) if lacking else _("Semua bukti ada")
    facts = (
        age_text(app, months_between(line.started, closes_on)),
        level_name(app, line.level),
        str(line.claimed),
        str(line.granted),
    )
    named = (_("Umur"), _("Tingkat"), _("Diklaim"), _("Diberikan"))
    proved = tuple(each.code in line.proved for each in indicators)
    shown = _("Bukti {n} dari {semua}").format(n=sum(proved), semua=len(proved))
    told = " · ".join([*(f"{name} {fact}" for name, fact in zip(named, facts, strict=True)), shown])
    title, choose = line.title or _("Tanpa nama"), _("Pilih")
    row: Callable[..., ft.Control] = WideLine if is_table(app) else NarrowLine
    return row(
        line.id, title, place, facts if is_table(app) else told, lacks, proved, choose, is_chosen, on_open, on_tick
    )


@memo
@ft.component
def WideLine(
    record: str,
    title: str,
    place: str,
    facts: Sequence[str],
    lacks: str,
    proved: Sequence[bool],
    choose: str,
    is_chosen: bool,
    on_open: Callable[[str], Any],
    on_tick: Callable[[str], Any],
) -> ft.Control:
    age, level, claimed, granted = facts
    cells = [
        _tick(record, f"{choose} {title}", is_chosen, on_tick),
        ft.Container(_name(record, title, place, on_open), expand=True),
        ft.Text(age, width=_AGE),
        ft.Text(level, width=_LEVEL),
        ft.Text(claimed, width=_POINTS, text_align=ft.TextAlign.END),
        ft.Text(granted, width=_POINTS, text_align=ft.TextAlign.END),
        _matrix(proved, lacks, _IN_TABLE),
    ]
    row = ft.Container(ft.Row(cells, spacing=GAP_S), padding=ft.Padding.only(right=_EDGE))
    return _card(record, row, is_chosen)


@memo
@ft.component
def NarrowLine(
    record: str,
    title: str,
    place: str,
    told: str,
    lacks: str,
    proved: Sequence[bool],
    choose: str,
    is_chosen: bool,
    on_open: Callable[[str], Any],
    on_tick: Callable[[str], Any],
) -> ft.Control:
    head = ft.Row(
        [
            _tick(record, f"{choose} {title}", is_chosen, on_tick),
            ft.Container(_name(record, title, place, on_open), expand=True),
        ],
        spacing=0,
    )
    about = ft.Column([ft.Text(told), _matrix(proved, lacks, _ON_PHONE)], spacing=GAP_S, tight=True)
    below = ft.Container(about, padding=ft.Padding.only(left=GAP, right=GAP, bottom=GAP_S))
    return _card(record, ft.Column([head, below], spacing=0, tight=True), is_chosen)


def _tick(record: str, label: str, is_chosen: bool, on_tick: Callable[[str], Any]) -> ft.Control:
    return ft.Checkbox(
        key=f"choose={record}", value=is_chosen, semantics_label=label, on_change=lambda _: on_tick(record)
    )


def _name(record: str, title: str, place: str, on_open: Callable[[str], Any]) -> ft.Control:
    return ft.ListTile(
        key=f"line={record}",
        title=ft.Text(title, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS),
        subtitle=ft.Text(place, theme_style=ft.TextThemeStyle.BODY_SMALL),
        content_padding=ft.Padding.symmetric(horizontal=4),
        on_click=lambda _: on_open(record),
    )


def _matrix(proved: Sequence[bool], lacks: str, beside: int) -> ft.Control:
    """Filled where there is evidence, an outline where there is none; `beside` one another on a line. Spoken as a
    sentence."""
    squares: list[ft.Control] = [
        ft.Container(
            width=_SQUARE - 4,
            height=_SQUARE - 4,
            margin=2,
            border_radius=3,
            bgcolor=ft.Colors.PRIMARY if has_proof else None,
            border=ft.Border.all(1, ft.Colors.PRIMARY if has_proof else ft.Colors.OUTLINE),
        )
        for has_proof in proved
    ]
    return ft.Semantics(
        label=lacks,
        exclude_semantics=True,
        content=ft.Row(squares, spacing=0, run_spacing=0, wrap=True, width=_SQUARE * beside),
    )


_IN_TABLE, _ON_PHONE = 20, 10
"""Squares on one line: on a phone two even rows are counted at a glance."""


def _card(record: str, content: ft.Control, is_chosen: bool) -> ft.Control:
    return ft.Container(
        content,
        key=f"portfolio={record}",
        bgcolor=ft.Colors.SECONDARY_CONTAINER if is_chosen else ft.Colors.SURFACE_CONTAINER_LOW,
        border_radius=RADIUS,
    )
