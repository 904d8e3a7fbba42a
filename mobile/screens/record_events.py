"""What happened to a record, oldest first, from what stands in it: who did it, and when the centre heard of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sync.client.replica import RecordState
from sync.client.reviewing import Review, reviews
from sync.domain.issues import OUTCOME
from sync.domain.lifecycle import Status
from sync.domain.records import ANSWERS, COMMENTS, MOVED_FROM, MOVED_TO, PUBLIC, REVIEWS, TRACKS, family
from sync.domain.side_steps import FORWARDED, HEARD, OBJECTION, STRATEGIC, UPDATE
from sync.protocol.messages import Source

CREATED, SENT_AGAIN, REVIEWED, ANSWERED, EDITED, ACKNOWLEDGED, MOVED, ARRIVED, LEFT, CAME = (
    "created",
    "sent_again",
    "reviewed",
    "answered",
    "edited",
    "acknowledged",
    "moved",
    "arrived",
    "left",
    "came",
)
SIDE = {OBJECTION: "objected", HEARD: "heard", UPDATE: "update_asked", STRATEGIC: "marked", FORWARDED: "forwarded"}
"""Steps beside the status, by their paths. A decision on an update is told as the review that it is."""
_TOLD_OTHERWISE = frozenset(
    {
        REVIEWS,
        COMMENTS,
        PUBLIC,
        ANSWERS,
        TRACKS,
        "status",
        "acknowledged",
        "hidden",
        "published",
        MOVED_TO,
        MOVED_FROM,
        OUTCOME,
    }
) | frozenset(SIDE)


@dataclass(frozen=True, slots=True)
class Event:
    """`source` is None for what this device did and the centre has not answered. `status` goes with MOVED; CAME is
    a stage of a competition."""

    kind: str
    seq: int
    source: Source | None = None
    paths: tuple[str, ...] = ()
    review: Review | None = None
    status: str = ""


def events(state: RecordState) -> list[Event]:
    """Comments stand elsewhere. What was written over later can no longer be told."""
    found = [*_reviews(state), *_by_change(state), *_status(state)]
    return sorted(found, key=lambda event: event.seq)


def _reviews(state: RecordState) -> Iterator[Event]:
    for review in reviews(state):
        yield Event(REVIEWED, review.seq, state.source(f"{REVIEWS}/{review.id}"), review=review)


def _by_change(state: RecordState) -> Iterator[Event]:
    """One event for each change whose words still stand: the first made the record, later ones edited it."""
    by_seq: dict[int, list[str]] = {}
    for path, held in state.entries.items():
        for entry in held:
            by_seq.setdefault(entry.seq, []).append(path)
    first = min(by_seq, default=0)
    for seq, paths in by_seq.items():
        source = state.sources.get(seq)
        if MOVED_FROM in paths:
            yield Event(ARRIVED, seq, source)
            continue
        if seq == first and (source is None or source.by.id == state.author):
            yield Event(CREATED, seq, source)
            continue
        edited = tuple(path for path in paths if family(path) not in _TOLD_OTHERWISE)
        answered = tuple(path for path in paths if family(path) == ANSWERS)
        for path in paths:
            if path in SIDE and (path != UPDATE or state.values[UPDATE] == Status.SUBMITTED):
                yield Event(SIDE[path], seq, source)
            if family(path) == TRACKS:
                yield Event(CAME, seq, source, (path,))
        if "acknowledged" in paths:
            yield Event(ACKNOWLEDGED, seq, source)
        if answered:
            yield Event(ANSWERED, seq, source, answered)
        if edited:
            yield Event(EDITED, seq, source, edited)


def _status(state: RecordState) -> Iterator[Event]:
    """The state it is in now, where neither its making nor a review tells of it."""
    held = state.entries.get("status", ())
    if not held:
        return
    told = {review.seq for review in reviews(state)}
    seq, status = held[0].seq, str(held[0].value)
    first = min((entry.seq for entries in state.entries.values() for entry in entries), default=seq)
    if seq == first or seq in told:
        return
    moved_to = state.entries.get(MOVED_TO)
    if moved_to and moved_to[0].seq == seq:
        yield Event(LEFT, seq, state.source("status"))
        return
    kind = SENT_AGAIN if status == Status.SUBMITTED else MOVED
    yield Event(kind, seq, state.source("status"), status=status)
