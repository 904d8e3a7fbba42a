"""A record in a list: its photo, name, number, place, theme and the one chip that is true of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.chips import text_chip
from mobile.components.keyed import keyed
from mobile.components.memo import memo
from mobile.components.photo import LoadedPhoto, LoadPhoto
from mobile.context import AppState
from mobile.text import status_text
from mobile.theme import GAP, GAP_S, RADIUS
from sync.client.cards import Card
from sync.domain.areas import gazetteer
from sync.domain.forms import fields_of
from sync.domain.records import Kind

_PHOTO = 56
"""As tall as a list tile lets what leads it be."""
_ICONS = {Kind.ISSUE.value: ft.Icons.REPORT_PROBLEM_OUTLINED}


def title_of(app: AppState, card: Card) -> str:
    if card.kind == Kind.OFFER:
        return app.gettext("Tawaran bantuan")
    return card.title or app.gettext("Tanpa nama")


def theme_of(app: AppState, card: Card) -> str:
    item = fields_of(card.kind).get("theme")
    choice = item.choice(card.theme) if item else None
    return choice.label.in_language(app.language) if choice else ""


def record_card(
    app: AppState,
    load_photo: LoadPhoto,
    card: Card,
    on_open: Callable[[str], Any],
    *,
    selected: bool = False,
) -> ft.Control:
    """The card with its texts. `on_open` must stay the same function from render to render."""
    place = gazetteer().name(card.area) if card.area else ""
    kinds = {Kind.IDEA.value: app.gettext("Usulan warga"), Kind.ISSUE.value: app.gettext("Masalah")}
    kinds[Kind.PARTNER.value] = app.gettext("Mitra")
    kind = kinds.get(card.kind, "")
    return keyed(
        card.record,
        RecordCard,
        card.record,
        title_of(app, card),
        " · ".join(part for part in (kind, card.number, place) if part),
        theme_of(app, card),
        status_text(app, card.chip),
        card.chip.code,
        card.kind,
        card.preview or "",
        load_photo,
        on_open,
        selected,
    )


@memo
@ft.component
def RecordCard(
    record: str,
    title: str,
    about: str,
    theme: str,
    chip_text: str,
    chip_code: str,
    kind: str,
    preview: str,
    load_photo: LoadPhoto,
    on_open: Callable[[str], Any],
    selected: bool,
) -> ft.Control:
    lines: list[ft.Control] = [
        ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(about, theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    if theme:
        lines.append(ft.Text(theme, theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=ft.Colors.ON_SURFACE_VARIANT))
    lines.append(ft.Row([text_chip(chip_text, chip_code)], wrap=True))
    return ft.ListTile(
        title=ft.Column(lines, spacing=4, tight=True),
        leading=_picture(kind, preview, load_photo, record),
        on_click=lambda _: on_open(record),
        selected=selected,
        bgcolor=ft.Colors.SECONDARY_CONTAINER if selected else ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S + 4, horizontal=GAP),
        horizontal_spacing=GAP,
        title_alignment=ft.ListTileTitleAlignment.TOP,
    )


def _picture(kind: str, preview: str, load_photo: LoadPhoto, record: str) -> ft.Control:
    if preview:
        return keyed(preview, LoadedPhoto, preview, load_photo, _PHOTO, _PHOTO, "", "", record)
    return ft.Container(
        ft.Icon(_ICONS.get(kind, ft.Icons.LIGHTBULB_OUTLINE), color=ft.Colors.ON_SURFACE_VARIANT),
        width=_PHOTO,
        height=_PHOTO,
        alignment=ft.Alignment.CENTER,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
        border_radius=GAP_S,
    )
