"""Making room: what can be freed on this phone, and a button that frees it after asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.layout import Handler, primary_button, text_button
from mobile.context import AppState, use_app, use_session
from mobile.store.errors import StoreError
from mobile.text import number, size


@ft.component
def FreePhotosButton(freed: Callable[[], Any]) -> ft.Control:
    """Nothing where there is nothing to free. `freed` is awaited when it was done."""
    app, session = use_app(), use_session()
    asks, set_asks = ft.use_state(False)
    spare = session.spare_photos()

    async def free() -> None:
        set_asks(False)
        try:
            await session.free_photos()
        except StoreError:
            app.save_failed = True
        if app.entrance is not None:
            await app.entrance.look_around()
        await freed()

    ft.use_dialog(_question(app, spare, free, lambda: set_asks(False)) if asks else None)
    if not spare:
        return ft.Container()
    text = app.gettext("Kosongkan {mb} foto yang sudah dicadangkan server kota")
    mb = size(sum(spare.values()), app)
    return text_button(text.format(mb=mb), lambda: set_asks(True), icon=ft.Icons.CLEANING_SERVICES_OUTLINED)


def _question(app: AppState, spare: dict[str, int], free: Handler, close: Handler) -> ft.AlertDialog:
    _ = app.gettext
    what = app.ngettext(
        "{n} foto ukuran penuh ({mb}) dihapus dari HP ini. Server kota sudah mencadangkannya.",
        "{n} foto ukuran penuh ({mb}) dihapus dari HP ini. Server kota sudah mencadangkannya.",
        len(spare),
    )
    lines = [
        what.format(n=number(len(spare), app), mb=size(sum(spare.values()), app)),
        _("Catatan dan gambar kecilnya tetap ada. Foto bisa dibuka lagi saat ada sinyal."),
        _("Foto yang belum terkirim tidak disentuh."),
    ]
    return ft.AlertDialog(
        title=_("Kosongkan foto?"),
        content=ft.Column([ft.Text(line) for line in lines], spacing=12, tight=True),
        scrollable=True,
        actions=[text_button(_("Batal"), close), primary_button(_("Kosongkan"), free)],
        on_dismiss=close,
    )
