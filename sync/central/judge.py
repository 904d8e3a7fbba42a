"""Judges one change on arrival: may this person say this of this record now? Raises a Problem when not.

Pure: the same on SQLite and PostgreSQL, in the simulation and in the tests.
"""

from __future__ import annotations

from typing import Any

from sync.central import judge_beside, judge_ideas, judge_issues, judge_needs
from sync.central.stored import StoredRecord
from sync.domain import rights
from sync.domain.areas import gazetteer
from sync.domain.awards import is_track, may_follow
from sync.domain.forms import fields_of, form_of
from sync.domain.growing import is_granting, is_named_well
from sync.domain.ideas import is_step
from sync.domain.issues import OUTCOME, is_outcome
from sync.domain.lab import LAB, is_lab
from sync.domain.lifecycle import NEEDS_NOTE, Act, Status, act_for, decision_for, first_status, may_leave
from sync.domain.needs import MET, is_met
from sync.domain.people import Person
from sync.domain.records import (
    CITY_KINDS,
    COMMENTS,
    CONFIRMED,
    GRANTED,
    MOVED_TO,
    PHOTOS,
    PUBLIC,
    REVIEWS,
    STEPS,
    TRACKS,
    Kind,
    family,
    guarded_in,
    is_guarded,
)
from sync.domain.rights import Ownership
from sync.domain.side_steps import SIDE_PATHS, UPDATE, is_side_value
from sync.domain.validation import COMMENT_MAX, Fault, faults_in, missing_from
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem

_KINDS = frozenset(Kind)
_CITY, _KELURAHAN = 5, 13
"""So long are the codes."""
_NEEDING = frozenset({Kind.INNOVATION, Kind.ISSUE})
_STATUSES = frozenset(Status)
_VERDICTS = frozenset({"revise", "reject"})
_FAULT_CODES = {"unknown_path": Code.UNKNOWN_PATH, "personal_number": Code.PERSONAL_NUMBER}


def check_content(change: Change) -> None:
    """What can be said of a change without knowing the record: kind, area, paths, values."""
    if change.kind not in _KINDS:
        raise Problem(Code.UNKNOWN_KIND)
    if change.area not in gazetteer() or not _may_stand_in(change.kind, change.area):
        raise Problem(Code.UNKNOWN_AREA)
    guarded = guarded_in(tuple(change.set))
    values = dict(change.set)
    for path in guarded:
        del values[path]
    faults = faults_in(change.kind, values)
    if faults:
        raise _problem_of(faults)
    for path in guarded:
        if not _is_guarded_value(change.kind, path, change.set[path]):
            raise Problem(Code.BAD_VALUE, fields={path: "wrong_type"})
    judge_beside.check_content(change)


def _may_stand_in(kind: str, area: str) -> bool:
    """Records of the street stand in a kelurahan, what belongs to all in the city's own stream. Partners that
    kelurahan noted before there was one list stay where they are."""
    return len(area) == _KELURAHAN or (kind in CITY_KINDS and len(area) == _CITY)


def _problem_of(faults: list[Fault]) -> Problem:
    codes = [_FAULT_CODES.get(fault.code, Code.BAD_VALUE) for fault in faults]
    return Problem(codes[0], fields={fault.path: fault.code for fault in faults})


def check_creation(person: Person, change: Change) -> None:
    """The first change of a record submits it, whole."""
    kind = Kind(change.kind)
    if change.seen != 0:
        raise Problem(Code.UNKNOWN_RECORD)
    if not rights.may_create(person, kind, change.area):
        raise Problem(Code.NOT_ALLOWED)
    if change.set.get("status") != first_status(kind):
        raise Problem(Code.ILLEGAL_TRANSITION)
    missing = missing_from(form_of(kind), change.set)
    if missing:
        raise Problem(Code.INCOMPLETE, fields={fault.path: fault.code for fault in missing})
    judge_ideas.check_first(change)
    judge_issues.check_first(change)
    judge_beside.check_first(change)
    _check_rights(person, Ownership(change.area, person.id, kind=change.kind), change)


def check_edit(person: Person, device: str, change: Change, record: StoredRecord) -> None:
    """A change of a record that is here."""
    if record.stream != change.area:
        raise Problem(Code.OTHER_STREAM)
    if record.value("status") == Status.ERASED:
        raise Problem(Code.ERASED)
    moved_to = record.value(MOVED_TO)
    if moved_to is not None:
        raise Problem(Code.OTHER_STREAM, extra={MOVED_TO: moved_to})
    if record.kind != change.kind or not rights.relations(person, record.ownership):
        raise Problem(Code.NOT_ALLOWED)
    act, beside = _act(change, record), judge_beside.acts(change, record)
    acts = beside | {act} if act else beside
    if _is_decision(change, acts):
        _check_decision(device, change, record, acts)
    if not all(rights.may_act(person, record.ownership, each) for each in acts):
        raise Problem(Code.NOT_ALLOWED)
    _check_hiding(change, record, act)
    judge_ideas.check(person, change, record, act)
    judge_issues.check(change, record, act)
    judge_needs.check(change, record)
    _check_comments(person, change, record)
    _check_rights(person, record.ownership, change)
    _check_photo_ticks(change, record)
    _check_tracks(change, record)


def check_transfer(person: Person, record: StoredRecord, to: str) -> None:
    """That a record goes to another kelurahan, as it stands."""
    if not rights.may_transfer(person, record.stream, to):
        raise Problem(Code.NOT_ALLOWED)
    if to == record.stream or not may_leave(Kind(record.kind), record.value("status")):
        raise Problem(Code.ILLEGAL_TRANSITION, extra={"status": record.value("status")})
    check_settled(record)


def check_settled(record: StoredRecord) -> None:
    """Of two values only one could go along."""
    if record.several:
        raise Problem(Code.TWO_VALUES_OPEN, fields=dict.fromkeys(record.several, "two_values"))


def _check_rights(person: Person, ownership: Ownership, change: Change) -> None:
    standing = rights.relations(person, ownership)
    # Phones send the same paths again and again.
    outside = rights.outside(standing, change.kind, tuple(change.set))
    if outside:
        raise Problem(Code.NOT_ALLOWED, fields=dict.fromkeys(outside, "not_allowed"))


def _act(change: Change, record: StoredRecord) -> Act | None:
    """The step this change takes, None when it takes none. Raises for one that is not possible now."""
    before, after = record.value("status"), change.set.get("status")
    if after is None or after == before or judge_beside.reopens_record(change, record):
        return None
    act = act_for(Kind(record.kind), before, after, record.value("hidden"))
    if act is None:
        decided = any(path.startswith(REVIEWS + "/") for path in change.set) and before != Status.SUBMITTED
        raise Problem(Code.ALREADY_DECIDED if decided else Code.ILLEGAL_TRANSITION, extra={"status": before})
    return act


def _is_decision(change: Change, acts: frozenset[Act]) -> bool:
    return bool(acts & rights.DECISIONS) or any(family(path) == REVIEWS for path in change.set)


def _check_decision(device: str, change: Change, record: StoredRecord, acts: frozenset[Act]) -> None:
    """A decision stands on exactly what its author had seen."""
    if not acts:
        raise Problem(Code.ALREADY_DECIDED, extra={"status": record.value("status")})
    if not all(map(is_guarded, change.set)):
        raise Problem(Code.MIXED_DECISION)
    unguarded = {path: state for path, state in record.paths.items() if not is_guarded(path)}
    open_paths = [path for path in unguarded if path in record.several]
    if open_paths:
        raise Problem(Code.TWO_VALUES_OPEN, fields=dict.fromkeys(open_paths, "two_values"))
    newer = [p for p, state in unguarded.items() if state.touched > change.seen and state.by != device]
    if newer:
        raise Problem(Code.CHANGED_SINCE_SEEN, fields=dict.fromkeys(newer, "changed"))
    for act, path in ((Act.REVIEW, "status"), (Act.REVIEW_UPDATE, UPDATE)):
        if act in acts:
            _check_review(change, record, change.set[path])


def _check_review(change: Change, record: StoredRecord, decision: str) -> None:
    written = [value for path, value in change.set.items() if family(path) == REVIEWS]
    known = [path for path in change.set if family(path) == REVIEWS and path in record.set]
    if len(written) != 1 or known:
        raise Problem(Code.ALREADY_DECIDED if known else Code.BAD_VALUE)
    review = written[0]
    leads_to = decision_for(mark["verdict"] for mark in review["marks"].values())
    agrees = decision == leads_to or (decision == Status.RETURNED and leads_to is Status.APPROVED)
    if review["decision"] != decision or not agrees:
        raise Problem(Code.MARKS_DISAGREE)
    if decision in NEEDS_NOTE and not review["note"].strip():
        raise Problem(Code.NOTE_NEEDED)
    unknown = [path for path in review["marks"] if path not in fields_of(record.kind)]
    if unknown:
        raise Problem(Code.UNKNOWN_PATH, fields=dict.fromkeys(unknown, "unknown_path"))


def _check_photo_ticks(change: Change, record: StoredRecord) -> None:
    """No photo is public unless it is there, and a child's only when it was blurred."""
    for path, fit in change.set.items():
        if family(path) == PUBLIC and fit:
            photo = record.value(f"{PHOTOS}/{path.partition('/')[2]}")
            if photo is None or (photo.get("people") == "child" and not photo.get("blurred")):
                raise Problem(Code.BAD_VALUE, fields={path: "photo_not_fit"})


def _check_tracks(change: Change, record: StoredRecord) -> None:
    """The way through a competition goes stage by stage; the same again is no step."""
    for path, track in change.set.items():
        before = record.value(path)
        if family(path) == TRACKS and track != before and not may_follow(path, before, track):
            raise Problem(Code.ILLEGAL_TRANSITION, fields={path: "illegal_transition"})


def _check_hiding(change: Change, record: StoredRecord, act: Act | None) -> None:
    """What a record was before it was hidden is written with the hiding, truly, with a reason, and not later."""
    hidden = change.set.get("hidden")
    if act is Act.HIDE:
        if not hidden or hidden["before"] != record.value("status") or not hidden["reason"].strip():
            raise Problem(Code.NOTE_NEEDED)
    elif "hidden" in change.set and not (act is Act.UNHIDE and hidden is None):
        raise Problem(Code.ILLEGAL_TRANSITION, fields={"hidden": "not_allowed"})


def _check_comments(person: Person, change: Change, record: StoredRecord) -> None:
    """Nobody rewrites or removes what somebody else said."""
    for path in change.set:
        if family(path) == COMMENTS and path in record.set and record.setter(path) != person.id:
            raise Problem(Code.NOT_ALLOWED, fields={path: "not_allowed"})


def _is_guarded_value(kind: str, path: str, value: Any) -> bool:
    if path == "status":
        return _is_status(value)
    if family(path) == REVIEWS:
        return _is_review(value)
    if family(path) == PUBLIC:
        return isinstance(value, bool)
    if family(path) == STEPS:
        return is_step(value)
    if path in SIDE_PATHS:
        return is_side_value(path, value)
    if family(path) == GRANTED:
        is_there = kind == Kind.INNOVATION and is_named_well(path)
        return is_there and (value is None or is_granting(value))
    if family(path) == TRACKS:
        return kind == Kind.INNOVATION and is_track(path, value)
    if path == CONFIRMED:
        return kind == Kind.MEASUREMENT and isinstance(value, bool)
    if path == OUTCOME:
        return kind == Kind.ISSUE and is_outcome(value)
    if family(path) == MET:
        return kind in _NEEDING and is_met(value)
    if path == LAB:
        return kind in _NEEDING and is_lab(value)
    if path == "hidden":
        return value is None or (_has_keys(value, {"reason", "before"}) and all(map(_is_note, value.values())))
    return value is None or _is_note(value)


def _is_review(value: Any) -> bool:
    if not _has_keys(value, {"decision", "note", "marks", "seen"}) or not isinstance(value["marks"], dict):
        return False
    marks = value["marks"].values()
    fine = all(
        _has_keys(mark, {"verdict", "comment"}) and _is_one_of(mark["verdict"], _VERDICTS) for mark in marks
    )
    fine = fine and all(_is_note(mark["comment"]) for mark in marks)
    return fine and _is_note(value["note"]) and type(value["seen"]) is int and _is_status(value["decision"])


def _is_status(value: Any) -> bool:
    return _is_one_of(value, _STATUSES)


def _is_one_of(value: Any, known: frozenset[str]) -> bool:
    """Also for what cannot be hashed."""
    return isinstance(value, str) and value in known


def _has_keys(value: Any, keys: set[str]) -> bool:
    return isinstance(value, dict) and set(value) == keys


def _is_note(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 2 * COMMENT_MAX
