"""Works out what a large push will write before it is its turn, where one writes at a time: on SQLite.

All that a record is comes from its stream. So what was worked out from a snapshot holds while the streams stand
where they stood then; when one has moved on, it is worked out again while nobody else writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sync.central import judge_links
from sync.central.accept import DECIDING, Accepted, Batch, Push, heads_of
from sync.domain.lab import LAB
from sync.protocol.messages import Change

MANY = 20
"""So many changes are worth it: to look before costs a snapshot of its own."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What pushes come to while their streams stay as they are."""

    accepted: list[Accepted]
    _state: Batch
    _of_records: list[dict[str, Any]]

    def write(self, connection: Connection) -> bool:
        """False, and nothing written, when a stream has moved on. Call inside a write transaction."""
        if heads_of(connection, self._state.streams) != self._state.heads:
            return False
        self._state.connection = connection
        self._state.write(self._of_records)
        return True


def foresee(
    connection: Connection, pushes: Sequence[Push], received_at: str, make_salt: Callable[[], str]
) -> Foreseen | None:
    """Writes nothing. None where more than the streams decides, or where to judge is to write."""
    state, batch = Batch(connection, received_at, make_salt), [item for push in pushes for item in push.batch]
    state.load(batch)
    if not _hangs_on_streams_alone(state, [item.change for item in batch]):
        return None
    accepted = [state.receipts(push) for push in pushes]
    return Foreseen(accepted, state, state.rows_of_records())


def _hangs_on_streams_alone(state: Batch, changes: Sequence[Change]) -> bool:
    known = set(state.records)
    for change in changes:
        if LAB in change.set or judge_links.named_in(change):
            return False
        # A decision freezes an edition; what has just been created is not decided on.
        if change.record in known and not DECIDING.isdisjoint(change.set):
            return False
        known.add(change.record)
    return all(record.stream in state.streams for record in state.records.values())
