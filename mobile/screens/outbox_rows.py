"""The rows of *Kiriman*: what was not accepted, what waits, what has arrived."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import routes
from mobile.components.chips import status_chip
from mobile.components.layout import secondary_button, text_button, tonal_card
from mobile.components.sending_line import when
from mobile.context import AppState
from mobile.outgoing import Refused, Sent, Waiting, WaitingPhoto
from mobile.screens.outbox_words import kind_text, kinds_text, photo_text, reasons
from mobile.text import number
from mobile.theme import GAP, GAP_S, RADIUS
from sync.domain.ids import number_of

_QUIET = ft.Colors.ON_SURFACE_VARIANT


def _name(app: AppState, record: str, title: str) -> ft.Control:
    title = title or app.gettext("Tanpa nama")
    words: list[ft.Control] = [
        ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(number_of(record), theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=_QUIET),
    ]
    return ft.Column(words, spacing=2, tight=True)


def refused_row(app: AppState, item: Refused, on_throw: Callable[[Refused], Any]) -> ft.Control:
    """The reason, and what can be done about it."""
    _ = app.gettext
    ways = {
        "correct": (_("Betulkan"), routes.NOTE),
        "complete": (_("Betulkan"), routes.GROW),
        "decide": (_("Putuskan lagi"), routes.REVIEWED),
        "look": (_("Lihat catatan"), routes.RECORD),
    }
    text, path = ways[item.mends]
    buttons: list[ft.Control] = [secondary_button(text, lambda _: routes.go(path, record=item.record))]
    if item.has_changes:
        buttons.append(text_button(_("Buang"), lambda _: on_throw(item)))
    words = [ft.Text(reason, color=ft.Colors.ON_ERROR_CONTAINER) for reason in reasons(app, item)]
    return tonal_card(
        _name(app, item.record, item.title),
        ft.Container(
            ft.Column(list(words), spacing=4, tight=True),
            bgcolor=ft.Colors.ERROR_CONTAINER,
            border_radius=RADIUS - 4,
            padding=12,
        ),
        ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S),
    )


def waiting_row(app: AppState, item: Waiting, on_undo: Callable[[str], Any]) -> ft.Control:
    """What of the record waits, for what, and each of its photos."""
    parts = [_name(app, item.record, item.title)]
    if item.chip is not None:
        parts.append(ft.Row([status_chip(app, item.chip)], wrap=True))
        parts.append(ft.Text(kinds_text(app, item.kinds), color=_QUIET))
    if item.chip is not None and item.chip.code == "resting":
        change = item.chip.values["change"]
        undo = secondary_button(app.gettext("Urungkan"), lambda _: on_undo(change), icon=ft.Icons.UNDO)
        parts.append(ft.Row([undo], wrap=True))
    if item.chip is None and not item.photos and item.kinds:
        parts.append(ft.Text(kinds_text(app, item.kinds), color=_QUIET))
    return tonal_card(*parts, *(_photo(app, photo) for photo in item.photos))


def _photo(app: AppState, photo: WaitingPhoto) -> ft.Control:
    is_going = photo.waits_for == "sending"
    icon = ft.Icons.CLOUD_UPLOAD_OUTLINED if is_going else ft.Icons.IMAGE_OUTLINED
    words: list[ft.Control] = [ft.Text(photo_text(app, photo))]
    if is_going:
        words.append(ft.ProgressBar(value=photo.sent_bytes / photo.size_bytes or None, border_radius=4))
    return ft.Row(
        [ft.Icon(icon, color=_QUIET, size=20), ft.Column(words, spacing=4, tight=True, expand=True)],
        spacing=GAP_S,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def sent_row(app: AppState, item: Sent, now_ms: int) -> ft.Control:
    """When it arrived, and the receipt by which it can be found in the city's log."""
    _ = app.gettext
    arrived = _("{apa} · diterima {waktu}").format(
        apa=kind_text(app, item.kind), waktu=when(app, item.received, now_ms)
    )
    receipt = _("Tanda terima {nomor} · {kode}").format(nomor=number(item.seq, app), kode=item.link[:8])
    lines: list[ft.Control] = [
        ft.Text(item.title or _("Tanpa nama"), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(arrived, theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=_QUIET),
        ft.Text(receipt, theme_style=ft.TextThemeStyle.BODY_SMALL, color=_QUIET),
    ]
    if item.is_double:
        lines.append(ft.Text(_("Dua isian berbeda. Buka dan pilih yang benar."), color=ft.Colors.TERTIARY))
    return ft.ListTile(
        title=ft.Column(lines, spacing=2, tight=True),
        leading=ft.Icon(ft.Icons.CHECK_CIRCLE_OUTLINE, color=ft.Colors.PRIMARY),
        on_click=lambda _: routes.go(routes.RECORD, record=item.record),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP),
        title_alignment=ft.ListTileTitleAlignment.TOP,
    )
