"""The top of *Rincian*: number, name, where it stands and what comes next."""

from __future__ import annotations

import flet as ft

from mobile.components.chips import status_chip
from mobile.components.layout import heading, notice
from mobile.context import AppState
from mobile.screens.record_meaning import meaning
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.client.reviewing import reviews
from sync.domain.areas import gazetteer
from sync.domain.ids import number_of
from sync.domain.lifecycle import NEEDS_NOTE

_ANSWERED = frozenset(status.value for status in NEEDS_NOTE)


def head(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    _ = app.gettext
    chip = session.card(state.id).chip
    quiet = ft.Colors.ON_SURFACE_VARIANT
    where = gazetteer().name(str(state.values.get("area") or state.area))
    number = _("Nomor {nomor}").format(nomor=number_of(state.id))
    named = ft.Column(
        [
            heading(str(state.values.get("title") or _("Tanpa nama")), 1, ft.TextThemeStyle.HEADLINE_SMALL),
            ft.Text(f"{number} · {where}", theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
        ],
        spacing=4,
        tight=True,
    )
    stands = ft.Column(
        [ft.Row([status_chip(app, chip)], wrap=True), ft.Text(meaning(app, state, chip))],
        spacing=GAP_S,
        tight=True,
    )
    controls: list[ft.Control] = [
        ft.SelectionArea(content=named),
        ft.Semantics(live_region=True, content=stands),
    ]
    return controls + _reviewers_note(app, state)


def _reviewers_note(app: AppState, state: RecordState) -> list[ft.Control]:
    """Why it came back, as the reviewer wrote it."""
    last = reviews(state)[-1:]
    if state.status not in _ANSWERED or not last or not last[0].note:
        return []
    text = app.gettext("Catatan peninjau: {catatan}").format(catatan=last[0].note)
    return [ft.SelectionArea(content=notice(text, "warning"))]
