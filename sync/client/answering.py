"""What officers do with residents' ideas: whom an idea waits for, its story, and each step as one change.

A step rests ten seconds before it may be sent, as a decision of a reviewer does (`outbox.take_back` undoes it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sync.client import outbox
from sync.client.replica import RecordState
from sync.client.tables import OUTBOX, REFUSED, Tables
from sync.client.working import masked
from sync.domain.ideas import OPEN, is_above_kelurahan
from sync.domain.lifecycle import TRANSITIONS, Act, Status
from sync.domain.people import Person, Role
from sync.domain.records import ANSWERS, APPEAL, STEPS, Kind, entries_below, family
from sync.domain.rights import may_act
from sync.protocol.messages import Change, Source

RECEIVED, ANSWERED, APPEALED = "received", "answered", "appealed"
MINE, RESIDENT, OTHERS, DONE = "mine", "resident", "others", "done"
"""Whom an idea waits for: this person, the resident who was asked, another office; DONE waits for nobody."""

_IDS = frozenset({"owner", "target"})
_WORDS = ("reason", "office", "owner", "target")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened to an idea. `what` is a status, ANSWERED or APPEALED; `step` is its id where an
    officer took it; `source` is None for what this device did and the centre has not answered."""

    what: str
    seq: int
    source: Source | None = None
    reason: str = ""
    office: str = ""
    owner: str = ""
    target: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class RefusedStep:
    """A step of this device that the centre did not accept, and why: to be taken again or let go."""

    change: str
    record: str
    code: str
    step: Mapping[str, str]


def is_idea(state: RecordState) -> bool:
    return state.kind == Kind.IDEA


def may_answer(state: RecordState, person: Person) -> bool:
    """Whether this person's office answers the idea, whatever its state."""
    return is_idea(state) and may_act(person, state.ownership, Act.SETTLE_IDEA)


def steps_open(state: RecordState, person: Person) -> frozenset[Status]:
    """The steps that this person can take now."""
    if not is_idea(state):
        return frozenset()
    acts = {after: act for (before, after), act in TRANSITIONS[Kind.IDEA].items() if before == state.status}
    officers = {Act.ANSWER_IDEA, Act.SETTLE_IDEA}
    allowed = (after for after, act in acts.items() if act in officers and may_act(person, state.ownership, act))
    # An author decides nothing on a record of their own, and to mark it as read would say that it was.
    return frozenset(allowed) if may_answer(state, person) else frozenset()


def waits_for(state: RecordState, person: Person) -> str:
    """MINE, RESIDENT, OTHERS or DONE."""
    if state.status not in OPEN:
        return DONE
    if not may_answer(state, person) or (person.role is Role.KECAMATAN and not _is_for_kecamatan(state)):
        return OTHERS
    return RESIDENT if state.status == Status.ASKED else MINE


def _is_for_kecamatan(state: RecordState) -> bool:
    """What the kelurahan does not answer: its own office, what the resident asked for, what it noted itself."""
    noted = state.source("text")
    return is_above_kelurahan(state.values) or (noted is not None and noted.by.role == Role.KELURAHAN)


def waits_since(state: RecordState) -> str:
    """When it came to whom it waits for (ISO 8601, UTC); empty before the centre has said."""
    source = state.source("status")
    return source.received_at if source else ""


def story(state: RecordState) -> list[Told]:
    """Oldest first, from what stands in the record."""
    return sorted(_told(state), key=lambda told: (told.seq, told.what != RECEIVED))


def _told(state: RecordState) -> Iterator[Told]:
    first = state.entries.get("text", ())
    if first:
        yield Told(RECEIVED, first[0].seq, state.source("text"))
    for step, value in entries_below(state.values, STEPS).items():
        seq, source = _when(state, f"{STEPS}/{step}")
        reason, office, owner, target = (str(value.get(key, "")) for key in _WORDS)
        yield Told(str(value.get("status", "")), seq, source, reason, office, owner, target, step)
    for question, text in entries_below(state.values, ANSWERS).items():
        yield Told(ANSWERED, *_when(state, f"{ANSWERS}/{question}"), reason=str(text), step=question)
    appeal = state.values.get(APPEAL)
    if appeal:
        yield Told(APPEALED, *_when(state, APPEAL), reason=str(appeal))


def _when(state: RecordState, path: str) -> tuple[int, Source | None]:
    return state.entries[path][0].seq, state.source(path)


def question(state: RecordState) -> Told | None:
    """The officer's question that waits for an answer."""
    asked = [told for told in story(state) if told.what == Status.ASKED]
    return asked[-1] if asked and state.status == Status.ASKED else None


def news(state: RecordState) -> Told | None:
    """The resident's newest answer or appeal, while no officer has said anything since."""
    told = [each for each in story(state) if each.what != RECEIVED]
    return told[-1] if told and told[-1].what in (ANSWERED, APPEALED) else None


def owner(state: RecordState) -> str:
    """Whom the kelurahan named, empty where it did not."""
    named = [told.owner for told in story(state) if told.what == Status.TAKEN_UP]
    return named[-1] if named and state.status == Status.TAKEN_UP else ""


def take(
    tables: Tables,
    state: RecordState,
    status: Status,
    words: Mapping[str, str],
    *,
    make_id: Callable[[], str],
    at: str,
    now_ms: int,
) -> Change:
    """Save the step as one change, in the place of a refused one. Call only where `missing_in` finds nothing."""
    said = {key: text.strip() if key in _IDS else masked(text.strip()) for key, text in words.items()}
    change_id = make_id()
    edits = {
        "status": status.value,
        f"{STEPS}/{change_id}": {"status": status.value} | {k: v for k, v in said.items() if v},
    }
    change = Change(change_id, state.id, state.kind, state.area, state.version, at, edits)
    with tables.transaction():
        let_go(tables, state.id)
        outbox.save(tables, change, rest_until_ms=now_ms + outbox.REST_MS)
    return change


def reply(step: str, text: str) -> dict[str, Any]:
    """The edits by which an officer answers, for a resident, the question about an idea that they noted."""
    return {f"{ANSWERS}/{step}": text.strip(), "status": Status.READ.value}


def is_step_change(edits: Mapping[str, Any]) -> bool:
    return any(family(path) == STEPS for path in edits)


def refused_steps(tables: Tables, record: str | None = None) -> list[RefusedStep]:
    """Oldest first; of one record, or of all."""
    table = tables.table(REFUSED)
    pairs = table.items() if record is None else table.matching("record", record)
    found = [
        RefusedStep(key, document["record"], str(document["code"]), _step_in(document["change"]["set"]))
        for key, document in pairs
        if is_step_change(document["change"]["set"])
    ]
    return sorted(found, key=lambda refused: refused.change)


def _step_in(edits: Mapping[str, Any]) -> dict[str, str]:
    return next(dict(value) for path, value in edits.items() if family(path) == STEPS)


def resting(tables: Tables, record: str) -> str:
    """The step of this device that may still be taken back, empty without one."""
    for key, document in tables.table(OUTBOX).matching("record", record):
        sent = "seq" in document or document.get("on_its_way")
        if not sent and is_step_change(document["change"]["set"]):
            return key
    return ""


def let_go(tables: Tables, record: str) -> None:
    """Give up the refused steps on this record."""
    outbox.let_go(tables, record, is_step_change)
