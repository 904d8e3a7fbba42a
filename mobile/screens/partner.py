"""One partner: what is agreed with it, its reading links, and the way to take it off the city's list."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.components.chips import status_chip
from mobile.components.layout import heading, page_body, section_title, text_button
from mobile.context import AppState, use_app
from mobile.routes import PARTNERS, go
from mobile.screens.partner_links import PartnerLinksCard
from mobile.screens.record_actions import RecordActions
from mobile.screens.record_fields import fields_by_section
from mobile.screens.record_history import history
from mobile.screens.record_receipt import receipt
from mobile.screens.record_refused import RefusedBanner
from mobile.screens.record_said import said
from mobile.screens.record_steps import RecordSteps
from mobile.screens.record_two_values import choices_to_make
from mobile.session import Session
from mobile.theme import GAP_L, GAP_S
from sync.client.replica import RecordState
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.domain.rights import may_keep_partners


@ft.component
def PartnerRead(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    refused = [RefusedBanner(session, state)] if session.refusals(state.id) else []
    return page_body(
        *_head(app, session, state),
        *refused,
        *choices_to_make(app, session, state),
        RecordActions(session, state),
        *said(app, state),
        ft.SelectionArea(content=_read(fields_by_section(app, session, state))),
        *_links(session, state),
        RecordSteps(session, state),
        section_title(app.gettext("Riwayat")),
        ft.SelectionArea(content=history(app, state)),
        *receipt(app, session, state),
    )


def _head(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    """Name and number, and where what was changed here stands: of a partner nothing is verified."""
    chip = session.card(state.id).chip
    name = str(state.values.get("title") or app.gettext("Tanpa nama"))
    number = app.gettext("Mitra kota · {nomor}").format(nomor=number_of(state.id))
    parts: list[ft.Control] = [
        heading(name, 1, ft.TextThemeStyle.HEADLINE_SMALL),
        ft.Text(number, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    if chip.code != Status.SUBMITTED:
        parts.append(ft.Row([status_chip(app, chip)], wrap=True))
    way = text_button(app.gettext("Ke daftar mitra"), lambda: go(PARTNERS), icon=ft.Icons.LIST)
    return [ft.Column(parts, spacing=GAP_S, tight=True), ft.Row([way], wrap=True)]


def _read(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(controls, spacing=GAP_L, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _links(session: Session, state: RecordState) -> list[Any]:
    """Of a partner that the centre knows."""
    is_kept = state.version > 0 and state.status == Status.SUBMITTED
    return [PartnerLinksCard(session, state)] if is_kept and may_keep_partners(session.person, state.area) else []
