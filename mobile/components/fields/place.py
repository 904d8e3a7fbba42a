"""The place fills itself in: where the phone was last, at once, then a better position with its accuracy.

It warns outside the kelurahan and never blocks; it can be taken again, taken from a photo, or left out.
"""

from __future__ import annotations

import logging
from typing import Any

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import framed
from mobile.components.layout import notice, text_button
from mobile.context import AppState, use_app
from mobile.device.ports import DeviceError, Location
from mobile.theme import GAP_S
from sync.domain.areas import gazetteer
from sync.domain.forms import Field
from sync.domain.geo import lies_in_kelurahan
from sync.domain.records import PHOTOS, entries_below

_log = logging.getLogger(__name__)
SEARCHING, FOUND = "searching", ""


@ft.component
def PlaceAnswer(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    app = use_app()
    trouble, set_trouble = ft.use_state(FOUND)
    search = ft.use_memo(lambda: Search(draft, item.path, app.devices.location), [])

    async def find(*, by_hand: bool) -> None:
        set_trouble(SEARCHING)
        set_trouble(await search.run(by_hand=by_hand))

    async def start() -> None:
        if draft.copy.is_new and not draft.copy.saved_at and draft.value(item.path) is None:
            await find(by_hand=False)

    async def again() -> None:
        await find(by_hand=True)

    def take(point: dict[str, Any] | None) -> None:
        search.stop()
        set_trouble(FOUND)
        draft.set(item.path, point)
        draft.refresh()

    ft.use_effect(start, [])
    point = draft.value(item.path)
    parts: list[ft.Control] = [_where(app, item, point, trouble)]
    if point and lies_in_kelurahan(point["lat"], point["lng"], draft.copy.area) is False:
        parts.append(notice(_outside(app, draft.copy.area), "warning"))
    parts.append(_ways(app, point, photo_points(draft), again, take, trouble))
    return framed(app, draft, remarks, item, *parts)


class Search:
    """One search at a time; what a person decides meanwhile wins over what it finds."""

    def __init__(self, draft: Draft, path: str, location: Location) -> None:
        self._draft, self._path, self._location = draft, path, location
        self._number = 0

    def stop(self) -> None:
        self._number += 1

    async def run(self, *, by_hand: bool) -> str:
        """The trouble there was, or FOUND."""
        self._number += 1
        number = self._number
        try:
            last = None if by_hand else await self._location.last_known()
            if last and number == self._number:
                self._draft.fill(self._path, last.as_point())
            found = await self._location.current()
        except DeviceError as error:
            return error.code if number == self._number else FOUND
        if number == self._number:
            put = self._draft.set if by_hand else self._draft.fill
            put(self._path, found.as_point())
            self._draft.refresh()
        return FOUND


def photo_points(draft: Draft) -> list[dict[str, Any]]:
    """The places that the photos of this note were taken at."""
    photos = entries_below(draft.copy.values, PHOTOS).values()
    return [point for photo in photos if (point := photo.get("point"))]


def _where(app: AppState, item: Field, point: dict[str, Any] | None, trouble: str) -> ft.Control:
    _ = app.gettext
    texts = {
        SEARCHING: _("Mencari posisi …"),
        "denied": _("Posisi tidak diizinkan atau dimatikan di HP. Catatan tetap bisa diajukan."),
        "timeout": _("Posisi belum ditemukan. Coba di tempat terbuka, atau lanjutkan saja."),
    }
    said = texts.get(trouble, _("Posisi tidak tersedia. Catatan tetap bisa diajukan.") if trouble else "")
    lines: list[ft.Control] = []
    if point:
        lines.append(ft.SelectionArea(content=ft.Text(answer_text(app, item, point))))
    if said or not point:
        quiet = ft.Colors.ON_SURFACE_VARIANT
        lines.append(
            ft.Text(said or _("Belum ada posisi."), theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet)
        )
    mark: ft.Control = (
        ft.ProgressRing(width=20, height=20, stroke_width=2)
        if trouble == SEARCHING
        else ft.Icon(ft.Icons.PLACE if point else ft.Icons.LOCATION_OFF_OUTLINED, color=ft.Colors.PRIMARY, size=20)
    )
    row = ft.Row([mark, ft.Column(lines, spacing=2, tight=True, expand=True)], spacing=12)
    return ft.Semantics(live_region=True, content=row)


def _outside(app: AppState, kelurahan: str) -> str:
    text = app.gettext("Titik ini di luar Kelurahan {nama}. Tetap bisa diajukan bila memang benar.")
    return text.format(nama=gazetteer().name(kelurahan))


def _ways(
    app: AppState,
    point: dict[str, Any] | None,
    from_photos: list[dict[str, Any]],
    again: Any,
    take: Any,
    trouble: str,
) -> ft.Control:
    _ = app.gettext
    buttons: list[ft.Control] = [
        text_button(_("Ambil ulang posisi"), again, icon=ft.Icons.MY_LOCATION, disabled=trouble == SEARCHING)
    ]
    if from_photos and point != from_photos[0]:
        place = from_photos[0]
        buttons.append(text_button(_("Pakai tempat foto"), lambda: take(place), icon=ft.Icons.PHOTO_CAMERA))
    if point:
        buttons.append(text_button(_("Hapus posisi"), lambda: take(None), icon=ft.Icons.CLOSE))
    return ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=0)
