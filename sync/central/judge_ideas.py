"""Judges what happens to a resident's idea or offer: officers say why, and for an idea its resident may ask the
kecamatan, once.

Pure, as judge.py is. A step is one value of `steps/<id>`, written once, together with the status that it leads to.
"""

from __future__ import annotations

from typing import Any

from sync.central.stored import StoredRecord
from sync.domain import offers
from sync.domain.ideas import is_above_kelurahan, missing_in
from sync.domain.lifecycle import Act, Status
from sync.domain.people import Person
from sync.domain.personal import has_personal_number
from sync.domain.records import APPEAL, STEPS, Kind, families_in, family
from sync.domain.rights import RESIDENTS_WORDS
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem

_STEPS_OF_OFFICERS = frozenset({Act.ANSWER_IDEA, Act.SETTLE_IDEA, Act.HANDLE_OFFER})
_ANSWERED = frozenset({Kind.IDEA, Kind.OFFER})


def check_first(change: Change) -> None:
    """An idea begins without an answer, and no other record ever has one."""
    _refuse(change, frozenset({STEPS, APPEAL}), Code.ILLEGAL_TRANSITION)


def is_residents(record: StoredRecord) -> bool:
    """Whether a resident filed it themselves: then its author is the idea itself."""
    return record.author == record.id


def _refuse(change: Change, families: frozenset[str], code: Code) -> None:
    if families_in(tuple(change.set)) & families:
        outside = [path for path in change.set if family(path) in families]
        raise Problem(code, fields=dict.fromkeys(outside, "not_allowed"))


def check(person: Person, change: Change, record: StoredRecord, act: Act | None) -> None:
    if record.kind not in _ANSWERED:
        check_first(change)
        return
    if is_residents(record) and person.id != record.author:
        _refuse(change, RESIDENTS_WORDS, Code.NOT_ALLOWED)
    new = {path: value for path, value in change.set.items() if record.set.get(path) != value}
    steps = {path: value for path, value in new.items() if family(path) == STEPS}
    if act in _STEPS_OF_OFFICERS:
        _check_step(change, record, steps)
    elif steps:
        raise Problem(Code.ILLEGAL_TRANSITION, fields=dict.fromkeys(steps, "not_allowed"))
    if record.kind == Kind.OFFER:
        _refuse(change, frozenset({APPEAL}), Code.ILLEGAL_TRANSITION)
    elif APPEAL in new or act is Act.APPEAL:
        _check_appeal(new.get(APPEAL), record, act)


def _check_step(change: Change, record: StoredRecord, steps: dict[str, Any]) -> None:
    """Exactly one step says it, with what its status needs; to mark as read needs no words."""
    written = next(iter(steps.values()), {"status": change.set["status"]})
    known = [path for path in steps if path in record.set]
    if len(steps) > 1 or known or written["status"] != change.set["status"]:
        raise Problem(
            Code.ALREADY_DECIDED if known else Code.BAD_VALUE, fields=dict.fromkeys(steps, "not_allowed")
        )
    _refuse_personal_numbers(steps)
    if record.kind == Kind.OFFER and not offers.is_named_well(written):
        raise Problem(Code.BAD_VALUE, fields=dict.fromkeys(steps, "wrong_type"))
    missing = offers.missing_in(written) if record.kind == Kind.OFFER else missing_in(written)
    if missing:
        code = Code.NOTE_NEEDED if "reason" in missing else Code.INCOMPLETE
        raise Problem(code, fields={f"{STEPS}/{key}": "required" for key in missing})


def _check_appeal(reason: Any, record: StoredRecord, act: Act | None) -> None:
    """Once, with a reason, and only past the kelurahan: nothing stands above the kecamatan here."""
    if not isinstance(reason, str) or not reason.strip():
        raise Problem(Code.NOTE_NEEDED)
    is_waiting = act is None and record.value("status") == Status.RECEIVED
    if is_above_kelurahan(record.set) or not (act is Act.APPEAL or is_waiting):
        raise Problem(Code.ILLEGAL_TRANSITION, extra={"status": record.value("status")})
    _refuse_personal_numbers({APPEAL: reason})


def _refuse_personal_numbers(values: dict[str, Any]) -> None:
    texts = {path: " ".join(v.values()) if isinstance(v, dict) else v for path, v in values.items()}
    found = [path for path, text in texts.items() if has_personal_number(text)]
    if found:
        raise Problem(Code.PERSONAL_NUMBER, fields=dict.fromkeys(found, "personal_number"))
