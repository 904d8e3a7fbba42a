"""The photos of a record under review: tap to enlarge, tick *layak tayang*."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button
from mobile.components.layout import tonal_card
from mobile.components.photo import PhotoImage
from mobile.context import AppState
from mobile.review_desk import Reading
from mobile.screens.review_fields import remark
from mobile.text import date_time
from mobile.theme import GAP, GAP_S, TARGET
from sync.domain.records import PHOTOS, entries_below

_SIDE = 112
_BESIDE = 1.3
"""With larger text than this the words stand under the photo."""
Photo = Mapping[str, Any]


def may_be_public(photo: Photo) -> bool:
    """A photo with a child in it never is, unless it was blurred."""
    return photo.get("people") != "child" or bool(photo.get("blurred"))


def people_text(app: AppState, photo: Photo) -> str:
    _ = app.gettext
    if photo.get("people") == "child":
        return _("Ada anak, sudah disamarkan") if photo.get("blurred") else _("Ada anak, belum disamarkan")
    texts = {"none": _("Tanpa orang yang dikenali"), "consented": _("Orangnya setuju difoto")}
    return texts.get(photo.get("people", ""), _("Penulis belum menjawab siapa yang ada di foto"))


def taken_text(app: AppState, photo: Photo) -> str:
    _, taken_at = app.gettext, photo.get("taken_at")
    return (
        _("Diambil {waktu}").format(waktu=date_time(taken_at, app)) if taken_at else _("Tanggal tidak diketahui")
    )


def caption_of(app: AppState, photo: Photo, place: int) -> str:
    return str(photo.get("caption") or app.gettext("Foto {n}").format(n=place))


@ft.component
def ReviewPhotos(
    app: AppState,
    reading: Reading,
    changed: frozenset[str],
    ticks: Mapping[str, bool],
    on_open: Callable[[str], Any],
    on_tick: Callable[[str, bool], Any] | None,
) -> ft.Control:
    """`ticks` says which are fit to be shown; without `on_tick` they are only read."""
    photos = entries_below(reading.state.values, PHOTOS)
    rows = [
        _photo_row(app, reading.state.id, place, photo_id, photo, changed, ticks, on_open, on_tick)
        for place, (photo_id, photo) in enumerate(photos.items(), start=1)
    ]
    return ft.Column([*rows, *_taken_away(app, reading, changed)], spacing=GAP_S, tight=True)


def _photo_row(
    app: AppState,
    record: str,
    place: int,
    photo_id: str,
    photo: Photo,
    changed: frozenset[str],
    ticks: Mapping[str, bool],
    on_open: Callable[[str], Any],
    on_tick: Callable[[str, bool], Any] | None,
) -> ft.Control:
    image = _thumbnail(app, record, place, photo_id, photo, on_open)
    words = _photo_words(app, place, photo, f"{PHOTOS}/{photo_id}" in changed)
    tick = _tick(app, photo_id, photo, ticks, on_tick)
    if app.text_size > _BESIDE:
        return tonal_card(ft.Row([image]), *words, tick)
    beside = ft.Column([*words, tick], spacing=4, tight=True, expand=True)
    return tonal_card(ft.Row([image, beside], spacing=GAP, vertical_alignment=ft.CrossAxisAlignment.START))


def _thumbnail(
    app: AppState, record: str, place: int, photo_id: str, photo: Photo, on_open: Callable[[str], Any]
) -> ft.Control:
    label = app.gettext("Foto {n}, perbesar").format(n=place)
    image = PhotoImage(photo["preview"], width=_SIDE, height=_SIDE, label=label, record=record)
    style = ft.ButtonStyle(padding=0, shape=ft.RoundedRectangleBorder(radius=GAP_S))
    # A button and not a bare container: it can be reached with the keyboard.
    return ft.MergeSemantics(
        ft.TextButton(content=image, style=style, on_click=lambda _: on_open(photo_id), key=f"photo:{photo_id}")
    )


def _photo_words(app: AppState, place: int, photo: Photo, is_new: bool) -> list[ft.Control]:
    quiet = ft.Colors.ON_SURFACE_VARIANT
    words: list[ft.Control] = [
        ft.Text(caption_of(app, photo, place), weight=ft.FontWeight.W_600),
        ft.Text(people_text(app, photo), color=quiet),
        ft.Text(taken_text(app, photo), color=quiet, theme_style=ft.TextThemeStyle.BODY_SMALL),
    ]
    if is_new:
        words.insert(1, remark(ft.Icons.HISTORY, app.gettext("Baru atau berubah"), ft.Colors.TERTIARY))
    return words


def _tick(
    app: AppState,
    photo_id: str,
    photo: Photo,
    ticks: Mapping[str, bool],
    on_tick: Callable[[str, bool], Any] | None,
) -> ft.Control:
    _ = app.gettext
    if not may_be_public(photo):
        return remark(
            ft.Icons.VISIBILITY_OFF_OUTLINED,
            _("Tidak bisa ditampilkan. Minta penulis menyamarkan wajah anak."),
            ft.Colors.TERTIARY,
        )

    is_fit, text = bool(ticks.get(photo_id)), _("Layak tayang")
    if on_tick is None:
        return remark(ft.Icons.VISIBILITY_OUTLINED, text) if is_fit else ft.Container(height=0)
    change = on_tick
    empty = ft.Icons.CHECK_BOX_OUTLINE_BLANK
    button = choice_button(
        app, text, lambda: change(photo_id, not is_fit), selected=is_fit, icon=empty, key=f"tick:{photo_id}"
    )
    return ft.Row([button], wrap=True)


def _taken_away(app: AppState, reading: Reading, changed: frozenset[str]) -> list[ft.Control]:
    gone = [p for p in changed if p.startswith(PHOTOS + "/") and reading.state.values.get(p) is None]
    if not gone:
        return []
    n = len(gone)
    text = app.ngettext("{n} foto diambil kembali penulis", "{n} foto diambil kembali penulis", n).format(n=n)
    return [remark(ft.Icons.HISTORY, text, ft.Colors.TERTIARY)]


def photo_dialog(app: AppState, reading: Reading, photo_id: str, close: Callable[[Any], Any]) -> ft.AlertDialog:
    """The photo as large as the screen lets it be; two fingers or the wheel enlarge it further."""
    photos = entries_below(reading.state.values, PHOTOS)
    photo, place = photos.get(photo_id, {}), list(photos).index(photo_id) + 1 if photo_id in photos else 0
    sha256 = photo.get("sha256", "")
    side = min(app.width - 2 * TARGET, 900)
    label = caption_of(app, photo, place)
    image = PhotoImage(sha256, width=side, height=None, label=label, record=reading.state.id)
    words = [
        ft.Text(caption_of(app, photo, place), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(people_text(app, photo)),
        ft.Text(taken_text(app, photo), color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    return ft.AlertDialog(
        scrollable=True,
        content=ft.Column([ft.InteractiveViewer(image, max_scale=5), *words], tight=True),
        actions=[ft.TextButton(app.gettext("Tutup"), on_click=close)],
        on_dismiss=close,
        inset_padding=ft.Padding.all(GAP),
        content_padding=ft.Padding.all(GAP),
    )
