"""*Portofolio*: the city's innovations side by side, sorted out by sieves, chosen for a batch of dossiers.

Wide it is a table, on a phone the same lines stand below one another. They stand in the order of their areas: the
score is there to be read, never to be ordered by.
"""

from __future__ import annotations

import flet as ft

from mobile import portfolio_desk
from mobile.award_catalogues import indicators_in_force
from mobile.components.keyed import keyed
from mobile.components.layout import empty_state, notice, text_button
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.people_text import trouble_text
from mobile.portfolio_desk import PortfolioDesk
from mobile.routes import FOUND, go
from mobile.screens.portfolio_batch import PortfolioBatch
from mobile.screens.portfolio_row import is_table, portfolio_head, portfolio_row
from mobile.screens.portfolio_sieve import PortfolioSieve
from mobile.text import date_time, number
from sync.domain.portfolio import Line


@ft.component
def PortfolioScreen() -> ft.Control:
    """What is chosen stays chosen while one of the records is read; another account begins with an empty desk."""
    app, session = use_app(), use_session()
    desk = ft.use_state(app.city.portfolio)[0]

    async def look() -> None:
        await portfolio_desk.load(desk, session)

    ft.use_effect(look, [session.account.id])
    on_open = ft.use_callback(lambda record: go(FOUND, record=record), [session.account.id])
    on_tick = ft.use_callback(desk.toggle, [session.account.id])
    shown, closes_on, indicators = desk.shown, desk.sieve.closes_on, indicators_in_force(app)

    def row(line: Line) -> ft.Control:
        return portfolio_row(app, indicators, line, closes_on, line.id in desk.chosen, on_open, on_tick)

    again = text_button(app.gettext("Coba lagi"), look, icon=ft.Icons.REFRESH)
    head = [
        _about(app, desk, len(shown)),
        *_trouble(app, desk, again),
        PortfolioSieve(desk, session),
        *([PortfolioBatch(desk, session)] if desk.lines else []),
        *([portfolio_head(app, indicators)] if shown and is_table(app) else []),
        *_nothing(app, desk, shown),
    ]
    rows = keyed(f"portfolio:{desk.sieve}", Windowed, shown, row, lambda line: line.id, head=head)
    return ft.SafeArea(rows, expand=True)


def _about(app: AppState, desk: PortfolioDesk, shown: int) -> ft.Control:
    _ = app.gettext
    if desk.is_busy and not desk.lines:
        return ft.ProgressBar(border_radius=4, semantics_label=_("Mengambil portofolio …"))
    text = _("{i} dari {n} inovasi, urut kode wilayah.").format(
        i=number(shown, app), n=number(len(desk.lines), app)
    )
    seen = _("Data per {waktu}").format(waktu=date_time(desk.seen_at, app)) if desk.seen_at else ""
    return ft.Text(f"{text} {seen}".strip(), color=ft.Colors.ON_SURFACE_VARIANT)


def _trouble(app: AppState, desk: PortfolioDesk, again: ft.Control) -> list[ft.Control]:
    return [notice(trouble_text(app, desk.trouble), "warning", again)] if desk.trouble else []


def _nothing(app: AppState, desk: PortfolioDesk, shown: list[Line]) -> list[ft.Control]:
    _ = app.gettext
    if shown or desk.is_busy or desk.trouble:
        return []
    text = _("Longgarkan saringannya.") if desk.lines else _("Inovasi yang diajukan muncul di sini.")
    return [empty_state(ft.Icons.FILTER_ALT_OFF_OUTLINED, _("Tidak ada yang cocok"), text)]
