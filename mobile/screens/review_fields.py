"""The fields of a record under review: they read as text, and a tap marks one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from mobile.answer_text import answer_text
from mobile.context import AppState
from mobile.review_desk import Reading
from mobile.theme import GAP, GAP_S, RADIUS, TARGET
from sync.client import reviewing
from sync.client.review_memory import Draft, Mark
from sync.domain.forms import Field
from sync.domain.records import PHOTOS, Values, entries_below
from sync.protocol.merge import Entries


@dataclass(frozen=True)
class FieldView:
    """All that is said of one field."""

    item: Field
    text: str
    is_changed: bool = False
    old_text: str | None = None
    made: Mark | None = None
    earlier: Mark | None = None
    answer: str = ""
    two: tuple[str, ...] = ()


def field_views(app: AppState, reading: Reading, changed: frozenset[str], draft: Draft) -> list[FieldView]:
    """The judged fields in the form's order, with what stands beside each."""
    review_id, earlier = reviewing.earlier_marks(reading.state)
    answers = reviewing.answers(reading.state, review_id)
    values, two = reading.state.values, reading.state.two_values
    shown = reviewing.reviewed_fields(reading.state)
    known = {item.path for item in shown}
    shown += [item for item in reviewing.form_fields(reading.state) if item.path in changed - known]
    return [
        FieldView(
            item,
            _value_text(app, item, values),
            _is_changed(item.path, changed),
            _old_text(app, reading, item, changed),
            draft.marks.get(item.path),
            earlier.get(item.path),
            answers.get(item.path, ""),
            _texts(app, item, two.get(item.path, ())),
        )
        for item in shown
    ]


def _is_changed(path: str, changed: frozenset[str]) -> bool:
    return path in changed or (path == PHOTOS and any(each.startswith(PHOTOS + "/") for each in changed))


def _value_text(app: AppState, item: Field, values: Values) -> str:
    if item.path == PHOTOS:
        n = len(entries_below(values, PHOTOS))
        return app.ngettext("{n} foto", "{n} foto", n).format(n=n) if n else ""
    return answer_text(app, item, values.get(item.path))


def _old_text(app: AppState, reading: Reading, item: Field, changed: frozenset[str]) -> str | None:
    """What stood there before; None where that is not known, or nothing changed."""
    if reading.old is None or not _is_changed(item.path, changed):
        return None
    return _value_text(app, item, reading.old) or app.gettext("kosong")


def _texts(app: AppState, item: Field, held: Entries) -> tuple[str, ...]:
    return tuple(answer_text(app, item, entry.value) or app.gettext("kosong") for entry in held)


@ft.component
def ReviewField(app: AppState, view: FieldView, on_mark: Callable[[str], Any] | None) -> ft.Control:
    """One field. Without `on_mark` it is only read."""
    _ = app.gettext
    question = ft.Text(
        view.item.question.in_language(app.language),
        theme_style=ft.TextThemeStyle.LABEL_MEDIUM,
        color=ft.Colors.ON_SURFACE_VARIANT,
    )
    value = ft.Text(
        view.text or _("Belum diisi"),
        theme_style=ft.TextThemeStyle.BODY_LARGE,
        italic=not view.text,
        color=ft.Colors.ON_SURFACE if view.text else ft.Colors.ON_SURFACE_VARIANT,
    )
    parts = _two_values(app, view) if view.two else [value]
    body = ft.Column([question, *parts, *_remarks(app, view)], spacing=4, tight=True)
    return ft.ListTile(
        title=body,
        trailing=ft.Icon(_icon(view), color=_icon_color(view)) if on_mark else None,
        on_click=_marks(view, on_mark),
        bgcolor=_background(view),
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP),
        min_height=TARGET,
        min_vertical_padding=0,
        title_alignment=ft.ListTileTitleAlignment.TOP,
    )


def _marks(view: FieldView, on_mark: Callable[[str], Any] | None) -> Callable[[Any], Any] | None:
    if on_mark is None:
        return None
    chosen = on_mark
    return lambda _: chosen(view.item.path)


def _icon(view: FieldView) -> ft.IconData:
    if view.made is None:
        return ft.Icons.ADD_COMMENT_OUTLINED
    return ft.Icons.BLOCK if view.made.verdict == "reject" else ft.Icons.BUILD_OUTLINED


def _icon_color(view: FieldView) -> ft.Colors:
    return ft.Colors.ON_SURFACE_VARIANT if view.made is None else _mark_color(view.made)


def _mark_color(made: Mark) -> ft.Colors:
    return ft.Colors.ERROR if made.verdict == "reject" else ft.Colors.TERTIARY


def _background(view: FieldView) -> ft.Colors | None:
    if view.made or view.two:
        return ft.Colors.SURFACE_CONTAINER_HIGH
    return ft.Colors.SECONDARY_CONTAINER if view.is_changed else None


def _two_values(app: AppState, view: FieldView) -> list[ft.Control]:
    lines = [ft.Text(f"{place}. {text}") for place, text in enumerate(view.two, start=1)]
    return [remark(ft.Icons.CALL_SPLIT, app.gettext("Dua isian berbeda"), ft.Colors.TERTIARY), *lines]


def _remarks(app: AppState, view: FieldView) -> list[ft.Control]:
    _ = app.gettext
    color = ft.Colors.ON_SECONDARY_CONTAINER if _background(view) == ft.Colors.SECONDARY_CONTAINER else None
    found: list[ft.Control] = []
    if view.is_changed:
        text = _("Berubah") if view.old_text is None else _("Berubah. Sebelumnya: {isi}").format(isi=view.old_text)
        found.append(remark(ft.Icons.HISTORY, text, color))
    if view.earlier is not None:
        found.append(remark(ft.Icons.FLAG_OUTLINED, earlier_text(app, view.earlier), color))
    if view.answer:
        found.append(remark(ft.Icons.REPLY, _("Jawaban penulis: {isi}").format(isi=view.answer), color))
    if view.made is not None:
        found.append(remark(_icon(view), mark_text(app, view.made), _mark_color(view.made)))
    return found


def mark_text(app: AppState, made: Mark) -> str:
    verdict = app.gettext("Ditolak") if made.verdict == "reject" else app.gettext("Perlu diperbaiki")
    return f"{verdict}: {made.comment}" if made.comment else verdict


def earlier_text(app: AppState, made: Mark) -> str:
    return app.gettext("Tanda sebelumnya: {isi}").format(isi=made.comment or mark_text(app, made))


def remark(icon: ft.IconData, text: str, color: ft.Colors | None = None) -> ft.Control:
    """A small line with its icon; it takes as many lines as it needs."""
    return ft.Row(
        [
            ft.Icon(icon, size=18, color=color),
            ft.Text(text, theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=color, expand=True),
        ],
        spacing=GAP_S,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
