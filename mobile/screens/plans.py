"""*Rencana & anggaran*: the lines of an innovation by year, written with and without a signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.layout import (
    empty_state,
    heading,
    notice,
    page_body,
    secondary_button,
    section_title,
    text_button,
    tonal_card,
)
from mobile.context import AppState, use_app, use_session
from mobile.plan_keeping import is_planned, may_plan
from mobile.plan_text import family_name, line_details, line_title, sums
from mobile.routes import HOME, RECORD, go
from mobile.screens.plans_line import LineDialog
from mobile.screens.record_two_values import choices_to_make
from mobile.session import Session
from mobile.theme import GAP_S, RADIUS, TARGET
from sync.client.replica import RecordState
from sync.domain.planning import BUDGET, FAMILIES, MONEV, PLANS, Line, Money, lines_of, money_of, years_of
from sync.domain.records import family
from sync.domain.rights import may_write

_ICONS = {PLANS: ft.Icons.EVENT_NOTE_OUTLINED, BUDGET: ft.Icons.PAYMENTS_OUTLINED, MONEV: ft.Icons.FLAG_OUTLINED}


@ft.component
def PlansScreen(record: str) -> ft.Control:
    app, session = use_app(), use_session()
    nothing: Line | None = None
    line, set_line = ft.use_state(nothing)
    state = session.record(record)
    if state is None or not is_planned(state):
        return page_body(_nothing(app))

    def add(name: str) -> Callable[[], Any]:
        return lambda: set_line(Line(f"{name}/{session.make_id()}", {}))

    may = may_plan(session, state)
    dialog = [keyed(line.path, LineDialog, session, state, line, lambda: set_line(None))] if line else []
    return page_body(
        heading(str(state.values.get("title") or app.gettext("Tanpa nama"))),
        *_said(app, session, state, may),
        *choices_to_make(app, session, state, FAMILIES),
        *([_adding(app, add)] if may else []),
        *_years(app, state, set_line if may else None),
        *dialog,
    )


def _said(app: AppState, session: Session, state: RecordState, may: bool) -> list[ft.Control]:
    """Who fills this in, or what keeps this person from it now."""
    _ = app.gettext
    if may:
        return [ft.Text(_("Tersimpan di HP ini dan terkirim begitu ada sinyal."))]
    if session.refusals(state.id) and may_write(session.person, state.ownership, f"{PLANS}/new"):
        way = text_button(_("Buka catatan"), lambda: go(RECORD, record=state.id))
        return [notice(_("Ada perubahan catatan ini yang belum diterima. Selesaikan itu dulu."), "warning", way)]
    return [ft.Text(_("Diisi oleh kelurahan, kecamatan, dan BRIDA. Anda bisa membacanya."))]


def _adding(app: AppState, add: Callable[[str], Callable[[], Any]]) -> ft.Control:
    _ = app.gettext
    names = {PLANS: _("Tambah rencana"), BUDGET: _("Tambah anggaran"), MONEV: _("Tambah triwulan")}
    buttons: list[ft.Control] = [
        secondary_button(text, add(name), icon=ft.Icons.ADD) for name, text in names.items()
    ]
    return ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)


def _years(app: AppState, state: RecordState, choose: Callable[[Line], Any] | None) -> list[ft.Control]:
    years = years_of(state.values)
    if not years:
        _ = app.gettext
        text = _("Rencana per tahun, uangnya, dan capaiannya per triwulan terkumpul di sini.")
        return [empty_state(ft.Icons.REQUEST_QUOTE_OUTLINED, _("Belum ada rencana atau anggaran"), text)]
    return [_year(app, state, year, choose) for year in years]


def _year(app: AppState, state: RecordState, year: int, choose: Callable[[Line], Any] | None) -> ft.Control:
    found = {name: lines_of(state.values, name, year) for name in FAMILIES}
    money = [_sums(app, money_of(found[BUDGET]))] if found[BUDGET] else []
    rows: list[ft.Control] = [section_title(str(year)), *money]
    for name, lines in found.items():
        if lines:
            rows.append(ft.Text(family_name(app, name), theme_style=ft.TextThemeStyle.TITLE_SMALL))
            rows += [_row(app, line, choose) for line in lines]
    return ft.Column(rows, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _sums(app: AppState, money: Money) -> ft.Control:
    rows = [
        ft.MergeSemantics(
            content=ft.Row(
                [ft.Text(name, expand=True), ft.Text(amount, theme_style=ft.TextThemeStyle.TITLE_SMALL)]
            )
        )
        for name, amount in sums(app, money)
    ]
    return tonal_card(*rows, spacing=4)


def _row(app: AppState, line: Line, choose: Callable[[Line], Any] | None) -> ft.Control:
    name = family(line.path)
    quiet = ft.Colors.ON_SURFACE_VARIANT
    details = [
        ft.Text(text, theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet)
        for text in line_details(app, name, line.parts)
    ]
    return ft.ListTile(
        leading=ft.Icon(_ICONS[name], color=ft.Colors.PRIMARY),
        title=ft.Column([ft.Text(line_title(app, name, line.parts)), *details], spacing=2, tight=True),
        on_click=(lambda _: choose(line)) if choose else None,
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=12),
        min_height=TARGET,
        key=line.path,
    )


def _nothing(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.FIND_IN_PAGE_OUTLINED,
        _("Catatan ini belum ada di HP ini"),
        _("Mungkin belum terambil dari server kota. Coba lagi bila ada sinyal."),
        secondary_button(_("Ke Beranda"), lambda: go(HOME)),
    )
