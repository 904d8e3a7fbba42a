"""An area chosen step by step: kecamatan, kelurahan, and the numbers of RW and RT as far as they are asked.

Areas stand in code order. What was chosen folds into one line with *Ganti*, so that a small screen shows one step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.area import narrowed
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.frame import quiet
from mobile.components.fields.typed import number_field
from mobile.components.layout import text_button
from mobile.context import AppState, use_app
from mobile.office import place_text
from mobile.theme import GAP_S
from sync.domain.areas import AreaCode, Place, gazetteer

_BELOW = ("rw", "rt")


@ft.component
def AreaChoice(inside: str, level: str, value: str, say: Callable[[str], Any]) -> ft.Control:
    """`area_choice` as a part of a form that shows itself again alone. Not in a dialog."""
    return area_choice(use_app(), inside, level, value, say)


def area_choice(app: AppState, inside: str, level: str, value: str, say: Callable[[str], Any]) -> ft.Control:
    """`value` is the area so far, within `inside`; it is complete when its level is `level`.

    Plain controls: a component in a dialog loses its way to the page's state when the dialog closes.
    """
    area = AreaCode(value or inside)
    parts: list[ft.Control] = []
    if level != "city" and len(inside) < 8:
        parts.append(_step(app, inside, area.kecamatan, gazetteer().below(inside), say))
    if area.kecamatan and level not in ("city", "kecamatan") and len(inside) < 13:
        parts.append(_step(app, area.kecamatan, area.kelurahan, gazetteer().below(area.kecamatan), say))
    if area.kelurahan and level in _BELOW:
        parts.append(_below(area, area.kelurahan, level, say))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def is_complete(value: str, level: str) -> bool:
    return bool(value) and AreaCode(value).level == level


def _step(
    app: AppState, above: str, chosen: str | None, places: list[Place], say: Callable[[str], Any]
) -> ft.Control:
    _ = app.gettext
    if chosen:
        again = text_button(_("Ganti"), lambda: say(above if len(above) > 5 else ""), icon=ft.Icons.EDIT_OUTLINED)
        name = ft.Text(place_text(app, chosen), theme_style=ft.TextThemeStyle.TITLE_SMALL)
        return ft.Row([name, again], wrap=True, spacing=GAP_S)

    def chooser(code: str) -> Callable[[], Any]:
        return lambda: say(code)

    title = _("Pilih kecamatan") if len(above) < 8 else _("Pilih kelurahan")
    buttons = [
        choice_button(app, place.name, chooser(place.code), selected=False, key=f"area={place.code}")
        for place in places
    ]
    return ft.Column([quiet(title), wrapped(buttons)], spacing=4, tight=True)


def _below(area: AreaCode, kelurahan: str, level: str, say: Callable[[str], Any]) -> ft.Control:
    """The numbers below a kelurahan. An RT without its RW is none, so the RW comes first.

    Each is read from its own box when the other changes: both may come before anything is drawn.
    """
    rw, rt = (area.rw or "").lstrip("0"), (area.rt or "").lstrip("0")

    def tell(_text: str) -> None:
        say(narrowed(kelurahan, rw_box.value, rt_box.value if level == "rt" else ""))

    rw_box = number_field("area.RW", rw, tell, lambda: None, most=3, label="RW")
    rt_box = number_field("area.RT", rt, tell, lambda: None, most=3, label="RT")
    rt_box.disabled = not rw
    return ft.Row([rw_box, rt_box] if level == "rt" else [rw_box], spacing=GAP_S)
