"""Judges the steps beside the status: an objection and its hearing, an update, marks on issues. Pure too."""

from __future__ import annotations

from sync.central.stored import StoredRecord
from sync.domain.lifecycle import Act, Status
from sync.domain.records import GRANTED, REVIEWS, TRACKS, family, guarded_in
from sync.domain.side_steps import HEARD, SIDE_PATHS, UPDATE, holds_personal_number, reopens, side_step
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem


def check_content(change: Change) -> None:
    """What can be said of these paths without knowing the record."""
    guarded = guarded_in(tuple(change.set))
    noted = [path for path in guarded if path in SIDE_PATHS or family(path) in (GRANTED, TRACKS)]
    found = [path for path in noted if holds_personal_number(change.set[path])]
    if found:
        raise Problem(Code.PERSONAL_NUMBER, fields=dict.fromkeys(found, "personal_number"))


def check_first(change: Change) -> None:
    """A record begins without them."""
    if SIDE_PATHS & change.set.keys():
        raise Problem(Code.ILLEGAL_TRANSITION)


def acts(change: Change, record: StoredRecord) -> frozenset[Act]:
    """The steps this change takes on these paths. Raises for one that is not possible now."""
    taken = {
        _act(change, record, path) for path in SIDE_PATHS & change.set.keys() if _is_new(change, record, path)
    }
    if Act.HEAR in taken:
        _check_hearing(change)
    return frozenset(taken)


def reopens_record(change: Change, record: StoredRecord) -> bool:
    """Whether the status is that of a hearing, which is judged here, and not a step of the lifecycle."""
    return reopens(change.set) and _is_new(change, record, HEARD)


def _is_new(change: Change, record: StoredRecord, path: str) -> bool:
    return path not in record.set or record.value(path) != change.set[path]


def _act(change: Change, record: StoredRecord, path: str) -> Act:
    act = side_step(record.kind, record.set, path, change.set[path])
    if act is None:
        # As with a review of a note: who comes second learns that somebody decided.
        is_late = any(family(name) == REVIEWS for name in change.set) and record.value(UPDATE) != Status.SUBMITTED
        decided = is_late or (path == HEARD and record.value(HEARD) is not None)
        code = Code.ALREADY_DECIDED if decided else Code.ILLEGAL_TRANSITION
        raise Problem(code, extra={"status": record.value("status")})
    return act


def _check_hearing(change: Change) -> None:
    """Granting it submits the record again, in the same change; upholding the decision leaves the status."""
    goes_to = Status.SUBMITTED if reopens(change.set) else None
    if change.set.get("status") != goes_to:
        raise Problem(Code.ILLEGAL_TRANSITION)
