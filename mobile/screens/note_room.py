"""Too little room for another photo: said before the camera opens, with what can be done about it."""

from __future__ import annotations

import flet as ft

from mobile.components.free_photos import FreePhotosButton
from mobile.components.layout import notice, text_button
from mobile.context import use_app, use_session
from mobile.kept_photos import PHOTO_ROOM_BYTES
from mobile.screens.photo_work import PhotoWork
from mobile.text import number


@ft.component
def NoRoom(work: PhotoWork) -> ft.Control:
    """The note itself can go on being typed."""
    app, session = use_app(), use_session()
    _ = app.gettext
    lost = _("Foto terakhir belum tersimpan.")
    little = _("Ruang HP kurang dari {mb}, terlalu sedikit untuk foto baru.")
    needed = f"{number(PHOTO_ROOM_BYTES // 1_000_000, app)} MB"
    ways = {
        True: _("Tulisan tetap bisa disimpan. Kosongkan foto lama, lalu ambil foto lagi."),
        False: _("Tulisan tetap bisa disimpan. Hapus berkas atau aplikasi yang tidak dipakai, lalu coba lagi."),
    }
    parts = [lost] if work.news.not_kept else []
    parts += [little.format(mb=needed), ways[bool(session.spare_photos())]]
    again = text_button(_("Coba lagi"), work.look_for_room)
    buttons = ft.Column(
        [FreePhotosButton(work.look_for_room), again],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.END,
    )
    return notice(" ".join(parts), "error" if work.news.not_kept else "warning", buttons)
