"""The camera in a dialog: mounted only while the person takes a photo, with a way to the gallery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft
import flet_camera as fc  # type: ignore[import-untyped]

from mobile.components.layout import notice, primary_button, secondary_button, text_button
from mobile.context import AppState, use_app
from mobile.device.camera import start_camera, take_photo
from mobile.device.ports import DeviceError, PickedPhoto
from mobile.theme import GAP, GAP_S

STARTING, READY, TAKING = "starting", "ready", "taking"
Taken = Callable[[PickedPhoto], Any]


def camera_dialog(app: AppState, taken: Taken, to_gallery: Callable[[], Any], close: Callable[[], Any]) -> Any:
    return ft.AlertDialog(
        modal=True,
        inset_padding=GAP_S,
        content_padding=GAP,
        title=app.gettext("Ambil foto"),
        content=Viewfinder(taken, to_gallery, close),
        scrollable=True,
    )


@ft.component
def Viewfinder(taken: Taken, to_gallery: Callable[[], Any], close: Callable[[], Any]) -> ft.Control:
    """`state` is STARTING, READY, TAKING or the code of what went wrong."""
    app = use_app()
    _ = app.gettext
    state, set_state = ft.use_state(STARTING)
    camera: Any = ft.use_ref()

    async def start() -> None:
        try:
            await start_camera(lambda: camera.current)
        except DeviceError as error:
            set_state(error.code)
        else:
            set_state(READY)

    async def shoot() -> None:
        set_state(TAKING)
        try:
            photo = await take_photo(lambda: camera.current)
        except DeviceError as error:
            set_state(error.code)
            return
        await taken(photo)

    ft.use_effect(start, [])
    parts: list[ft.Control] = []
    if state in (STARTING, READY, TAKING):
        parts.append(_preview(app, camera, is_waiting=state != READY))
        parts.append(primary_button(_("Jepret"), shoot, icon=ft.Icons.PHOTO_CAMERA, disabled=state != READY))
    else:
        parts.append(notice(camera_trouble(app, state), "warning"))
        parts.append(secondary_button(_("Pilih dari galeri"), to_gallery, icon=ft.Icons.PHOTO_LIBRARY_OUTLINED))
    parts.append(text_button(_("Batal"), close))
    return ft.Column(
        parts, spacing=GAP_S, tight=True, width=480, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def camera_trouble(app: AppState, code: str) -> str:
    """Why there is no picture, and what to do instead."""
    _ = app.gettext
    texts = {
        "denied": _("Kamera belum diizinkan. Izinkan Lorong di Setelan HP, atau pilih foto dari galeri."),
        "missing": _("Kamera tidak ditemukan. Pilih foto dari galeri."),
        "timeout": _("Kamera belum menjawab. Coba lagi, atau pilih foto dari galeri."),
    }
    return texts.get(code, texts["missing"])


def _preview(app: AppState, camera: Any, *, is_waiting: bool) -> ft.Control:
    layers: list[ft.Control] = [fc.Camera(ref=camera, expand=True)]
    if is_waiting:
        layers.append(ft.Container(ft.ProgressRing(), alignment=ft.Alignment.CENTER, expand=True))
    picture = ft.Container(
        ft.Stack(layers, expand=True, fit=ft.StackFit.EXPAND),
        height=min(480, app.width * 1.1),
        border_radius=12,
        clip_behavior=ft.ClipBehavior.HARD_EDGE,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
    )
    return ft.Semantics(label=app.gettext("Gambar dari kamera"), image=True, content=picture)
