"""Choose one recorded problem: what is alike stands first; any other of this device is named by its number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import problems
from mobile.components.record_card import title_of
from mobile.context import AppState
from mobile.screens.review_dialog import asked, options, plain_field
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState

_NUMBER_MAX = 20


@ft.component
def ProblemChoice(
    app: AppState, session: Session, state: RecordState, chosen: str, choose: Callable[[str], Any]
) -> ft.Control:
    """`state` is what leads to the problem: an innovation, or another problem that is never offered itself.

    In a dialog no context reaches it.
    """
    _ = app.gettext
    typed, set_typed = ft.use_state("")
    records, set_records = ft.use_state(list[str]())

    async def look() -> None:
        await session.records.prepare_similar()
        set_records(problems.candidates(session, state))

    ft.use_effect(look, [state.id])

    def write(text: str) -> None:
        set_typed(text)
        found = problems.problem_with_number(session, text)
        choose(found if found != state.id else "")

    def pick(record: str) -> None:
        set_typed("")
        choose(record)

    cards = [session.card(record) for record in records]
    choices = [(card.record, f"{card.number} · {title_of(app, card)}") for card in cards]
    parts: list[ft.Control] = [options(app, choices, chosen, pick, "problem")] if choices else []
    parts.append(asked(_("Atau nomor masalah lain"), plain_field("number", typed, write, _NUMBER_MAX)))
    if chosen and chosen not in records:
        card = session.card(chosen)
        parts.append(ft.Semantics(live_region=True, content=ft.Text(f"{card.number} · {title_of(app, card)}")))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
