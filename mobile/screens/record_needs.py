"""*Kebutuhan*: what the record needs from others, whether somebody helps, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile import needing
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.frame import quiet
from mobile.components.fields.typed_day import as_typed, day_field, day_or_none
from mobile.components.keyed import keyed
from mobile.components.layout import primary_button, section_title, text_button, tonal_card
from mobile.context import AppState, use_app
from mobile.half_written import use_half_written
from mobile.partner_text import need_about, need_kind_text, need_state_text
from mobile.screens.review_dialog import asked, plain_field, use_question
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.client.working import masked
from sync.domain.needs import HOW_MANY_MAX, KINDS, TEXT_MAX, Need, State, needs_of
from sync.domain.side_steps import GROWING

_NEW = Need("", KINDS[0], "", "", "", {})


@ft.component
def RecordNeeds(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    nothing: Need | None = None
    editing, set_editing = ft.use_state(nothing)
    needs, may = needs_of(state.values), needing.may_note(session, state)
    parts: list[ft.Control] = [section_title(_("Kebutuhan"))]
    parts += [_card(app, need, set_editing if may else None) for need in needs]
    if may:
        told = _("Sudah tayang? Ajukan pembaruan agar kebutuhan baru ikut terbaca warga.")
        hint = (
            told if state.status in GROWING.get(state.kind, ()) else _("Terbaca warga setelah catatan ini terbit.")
        )
        parts.append(quiet(hint))
        button = text_button(_("Tambah kebutuhan"), lambda: set_editing(_NEW), icon=ft.Icons.ADD)
        parts.append(ft.Row([button], wrap=True))
    if may and editing:
        parts.append(keyed(editing.id, NeedDialog, session, state, editing, lambda: set_editing(None)))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _card(app: AppState, need: Need, edit: Callable[[Need], Any] | None) -> ft.Control:
    parts: list[ft.Control] = [
        ft.Text(need_kind_text(app, need.kind), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.Text(need_about(app, need)),
        ft.Text(need_state_text(app, need), color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    # What somebody helps with stays as it was when they offered.
    if edit is not None and need.state is State.OPEN:
        button = text_button(app.gettext("Ubah kebutuhan"), lambda: edit(need), icon=ft.Icons.EDIT_OUTLINED)
        parts.append(ft.Row([button], wrap=True))
    return tonal_card(*parts, spacing=4)


@ft.component
def NeedDialog(session: Session, state: RecordState, need: Need, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    begun = {"kind": need.kind, "text": need.text, "how_many": need.how_many, "by": as_typed(need.by)}
    half = use_half_written(app, session, state, f"need/{need.id}", begun)
    kind, text, how_many, by = (half.now[name] for name in begun)
    day = _day(by)

    def end() -> None:
        half.end()
        close()

    def keep(value: dict[str, str] | None) -> None:
        note = partial(needing.note, session, half.opened, need.id or session.make_id(), value)
        if not half.is_over and app.kept(note):
            end()

    def save() -> None:
        said = {name: text.strip() for name, text in half.now.items()}
        typed = said | {"by": _day(said["by"]) or ""}
        if typed["text"] and _day(said["by"]) is not None:
            keep({name: masked(each) for name, each in typed.items() if each})

    def chip(code: str) -> ft.Control:
        name, choose = need_kind_text(app, code), partial(half.say, "kind", code)
        return choice_button(app, name, choose, selected=code == kind, key=f"need={code}")

    wrong = _("Tulis tanggalnya, misalnya 28-02-2027.") if day is None else None
    parts: list[ft.Control] = [
        wrapped([chip(code) for code in KINDS]),
        asked(_("Apa yang dibutuhkan?"), plain_field("need_text", text, partial(half.say, "text"), TEXT_MAX)),
        asked(
            _("Berapa banyak? (boleh kosong)"),
            plain_field("how_many", how_many, partial(half.say, "how_many"), HOW_MANY_MAX),
        ),
        day_field(
            "by",
            _("Paling lambat (boleh kosong)"),
            _("Misalnya 31-12-2026."),
            by,
            partial(half.say, "by"),
            error=wrong,
        ),
    ]
    acts: list[ft.Control] = []
    if need.id:
        acts.append(text_button(_("Tidak dibutuhkan lagi"), lambda: keep(None)))
    acts.append(primary_button(_("Simpan"), save, disabled=not text.strip() or day is None))
    return use_question(_("Kebutuhan"), parts, close, *acts, give_up=end)


def _day(typed: str) -> str | None:
    """Empty where nothing was typed, None where it is no day."""
    return day_or_none(typed) if typed.strip() else ""
