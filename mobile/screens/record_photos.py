"""The photos of a record: tap to enlarge, and how far each is on its way to the city server."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import flet as ft

from mobile.components.layout import text_button
from mobile.components.photo import PhotoImage
from mobile.context import AppState, use_app
from mobile.screens.note_photo_card import people_texts, taken_text
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.domain.records import PHOTOS, entries_below

_SIDE = 104
Photo = Mapping[str, Any]


@ft.component
def RecordPhotos(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    shown, show = ft.use_state("")
    photos = entries_below(state.values, PHOTOS)
    photo = photos.get(shown)
    ft.use_dialog(_enlarged(app, state.id, photo, lambda: show("")) if photo else None)
    if not photos:
        return ft.Container()
    states = dict(session.files_of(state.id))
    tiles = [
        _tile(app, state.id, each, place, upload_text(app, states.get(each["sha256"])), partial(show, key))
        for place, (key, each) in enumerate(photos.items(), start=1)
    ]
    return ft.Row(
        tiles, wrap=True, spacing=GAP_S, run_spacing=GAP_S, vertical_alignment=ft.CrossAxisAlignment.START
    )


def upload_text(app: AppState, file: Mapping[str, Any] | None) -> str:
    """Where this photo is; nothing for one that came from the city server."""
    _ = app.gettext
    if file is None or file.get("fetched"):
        return ""
    texts = {
        "kept": _("Menunggu dikirim"),
        "stored": _("Di server kota"),
        "refused": _("Tidak diterima"),
    }
    return texts.get(str(file.get("state")), "")


def _tile(app: AppState, record: str, photo: Photo, place: int, upload: str, enlarge: Any) -> ft.Control:
    name = str(photo.get("caption") or app.gettext("Foto {n}").format(n=place))
    button = ft.TextButton(
        content=PhotoImage(photo["preview"], width=_SIDE, height=_SIDE, label=name, record=record),
        on_click=enlarge,
        style=ft.ButtonStyle(padding=0, shape=ft.RoundedRectangleBorder(radius=GAP_S)),
        key=f"photo {place}",
    )
    lines: list[ft.Control] = [ft.MergeSemantics(content=button)]
    if upload:
        quiet = ft.Colors.ON_SURFACE_VARIANT
        lines.append(ft.Text(upload, theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet, width=_SIDE))
    return ft.Column(lines, spacing=2, tight=True)


def _enlarged(app: AppState, record: str, photo: Photo, close: Any) -> ft.AlertDialog:
    width = min(app.width, 720) - 64
    texts = [
        str(photo.get("caption") or ""),
        people_texts(app).get(str(photo.get("people")), ""),
        taken_text(app, photo),
    ]
    label = texts[0] or app.gettext("Foto")
    picture = ft.InteractiveViewer(
        content=PhotoImage(photo["sha256"], width=width, height=None, label=label, record=record), max_scale=5
    )
    said = [ft.SelectionArea(content=ft.Text(text)) for text in texts if text]
    return ft.AlertDialog(
        content=ft.Column([picture, *said], spacing=GAP_S, tight=True),
        scrollable=True,
        inset_padding=16,
        content_padding=16,
        actions=[text_button(app.gettext("Tutup"), close)],
        on_dismiss=close,
    )
