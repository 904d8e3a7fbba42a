"""*Lomba*: how far an innovation came in each competition. Whoever reads it sees it; the kota moves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.award_text import competition_text, outcome_text
from mobile.components.layout import secondary_button, section_title, text_button, tonal_card
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.screens.record_award_dialogs import EnterDialog, StageDialog, offered_to
from mobile.session import Session
from mobile.text import date
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.domain.awards import IN, OUT, WON, Competition, competitions, track_path, tracks
from sync.domain.records import Kind
from sync.domain.rights import may_write
from sync.domain.side_steps import GROWING

Track = dict[str, Any]
_ENTER = "enter"


def has_awards(session: Session, state: RecordState) -> bool:
    return state.kind == Kind.INNOVATION and (bool(tracks(state.values)) or may_enter(session, state))


def may_enter(session: Session, state: RecordState) -> bool:
    """Whether this person may enter it into a competition: what a reviewer approved, and where one is left."""
    is_open = state.version > 0 and state.status in GROWING[Kind.INNOVATION]
    return is_open and _may_move(session, state) and len(tracks(state.values)) < len(competitions())


def _may_move(session: Session, state: RecordState) -> bool:
    return may_write(session.person, state.ownership, track_path("any"))


@ft.component
def RecordAwards(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    doing, set_doing = ft.use_state("")
    kept = use_once(app, state)
    found = tracks(state.values)

    def close() -> None:
        set_doing("")

    def save(code: str, track: Track | None) -> None:
        if kept(lambda: session.edit(state, {track_path(code): track})):
            close()

    move = set_doing if _may_move(session, state) and state.version else None
    parts: list[ft.Control] = [section_title(_("Lomba"))]
    parts += [_card(app, competitions()[code], track, move) for code, track in found.items()]
    if may_enter(session, state):
        button = secondary_button(
            _("Ikutkan lomba"), lambda: set_doing(_ENTER), icon=ft.Icons.EMOJI_EVENTS_OUTLINED
        )
        parts.append(ft.Row([button], wrap=True))
    if doing == _ENTER and offered_to(state):
        parts.append(EnterDialog(session, state, save, close))
    elif doing in found:
        parts.append(StageDialog(session, competitions()[doing], found[doing], save, close))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _card(app: AppState, competition: Competition, track: Track, move: Callable[[str], Any] | None) -> ft.Control:
    _, quiet = app.gettext, ft.Colors.ON_SURFACE_VARIANT
    now = competition.place(track["stage"])
    lines: list[ft.Control] = [
        ft.Text(competition_text(app, competition.code), theme_style=ft.TextThemeStyle.TITLE_SMALL)
    ]
    lines += [_stage(app, competition, place, now, track) for place in range(len(competition.stages))]
    closing = _("Ditutup {tanggal}").format(tanggal=date(track["closes_on"], app))
    about = [closing, *([_("Diusulkan oleh {kantor}").format(kantor=track["upp"])] if track.get("upp") else [])]
    lines.append(ft.Text(" · ".join(about), theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet))
    if track.get("note"):
        lines.append(ft.Text(track["note"]))
    if not competition.is_certain:
        told = _("Urutan tahap ini perkiraan. Cocokkan dengan surat edaran tahun ini.")
        lines.append(ft.Text(told, theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet))
    if move:
        button = text_button(_("Perbarui tahap"), lambda: move(competition.code), icon=ft.Icons.FLAG_OUTLINED)
        lines.append(ft.Row([button], wrap=True))
    return tonal_card(*lines, spacing=6)


def _stage(app: AppState, competition: Competition, place: int, now: int, track: Track) -> ft.Control:
    name = competition.stages[place].label.in_language(app.language)
    is_now = place == now
    if is_now:
        name = f"{name} · {outcome_text(app, track['outcome'])} · {date(track['on'], app)}"
    ink = ft.Colors.ON_SURFACE if place <= now else ft.Colors.ON_SURFACE_VARIANT
    words = ft.Text(name, color=ink, weight=ft.FontWeight.W_600 if is_now else None, expand=True)
    icon = ft.Icon(_icon(place, now, track["outcome"]), size=20, color=ft.Colors.PRIMARY if place <= now else ink)
    return ft.Row([icon, words], spacing=GAP_S, vertical_alignment=ft.CrossAxisAlignment.START)


def _icon(place: int, now: int, outcome: str) -> ft.IconData:
    if place != now:
        return ft.Icons.CHECK_CIRCLE if place < now else ft.Icons.CIRCLE_OUTLINED
    return {IN: ft.Icons.RADIO_BUTTON_CHECKED, OUT: ft.Icons.STOP_CIRCLE_OUTLINED, WON: ft.Icons.EMOJI_EVENTS}[
        outcome
    ]
