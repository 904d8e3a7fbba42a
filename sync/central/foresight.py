"""Works out what a large push will write before it is its turn, where one writes at a time: on SQLite.

All that a record becomes hangs on its stream. So what was worked out from a snapshot holds while the streams stand
where they stood then; when one has moved on, it is worked out again while nobody else writes. Only a record of the
same id in another stream goes unseen: the database refuses the second, and it is worked out again too.
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
        """False, and nothing written, when a stream has moved on. Call inside a write transaction. Raises
        IntegrityError when a record was created in another stream meanwhile."""
        if heads_of(connection, self._state.streams) != self._state.heads:
            return False
        self._state.connection = connection
        self._state.write(self._of_records)
        return True


def foresee(
    connection: Connection, pushes: Sequence[Push], now: Callable[[], str], make_salt: Callable[[], str]
) -> Foreseen | None:
    """Writes nothing. None where more than the streams decides, or where to judge is to write."""
    batch = [item for push in pushes for item in push.batch]
    if any(LAB in item.change.set or judge_links.named_in(item.change) for item in batch):
        return None
    state = Batch(connection, "", make_salt)
    state.load(batch)
    # After the snapshot: nothing that stands before these changes came in later.
    state.received_at = now()
    if _may_freeze(state, [item.change for item in batch]) or _reaches_beyond(state):
        return None
    accepted = [state.receipts(push) for push in pushes]
    return Foreseen(accepted, state, state.rows_of_records())


def _may_freeze(state: Batch, changes: Sequence[Change]) -> bool:
    """Whether one of them may be a decision, with which an edition is written: one that creates a record, or that
    was here before, is none."""
    met = set(state.records)
    for change in changes:
        is_repeat = (change.area, change.id) in state.known
        if change.record in met and not is_repeat and not DECIDING.isdisjoint(change.set):
            return True
        met.add(change.record)
    return False


def _reaches_beyond(state: Batch) -> bool:
    return any(record.stream not in state.streams for record in state.records.values())
