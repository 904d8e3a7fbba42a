"""*Laporan*: how an area stands, on one screen; the meaning of each figure one tap away.

What was last seen is shown at once and without a signal, always with the date of its data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import figures_desk
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.keyed import keyed
from mobile.components.layout import (
    Handler,
    empty_state,
    heading,
    page_body,
    primary_button,
    secondary_button,
    text_button,
)
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.figure_text import compared_text
from mobile.figures_desk import AREAS, FiguresDesk
from mobile.office import place_text
from mobile.people_text import trouble_text
from mobile.screens.figure_tiles import meaning_dialog, tiles
from mobile.screens.review_dialog import dialog, options
from mobile.session import Session
from mobile.text import date_time
from mobile.theme import GAP_S
from sync.client.desk import DeskApi
from sync.client.errors import Refused
from sync.domain.areas import gazetteer
from sync.domain.figures import BY_CODE
from sync.protocol.figures import AreaFigures

WIDE_BODY = 1120


@ft.component
def FiguresScreen() -> ft.Control:
    """Another account begins with its own area."""
    return keyed(use_session().account.id, Report)


@ft.component
def Report() -> ft.Control:
    app, session = use_app(), use_session()
    home = session.person.area.kelurahan or session.person.area.text
    desk = ft.use_state(FiguresDesk(home))[0]
    errand = use_errand()

    async def look() -> None:
        await figures_desk.load(desk, session)

    @errand.work
    async def share() -> None:
        content = await DeskApi(session.api).figures_pdf(desk.area)
        await app.devices.exchange.give(f"laporan-{desk.area}.pdf", content)

    ft.use_effect(look, [desk.area])
    ft.use_dialog(_dialog(app, session, desk))
    return page_body(
        heading(place_text(app, desk.area)),
        *_about(app, desk),
        _buttons(app, session, desk, share),
        *errand.told(),
        *_state(app, desk, look),
        *_figures(app, desk),
        max_width=WIDE_BODY,
    )


def _about(app: AppState, desk: FiguresDesk) -> list[ft.Control]:
    """The date of the data, and with what it is compared."""
    if desk.found is None:
        return []
    at = app.gettext("Data per {waktu}").format(waktu=date_time(desk.found.at, app))
    return [ft.Text(f"{at}. {compared_text(app, desk.found)}", color=ft.Colors.ON_SURFACE_VARIANT)]


def _buttons(app: AppState, session: Session, desk: FiguresDesk, share: Handler) -> ft.Control:
    _ = app.gettext

    def choose_area() -> None:
        desk.opened = AREAS

    down, paper = ft.Icons.KEYBOARD_ARROW_DOWN, ft.Icons.PICTURE_AS_PDF_OUTLINED
    has_areas = bool(gazetteer().below(session.person.area.text))
    areas = choice_button(app, _("Wilayah"), choose_area, selected=False, icon=down, key="area")
    give = secondary_button(_("Bagikan PDF"), share, icon=paper, disabled=desk.found is None)
    return wrapped([areas, give] if has_areas else [give])


def _state(app: AppState, desk: FiguresDesk, look: Handler) -> list[ft.Control]:
    """That the centre is being asked, or that it did not answer."""
    _ = app.gettext
    if desk.is_busy and desk.found is None:
        return [ft.ProgressBar(border_radius=4, semantics_label=_("Mengambil laporan …"))]
    if desk.trouble is None:
        return []
    if desk.found is None:
        text = _("Laporan dihitung di server kota. Setelah sekali terbuka, ia bisa dibaca tanpa sinyal.")
        again = primary_button(_("Coba lagi"), look)
        return [empty_state(ft.Icons.CLOUD_OFF_OUTLINED, _("Belum ada laporan di HP ini"), text, again)]
    text = _("Belum tersambung ke server kota. Ini laporan yang terakhir terlihat.")
    if isinstance(desk.trouble, Refused):
        text = trouble_text(app, desk.trouble)
    return [_last_seen(text, text_button(_("Coba lagi"), look, icon=ft.Icons.REFRESH))]


def _last_seen(text: str, again: ft.Control) -> ft.Control:
    """Said in one line: the figures are what the screen is for."""
    words = ft.Text(text, color=ft.Colors.TERTIARY, theme_style=ft.TextThemeStyle.BODY_SMALL, expand=True)
    return ft.Semantics(live_region=True, content=ft.Row([words, again], spacing=GAP_S))


def _figures(app: AppState, desk: FiguresDesk) -> list[ft.Control]:
    _ = app.gettext
    if desk.found is None:
        return []
    if _is_empty(desk.found):
        text = _("Begitu ada inovasi, masalah, atau usulan di wilayah ini, angkanya muncul di sini.")
        return [empty_state(ft.Icons.QUERY_STATS, _("Belum ada yang tercatat"), text)]

    def open_meaning(code: str) -> None:
        desk.opened = code

    return [ft.Column(tiles(app, desk.found.figures, open_meaning), spacing=GAP_S, tight=True)]


def _is_empty(found: AreaFigures) -> bool:
    return not any(told.value or told.before for told in found.figures)


def _dialog(app: AppState, session: Session, desk: FiguresDesk) -> ft.AlertDialog | None:
    def close(*_: object) -> None:
        desk.opened = ""

    if desk.opened == AREAS:
        return _area_dialog(app, session, desk, close)
    figures = desk.found.figures if desk.found is not None else []
    told = next((each for each in figures if each.code == desk.opened and each.code in BY_CODE), None)
    return meaning_dialog(app, desk.found, told, close) if desk.found and told else None


def _area_dialog(app: AppState, session: Session, desk: FiguresDesk, close: Callable[..., Any]) -> ft.AlertDialog:
    def choose(area: str) -> None:
        desk.opened, desk.area = "", area

    _ = app.gettext
    named = [(area, place_text(app, area)) for area in areas_beside(session.person.area.text, desk.area)]
    body = options(app, named, desk.area, choose, "area")
    return dialog(_("Wilayah"), [body], [text_button(_("Tutup"), close)], close)


def areas_beside(home: str, area: str) -> list[str]:
    """What can be looked at next: the areas above within one's own, and those below, in code order."""
    place = gazetteer()
    below = place.below(area) or place.below(place.place(area).parent)
    above = sorted({home, *(code for code in (area[:5], area[:8]) if code.startswith(home))}, key=len)
    return [*above, *(each.code for each in below)]
