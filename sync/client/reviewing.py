"""What a supervisor needs of a record: what is judged, what changed since, and the decision as one change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.client import outbox, review_memory
from sync.client.replica import RecordState
from sync.client.review_memory import Draft, Mark
from sync.client.tables import OUTBOX, REFUSED, Tables
from sync.client.working import masked
from sync.domain.forms import Field, form_of
from sync.domain.lifecycle import NEEDS_NOTE, TRANSITIONS, Act, Status, decision_for
from sync.domain.people import Person
from sync.domain.records import (
    ANSWERS,
    PHOTOS,
    PUBLIC,
    REVIEWS,
    Kind,
    Values,
    entries_below,
    family,
    is_decision,
    is_guarded,
)
from sync.domain.rights import may_act
from sync.domain.side_steps import GROWING, UPDATE
from sync.protocol import wire
from sync.protocol.merge import UNNUMBERED, Entry
from sync.protocol.messages import Change

__all__ = ["Draft", "Mark"]


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stands in a record. `by` is empty while it is this device's and unanswered."""

    id: str
    seq: int
    by: str
    decision: str
    note: str
    seen: int
    marks: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefusedDecision:
    """A decision of this device that the centre did not accept, and why: to be taken again (*putuskan lagi*).

    `paths` are the fields that the centre named. `review.seen` is what the reviewer had before them.
    """

    change: str
    record: str
    code: str
    message: str
    paths: frozenset[str]
    review: Review
    public: Mapping[str, bool]


def awaits_review(state: RecordState, person: Person) -> bool:
    """Whether this person may decide on the record now, or on an update of it."""
    if asks_update(state):
        return may_act(person, state.ownership, Act.REVIEW_UPDATE)
    if state.status != Status.SUBMITTED or state.kind not in set(Kind):
        return False
    step = TRANSITIONS[Kind(state.kind)].get((Status.SUBMITTED, Status.APPROVED))
    return step is Act.REVIEW and may_act(person, state.ownership, step)


def asks_update(state: RecordState) -> bool:
    """Whether what changed after the approval waits for a supervisor."""
    is_growing = state.status in GROWING.get(state.kind, frozenset())
    return is_growing and state.values.get(UPDATE) == Status.SUBMITTED


def reviewed_fields(state: RecordState) -> list[Field]:
    """The fields of the record's level that are filled or required, in the form's order."""
    values = state.values
    fields = form_fields(state)
    return [item for item in fields if _is_filled(values, item.path) or item.is_required(values, "submit")]


def form_fields(state: RecordState) -> tuple[Field, ...]:
    return form_of(state.kind).fields


def _is_filled(values: Values, path: str) -> bool:
    return bool(entries_below(values, PHOTOS)) if path == PHOTOS else values.get(path) is not None


def reviews(state: RecordState) -> list[Review]:
    """Oldest first."""
    found = []
    for review_id, value in entries_below(state.values, REVIEWS).items():
        path = f"{REVIEWS}/{review_id}"
        source = state.source(path)
        by = source.by.id if source else ""
        found.append(_review(review_id, state.entries[path][0].seq, by, value))
    return sorted(found, key=lambda review: review.seq)


def _review(review_id: str, seq: int, by: str, value: Mapping[str, Any]) -> Review:
    marks = review_memory.marks_of(value.get("marks", {}))
    return Review(review_id, seq, by, value["decision"], value.get("note", ""), value.get("seen", 0), marks)


def is_of_update(state: RecordState, review: Review) -> bool:
    """Whether the review decided on an update of what was approved, as far as the newest one tells."""
    held = state.entries.get(UPDATE, ())
    return bool(held) and held[0].seq == review.seq


def open_marks(state: RecordState) -> tuple[str, Mapping[str, Mark]]:
    """The marks that the author is asked to answer now, with the id of their review; empty when none are."""
    asks = state.status in (Status.REVISION, Status.RETURNED) or state.values.get(UPDATE) == Status.REVISION
    if not asks:
        return "", {}
    return earlier_marks(state)


def earlier_marks(state: RecordState) -> tuple[str, Mapping[str, Mark]]:
    """The marks of the newest review, with its id; empty when there was none."""
    last = reviews(state)[-1:]
    return (last[0].id, last[0].marks) if last else ("", {})


def answers(state: RecordState, review_id: str) -> dict[str, str]:
    """The author's answers to the marks of a review, by the marked path."""
    return entries_below(state.values, f"{ANSWERS}/{review_id}")


def last_seen(state: RecordState, reviewer: str) -> int | None:
    """The version that the reviewer had before them when they last decided; None at the first reading."""
    return max((review.seen for review in reviews(state) if review.by in (reviewer, "")), default=None)


def changed_since_review(state: RecordState, reviewer: str) -> frozenset[str]:
    """The unguarded paths touched after what the reviewer saw last; empty at the first reading."""
    seen = last_seen(state, reviewer)
    return frozenset() if seen is None else changed_since(state, seen, reviewer)


def changed_since(state: RecordState, seen: int, reviewer: str) -> frozenset[str]:
    """The unguarded paths that somebody other than the reviewer touched after version `seen`."""
    return frozenset(
        path
        for path, held in state.entries.items()
        if not is_guarded(path) and any(_is_news(state, entry, seen, reviewer) for entry in held)
    )


def _is_news(state: RecordState, entry: Entry, seen: int, reviewer: str) -> bool:
    source = state.sources.get(entry.seq)
    # What this device overlays is known by its device and has no source yet.
    is_own = source.by.id == reviewer if source else entry.seq >= UNNUMBERED or bool(entry.device)
    return entry.seq > seen and not is_own


def outcome(marks: Mapping[str, Mark], *, give_back: bool = False) -> Status:
    """What the decision will be: the marks fix it; with none it is approval, or giving back."""
    decided = decision_for(mark.verdict for mark in marks.values())
    return Status.RETURNED if give_back and decided is Status.APPROVED else decided


def needs_note(status: Status) -> bool:
    return status in NEEDS_NOTE


def decide(
    tables: Tables,
    state: RecordState,
    *,
    marks: Mapping[str, Mark],
    note: str,
    give_back: bool,
    public_photos: Mapping[str, bool],
    make_id: Callable[[], str],
    at: str,
    now_ms: int,
) -> Change:
    """Save the decision as one change; it rests ten seconds before it may be sent (`take_back` undoes it).

    It takes the place of a refused one. Call only with a note where `needs_note` says so.
    """
    decision = outcome(marks, give_back=give_back)
    change_id = make_id()
    value = {
        "decision": decision.value,
        "note": masked(note.strip()),
        "marks": review_memory.written(marks),
        "seen": state.version,
    }
    path = UPDATE if asks_update(state) else "status"
    edits = {path: decision.value, f"{REVIEWS}/{change_id}": value} | _ticks(state, public_photos)
    change = Change(change_id, state.id, state.kind, state.area, state.version, at, edits)
    with tables.transaction():
        review_memory.forget_draft(tables, state.id)
        review_memory.keep_seen(tables, state, change_id)
        let_go(tables, state.id)
        outbox.save(tables, change, rest_until_ms=now_ms + outbox.REST_MS)
    return change


def _ticks(state: RecordState, public_photos: Mapping[str, bool]) -> dict[str, Any]:
    """Only what differs: a tick that stands already needs no saying."""
    values = state.values
    ticks = {f"{PUBLIC}/{photo}": fit for photo, fit in public_photos.items()}
    return {path: fit for path, fit in ticks.items() if bool(values.get(path)) != fit}


def take_back(tables: Tables, change_id: str) -> bool:
    """*Urungkan*: the decision is undone and its marks stand as a draft again; False when it was on its way."""
    document = tables.table(OUTBOX).read(change_id)
    with tables.transaction():
        undone = outbox.take_back(tables, change_id)
        if undone and document and is_decision(document["change"]["set"]):
            change = wire.read(Change, document["change"])
            review_memory.keep_draft(tables, change.record, _draft_of(change))
    return undone


def _draft_of(change: Change) -> Draft:
    value = _written_review(change)
    return Draft(review_memory.marks_of(value["marks"]), value["note"], _public(change))


def _written_review(change: Change) -> Mapping[str, Any]:
    written: Mapping[str, Any] = next(v for path, v in change.set.items() if family(path) == REVIEWS)
    return written


def _public(change: Change) -> dict[str, bool]:
    return {path[len(PUBLIC) + 1 :]: fit for path, fit in change.set.items() if family(path) == PUBLIC}


def unsent_decision(tables: Tables, record: str) -> Change | None:
    """The decision of this device on the record that may still be taken back."""
    for _, document in tables.table(OUTBOX).matching("record", record):
        sent = "seq" in document or document.get("on_its_way")
        if not sent and is_decision(document["change"]["set"]):
            return wire.read(Change, document["change"])
    return None


def refused_decisions(tables: Tables) -> list[RefusedDecision]:
    """Oldest first."""
    found = []
    for _, document in tables.table(REFUSED).items():
        change = wire.read(Change, document["change"])
        if is_decision(change.set):
            review = _review(change.id, UNNUMBERED, "", _written_review(change))
            why = (document["code"], document.get("message") or "", frozenset(document["fields"]))
            found.append(RefusedDecision(change.id, change.record, *why, review, _public(change)))
    return sorted(found, key=lambda refused: refused.change)


def draft_of(tables: Tables, record: str) -> Draft:
    """The marks being made on this record: kept ones, else those of a decision that was not accepted."""
    kept = review_memory.draft(tables, record)
    if kept is not None:
        return kept
    refused = [each for each in refused_decisions(tables) if each.record == record]
    if not refused:
        return Draft()
    return Draft(refused[-1].review.marks, refused[-1].review.note, refused[-1].public)


def let_go(tables: Tables, record: str) -> None:
    """Give up the refused decisions on this record."""
    outbox.let_go(tables, record, is_decision)
