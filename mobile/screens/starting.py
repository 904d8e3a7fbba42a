"""Before anything is open: a moment's wait, or why this window cannot open the notes."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import empty_state, page_body, primary_button
from mobile.components.mark import mark
from mobile.context import use_app
from mobile.theme import GAP_L


@ft.component
def StartingScreen() -> ft.Control:
    app = use_app()
    _, entrance = app.gettext, app.entrance

    async def open_here() -> None:
        if entrance is not None:
            await entrance.open(steal=True)

    async def try_again() -> None:
        if entrance is not None:
            await entrance.open()

    if app.phase == "other_tab":
        text = _("Catatan Anda hanya bisa dibuka di satu tempat. Yang di sana tersimpan lebih dulu.")
        action = primary_button(_("Pakai di sini"), open_here)
        return page_body(empty_state(ft.Icons.TAB, _("Lorong sudah terbuka di tab lain"), text, action))
    if app.phase == "store_failed":
        text = _(
            "Tutup aplikasi lain atau mulai ulang HP, lalu coba lagi. Jangan hapus Lorong: catatan ada di sini."
        )
        action = primary_button(_("Coba lagi"), try_again)
        return page_body(empty_state(ft.Icons.ERROR_OUTLINE, _("Penyimpanan belum bisa dibuka"), text, action))
    return ft.Container(
        ft.Column(
            [mark(96), ft.ProgressRing(semantics_label=_("Membuka …"))],
            spacing=GAP_L,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        alignment=ft.Alignment.CENTER,
        expand=True,
    )
