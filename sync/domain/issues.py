"""Problems and what became of them: the answer of an office, and the innovations that address them.

`outcome` is `{status, reason, target}`, set together with the status: why a problem was declined, to which other
it was joined, by which innovation it was solved. `addresses/<issue>` of an innovation says how far it solves one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.domain.growing import ADDRESSES
from sync.domain.ids import is_id
from sync.domain.lifecycle import Status
from sync.domain.records import Values, entries_below

S = Status
OUTCOME = "outcome"
REASON_MAX = 500
WHOLLY, PARTLY = "wholly", "partly"
HELPS = (PARTLY, WHOLLY)
"""The degrees in which a problem no longer waits for a first idea; what failed leaves it waiting."""
ENDED = frozenset({S.WITHDRAWN, S.REJECTED, S.HIDDEN, S.ERASED})
"""An innovation that stands so addresses nothing."""
ANSWERED = frozenset({S.LISTED, S.JOINED, S.DECLINED, S.HANDLED})
_NEEDS: Mapping[str, tuple[frozenset[str], ...]] = {
    S.LISTED: (),
    S.JOINED: (frozenset({"target"}),),
    S.DECLINED: (frozenset({"reason"}),),
    S.HANDLED: (frozenset({"target", "reason"}),),
}
"""What an outcome says beside its status: one of each set. An office's answer solves as well as an innovation."""


def is_outcome(value: Any) -> bool:
    """Whether the path can hold this at all."""
    if not isinstance(value, dict) or not {"status"} <= value.keys() <= {"status", "reason", "target"}:
        return False
    status, reason, target = value["status"], value.get("reason", ""), value.get("target")
    fits = isinstance(status, str) and status in ANSWERED and isinstance(reason, str) and "\0" not in reason
    return fits and len(reason) <= REASON_MAX and ("target" not in value or is_id(target))


def missing_in(outcome: Mapping[str, str]) -> list[str]:
    """What this outcome still has to say, in alphabetical order; any one of them where there are several."""
    said = {name for name in ("reason", "target") if outcome.get(name, "").strip()}
    return sorted(name for names in _NEEDS[outcome["status"]] if not names & said for name in names)


def degrees_in(values: Values) -> dict[str, str]:
    """How far an innovation solves each problem that it addresses, by the problem's id."""
    found = entries_below(values, ADDRESSES)
    return {issue: str(value["degree"]) for issue, value in found.items() if isinstance(value, dict)}
