"""The bar that comes when a decision has reached the city server: its author can be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.layout import icon_button
from mobile.components.tell_author import tell_button
from mobile.context import AppState
from mobile.review_desk import Resting
from mobile.screens.review_actions import status_word
from mobile.session import Session
from mobile.telling import words_about
from mobile.theme import GAP, GAP_S

Made = tuple[Resting, ...]


@ft.component
def TellBar(app: AppState, session: Session, made: Made, put_away: Callable[[Made], Any]) -> ft.Control:
    """About the newest decision that may be told; then about the one before it. `put_away` is given those that
    were told, or are not to be. While one can still be undone, *Urungkan* stands in this place."""
    now_ms = session.clock.now_ms()
    if any(each.until_ms > now_ms for each in made):
        return ft.Container(height=0)
    told = ((each, words_about(session, each.record, each.change)) for each in reversed(made))
    newest, words = next(((each, words) for each, words in told if words), (None, ""))
    if newest is None:
        return ft.Container(height=0)
    _ = app.gettext
    said = f"{status_word(app, newest.status)}: {newest.title or _('Tanpa nama')}"
    title = ft.Text(said, theme_style=ft.TextThemeStyle.TITLE_SMALL, color=ft.Colors.ON_SECONDARY_CONTAINER)
    close = icon_button(ft.Icons.CLOSE, _("Tidak usah"), lambda: put_away(made))
    top = ft.Row([ft.Container(title, expand=True), close], spacing=GAP_S)
    button = tell_button(app, words, lambda: put_away((newest,)))
    return ft.Container(
        ft.Column([top, ft.Row([button], wrap=True)], spacing=0, tight=True),
        bgcolor=ft.Colors.SECONDARY_CONTAINER,
        padding=ft.Padding.only(left=GAP, right=4, top=4, bottom=GAP_S),
    )
