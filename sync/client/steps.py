"""Steps beside the review that a person may take on a record now, and the one change that each of them is.

Whether a step exists is said by lifecycle.py and side_steps.py, who may take it by rights.py; here they meet.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sync.client.replica import RecordState
from sync.client.reviewing import reviews
from sync.client.working import masked
from sync.domain.forms import fields_of
from sync.domain.lifecycle import Act, Status, act_for
from sync.domain.people import Person
from sync.domain.records import Kind, family, is_guarded
from sync.domain.rights import may_act
from sync.domain.side_steps import (
    GROWING,
    HEARD,
    OBJECTION,
    REOPENED,
    STRATEGIC,
    UNREVIEWED,
    UPDATE,
    UPHELD,
    side_step,
)


class Step(StrEnum):
    PUBLISH = "publish"
    HIDE = "hide"
    UNHIDE = "unhide"
    MARK_STRATEGIC = "mark_strategic"
    UNMARK_STRATEGIC = "unmark_strategic"
    HEAR = "hear"
    OBJECT = "object"
    ASK_UPDATE = "ask_update"


def steps(state: RecordState, person: Person) -> list[Step]:
    """In the order in which they are offered."""
    if state.kind not in set(Kind):
        return []
    return [step for step in Step if may_take(state, person, step)]


def may_take(state: RecordState, person: Person, step: Step) -> bool:
    act = _act(state, step)
    if act is None or (step is Step.ASK_UPDATE and not changed_since_approval(state)):
        return False
    return may_act(person, state.ownership, act)


def _act(state: RecordState, step: Step) -> Act | None:
    kind, values, status = Kind(state.kind), state.values, state.status
    if step in (Step.PUBLISH, Step.HIDE, Step.UNHIDE):
        to = {Step.PUBLISH: Status.PUBLISHED, Step.HIDE: Status.HIDDEN}.get(step) or _before_hiding(state)
        act = act_for(kind, status, to, values.get("hidden")) if to else None
        return act if act is not None and act == step.value else None
    is_marked = bool(values.get(STRATEGIC))
    if step in (Step.MARK_STRATEGIC, Step.UNMARK_STRATEGIC):
        fits = is_marked == (step is Step.UNMARK_STRATEGIC)
        return side_step(kind, values, STRATEGIC, not is_marked) if fits else None
    path, value = {
        Step.HEAR: (HEARD, {"decision": UPHELD, "note": ""}),
        Step.OBJECT: (OBJECTION, ""),
        Step.ASK_UPDATE: (UPDATE, Status.SUBMITTED.value),
    }[step]
    return side_step(kind, values, path, value)


def _before_hiding(state: RecordState) -> str:
    return str((state.values.get("hidden") or {}).get("before", "")) if state.status == Status.HIDDEN else ""


def edits_of(state: RecordState, step: Step, text: str, day: str, *, reopens: bool = False) -> dict[str, Any]:
    """What the step sets. `text` is its reason or note; `reopens` grants an objection."""
    words = masked(text.strip())
    if step is Step.HEAR:
        heard = {HEARD: {"decision": REOPENED if reopens else UPHELD, "note": words}}
        return heard | ({"status": Status.SUBMITTED.value} if reopens else {})
    edits: dict[Step, dict[str, Any]] = {
        Step.PUBLISH: {"status": Status.PUBLISHED.value, "published": day},
        Step.HIDE: {"status": Status.HIDDEN.value, "hidden": {"reason": words, "before": state.status}},
        Step.UNHIDE: {"status": _before_hiding(state), "hidden": None},
        Step.MARK_STRATEGIC: {STRATEGIC: True},
        Step.UNMARK_STRATEGIC: {STRATEGIC: False},
        Step.OBJECT: {OBJECTION: words},
        Step.ASK_UPDATE: {UPDATE: Status.SUBMITTED.value},
    }
    return edits[step]


def approved_seq(state: RecordState) -> int:
    """The sequence of what approved the record last; 0 where nothing did."""
    found = [review.seq for review in reviews(state) if review.decision == Status.APPROVED]
    if not found and state.status in GROWING.get(state.kind, frozenset()):
        found = [held[0].seq for path, held in state.entries.items() if path == "status" and held]
    return max(found, default=0)


def changed_since_approval(state: RecordState) -> list[str]:
    """The fields and photos that were touched after the last approval, in order of their paths.

    What offices add to a problem is read as it stands and is no update.
    """
    since = approved_seq(state)
    added = {path for path, item in fields_of(state.kind).items() if item.set_by}
    return sorted(
        path
        for path, held in state.entries.items()
        if since
        and not is_guarded(path)
        and path not in added
        and family(path) not in UNREVIEWED
        and any(entry.seq > since for entry in held)
    )
