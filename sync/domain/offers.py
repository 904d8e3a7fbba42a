"""Help that somebody offers from a public page, and notes of partners: what BRIDA has to say with each step.

An offer is a record in the city's stream that nobody sees but BRIDA. `steps/<id>` tells its story as with an idea;
the contact of who offers is sealed at the centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.domain.checks import is_day
from sync.domain.ids import is_id
from sync.domain.lifecycle import Status

RECORD, NEED, PARTNER = "record", "need", "partner"
TEXT_MAX = 500
NOTE_MAX = 400
"""Of a partner: it reaches the record as a comment, with the partner's name before it."""
WAITING = frozenset({Status.RECEIVED, Status.READ})
UNDER_WAY = frozenset({Status.MATCHED})
ENDED = frozenset({Status.DONE, Status.FAILED, Status.FORWARDED, Status.DECLINED})

_STEP_NEEDS: Mapping[str, frozenset[str]] = {
    Status.READ: frozenset(),
    Status.MATCHED: frozenset({"target", "need", "on"}),
    Status.DONE: frozenset({"on"}),
    Status.FAILED: frozenset({"on", "reason"}),
    Status.FORWARDED: frozenset(),
    Status.DECLINED: frozenset({"reason"}),
}
"""What a step says beside its status: the record and the need that the offer goes to, the day, why."""


def missing_in(step: Mapping[str, str]) -> list[str]:
    """What this step still has to say, in alphabetical order."""
    return sorted(name for name in _STEP_NEEDS[step["status"]] if not step.get(name, "").strip())


def is_named_well(step: Mapping[str, Any]) -> bool:
    """Whether what it names can be what it says: ids and a day."""
    fits = all(is_id(step[name]) for name in ("target", "need") if name in step)
    return fits and ("on" not in step or is_day(step["on"]))
