"""What a record needs, noted by its people, and the help that BRIDA finds for it: offers, matches and results.

The city's devices hold the offers. A match is two changes, one on the offer and one on the record: both are kept
together, and each is judged where it arrives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mobile.session import Session
from mobile.text import day_in_city
from sync.client.replica import RecordState
from sync.domain.lifecycle import Status
from sync.domain.needs import DONE, FAILED, MATCHED, MET, NEEDS, Need, State, needs_of
from sync.domain.offers import NEED, PARTNER, RECORD, UNDER_WAY, WAITING
from sync.domain.records import COMMENTS, MOVED_TO, STEPS, Kind
from sync.domain.rights import may_edit
from sync.domain.validation import COMMENT_MAX

_NEEDING = frozenset({Kind.INNOVATION, Kind.ISSUE})
_CLOSED = frozenset(
    {Status.REJECTED, Status.WITHDRAWN, Status.ERASED, Status.HIDDEN, Status.JOINED, Status.DECLINED}
)


def may_note(session: Session, state: RecordState) -> bool:
    """Whether the person may say now what the record needs. What was refused is settled first."""
    is_open = state.kind in _NEEDING and state.version > 0 and state.status not in _CLOSED
    is_free = not session.refusals(state.id) and MOVED_TO not in state.values
    return is_open and is_free and may_edit(session.person, state.ownership)


def has_needs(session: Session, state: RecordState) -> bool:
    return state.kind in _NEEDING and (may_note(session, state) or bool(needs_of(state.values)))


def note(session: Session, state: RecordState, need: str, value: Mapping[str, str] | None) -> None:
    """Says it, or with None takes it back. Raises what the store raises."""
    session.edit(state, {f"{NEEDS}/{need}": dict(value) if value else None})


@dataclass(frozen=True, slots=True)
class Offer:
    """Help that was offered, or with a `partner` a note of it. `since` is when it came, empty until then."""

    id: str
    status: str
    text: str
    helix: str
    record: str
    need: str
    partner: str
    has_contact: bool
    since: str
    met: Mapping[str, str]
    """The newest step that matched it: to which record and need, and when."""


def offer_of(state: RecordState) -> Offer:
    said = {name: str(state.values.get(name) or "") for name in ("text", "helix", RECORD, NEED, PARTNER)}
    source = state.source("text")
    since = source.received_at if source else ""
    steps = [value for path, value in state.values.items() if path.startswith(f"{STEPS}/") and value]
    met = next((dict(each) for each in steps if each.get("status") == Status.MATCHED), {})
    has_contact = bool(state.values.get("contact_given"))
    return Offer(
        state.id,
        str(state.status),
        said["text"],
        said["helix"],
        said[RECORD],
        said[NEED],
        said[PARTNER],
        has_contact,
        since,
        met,
    )


def offers(session: Session) -> dict[str, list[Offer]]:
    """By whether they wait, are under way or have ended: what waits the oldest first, the others the newest."""
    states = (session.record(record) for record in session.records.of_kind(Kind.OFFER))
    found = [offer_of(state) for state in states if state is not None and state.status != Status.ERASED]
    return {
        "waiting": sorted((o for o in found if o.status in WAITING), key=lambda o: o.id),
        "under_way": [o for o in found if o.status in UNDER_WAY],
        "ended": [o for o in found if o.status not in WAITING | UNDER_WAY],
    }


def waiting(session: Session) -> int:
    return len(offers(session)["waiting"])


def moved_on(session: Session, record: str) -> str:
    """Where the record stands now that an offer names: one that went to another kelurahan has another id there."""
    passed: list[str] = []
    while record not in passed:
        passed.append(record)
        state = session.record(record)
        record = state.values[MOVED_TO]["record"] if state and state.values.get(MOVED_TO) else record
    return record


def open_needs(state: RecordState) -> list[Need]:
    return [need for need in needs_of(state.values) if need.state is State.OPEN]


def today(session: Session) -> str:
    return day_in_city(session.clock.now_ms())


def step(session: Session, offer: RecordState, status: Status, **said: str) -> None:
    """One step of an offer alone: read, or declined with a reason. Raises what the store raises."""
    value = {"status": status.value} | {name: text.strip() for name, text in said.items() if text.strip()}
    session.edit(offer, {"status": status.value, f"{STEPS}/{session.make_id()}": value})


def match(session: Session, offer: RecordState, record: RecordState, need: str, on: str, helper: str) -> None:
    """The offer goes to this need: both sides read since when."""
    with session.tables.transaction():
        step(session, offer, Status.MATCHED, target=record.id, need=need, on=on)
        met = {"state": MATCHED, "on": on, "helper": helper.strip(), "offer": offer.id}
        session.edit(record, {f"{MET}/{need}": met})


def end(session: Session, offer: RecordState, record: RecordState, need: str, on: str, reason: str) -> None:
    """*Terwujud*, or with a reason *Tidak jadi*: the need is open again then."""
    status, state = (Status.FAILED, FAILED) if reason.strip() else (Status.DONE, DONE)
    before: dict[str, Any] = record.values.get(f"{MET}/{need}") or {}
    with session.tables.transaction():
        step(session, offer, status, on=on, reason=reason)
        met = {name: before[name] for name in ("helper", "offer") if name in before} | {"state": state, "on": on}
        if reason.strip():
            met["reason"] = reason.strip()
        session.edit(record, {f"{MET}/{need}": met})


def pass_on(session: Session, offer: RecordState, record: RecordState, partner: str) -> None:
    """A partner's note reaches the people of the record, as a comment in the partner's name."""
    text = f"Mitra {partner}: {offer.values.get('text') or ''}"[:COMMENT_MAX]
    with session.tables.transaction():
        step(session, offer, Status.FORWARDED)
        session.edit(record, {f"{COMMENTS}/{session.make_id()}": text})
