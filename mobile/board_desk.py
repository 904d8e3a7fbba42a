"""What lies on *Papan Labinov*: the cards as the centre last told them, and the moves that wait here.

Without a signal the last board is shown, with the time at which it was seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

import flet as ft

from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client.errors import SyncError
from sync.client.partners import PartnersApi
from sync.client.replica import RecordState
from sync.client.tables import OUTBOX, SETTINGS
from sync.domain.lab import LAB, OFF, STAGES, stage_of
from sync.domain.rights import may_write
from sync.protocol import wire
from sync.protocol.partners import Board, BoardCard

_KEPT = "board"


@ft.observable
@dataclass
class BoardDesk:
    """`column` is the one that a phone shows."""

    cards: list[BoardCard] = field(default_factory=list)
    is_cut: bool = False
    seen_at: str = ""
    column: str = STAGES[0]
    trouble: SyncError | None = None


async def load(desk: BoardDesk, session: Session) -> None:
    """Never raises."""
    # Asked when, not answered when: what was taken in between is not on it.
    asked_at = session.clock.now_iso()
    try:
        board = await PartnersApi(session.api).board()
    except SyncError as error:
        desk.trouble = error
        _show_last(desk, session)
        return
    desk.cards, desk.is_cut, desk.seen_at, desk.trouble = board.cards, board.is_cut, asked_at, None
    # A disk without room costs what would be seen without a signal, nothing else.
    with suppress(StoreError):
        kept = {"at": desk.seen_at, "board": wire.write(board)}
        session.tables.table(SETTINGS).put(_KEPT, kept)


def _show_last(desk: BoardDesk, session: Session) -> None:
    kept = session.tables.table(SETTINGS).read(_KEPT)
    if kept is not None:
        with suppress(wire.Unreadable, KeyError, TypeError):
            board = wire.read(Board, kept["board"])
            desk.cards, desk.is_cut, desk.seen_at = board.cards, board.is_cut, str(kept["at"])


def cards_now(desk: BoardDesk, session: Session) -> list[BoardCard]:
    """With the moves that this device made and the board does not show yet."""
    moved = _moves(session, desk.seen_at)
    found = [_moved(card, moved.get(card.id)) for card in desk.cards]
    return [card for card in found if card.stage != OFF]


def _moves(session: Session, seen_at: str) -> Mapping[str, Mapping[str, str]]:
    """The newest move of each record that waits, or was taken in since the board was asked for: over older ones
    a colleague may have moved the card."""
    found: dict[str, Mapping[str, str]] = {}
    for _, document in sorted(session.tables.table(OUTBOX).items()):
        change = document["change"]
        is_older = "seq" in document and not document.get("again") and document.get("received", "") < seen_at
        if not is_older and isinstance(change["set"].get(LAB), dict):
            found[change["record"]] = change["set"][LAB]
    return found


def _moved(card: BoardCard, move: Mapping[str, str] | None) -> BoardCard:
    if move is None:
        return card
    helps, next_date = (str(move.get(name) or "") for name in ("helps", "next_date"))
    return replace(card, stage=str(move["stage"]), helps=helps, next_date=next_date)


def sent(session: Session) -> int:
    """Grows whenever the centre took a change in: the board is then asked for anew."""
    return sum("seq" in document for _, document in session.tables.table(OUTBOX).items())


def may_move(session: Session, state: RecordState) -> bool:
    is_free = not session.refusals(state.id) and "moved_to" not in state.values
    return state.version > 0 and is_free and may_write(session.person, state.ownership, LAB)


def is_on_board(state: RecordState) -> bool:
    return bool(stage_of(state.values.get(LAB)))


def move(session: Session, state: RecordState, said: Mapping[str, str]) -> None:
    """`said` is what the card holds from now on. Raises what the store raises."""
    session.edit(state, {LAB: {name: text for name, text in said.items() if text}})
