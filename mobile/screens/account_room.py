"""How much of the phone the notes and photos take, and what of it can be freed."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from mobile.components.free_photos import FreePhotosButton
from mobile.components.layout import tonal_card
from mobile.context import AppState, use_app
from mobile.kept_photos import PHOTO_ROOM_BYTES
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.store.home import Room
from mobile.text import number, size
from sync.client.tables import FILES

_UNKNOWN = Room(None, None)


@dataclass(frozen=True)
class _Kept:
    records: int = 0
    photos: int = 0
    photo_bytes: int = 0
    can_free: bool = False
    room: Room = _UNKNOWN


@ft.component
def RoomCard() -> ft.Control:
    app = use_app()
    _, session, entrance = app.gettext, app.session, app.entrance
    kept, set_kept = ft.use_state(_Kept())

    async def look() -> None:
        if session is None:
            return
        try:
            room = await entrance.room() if entrance else _UNKNOWN
            set_kept(_kept(session, room))
        except StoreError:
            return  # the card keeps saying what it knew

    ft.use_effect(look, [session.account.id if session else ""])
    return tonal_card(
        ft.Text(_("Tersimpan di HP ini"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        *[ft.Text(line) for line in _lines(app, kept)],
        FreePhotosButton(look),
    )


def _kept(session: Session, room: Room) -> _Kept:
    files = [document for _, document in session.tables.table(FILES).items() if not document.get("freed")]
    return _Kept(
        records=len(session.records.known()),
        photos=sum(document["role"] == "photo" for document in files),
        photo_bytes=sum(document["size"] for document in files),
        can_free=bool(session.spare_photos()),
        room=room,
    )


def _lines(app: AppState, kept: _Kept) -> list[str]:
    _ = app.gettext
    lines = [
        app.ngettext("{n} catatan", "{n} catatan", kept.records).format(n=number(kept.records, app)),
        app.ngettext("{n} foto ({mb})", "{n} foto ({mb})", kept.photos).format(
            n=number(kept.photos, app), mb=size(kept.photo_bytes, app)
        ),
    ]
    if kept.room.used_bytes is not None:
        lines.append(_("Seluruhnya memakai {mb}").format(mb=size(kept.room.used_bytes, app)))
    if kept.room.free_bytes is not None:
        lines.append(_("Ruang kosong: {mb}").format(mb=size(kept.room.free_bytes, app)))
        if kept.room.free_bytes < PHOTO_ROOM_BYTES and not kept.can_free:
            lines.append(_("Belum ada foto yang bisa dikosongkan. Hapus berkas atau aplikasi yang tidak dipakai."))
    return lines
