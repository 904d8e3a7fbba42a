"""What this device knows of an innovation's measurements, and what its person may do with them."""

from __future__ import annotations

from mobile.session import Session
from sync.client.replica import RecordState
from sync.client.working import Working
from sync.domain.lifecycle import Status
from sync.domain.measuring import (
    INDICATOR,
    INNOVATION,
    Indicator,
    Measured,
    Progress,
    indicators_of,
    is_from_recap,
    measured_in,
    progress,
)
from sync.domain.records import CONFIRMED, Kind
from sync.domain.rights import may_measure, may_write


def progress_of(session: Session, innovation: RecordState) -> list[Progress]:
    """Each of its indicators, with what waits on this device too."""
    known = ((state.id, state.values) for state in _states(session, innovation.id))
    return progress(innovation.values, known)


def all_of(session: Session, innovation: RecordState, key: str) -> list[tuple[RecordState, Measured]]:
    """Every measurement of one indicator that fits it, the newest month first."""
    indicator = indicators_of(innovation.values)[key]
    found = []
    for state in _states(session, innovation.id):
        if state.values.get(INDICATOR) == key:
            measured = measured_in(state.id, innovation.values, indicator, state.values)
            found += [(state, measured)] if measured else []
    return sorted(found, key=lambda pair: (pair[1].period, pair[1].record), reverse=True)


def _states(session: Session, innovation: str) -> list[RecordState]:
    states = map(session.record, session.records.measurements_of(innovation))
    return [state for state in states if state is not None]


def measured_by(session: Session, values: dict[str, object]) -> tuple[RecordState, Indicator] | None:
    """The innovation and the indicator that a measurement is about, where this device knows both."""
    innovation = session.record(str(values.get(INNOVATION)))
    indicator = indicators_of(innovation.values).get(str(values.get(INDICATOR))) if innovation else None
    return (innovation, indicator) if innovation and indicator else None


def title_of(session: Session, state: RecordState) -> str:
    """What a record is called: a measurement after what it measures."""
    if state.kind == Kind.MEASUREMENT:
        about = measured_by(session, state.values)
        return str(about[1]["name"]) if about else ""
    return str(state.values.get("title") or "")


def may_note(session: Session, innovation: RecordState, indicator: Indicator) -> bool:
    return may_measure(session.person, innovation.ownership, from_recap=is_from_recap(indicator))


def may_confirm(session: Session, state: RecordState) -> bool:
    """Whether *Sahkan* stands there: the centre has it, nothing of it waits here, nobody has to choose first."""
    is_settled = state.version > 0 and not state.two_values and state.status == Status.SUBMITTED
    is_settled = is_settled and not any("seq" not in change for _, change in session.changes(state.id))
    return is_settled and not state.values.get(CONFIRMED) and may_write(session.person, state.ownership, CONFIRMED)


def being_typed(session: Session, innovation: RecordState, key: str) -> Working | None:
    """A new measurement of this indicator that was not submitted yet."""
    typed = (each for each in session.records.measurements_of(innovation.id) if session.record(each) is None)
    copies = (session.open(each) for each in typed)
    return next((copy for copy in copies if copy and copy.values.get(INDICATOR) == key), None)


def begun(session: Session, innovation: RecordState, key: str) -> Working:
    """What was being typed of this indicator, else a new measurement."""
    new = session.begin(Kind.MEASUREMENT).with_value(INNOVATION, innovation.id).with_value(INDICATOR, key)
    return being_typed(session, innovation, key) or new
