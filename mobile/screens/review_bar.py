"""The bars under a record: what will happen, and the decision that can still be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.layout import primary_button, secondary_button, text_button
from mobile.context import AppState
from mobile.review_desk import Dialog, Reading, Resting, obstacle
from mobile.screens import review_actions as actions
from mobile.screens.review_fields import remark
from mobile.screens.tell_bar import TellBar
from mobile.session import Session
from mobile.theme import GAP, GAP_S
from sync.client import reviewing
from sync.client.replica import RecordState
from sync.client.review_memory import Draft
from sync.client.reviewing import form_fields
from sync.domain.records import is_guarded


def bar(*controls: ft.Control, color: ft.Colors = ft.Colors.SURFACE_CONTAINER) -> ft.Control:
    return ft.Container(
        ft.Column(list(controls), spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=color,
        padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP),
    )


@ft.component
def DecisionBar(app: AppState, session: Session, reading: Reading) -> ft.Control:
    """Says what the decision will be before it is made; nothing is decided while something stands in the way."""
    desk = app.review
    in_the_way = obstacle(session, reading)
    hint = [ft.Semantics(live_region=True, content=remark(ft.Icons.INFO_OUTLINE, desk.hint))] if desk.hint else []
    if in_the_way == "decided":
        return bar(*hint) if hint else ft.Container(height=0)
    if in_the_way:
        return bar(*_in_the_way(app, session, reading, in_the_way))
    return bar(*hint, decision_line(app, desk.draft), _buttons(app, session))


def decision_line(app: AppState, draft: Draft) -> ft.Control:
    """Why, an arrow, and what. The arrow is drawn, since not every font has one."""
    why, what = (
        ft.Text(text, theme_style=ft.TextThemeStyle.TITLE_SMALL) for text in actions.decision_parts(app, draft)
    )
    row = ft.Row([why, ft.Icon(ft.Icons.ARROW_FORWARD, size=18), what], wrap=True, spacing=6, run_spacing=0)
    return ft.Semantics(
        live_region=True, label=actions.decision_text(app, draft), exclude_semantics=True, content=row
    )


def _buttons(app: AppState, session: Session) -> ft.Control:
    desk, _ = app.review, app.gettext

    def give_back() -> None:
        desk.dialog = Dialog("give_back")

    if desk.draft.marks:
        rejects = any(made.verdict == "reject" for made in desk.draft.marks.values())
        word = _("Tulis catatan, lalu tolak") if rejects else _("Tulis catatan, lalu minta perbaikan")
        buttons: list[ft.Control] = [primary_button(word, lambda: actions.ask_revision(app, session))]
    else:
        buttons = [
            primary_button(_("Setujui"), lambda: actions.approve(app, session), icon=ft.Icons.CHECK),
        ]
        if desk.reading is None or not reviewing.asks_update(desk.reading.state):
            buttons.append(secondary_button(_("Kembalikan"), give_back))
    return ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)


def _in_the_way(app: AppState, session: Session, reading: Reading, why: str) -> list[ft.Control]:
    _ = app.gettext
    if why == "news":
        return [
            remark(ft.Icons.HISTORY, _("Catatan ini berubah saat Anda membacanya. Lihat dulu yang baru.")),
            primary_button(_("Lihat yang berubah"), lambda: actions.look_at_news(app, session)),
        ]
    current = session.record(reading.state.id) or reading.state
    text = ask_to_choose(current)
    done = actions.is_told(current, text)
    words = _("Ada dua isian berbeda; penulis memilih dulu.") + " "
    words += _("Penulis sudah diberi tahu.") if done else _("Beri tahu penulis, lalu lanjutkan catatan lain.")
    found: list[ft.Control] = [remark(ft.Icons.CALL_SPLIT, words)]
    if not done:
        tell = secondary_button(_("Beri tahu penulis"), lambda: actions.tell_author(app, session, current, text))
        found.append(ft.Row([tell], wrap=True))
    return found


def ask_to_choose(state: RecordState) -> str:
    """The comment that asks the author, in the city's language, to choose where a question holds two answers."""
    questions = {item.path: item.question.id for item in form_fields(state)}
    names = [questions.get(path, path) for path in state.two_values if not is_guarded(path)]
    return f"Ada dua isian berbeda pada: {', '.join(names)}. Mohon pilih yang benar."


@ft.component
def UndoBar(app: AppState, session: Session) -> ft.Control:
    """*Urungkan*, with the seconds that are left; then the author can be told."""
    desk = ft.use_state(app.review)[0]
    bars = [
        RestingBar(app, session, desk.resting, lambda newest: actions.undo(app, session, *_which(newest))),
        TellBar(app, session, desk.untold, desk.put_away),
    ]
    return ft.Column(bars, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _which(newest: Resting) -> tuple[str, str]:
    return newest.change, newest.record


@ft.component
def RestingBar(
    app: AppState, session: Session, made: tuple[Resting, ...], undo: Callable[[Resting], Any]
) -> ft.Control:
    """The newest decision comes first."""
    now_ms = session.clock.now_ms()
    resting = [each for each in made if each.until_ms > now_ms]
    newest = resting[-1] if resting else None
    turn, set_turn = ft.use_state(0)

    async def count_down() -> None:
        tick = turn
        while newest is not None and session.clock.now_ms() < newest.until_ms:
            await asyncio.sleep(1)
            tick += 1
            set_turn(tick)

    ft.use_effect(count_down, [newest.change if newest else ""], cleanup=lambda: None)
    if newest is None:
        return ft.Container(height=0)
    seconds = -(-(newest.until_ms - now_ms) // 1000)
    return _undo_row(app, newest, seconds, lambda: undo(newest))


def _undo_row(app: AppState, newest: Resting, seconds: int, undo: Callable[[], Any]) -> ft.Control:
    _ = app.gettext
    ink = ft.Colors.ON_INVERSE_SURFACE
    title = newest.title or _("Tanpa nama")
    said = ft.Semantics(
        live_region=True, content=ft.Text(f"{actions.status_word(app, newest.status)}: {title}", color=ink)
    )
    left = ft.Text(
        _("Dikirim dalam {n} detik").format(n=seconds), color=ink, theme_style=ft.TextThemeStyle.BODY_SMALL
    )
    button = text_button(_("Urungkan"), undo, icon=ft.Icons.UNDO)
    button.style = ft.ButtonStyle(color=ft.Colors.INVERSE_PRIMARY, icon_color=ft.Colors.INVERSE_PRIMARY)
    words = ft.Column([said, left], spacing=0, tight=True, expand=True)
    return ft.Container(
        ft.Row([words, button], spacing=GAP_S),
        bgcolor=ft.Colors.INVERSE_SURFACE,
        padding=ft.Padding.only(left=GAP, right=GAP_S, top=4, bottom=4),
    )
