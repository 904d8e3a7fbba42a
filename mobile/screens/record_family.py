"""The family of a replication on the screen of a record: an indented list and, where there is room, a picture."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import section_title
from mobile.context import AppState, use_app
from mobile.family import Relative, family_of, relative
from mobile.routes import EXPLORED, NOTE, RECORD, go
from mobile.session import Session
from mobile.theme import GAP, GAP_S, TARGET
from sync.domain.areas import gazetteer
from sync.domain.family_svg import drawn
from sync.domain.lineage import Branch, members

_INDENT = 20
_PICTURE_WIDTH = 640
_INK = "#000000"


def has_family(session: Session, record: str) -> bool:
    return family_of(session, record) is not None


@ft.component
def RecordFamily(session: Session, record: str) -> ft.Control:
    app = use_app()
    _, family = app.gettext, family_of(session, record)
    if family is None:
        return ft.Container()
    hint = ft.Text(_("Yang menjorok meniru yang di atasnya."), color=ft.Colors.ON_SURFACE_VARIANT)
    lines = [_line(app, session, each, depth, record) for depth, each in members(family)]
    picture = _picture(app, session, family, record) if app.is_wide else []
    parts = [section_title(_("Keluarganya")), *picture, hint, *lines]
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _line(app: AppState, session: Session, record: str, depth: int, here: str) -> ft.Control:
    _, found = app.gettext, relative(session, record)
    title, place = _name(app, found)
    notes = [place, _("di halaman ini") if record == here else "", _("Draf") if found and found.is_draft else ""]
    tile = ft.ListTile(
        title=ft.Text(title),
        subtitle=ft.Text(" · ".join(note for note in notes if note)),
        on_click=None if record == here or found is None else lambda _: _open(found),
        content_padding=ft.Padding.symmetric(horizontal=GAP_S),
        min_height=TARGET,
        key=f"family:{record}",
    )
    line = ft.BorderSide(2, ft.Colors.OUTLINE_VARIANT) if depth else None
    border = ft.Border(left=line) if line else None
    return ft.Container(tile, margin=ft.Margin.only(left=depth * _INDENT), border=border)


def _open(found: Relative) -> None:
    target = EXPLORED if found.is_published else NOTE if found.is_draft else RECORD
    go(target, record=found.record)


def _name(app: AppState, found: Relative | None) -> tuple[str, str]:
    title = found.title if found and found.title else app.gettext("Tanpa nama")
    return title, gazetteer().name(found.area) if found else ""


def _picture(app: AppState, session: Session, family: Branch, here: str) -> list[ft.Control]:
    spoken = app.gettext("Silsilah inovasi ini. Daftar di bawah gambar menyebut hal yang sama.")
    picture = drawn(family, here, lambda each: _name(app, relative(session, each))[0], spoken, _INK)
    if picture is None:
        return []
    width = min(_PICTURE_WIDTH, picture.width)
    image = ft.Image(
        src=picture.file,
        width=width,
        height=width * picture.height / picture.width,
        fit=ft.BoxFit.CONTAIN,
        color=ft.Colors.ON_SURFACE,
        semantics_label=spoken,
    )
    return [ft.Container(image, padding=ft.Padding.symmetric(vertical=GAP), alignment=ft.Alignment.CENTER_LEFT)]
