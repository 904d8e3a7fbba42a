"""The photos of a note: taken or chosen, made small, said who is in them, blurred, taken away and put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import below, fault_line, framing, question
from mobile.components.keyed import keyed
from mobile.components.layout import notice
from mobile.context import AppState, use_app
from mobile.device.ports import PickedPhoto
from mobile.screens.note_camera import camera_dialog
from mobile.screens.note_photo_card import PhotoCard
from mobile.screens.note_room import NoRoom
from mobile.screens.photo_work import PhotoWork
from mobile.text import device_error_text, fault_text
from mobile.theme import GAP_S
from sync.domain.forms import Field
from sync.domain.records import PHOTOS, entries_below


@ft.component
def PhotosAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    _ = app.gettext
    work = ft.use_memo(lambda: PhotoWork(draft, app.devices), [])
    taking = use_photo_taking(app, work)
    photos = entries_below(draft.copy.values, PHOTOS)
    parts: list[ft.Control] = [question(app, item)]
    parts += [
        keyed(photo_id, PhotoCard, draft, remarks, work, photo_id, place)
        for place, photo_id in enumerate(photos, start=1)
    ]
    parts += taking
    if not work.room:
        parts.append(ft.Text(_("Sudah {n} foto, paling banyak {n}.").format(n=len(photos))))
    fault = remarks.faults.get(item.path)
    if fault:
        parts.append(fault_line(fault_text(app, fault)))
    return framing(item.path, *parts, *below(app, draft, remarks, item.path))


def use_photo_taking(app: AppState, work: PhotoWork, *beside: ft.Control) -> list[ft.Control]:
    """How the work goes, and the buttons of camera and gallery, with others beside them. A hook."""
    ft.use_state(work.news)
    is_camera_open, open_camera = ft.use_state(False)

    async def to_camera() -> None:
        open_camera(await work.look_for_room())

    async def from_gallery() -> None:
        open_camera(False)
        await work.pick()

    async def taken(photo: PickedPhoto) -> None:
        open_camera(False)
        await work.add(photo)

    ft.use_dialog(camera_dialog(app, taken, from_gallery, lambda: open_camera(False)) if is_camera_open else None)

    def listen() -> None:
        app.devices.photo_source.hear(work.add_all)

    async def look() -> None:
        await work.look_for_room()

    ft.use_effect(listen, [])
    ft.use_effect(look, [app.notices.get("storage_low", False)])
    buttons = _buttons(app, work, to_camera, from_gallery)
    return [*photo_progress(app, work), ft.Row([*buttons, *beside], wrap=True, spacing=GAP_S, run_spacing=GAP_S)]


def _buttons(
    app: AppState, work: PhotoWork, camera: Callable[[], Any], from_gallery: Callable[[], Any]
) -> list[ft.Control]:
    _ = app.gettext
    source = app.devices.photo_source
    # Where the picker opens within the tap itself, nobody can be asked before: then it does not open.
    action = None if work.news.is_full else source.action
    is_off = work.news.is_busy or not work.room
    gallery = ft.OutlinedButton(
        content=_("Dari galeri") if source.has_camera else _("Pilih foto"),
        icon=ft.Icons.PHOTO_LIBRARY_OUTLINED,
        action=action,
        on_click=None if action else from_gallery,
        disabled=is_off,
    )
    if not source.has_camera:
        return [gallery]
    take = ft.FilledTonalButton(
        content=_("Ambil foto"), icon=ft.Icons.PHOTO_CAMERA, on_click=camera, disabled=is_off
    )
    return [take, gallery]


def photo_progress(app: AppState, work: PhotoWork) -> list[ft.Control]:
    _ = app.gettext
    if work.news.is_busy:
        line = ft.Column([ft.Text(_("Mengecilkan foto …")), ft.ProgressBar()], spacing=6, tight=True)
        return [ft.Semantics(live_region=True, content=line)]
    if work.news.is_full:
        return [NoRoom(work)]
    if work.news.not_kept:
        return [notice(_("Foto belum tersimpan. Ruang HP mungkin penuh."), "error")]
    if work.news.is_missing:
        text = _("Foto itu tidak ada di HP ini sekarang. Coba lagi saat ada sinyal.")
        return [notice(text, "warning")]
    if work.news.trouble and work.news.trouble.code == "not_an_image":
        text = _("Berkas itu bukan foto yang bisa dibuka. Pilih foto JPG atau PNG.")
        return [notice(text, "warning")]
    if work.news.trouble and work.news.trouble.code != "cancelled":
        return [notice(device_error_text(app, work.news.trouble), "warning")]
    return []
