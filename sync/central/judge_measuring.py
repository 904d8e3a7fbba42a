"""Judges what is measured: of an innovation that is here, by whoever may edit it, and never so few that somebody
could be meant. Pure, as judge.py is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.central.stored import StoredRecord
from sync.domain.growing import INDICATORS
from sync.domain.lifecycle import Status
from sync.domain.measuring import (
    INDICATOR,
    INNOVATION,
    RATIO,
    SAID,
    concerns_health,
    indicators_of,
    is_from_recap,
    is_small,
    shape_faults,
)
from sync.domain.people import Person
from sync.domain.records import CONFIRMED, MOVED_TO, Kind, families_in, family, is_guarded
from sync.domain.rights import may_measure
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem


def check(
    person: Person, device: str, change: Change, record: StoredRecord | None, known: Mapping[str, StoredRecord]
) -> None:
    """`record` is None for the first change of one; `known` has the innovation that is measured, by id."""
    if change.kind == Kind.INNOVATION and INDICATORS in families_in(tuple(change.set)):
        _check_baselines(change, record)
    if change.kind != Kind.MEASUREMENT:
        return
    if change.set.get(CONFIRMED) and record is not None:
        _check_seen(device, change, record)
    if SAID & change.set.keys():
        _check_measurement(person, (record.set if record else {}) | change.set, change.area, known)


def _check_baselines(change: Change, record: StoredRecord | None) -> None:
    """What stood there before is not judged again: the innovation may since be said to be about health."""
    values = (record.set if record else {}) | change.set
    given = {path: value for path, value in change.set.items() if family(path) == INDICATORS and value}
    small = [path for path, each in given.items() if each["kind"] != RATIO and is_small(each.get("baseline"))]
    found = [path for path in small if concerns_health(values, given[path])]
    if found:
        raise Problem(Code.SMALL_NUMBER, fields=dict.fromkeys(found, "small_number"))


def _check_measurement(
    person: Person, values: Mapping[str, Any], area: str, known: Mapping[str, StoredRecord]
) -> None:
    innovation = known.get(str(values.get(INNOVATION)))
    if innovation is None or not _is_measured_here(innovation, area):
        raise Problem(Code.UNKNOWN_INDICATOR, fields={INNOVATION: "unknown"})
    indicator = indicators_of(innovation.set).get(str(values.get(INDICATOR)))
    if indicator is None:
        raise Problem(Code.UNKNOWN_INDICATOR, fields={INDICATOR: "unknown"})
    if not may_measure(person, innovation.ownership, from_recap=is_from_recap(indicator)):
        raise Problem(Code.NOT_ALLOWED, fields={INDICATOR: "not_allowed"})
    faults = shape_faults(innovation.set, indicator, dict(values))
    if faults:
        raise Problem(_code_of(set(faults.values())), fields=faults)


def _is_measured_here(innovation: StoredRecord, area: str) -> bool:
    is_there = innovation.kind == Kind.INNOVATION and innovation.stream == area
    return is_there and innovation.value("status") != Status.ERASED and innovation.value(MOVED_TO) is None


def _code_of(faults: set[str]) -> Code:
    if "small_number" in faults:
        return Code.SMALL_NUMBER
    return Code.INCOMPLETE if faults == {"required"} else Code.BAD_VALUE


def _check_seen(device: str, change: Change, record: StoredRecord) -> None:
    """The kelurahan stands by exactly what it saw."""
    open_paths = [path for path in record.several if not is_guarded(path)]
    if open_paths:
        raise Problem(Code.TWO_VALUES_OPEN, fields=dict.fromkeys(open_paths, "two_values"))
    paths = {path: state for path, state in record.paths.items() if path in SAID}
    newer = [path for path, state in paths.items() if state.touched > change.seen and state.by != device]
    if newer:
        raise Problem(Code.CHANGED_SINCE_SEEN, fields=dict.fromkeys(newer, "changed"))
