"""What was planned and spent for an innovation, by year, and the way to its lines."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import secondary_button, section_title, tonal_card
from mobile.context import AppState, use_app
from mobile.plan_keeping import is_planned, may_plan
from mobile.plan_text import money_text
from mobile.routes import PLANS, go
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.domain.planning import BUDGET, lines_of, money_of, years_of


def has_plans(session: Session, state: RecordState) -> bool:
    """Whether the part stands there: for who writes lines, and for who finds any."""
    return is_planned(state) and (may_plan(session, state) or bool(years_of(state.values)))


@ft.component
def RecordPlans(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    word = _("Isi rencana & anggaran") if may_plan(session, state) else _("Lihat rencana & anggaran")
    button = secondary_button(word, lambda: go(PLANS, record=state.id), icon=ft.Icons.REQUEST_QUOTE_OUTLINED)
    years = years_of(state.values)
    sums = [tonal_card(*[_year(app, state, year) for year in years])] if years else []
    return ft.Column(
        [section_title(_("Rencana & anggaran")), *sums, ft.Row([button], wrap=True)],
        spacing=GAP_S,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _year(app: AppState, state: RecordState, year: int) -> ft.Control:
    money = lines_of(state.values, BUDGET, year)
    said = money_text(app, money_of(money)) if money else app.gettext("belum ada anggaran")
    return ft.Text(f"{year} · {said}")
