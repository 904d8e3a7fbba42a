"""What an innovation or a problem needs from others, and what came of it.

`needs/<id>` is one need, by whoever edits the record; `met/<id>` what BRIDA says of the same need: who helps since
when, and whether it came about. A need whose help failed is open again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sync.domain.checks import FINE, UNKNOWN, WRONG, Outcome, first_fault, is_day, text_outcome
from sync.domain.ids import is_id
from sync.domain.personal import has_personal_number
from sync.domain.records import Values, entries_below

NEEDS, MET = "needs", "met"
KINDS = ("funds", "tools", "knowledge", "people", "place", "network")
TEXT_MAX, HOW_MANY_MAX, HELPER_MAX, REASON_MAX = 200, 40, 100, 500
MATCHED, DONE, FAILED = "matched", "done", "failed"
_FOLLOWS: Mapping[str | None, frozenset[str]] = {
    None: frozenset({MATCHED}),
    FAILED: frozenset({MATCHED}),
    MATCHED: frozenset({DONE, FAILED}),
}
_KEYS = frozenset({"kind", "text", "how_many", "by"})
_LONGEST = {"state": 10, "on": 10, "helper": HELPER_MAX, "offer": 36, "reason": REASON_MAX}


class State(StrEnum):
    OPEN = "open"
    MATCHED = "matched"
    CLOSED = "closed"


_STATES = {MATCHED: State.MATCHED, DONE: State.CLOSED}


@dataclass(frozen=True, slots=True)
class Need:
    """`met` is what BRIDA said last, empty before it said anything."""

    id: str
    kind: str
    text: str
    how_many: str
    by: str
    met: Mapping[str, str]

    @property
    def state(self) -> State:
        return _STATES.get(self.met.get("state", ""), State.OPEN)


def needs_of(values: Values) -> list[Need]:
    """In the order in which they were noted."""
    met, noted = entries_below(values, MET), entries_below(values, NEEDS)
    return [_need(key, each, met.get(key) or {}) for key, each in noted.items() if isinstance(each, dict)]


def _need(key: str, said: Mapping[str, Any], met: Mapping[str, str]) -> Need:
    kind, text, how_many, by = (str(said.get(name) or "") for name in ("kind", "text", "how_many", "by"))
    return Need(key, kind, text, how_many, by, met)


def need_outcome(value: Any) -> Outcome:
    """`{kind, text, how_many, by}`; how many and by when may be left out."""
    if not isinstance(value, dict) or not {"kind", "text"} <= value.keys() <= _KEYS:
        return WRONG
    if value["kind"] not in KINDS:
        return UNKNOWN
    if "by" in value and not is_day(value["by"]):
        return WRONG
    outcome = first_fault(
        text_outcome(value["text"], TEXT_MAX), text_outcome(value.get("how_many", ""), HOW_MANY_MAX)
    )
    return WRONG if outcome == FINE and not value["text"].strip() else outcome


def is_met(value: Any) -> bool:
    """`{state, on, helper, offer, reason}`: why where it failed, and the offer where somebody made one."""
    if not isinstance(value, dict) or not {"state", "on", "helper"} <= value.keys() <= _LONGEST.keys():
        return False
    if not all(text_outcome(text, _LONGEST[name]) == FINE for name, text in value.items()):
        return False
    fits = value["state"] in (MATCHED, DONE, FAILED) and is_day(value["on"]) and value["helper"].strip()
    fits = fits and ("offer" not in value or is_id(value["offer"]))
    fits = fits and not any(map(has_personal_number, (value["helper"], value.get("reason", ""))))
    return bool(fits and (value["state"] != FAILED or value.get("reason", "").strip()))


def may_follow(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Whether BRIDA can say this now: help is found, then it came about or it did not, and may be found again."""
    return after is not None and after["state"] in _FOLLOWS.get(before["state"] if before else None, frozenset())
