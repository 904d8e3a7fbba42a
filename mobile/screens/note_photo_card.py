"""One photo of a note: how it looks, when it was taken, who is in it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import below, fault_line, quiet
from mobile.components.fields.typed import typed_field
from mobile.components.layout import text_button, tonal_card
from mobile.components.photo import PhotoImage
from mobile.context import AppState, use_app
from mobile.device.ports import Rectangle
from mobile.screens.note_blur import blur_dialog
from mobile.screens.photo_work import PhotoWork, photo_path
from mobile.store.errors import StoreError
from mobile.text import date_time, fault_text
from mobile.theme import GAP

PREVIEW = 96


@ft.component
def PhotoCard(draft: Draft, remarks: Remarks, work: PhotoWork, photo_id: str, place: int) -> ft.Control:
    app = use_app()
    _ = app.gettext
    path = photo_path(photo_id)
    photo: Mapping[str, Any] = draft.value(path) or {"sha256": "", "preview": ""}
    people, set_people = ft.use_state(photo.get("people"))
    nothing: bytes | None = None
    blurring, set_blurring = ft.use_state(nothing)

    def choose(code: str) -> None:
        set_people(code)
        work.say(photo_id, people=code)

    async def open_blur() -> None:
        set_blurring(await work.whole(photo))

    async def blur(rectangles: list[Rectangle]) -> None:
        set_blurring(None)
        await work.blur(photo_id, rectangles)

    def take_away() -> None:
        show_undo(app, work, photo_id, app.gettext("Foto dihapus."))

    ft.use_dialog(blur_dialog(app, blurring, blur, lambda: set_blurring(None)) if blurring else None)
    name = _("Foto {n}").format(n=place)
    fault = remarks.faults.get(path)
    parts: list[ft.Control] = [
        ft.Row(
            [
                PhotoImage(photo["preview"], width=PREVIEW, height=PREVIEW, label=name, record=draft.record),
                ft.Column([ft.Text(name), quiet(taken_text(app, photo))], spacing=2, tight=True, expand=True),
            ],
            spacing=GAP,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        quiet(_("Siapa yang ada di foto ini?")),
        wrapped(_people(app, people, choose, photo_id)),
    ]
    if people == "child":
        parts.append(quiet(_("Foto anak hanya bisa tayang bila wajahnya disamarkan.")))
    parts.append(_caption(app, work, photo_id, photo))
    if fault:
        parts.append(fault_line(fault_text(app, fault)))
    parts += below(app, draft, remarks, path)
    buttons: list[ft.Control] = [
        text_button(_("Samarkan"), open_blur, icon=ft.Icons.BLUR_ON),
        text_button(_("Hapus foto"), take_away, icon=ft.Icons.DELETE_OUTLINE),
    ]
    parts.append(ft.Row(buttons, wrap=True, spacing=0, run_spacing=0))
    return ft.Semantics(container=True, label=name, content=tonal_card(*parts))


def taken_text(app: AppState, photo: Mapping[str, Any]) -> str:
    taken_at = photo.get("taken_at")
    return date_time(taken_at, app) if taken_at else app.gettext("Tanggal tidak diketahui")


def people_texts(app: AppState) -> dict[str, str]:
    _ = app.gettext
    return {
        "none": _("Tidak ada orang"),
        "consented": _("Orang dewasa, sudah setuju"),
        "child": _("Ada anak"),
    }


def _people(app: AppState, people: str | None, choose: Any, photo_id: str) -> list[ft.Control]:
    return [
        choice_button(
            app,
            text,
            partial(choose, code),
            selected=code == people,
            key=f"{photo_id}={code}",
        )
        for code, text in people_texts(app).items()
    ]


def _caption(app: AppState, work: PhotoWork, photo_id: str, photo: Mapping[str, Any]) -> ft.Control:
    return typed_field(
        app,
        f"{photo_id}.caption",
        photo.get("caption", ""),
        lambda text: work.say(photo_id, caption=text),
        work.keep,
        most=200,
        label=app.gettext("Keterangan foto"),
        counted=False,
    )


def show_undo(app: AppState, work: PhotoWork, photo_id: str, told: str) -> None:
    """Take the photo away; for a few seconds it can be put back."""
    photo = work.take_away(photo_id)
    if not photo:
        # The second tap of the same thumb.
        return
    is_back: list[bool] = []

    async def put_back() -> None:
        # At once: the tap also closes the bar, which must not drop the files meanwhile.
        is_back.append(True)
        try:
            await work.put_back(photo_id, photo)
        except StoreError:
            app.save_failed = True
            is_back.clear()
            await settle()

    async def settle() -> None:
        if not is_back:
            await work.forget(photo)

    ft.context.page.show_dialog(
        ft.SnackBar(
            told,
            action=ft.SnackBarAction(app.gettext("Urungkan"), on_click=put_back),
            on_dismiss=settle,
        )
    )
