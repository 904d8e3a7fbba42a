"""*Lembar kota*: the city as a whole before IGA, and the evidence for the indicators of the government unit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.layout import (
    Handler,
    empty_state,
    page_body,
    primary_button,
    secondary_button,
    section_title,
    tonal_card,
)
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.growing_text import level_text
from mobile.screens.city_proof import ProofDialog, proof_text
from mobile.screens.figure_tiles import tiles_beside
from mobile.text import date_time, number
from mobile.theme import GAP, GAP_S, RADIUS
from sync.client.desk import DeskApi
from sync.domain.city_sheet import UnitIndicator, basic_affairs, unit_indicators
from sync.protocol.city_sheet import CitySheet

_QUIET = ft.Colors.ON_SURFACE_VARIANT


@ft.component
def CitySheetScreen() -> ft.Control:
    return keyed(use_session().account.id, Sheet)


@ft.component
def Sheet() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    nothing: CitySheet | None = None
    found, set_found = ft.use_state(nothing)
    errand = use_errand()
    opened, set_opened = ft.use_state("")

    @errand.look
    async def look() -> None:
        set_found(await DeskApi(session.api).city_sheet())

    @errand.work
    async def share(ending: str) -> None:
        content = await DeskApi(session.api).city_sheet_file(ending)
        await app.devices.exchange.give(f"lembar-kota.{ending}", content)

    def close() -> None:
        set_opened("")

    ft.use_effect(look, [])
    told = errand.told() if found else []
    if found is None:
        return page_body(*_waiting(app, errand.trouble, look))
    chosen = next((each for each in unit_indicators() if each.code == opened), None)
    dialog = (
        [keyed(opened, ProofDialog, session, chosen, found.proofs.get(opened), set_found, close)] if chosen else []
    )
    return page_body(
        ft.Text(_("Data per {waktu}").format(waktu=date_time(found.at, app)), color=_QUIET),
        _buttons(app, share),
        *told,
        *_numbers(app, found),
        section_title(_("Enam urusan wajib pelayanan dasar")),
        _affairs(app, found),
        section_title(_("Indikator satuan pemerintah daerah (SPD)")),
        ft.Text(_points(app, found), color=_QUIET),
        *(_row(app, each, found, set_opened) for each in unit_indicators()),
        *dialog,
        max_width=960,
    )


def _waiting(app: AppState, trouble: str, look: Handler) -> list[ft.Control]:
    _ = app.gettext
    if not trouble:
        return [ft.ProgressBar(border_radius=4, semantics_label=_("Menghitung lembar kota …"))]
    again = primary_button(_("Coba lagi"), look)
    return [empty_state(ft.Icons.CLOUD_OFF_OUTLINED, _("Lembar kota dihitung di server kota"), trouble, again)]


def _buttons(app: AppState, share: Callable[[str], Any]) -> ft.Control:
    _ = app.gettext
    paper = secondary_button(_("Bagikan PDF"), partial(share, "pdf"), icon=ft.Icons.PICTURE_AS_PDF_OUTLINED)
    table = secondary_button(_("Bagikan XLSX"), partial(share, "xlsx"), icon=ft.Icons.TABLE_CHART_OUTLINED)
    return ft.Row([paper, table], wrap=True, spacing=GAP_S)


def _numbers(app: AppState, found: CitySheet) -> list[ft.Control]:
    _ = app.gettext
    told = {
        _("Inovasi diajukan"): number(found.submitted, app),
        _("Disetujui atau terbit"): number(found.approved, app),
        _("Rata-rata nilai diklaim"): _average(app, found.claimed_tenths),
        _("Rata-rata nilai diberikan"): _average(app, found.granted_tenths),
    }
    tiles, beside = [_tile(name, said) for name, said in told.items()], tiles_beside(app)
    rows = [tiles[start : start + beside] for start in range(0, len(tiles), beside)]
    return [_tile_row(row, f"numbers={place}") for place, row in enumerate(rows)]


def _tile_row(row: list[ft.Control], key: str) -> ft.Control:
    stretch = ft.CrossAxisAlignment.STRETCH
    return ft.Row(row, spacing=GAP_S, intrinsic_height=True, vertical_alignment=stretch, key=key)


def _tile(name: str, said: str) -> ft.Control:
    shown = ft.Text(said, theme_style=ft.TextThemeStyle.HEADLINE_SMALL, color=ft.Colors.PRIMARY)
    card = tonal_card(ft.Text(name, theme_style=ft.TextThemeStyle.BODY_MEDIUM), shown, spacing=2)
    return ft.MergeSemantics(content=card, expand=1)


def _average(app: AppState, tenths: int | None) -> str:
    return "–" if tenths is None else number(tenths / 10, app, 1)


def _affairs(app: AppState, found: CitySheet) -> ft.Control:
    """In the order of the law: nothing is ordered by how much there is."""
    names = [*basic_affairs().items(), ("", app.gettext("Urusan lain"))]
    counts = [(name, found.basic.get(code, 0) if code else found.others) for code, name in names]
    most = max(count for _, count in counts) or 1
    return tonal_card(*(_affair(app, name, count, most) for name, count in counts), spacing=GAP_S)


def _affair(app: AppState, name: str, count: int, most: int) -> ft.Control:
    told = ft.Row([ft.Text(name, expand=True), ft.Text(number(count, app))], spacing=GAP_S)
    bar = ft.ProgressBar(value=count / most, border_radius=4, semantics_label=f"{name} {count}")
    return ft.Column([told, bar], spacing=4, tight=True)


def _points(app: AppState, found: CitySheet) -> str:
    text = app.gettext("Nilai {n} dari paling banyak {batas}. Tingkat dihitung bila ada buktinya.")
    points, most = (number(each / 100, app, 2) for each in (found.shown_hundredths, found.possible_hundredths))
    return text.format(n=points, batas=most)


def _row(app: AppState, each: UnitIndicator, found: CitySheet, opens: Callable[[str], Any]) -> ft.Control:
    _, proof = app.gettext, found.proofs.get(each.code)
    name = f"{each.code}. {each.name}" + (" · " + _("wajib") if each.is_required else "")
    level = level_text(app, proof.level if proof else 0)
    shown = bool(proof and proof.is_shown)
    about = f"{level} · {proof_text(app, proof)}" if proof and shown else f"{level} · {_('Belum ada bukti')}"
    return ft.ListTile(
        key=f"unit={each.code}",
        leading=ft.Icon(ft.Icons.TASK_ALT if shown else ft.Icons.RADIO_BUTTON_UNCHECKED),
        title=ft.Text(name),
        subtitle=ft.Text(about),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(horizontal=GAP, vertical=4),
        on_click=lambda _: opens(each.code),
    )
