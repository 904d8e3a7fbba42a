"""What stands on a record's card: its name and the one chip that is true of it now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sync.client import outbox
from sync.client.replica import RecordState
from sync.client.reviewing import open_marks
from sync.client.tables import FILES, OUTBOX, REFUSED, WORKING, Document, Tables
from sync.client.working import says_more
from sync.domain.ids import number_of, time_ms_of
from sync.domain.lifecycle import Status
from sync.domain.records import MOVED_TO, PHOTOS, entries_below, files_in

MOVED = "moved"
"""The chip of a record that lives on in another kelurahan."""
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Chip:
    """A code and what its text is filled with. Codes: draft, not_accepted, two_values, resting, sending, waiting,
    carried, sent, moved, and every Status.

    `now_ms` among the values is full hours, so that a chip stays equal to itself while nothing else changes.
    """

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a chip needs beside the record: the time, the changes being sent, and whether there is a network."""

    now_ms: int
    in_batch: frozenset[str] = frozenset()
    network_up: bool = False

    @property
    def hour_ms(self) -> int:
        return self.now_ms - self.now_ms % _HOUR_MS


@dataclass(frozen=True, slots=True)
class Card:
    record: str
    number: str
    title: str
    area: str
    kind: str
    author: str
    chip: Chip
    theme: str | None
    preview: str | None
    sort_ms: int


def card_of(tables: Tables, record: str, state: RecordState | None, moment: Moment) -> Card:
    """The card of a record that is known here, typed here, or both. Raises KeyError for any other."""
    draft = tables.table(WORKING).read(record)
    if state is None and draft is None:
        raise KeyError(record)
    values = (state.values if state else {}) | (draft["values"] if draft else {})
    photos = list(entries_below(values, PHOTOS).values())
    return Card(
        record,
        number_of(record),
        str(values.get("title") or ""),
        str(values.get("area") or ""),
        state.kind if state else str(draft and draft["kind"]),
        state.author if state else "",
        chip_of(tables, record, state, moment),
        values.get("theme"),
        photos[0].get("preview") if photos else None,
        time_ms_of(record),
    )


def chip_of(tables: Tables, record: str, state: RecordState | None, moment: Moment) -> Chip:
    """The one thing that is true and matters most, from the person's own device outwards to the review."""
    files = tables.table(FILES).matching("record", record)
    if tables.table(REFUSED).matching("record", record) or (state and _has_refused_photo(state, files)):
        return Chip("not_accepted")
    draft = tables.table(WORKING).read(record)
    if state is None or (draft and says_more(draft)):
        return Chip("draft")
    mine = tables.table(OUTBOX).matching("record", record)
    unanswered = [pair for pair in mine if "seq" not in pair[1]]
    if unanswered:
        return waiting_chip(unanswered, moment)
    if state.two_values:
        return Chip("two_values", {"n": len(state.two_values)})
    photos = _photo_states(state, files)
    if state.status == Status.SUBMITTED and (state.version == 0 or "kept" in photos):
        return _sent_chip(mine, photos, moment)
    return _status_chip(state, moment)


def _shown_files(state: RecordState) -> set[str]:
    return {sha256 for photo in entries_below(state.values, PHOTOS).values() for sha256 in files_in(photo)}


def _has_refused_photo(state: RecordState, files: list[tuple[str, Document]]) -> bool:
    refused = {sha256 for sha256, document in files if document["state"] == "refused"}
    return bool(refused) and not refused.isdisjoint(_shown_files(state))


def _photo_states(state: RecordState, files: list[tuple[str, Document]]) -> list[str]:
    """Where each of the record's photos that were taken on this device stands."""
    shown = _shown_files(state) if files else set()
    return [doc["state"] for sha256, doc in files if doc["role"] != "preview" and sha256 in shown]


def waiting_chip(unanswered: list[tuple[str, Document]], moment: Moment) -> Chip:
    """Where a record's changes without a receipt stand: what the newest of them waits for."""
    key, document = max(unanswered, key=lambda pair: pair[0])
    rest_ms = outbox.rest_left_ms(document, moment.now_ms)
    if rest_ms > 0:
        return Chip("resting", {"change": key, "seconds": -(-rest_ms // 1000)})
    if key in moment.in_batch:
        return Chip("sending")
    if all(document.get("carried") for _, document in unanswered):
        return Chip("carried")
    return Chip("waiting", {"network_up": moment.network_up})


def _sent_chip(mine: list[tuple[str, Document]], photos: list[str], moment: Moment) -> Chip:
    received = max((document.get("received", "") for _, document in mine), default="")
    values = {"at": received, "now_ms": moment.hour_ms, "stored": photos.count("stored"), "photos": len(photos)}
    return Chip("sent", values)


def _status_chip(state: RecordState, moment: Moment) -> Chip:
    if state.values.get(MOVED_TO):
        return Chip(MOVED)
    status = state.status or Status.SUBMITTED.value
    source = state.source("status")
    values: dict[str, Any] = {"at": source.received_at if source else "", "now_ms": moment.hour_ms}
    if status in (Status.REVISION, Status.RETURNED):
        values["n"] = len(open_marks(state)[1])
    return Chip(status, values)
