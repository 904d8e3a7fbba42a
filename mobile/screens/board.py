"""*Papan Labinov*: five columns side by side where there is room, one at a time on a phone. No card is ranked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import board_desk
from mobile.board_desk import BoardDesk
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.frame import quiet
from mobile.components.keyed import keyed
from mobile.components.layout import empty_state, heading, notice, page_body, secondary_button, text_button
from mobile.context import AppState, use_app, use_session
from mobile.lab_text import missing_text, stage_meaning, stage_text
from mobile.people_text import trouble_text
from mobile.routes import FOUND, go
from mobile.screens.board_move import MoveDialog
from mobile.text import date, date_time, number
from mobile.theme import GAP, GAP_S, RADIUS
from sync.domain.areas import gazetteer
from sync.domain.lab import PROOFS, STAGES
from sync.protocol.partners import BoardCard

_COLUMN_WIDTH = 250
_WIDE_FROM = 1100


@ft.component
def BoardScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    desk = ft.use_state(app.city.board)[0]
    moving, set_moving = ft.use_state("")

    async def look() -> None:
        await board_desk.load(desk, session)

    ft.use_effect(look, [session.account.id, board_desk.sent(session)])
    cards = board_desk.cards_now(desk, session)
    chosen = next((card for card in cards if card.id == moving), None)
    head: list[ft.Control] = [
        ft.Text(
            _("Kartu maju bila bukti kolomnya sudah ada. Angkat ke papan dari layar inovasi atau masalah."),
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        *_told(app, desk, look),
    ]
    is_wide = app.width >= _WIDE_FROM
    shown = _columns(app, cards, set_moving) if is_wide else _one_column(app, desk, cards, set_moving)
    dialog = [keyed(chosen.id, MoveDialog, session, chosen, lambda: set_moving(""))] if chosen else []
    return page_body(*head, *shown, *dialog, max_width=5 * (_COLUMN_WIDTH + GAP) if is_wide else 720)


def _told(app: AppState, desk: BoardDesk, look: Callable[[], Any]) -> list[ft.Control]:
    if desk.trouble is None:
        return _cut(app, desk)
    text = trouble_text(app, desk.trouble)
    if desk.seen_at:
        text += " " + app.gettext("Ini yang terlihat {waktu}.").format(waktu=date_time(desk.seen_at, app))
    return [notice(text, "warning", text_button(app.gettext("Coba lagi"), look, icon=ft.Icons.REFRESH))]


def _cut(app: AppState, desk: BoardDesk) -> list[ft.Control]:
    if not desk.is_cut:
        return []
    text = app.gettext("Papan penuh: hanya {n} kartu terbaru yang terlihat. Turunkan yang sudah selesai.")
    return [notice(text.format(n=number(len(desk.cards), app)), "info")]


def _columns(app: AppState, cards: list[BoardCard], move: Callable[[str], Any]) -> list[ft.Control]:
    columns: list[ft.Control] = [
        ft.Container(
            ft.Column(
                [heading(stage_text(app, stage), 3), *_cards(app, cards, stage, move)],
                spacing=GAP_S,
                tight=True,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            expand=True,
            key=f"column:{stage}",
        )
        for stage in STAGES
    ]
    return [ft.Row(columns, spacing=GAP, vertical_alignment=ft.CrossAxisAlignment.START)]


def _one_column(
    app: AppState, desk: BoardDesk, cards: list[BoardCard], move: Callable[[str], Any]
) -> list[ft.Control]:
    def chooser(stage: str) -> Callable[[], Any]:
        def choose() -> None:
            desk.column = stage

        return choose

    chips = [
        choice_button(app, _counted(app, cards, s), chooser(s), selected=s == desk.column, key=f"column={s}")
        for s in STAGES
    ]
    return [wrapped(chips), *_cards(app, cards, desk.column, move)]


def _counted(app: AppState, cards: list[BoardCard], stage: str) -> str:
    """So that nobody has to look into each column to find the cards."""
    return f"{stage_text(app, stage)} ({sum(card.stage == stage for card in cards)})"


def _cards(app: AppState, cards: list[BoardCard], stage: str, move: Callable[[str], Any]) -> list[ft.Control]:
    found = [_card(app, card, move) for card in cards if card.stage == stage]
    told: list[ft.Control] = [quiet(stage_meaning(app, stage))]
    if app.width < _WIDE_FROM and not found:
        text = app.gettext("Kartu di kolom ini muncul di sini.")
        return [*told, empty_state(ft.Icons.VIEW_KANBAN_OUTLINED, app.gettext("Kolom ini kosong"), text)]
    return told + found


def _card(app: AppState, card: BoardCard, move: Callable[[str], Any]) -> ft.Control:
    _ = app.gettext
    about = f"{card.number} · {gazetteer().name(card.area)}"
    lines = [_("Dibantu: {siapa}").format(siapa=card.helps)] if card.helps else []
    lines += [_("Berikutnya {tanggal}").format(tanggal=date(card.next_date, app))] if card.next_date else []
    missing = [proof for proof in PROOFS[card.stage] if proof not in card.proofs]
    lines.append(missing_text(app, missing) or _("Buktinya lengkap: siap maju."))
    parts: list[ft.Control] = [
        ft.Text(card.title or _("Tanpa nama"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        quiet(about),
        *[ft.Text(line, theme_style=ft.TextThemeStyle.BODY_MEDIUM) for line in lines],
        ft.Row(
            [
                secondary_button(_("Pindah"), lambda: move(card.id)),
                text_button(_("Buka"), lambda: go(FOUND, record=card.id)),
            ],
            wrap=True,
            spacing=GAP_S,
        ),
    ]
    return ft.Container(
        ft.Column(parts, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        border_radius=RADIUS,
        padding=12,
        key=f"card:{card.id}",
    )
