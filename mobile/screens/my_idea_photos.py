"""The photos of a resident's idea, while it is written: up to three, sent after the text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.frame import quiet
from mobile.components.keyed import keyed
from mobile.components.layout import icon_button, notice
from mobile.components.photo import LoadedPhoto
from mobile.context import AppState
from mobile.device.ports import DeviceError, PickedPhoto
from mobile.own_draft import OwnDraft
from mobile.resident import Resident
from mobile.screens.note_camera import camera_dialog
from mobile.text import device_error_text
from mobile.theme import GAP_S

_SIDE = 104


@ft.component
def OwnPhotos(app: AppState, resident: Resident, draft: OwnDraft) -> ft.Control:
    _, remarks = app.gettext, ft.use_state(draft.remarks)[0]
    turns, set_turns = ft.use_state(0)
    is_camera_open, open_camera = ft.use_state(False)
    load = ft.use_callback(resident.photo, [])

    async def take_all(picked: list[PickedPhoto]) -> None:
        await draft.add_photos(picked, app.devices.photos)
        set_turns(turns + 1)

    async def taken(photo: PickedPhoto) -> None:
        open_camera(False)
        await take_all([photo])

    async def from_gallery() -> None:
        open_camera(False)
        try:
            picked = await app.devices.photo_source.pick()
        except DeviceError as error:
            remarks.photo_trouble = error.code
        else:
            await take_all(picked)

    async def remove(sha256: str) -> None:
        await draft.take_away(sha256)
        set_turns(turns + 1)

    def listen() -> None:
        app.devices.photo_source.hear(take_all)

    ft.use_effect(listen, [turns])
    ft.use_dialog(camera_dialog(app, taken, from_gallery, lambda: open_camera(False)) if is_camera_open else None)
    parts: list[ft.Control] = [
        ft.Text(_("Foto (boleh kosong)"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        quiet(_("Paling banyak 3. Tempat dan waktu di dalam foto dihapus sebelum dikirim.")),
    ]
    tiles = [_tile(app, load, each, place, remove) for place, each in enumerate(draft.idea.photos, start=1)]
    if tiles:
        parts.append(ft.Row(tiles, wrap=True, spacing=GAP_S, run_spacing=GAP_S))
    if remarks.is_busy:
        parts.append(ft.Semantics(live_region=True, content=ft.Text(_("Mengecilkan foto …"))))
    if remarks.photo_trouble and remarks.photo_trouble != "cancelled":
        parts.append(notice(_trouble(app, remarks.photo_trouble), "warning"))
    is_off = remarks.is_busy or draft.room <= 0
    parts.append(_buttons(app, lambda: open_camera(True), from_gallery, is_off=is_off))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _trouble(app: AppState, code: str) -> str:
    if code == "not_kept":
        return app.gettext("Foto belum tersimpan. Ruang HP mungkin penuh.")
    return device_error_text(app, DeviceError(code))


def _tile(app: AppState, load: Any, photo: dict[str, Any], place: int, remove: Callable[[str], Any]) -> ft.Control:
    name = app.gettext("Foto {n}").format(n=place)
    away = app.gettext("Hapus foto {n}").format(n=place)
    picture = keyed(photo["preview"], LoadedPhoto, photo["preview"], load, _SIDE, _SIDE, name, "")
    button = icon_button(ft.Icons.DELETE_OUTLINE, away, partial(remove, photo["sha256"]))
    return ft.Column([picture, button], spacing=0, tight=True)


def _buttons(
    app: AppState, camera: Callable[[], Any], from_gallery: Callable[[], Any], *, is_off: bool
) -> ft.Control:
    _, source = app.gettext, app.devices.photo_source
    gallery = ft.OutlinedButton(
        content=_("Dari galeri") if source.has_camera else _("Pilih foto"),
        icon=ft.Icons.PHOTO_LIBRARY_OUTLINED,
        action=source.action,
        on_click=None if source.action else from_gallery,
        disabled=is_off,
    )
    buttons: list[ft.Control] = [gallery]
    if source.has_camera:
        take = ft.FilledTonalButton(
            content=_("Ambil foto"), icon=ft.Icons.PHOTO_CAMERA, on_click=camera, disabled=is_off
        )
        buttons.insert(0, take)
    return ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)
