"""What an office answered to a record, for its author: the newest of its decisions, whichever path holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sync.client.replica import RecordState
from sync.domain.issues import OUTCOME
from sync.domain.lifecycle import Status
from sync.domain.needs import MET
from sync.domain.records import REVIEWS, STEPS, TRACKS, family
from sync.domain.side_steps import HEARD, UPDATE

_PUBLISHED, _HIDDEN = "published", "hidden"
_ANSWERING = frozenset({REVIEWS, STEPS, TRACKS, HEARD, OUTCOME, MET, _PUBLISHED, _HIDDEN})


@dataclass(frozen=True, slots=True)
class Answer:
    """`decided` is a status, HEARD, the path of a track or `met/<state>` of a need; `fields` how many were marked.
    `role` and `at` (ISO 8601, UTC) are empty until the centre has told who answered and when."""

    record: str
    kelurahan: str
    seq: int
    decided: str
    fields: int = 0
    is_update: bool = False
    role: str = ""
    at: str = ""


def is_answer(path: str, value: Any) -> bool:
    """That an idea was read decides nothing yet; that a record is shown again is no news for its author."""
    name = family(path)
    if name not in _ANSWERING or value is None:
        return False
    return not (name == STEPS and value.get("status") == Status.READ)


def answer_of(state: RecordState) -> Answer | None:
    """The newest answer; None while there is none."""
    seqs = {path: held[0].seq for path, held in state.entries.items() if held and is_answer(path, held[0].value)}
    if not seqs:
        return None
    # A change that publishes or decides sets one of these paths alone.
    path = max(seqs, key=lambda each: seqs[each])
    value, source = state.values[path], state.source(path)
    decided, fields = _decided(path, value)
    update = state.entries.get(UPDATE, ())
    is_update = family(path) == REVIEWS and bool(update) and update[0].seq == seqs[path]
    role, at = (source.by.role, source.received_at) if source else ("", "")
    return Answer(state.id, state.area, seqs[path], decided, fields, is_update, role, at)


def _decided(path: str, value: Any) -> tuple[str, int]:
    if family(path) == REVIEWS:
        return str(value["decision"]), len(value.get("marks") or {})
    if family(path) == MET:
        return f"{MET}/{value.get('state', '')}", 0
    if family(path) in (STEPS, OUTCOME):
        return str(value.get("status", "")), 0
    return path, 0
