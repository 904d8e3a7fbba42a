"""One measurement: what it says and of what, whether the kelurahan stands by it, and how it came to be."""

from __future__ import annotations

import flet as ft

from mobile.amount_text import measured_text
from mobile.components.layout import heading, page_body, secondary_button, section_title, text_button
from mobile.context import AppState, use_app
from mobile.measures import may_confirm, measured_by
from mobile.routes import RECORD, go
from mobile.screens.measure_form import not_known
from mobile.screens.record_actions import RecordActions
from mobile.screens.record_comments import Comments
from mobile.screens.record_history import history
from mobile.screens.record_measurements import standing_text
from mobile.screens.record_receipt import receipt
from mobile.screens.record_refused import RefusedBanner
from mobile.screens.record_two_values import choices_to_make
from mobile.session import Session
from mobile.text import month
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.domain.ids import number_of
from sync.domain.measuring import Indicator, measured_in
from sync.domain.records import CONFIRMED


@ft.component
def MeasurementRead(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    about = measured_by(session, state.values)
    refused = [RefusedBanner(session, state)] if session.refusals(state.id) else []
    if about is None:
        return page_body(*refused, not_known(app))
    innovation, indicator = about
    return page_body(
        _head(app, session, state, innovation, indicator),
        *refused,
        *choices_to_make(app, session, state),
        *_confirming(app, session, state),
        RecordActions(session, state),
        section_title(app.gettext("Komentar")),
        Comments(session, state),
        section_title(app.gettext("Riwayat")),
        ft.SelectionArea(content=history(app, state)),
        *receipt(app, session, state),
    )


def _head(
    app: AppState, session: Session, state: RecordState, innovation: RecordState, indicator: Indicator
) -> ft.Control:
    _, quiet = app.gettext, ft.Colors.ON_SURFACE_VARIANT
    measured = measured_in(state.id, innovation.values, indicator, state.values)
    number = _("Nomor {nomor}").format(nomor=number_of(state.id))
    parts: list[ft.Control] = [
        heading(str(indicator["name"]), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        ft.Text(number, theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
    ]
    if measured:
        said = f"{month(measured.period, app)}: {measured_text(app, measured, indicator)}"
        parts.append(ft.SelectionArea(content=ft.Text(said, theme_style=ft.TextThemeStyle.TITLE_MEDIUM)))
    opens = text_button(
        str(innovation.values.get("title") or _("Tanpa nama")),
        lambda: go(RECORD, record=innovation.id),
        icon=ft.Icons.LIGHTBULB_OUTLINE,
    )
    parts += [ft.Text(standing_text(app, session, state)), ft.Row([opens], wrap=True)]
    return ft.Column(parts, spacing=GAP_S, tight=True)


def _confirming(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    _ = app.gettext
    if not may_confirm(session, state):
        return []

    def confirm() -> None:
        app.kept(lambda: session.edit(state, {CONFIRMED: True}))

    return [ft.Row([secondary_button(_("Sahkan"), confirm, icon=ft.Icons.VERIFIED_OUTLINED)], wrap=True)]
