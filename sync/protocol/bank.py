"""Messages about records that a device does not hold: found by search, published, reported by readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync.protocol.messages import PersonRef

ERASURE, RESTATED = "erasure", "restated"
BESIDE = (ERASURE, RESTATED)
"""The kinds of changes by which the centre says that one was erased, and what was left: they set no values."""


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A line of a search. `updated_at` is when the centre took in its newest value."""

    id: str
    number: str
    kind: str
    area: str
    version: int
    status: str
    title: str
    theme: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """`after` goes into the next request; without it this was the last page."""

    records: list[FoundRecord]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a record. Of an erased one only its place in the chain is left. `is_masked`: some of its
    values are not shown to the caller as they are."""

    seq: int
    id: str
    by: PersonRef
    received_at: str
    seen: int
    set: dict[str, Any]
    link: str
    is_erased: bool = False
    kind: str = ""
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class History:
    changes: list[HistoryEntry]
    after: str | None = None


def seen_at(changes: Sequence[HistoryEntry], decision: HistoryEntry) -> dict[str, Any]:
    """What stood in the record at the version that was on the screen when this change was made."""
    values: dict[str, Any] = {}
    for entry in changes:
        if entry.seq <= decision.seen and entry.kind not in BESIDE:
            values |= entry.set
    return values


@dataclass(frozen=True, slots=True)
class Published:
    """What a device keeps of a published edition."""

    id: str
    number: str
    kind: str
    slug: str
    title: str
    kelurahan: str
    edition: int
    published_at: str
    theme: str = ""
    stage: str = ""
    problem: str = ""
    action: str = ""
    preview: str = ""
    strategic: bool = False
    replicates: str = ""


@dataclass(frozen=True, slots=True)
class BankPage:
    """Published editions that changed after the cursor, and ids of those that are no longer there.

    `anew`: the cursor was of another epoch, or missing; what the device held is replaced by what follows.
    """

    editions: list[Published]
    gone: list[str]
    cursor: str
    more: bool
    anew: bool


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """A published record as its public page shows it."""

    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageReport:
    """*Laporkan halaman ini*: what a reader found wrong. Nobody knows who the reader is."""

    id: str
    page: str
    area: str
    reason: str
    text: str
    sent_at: str
    record: str | None = None
    answered_at: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class PageReports:
    """Open ones first, the oldest of them first."""

    reports: list[PageReport]
    open: int
    after: str | None = None


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    answer: str
