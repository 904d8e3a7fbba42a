"""What is to be put right in a measurement before it goes, as the centre will judge it."""

from __future__ import annotations

from collections.abc import Callable

from sync.client.replica import RecordState
from sync.client.working import Working
from sync.domain.measuring import DENOMINATOR, INDICATOR, INNOVATION, indicators_of, shape_faults
from sync.domain.records import Kind
from sync.domain.validation import Fault


def faults(copy: Working, record: Callable[[str], RecordState | None]) -> list[Fault]:
    """Nothing for another kind of record, and where innovation or indicator is not known here."""
    innovation = record(str(copy.values.get(INNOVATION))) if copy.kind == Kind.MEASUREMENT else None
    indicator = indicators_of(innovation.values).get(str(copy.values.get(INDICATOR))) if innovation else None
    if innovation is None or indicator is None:
        return []
    found = shape_faults(innovation.values, indicator, copy.values)
    return [Fault(path, _in_words(path, code)) for path, code in found.items()]


def _in_words(path: str, code: str) -> str:
    if code == "out_of_range":
        return "not_positive" if path == DENOMINATOR else "not_a_number"
    return code
