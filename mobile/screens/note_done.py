"""What stands after *Ajukan*: that it is safe here and goes by itself, its number, and what next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft
from mobile.components.layout import page_body, primary_button, secondary_button
from mobile.context import AppState, use_app
from mobile.routes import HOME, PARTNERS, RECORD, go
from mobile.theme import GAP, GAP_L
from sync.domain.ids import number_of
from sync.domain.records import Kind


@ft.component
def NoteDone(draft: Draft, is_sent: bool, again: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    if draft.copy.is_new:
        title = _("Tersimpan. Dikirim begitu ada sinyal.")
    else:
        title = _("Perubahan tersimpan. Dikirim begitu ada sinyal.") if is_sent else _("Tidak ada yang berubah.")
    more = _("Tambah lagi") if draft.copy.kind == Kind.PARTNER else _("Catat lagi")
    next_step = (
        secondary_button(more, again, icon=ft.Icons.ADD)
        if draft.copy.is_new
        else secondary_button(_("Lihat catatan"), lambda: go(RECORD, record=draft.record))
    )
    center = ft.TextAlign.CENTER
    said = ft.Column(
        [
            ft.Icon(ft.Icons.TASK_ALT, size=72, color=ft.Colors.PRIMARY),
            ft.Text(title, theme_style=ft.TextThemeStyle.HEADLINE_SMALL, text_align=center),
            ft.SelectionArea(
                content=ft.Text(_("Nomor {nomor}").format(nomor=number_of(draft.record)), text_align=center)
            ),
            ft.Text(
                _("Lihat keadaannya kapan saja di Kiriman."),
                color=ft.Colors.ON_SURFACE_VARIANT,
                text_align=center,
            ),
        ],
        spacing=GAP,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return page_body(
        ft.Semantics(
            live_region=True, content=ft.Container(said, padding=ft.Padding.symmetric(vertical=GAP_L * 2))
        ),
        _way_back(app, draft),
        next_step,
        max_width=480,
    )


def _way_back(app: AppState, draft: Draft) -> ft.Control:
    if draft.copy.kind == Kind.PARTNER:
        return primary_button(app.gettext("Ke daftar mitra"), lambda: go(PARTNERS))
    return primary_button(app.gettext("Ke Beranda"), lambda: go(HOME))
