"""Judges the answer of an office to a problem: it says why, or to which other it leads. Pure, as judge.py is."""

from __future__ import annotations

from collections.abc import Mapping

from sync.central.stored import StoredRecord
from sync.domain.issues import ENDED, OUTCOME, WHOLLY, degrees_in, missing_in
from sync.domain.lifecycle import Act, Status
from sync.domain.personal import has_personal_number
from sync.domain.records import MOVED_TO, Kind
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem

_ANSWERING = frozenset({Act.SORT, Act.HANDLE})


def check_first(change: Change) -> None:
    """A problem begins without an answer, and no other record ever has one."""
    if OUTCOME in change.set:
        raise Problem(Code.ILLEGAL_TRANSITION, fields={OUTCOME: "not_allowed"})


def check(change: Change, record: StoredRecord, act: Act | None) -> None:
    """Raises where an answer does not say what its status needs, or stands without one."""
    outcome = change.set.get(OUTCOME)
    if record.kind != Kind.ISSUE or (outcome is not None and act not in _ANSWERING):
        if outcome != record.value(OUTCOME):
            check_first(change)
    elif act in _ANSWERING:
        _check_outcome(outcome or {"status": change.set["status"]}, change, record)


def solver_in(change: Change) -> str | None:
    """The innovation by which this change calls a problem handled."""
    outcome = change.set.get(OUTCOME)
    is_handled = change.kind == Kind.ISSUE and change.set.get("status") == Status.HANDLED
    return outcome.get("target") if is_handled and isinstance(outcome, dict) else None


def check_solver(change: Change, record: StoredRecord | None, known: Mapping[str, StoredRecord]) -> None:
    """An innovation handles a problem only where its own people say that it solves it wholly."""
    solver = solver_in(change)
    if solver is None or record is None or record.value("status") == Status.HANDLED:
        return
    found = known.get(solver)
    if found is None or not _goes_on(found) or degrees_in(found.set).get(record.id) != WHOLLY:
        raise Problem(Code.BAD_VALUE, fields={OUTCOME: "not_wholly"})


def _goes_on(innovation: StoredRecord) -> bool:
    is_here = innovation.kind == Kind.INNOVATION and innovation.value(MOVED_TO) is None
    return is_here and innovation.value("status") not in ENDED


def _check_outcome(outcome: dict[str, str], change: Change, record: StoredRecord) -> None:
    if outcome["status"] != change.set["status"] or outcome.get("target") == record.id:
        raise Problem(Code.BAD_VALUE, fields={OUTCOME: "not_allowed"})
    missing = missing_in(outcome)
    if missing:
        raise Problem(Code.NOTE_NEEDED if "reason" in missing else Code.INCOMPLETE, fields={OUTCOME: "required"})
    if has_personal_number(outcome.get("reason", "")):
        raise Problem(Code.PERSONAL_NUMBER, fields={OUTCOME: "personal_number"})
