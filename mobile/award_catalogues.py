"""The award's catalogues as the signed-in account has them."""

from __future__ import annotations

from mobile.context import AppState
from mobile.session import Session
from mobile.text import day_in_city
from sync.client import catalogues
from sync.domain.iga_catalogue import Indicator
from sync.domain.shelf import Shelf, shelf_of


def shelf(session: Session) -> Shelf:
    return catalogues.shelf(session.tables, day_in_city(session.clock.now_ms()))


def indicators_in_force(app: AppState) -> tuple[Indicator, ...]:
    """Of the catalogue under which records are begun today."""
    return (shelf(app.session) if app.session else shelf_of([], "")).current.indicators


def indicator_at(app: AppState, code: str) -> Indicator | None:
    """As the newest catalogue that has it calls it; for texts about a path, whatever the record."""
    known = shelf(app.session) if app.session else shelf_of([], "")
    return known.indicator(code)
