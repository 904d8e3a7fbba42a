"""What the list of *Jelajah* is narrowed to, and whether it is a list or a map."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.context import AppState
from mobile.explore_desk import ExploreDesk
from mobile.screens.filter_parts import filter_chips, filter_dialog
from mobile.screens.find import kind_text
from mobile.screens.review_queue import theme_text
from sync.domain.areas import CITY, AreaCode, gazetteer
from sync.domain.forms import form_of
from sync.domain.records import Kind

_KINDS = ("innovation", "issue")


def filters(app: AppState, desk: ExploreDesk) -> ft.Control:
    """The kelurahan is asked for once a kecamatan is chosen."""
    _, look = app.gettext, desk.look
    kecamatan, kelurahan = _places(look.area)
    shown = {
        "kind": (_("Jenis"), kind_text(app, look.kind)),
        "theme": (_("Tema"), theme_text(app, look.theme)),
        "kecamatan": (_("Kecamatan"), gazetteer().name(kecamatan) if kecamatan else ""),
    }
    if kecamatan:
        shown["kelurahan"] = (_("Kelurahan"), gazetteer().name(kelurahan) if kelurahan else "")

    def turn() -> None:
        desk.show_map(is_map=not desk.is_map)

    icon = ft.Icons.MAP_OUTLINED
    as_map = choice_button(app, _("Peta"), turn, selected=desk.is_map, icon=icon, key="map")
    return wrapped([*filter_chips(app, desk, shown), as_map])


def choices_dialog(app: AppState, desk: ExploreDesk) -> ft.AlertDialog:
    """The choices of the filter that was tapped."""
    _, name, look = app.gettext, desk.dialog, desk.look
    titles = {"kind": _("Jenis"), "theme": _("Tema"), "kecamatan": _("Kecamatan"), "kelurahan": _("Kelurahan")}
    kecamatan, kelurahan = _places(look.area)
    chosen = {"kind": look.kind, "theme": look.theme, "kecamatan": kecamatan, "kelurahan": kelurahan}[name]

    def choose(code: str) -> None:
        # Every kelurahan: that is its kecamatan.
        area = code or kecamatan if name == "kelurahan" else code
        changed = {name: code} if name in ("kind", "theme") else {"area": area}
        desk.narrow(**changed)

    return filter_dialog(app, desk, titles[name], _choices(app, name, kecamatan), chosen, choose)


def _choices(app: AppState, name: str, kecamatan: str) -> Sequence[tuple[str, str]]:
    if name == "kind":
        return [(kind, kind_text(app, kind)) for kind in _KINDS]
    if name == "theme":
        themes = form_of(Kind.INNOVATION).field("theme").choices
        return [(choice.code, choice.label.in_language(app.language)) for choice in themes]
    return [(place.code, place.name) for place in gazetteer().below(kecamatan if name == "kelurahan" else CITY)]


def _places(area: str) -> tuple[str, str]:
    """The kecamatan and the kelurahan that are chosen, each empty when it is not."""
    chosen = AreaCode(area)
    return chosen.kecamatan or "", chosen.kelurahan or ""
