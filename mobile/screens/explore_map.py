"""The city as a picture: a tap on a kelurahan opens what it has published. Below it the same as a list.

Where something is published is shaded, all alike: how much is said in figures, and ordered by nothing but codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

import flet as ft

from mobile.context import AppState
from mobile.text import number
from mobile.theme import GAP, GAP_S, RADIUS, TARGET
from sync.domain.areas import CITY, AreaCode, gazetteer
from sync.domain.city_map import Picture, picture
from sync.domain.geo import kelurahan_at
from sync.protocol.bank import Published

_WIDEST, _PANE, _MARGIN = 520, 368, 32
_INK = "#000000"


@dataclass(frozen=True, slots=True)
class Place:
    """A kelurahan, and how many are published there."""

    code: str
    count: int


def places_of(editions: Iterable[Published]) -> list[Place]:
    """In the order of the codes."""
    counted = Counter(edition.kelurahan for edition in editions)
    return [Place(code, counted[code]) for code in sorted(counted)]


def map_of(app: AppState, places: Sequence[Place], choose: Callable[[str], Any]) -> ft.Control:
    _, drawn = app.gettext, picture(CITY)
    codes = frozenset(place.code for place in places)
    width = float(_PANE if app.is_wide else min(_WIDEST, app.width - _MARGIN))
    scale = width / drawn.width

    def tapped(event: ft.TapEvent[ft.GestureDetector]) -> None:
        at = event.local_position
        code = kelurahan_at(*drawn.place_at(at.x / scale, at.y / scale)) if at else None
        if code is not None and code in codes:
            choose(code)

    image = ft.Image(
        src=_svg(drawn, codes),
        width=width,
        height=drawn.height * scale,
        fit=ft.BoxFit.FILL,
        color=ft.Colors.PRIMARY,
        semantics_label=_("Peta kota. Kelurahan yang diarsir sudah punya yang terbit; daftarnya ada di bawah."),
    )
    hint = _("Ketuk kelurahan yang diarsir. Batasnya perkiraan; Kepulauan Sangkarrang hanya ada di daftar.")
    quiet = ft.Text(hint, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
    touched = ft.GestureDetector(image, on_tap_down=tapped, key="city")
    return ft.Column([ft.Row([touched], alignment=ft.MainAxisAlignment.CENTER), quiet], tight=True, spacing=GAP_S)


def _svg(drawn: Picture, codes: Set[str]) -> str:
    """In one ink, so that the phone colours it as the theme says."""
    paths = "".join(
        f'<path fill-opacity="{0.55 if shape.code in codes else 0.06}" d="{shape.path}"/>'
        for shape in drawn.shapes
    )
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width} {drawn.height}"'
    return f'<svg {frame}><g fill="{_INK}" stroke="{_INK}" stroke-width="0.7">{paths}</g></svg>'


def place_row(app: AppState, place: Place, choose: Callable[[str], Any]) -> ft.Control:
    _, places = app.gettext, gazetteer()
    kecamatan = places.name(AreaCode(place.code).kecamatan or "")
    about = _("{n} terbit · Kecamatan {nama}").format(n=number(place.count, app), nama=kecamatan)
    return ft.ListTile(
        title=ft.Text(places.name(place.code), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        subtitle=ft.Text(about),
        on_click=lambda _: choose(place.code),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP),
        min_height=TARGET,
        key=f"place:{place.code}",
    )
