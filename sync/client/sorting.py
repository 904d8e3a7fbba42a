"""What kecamatan and kota answer to a problem, and the one change that each answer is.

Whether an answer is possible is said by lifecycle.py and side_steps.py, who may give it by rights.py.
"""

from __future__ import annotations

from typing import Any

from sync.client.replica import RecordState
from sync.client.working import masked
from sync.domain.issues import OUTCOME
from sync.domain.lifecycle import Act, Status, act_for
from sync.domain.people import Person
from sync.domain.records import Kind
from sync.domain.rights import may_act
from sync.domain.side_steps import FORWARDED, side_step

_OFFERED = (Status.LISTED, Status.JOINED, Status.DECLINED, Status.HANDLED)
_SORTING = frozenset({Act.SORT, Act.HANDLE})


def answers_open(state: RecordState, person: Person) -> list[Status]:
    """What this person may answer now, in the order in which it is offered; nothing before the centre has it."""
    if state.kind != Kind.ISSUE or not state.version:
        return []
    acts = {status: act_for(Kind.ISSUE, state.status, status, None) for status in _OFFERED}
    return [
        status for status, act in acts.items() if act in _SORTING and act and may_act(person, state.ownership, act)
    ]


def awaits_sorting(state: RecordState, person: Person) -> bool:
    return Status.LISTED in answers_open(state, person)


def answer(status: Status, reason: str = "", target: str = "") -> dict[str, Any]:
    """The edits; `target` is the problem it is joined to, or the innovation that solves it."""
    said = {"reason": masked(reason.strip()), "target": target}
    return {"status": status.value, OUTCOME: {"status": status.value} | {key: v for key, v in said.items() if v}}


def may_forward(state: RecordState, person: Person) -> bool:
    """*Teruskan*: a listed problem that is structural."""
    if state.kind != Kind.ISSUE or not state.version:
        return False
    act = side_step(state.kind, state.values, FORWARDED, {})
    return act is Act.FORWARD and may_act(person, state.ownership, act)


def forward(**said: str) -> dict[str, Any]:
    """The edits: `office` and `date`, and `letter`, `answer`, `next_date` as they become known."""
    return {FORWARDED: {name: masked(text.strip()) for name, text in said.items() if text.strip()}}
