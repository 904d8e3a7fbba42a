"""Choose one recorded problem: what is alike stands first; any other is named by its number.

Who holds no stream asks the centre for it, once the number is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import problems
from mobile.city_desk import WIDE_ROLES
from mobile.components.fields.frame import fault_line
from mobile.components.record_card import title_of
from mobile.context import AppState
from mobile.people_text import trouble_text
from mobile.screens.review_dialog import asked, options, plain_field
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.errors import SyncError
from sync.client.replica import RecordState
from sync.domain.ids import is_whole_number
from sync.protocol.bank import FoundRecord

_NUMBER_MAX = 20
_nothing: FoundRecord | None = None


@ft.component
def ProblemChoice(
    app: AppState, session: Session, state: RecordState, chosen: str, choose: Callable[[str], Any]
) -> ft.Control:
    """`state` is what leads to the problem: an innovation, or another problem that is never offered itself.

    In a dialog no context reaches it.
    """
    _ = app.gettext
    typed, set_typed = ft.use_state("")
    fetched, set_fetched = ft.use_state(_nothing)
    trouble, set_trouble = ft.use_state("")
    asked_for: Any = ft.use_ref()
    records, set_records = ft.use_state(list[str]())

    async def look() -> None:
        await session.records.prepare_similar()
        set_records(problems.candidates(session, state))

    async def search() -> None:
        """What a whole number leads to where this device has nothing under it."""
        set_trouble("")
        if not is_whole_number(typed) or _here(session, state, typed):
            return
        found, told = await _searched(app, session, typed)
        # More was typed, or something picked, before the answer came.
        if asked_for.current == typed:
            is_other = found is not None and found.id != state.id
            set_fetched(found)
            set_trouble("" if is_other else told or _("Nomor ini tidak ditemukan di antara masalah yang terbuka."))
            choose(found.id if found is not None and is_other else "")

    ft.use_effect(look, [state.id])
    ft.use_effect(search, [typed])

    # What is asked for is said here: by the time that the effect runs, an answer to the one before may have come.
    def write(text: str) -> None:
        asked_for.current = text
        set_typed(text)
        choose(_here(session, state, text))

    def pick(record: str) -> None:
        asked_for.current = ""
        set_typed("")
        choose(record)

    cards = [session.card(record) for record in records]
    choices = [(card.record, f"{card.number} · {title_of(app, card)}") for card in cards]
    parts: list[ft.Control] = [options(app, choices, chosen, pick, "problem")] if choices else []
    parts.append(asked(_("Atau nomor masalah lain"), plain_field("number", typed, write, _NUMBER_MAX)))
    if trouble:
        parts.append(fault_line(trouble))
    if fetched is not None and chosen == fetched.id:
        parts.append(_named(fetched.number, fetched.title))
    elif chosen and chosen not in records:
        card = session.card(chosen)
        parts.append(_named(card.number, title_of(app, card)))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _named(number: str, title: str) -> ft.Control:
    return ft.Semantics(live_region=True, content=ft.Text(f"{number} · {title}"))


def _here(session: Session, state: RecordState, text: str) -> str:
    """The problem of this device with this number; empty when there is none, or only this one itself."""
    found = problems.problem_with_number(session, text)
    return found if found != state.id else ""


async def _searched(app: AppState, session: Session, text: str) -> tuple[FoundRecord | None, str]:
    """What the centre has under this number, else why it could not be asked."""
    if session.person.role not in WIDE_ROLES:
        return None, ""
    try:
        return await problems.problem_at_centre(session, text), ""
    except SyncError as error:
        return None, trouble_text(app, error)
