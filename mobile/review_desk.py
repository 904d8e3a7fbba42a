"""What lies on a supervisor's desk: the filters, what is being read and marked, decisions that rest.

It outlives the screens, so that the queue is found again as it was left. Nothing here is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import flet as ft

from mobile.components.place import Place
from mobile.records_cache import QueueItem
from mobile.session import Session
from sync.client import review_memory, reviewing
from sync.client.desk import DeskApi
from sync.client.errors import SyncError
from sync.client.outbox import REST_MS
from sync.client.replica import RecordState
from sync.client.review_memory import Draft
from sync.client.reviewing import RefusedDecision
from sync.client.steps import approved_seq
from sync.domain.lifecycle import Status
from sync.domain.likeness import title_key
from sync.domain.records import Values, is_guarded


@dataclass(frozen=True, slots=True)
class Filters:
    """An empty text lets everything through. `sent` is "new" or "again"."""

    words: str = ""
    kelurahan: str = ""
    theme: str = ""
    sent: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Dialog:
    """What is asked just now: mark, note, give_back, photo, kelurahan, theme, keys. `subject`: its path or id."""

    kind: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Resting:
    """A decision just made, which can be taken back for ten seconds."""

    change: str
    record: str
    title: str
    status: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as it stood when it was opened; a decision says that it saw this.

    `since` is the version that the reviewer knew before, None at the first reading, and `old` what stood there
    then, None where this device does not remember it.
    """

    state: RecordState
    since: int | None = None
    old: Values | None = None
    refused: RefusedDecision | None = None


@ft.observable
@dataclass
class ReviewDesk:
    account: str = ""
    filters: Filters = field(default_factory=Filters)
    record: str = ""
    reading: Reading | None = None
    draft: Draft = field(default_factory=Draft)
    dialog: Dialog | None = None
    resting: tuple[Resting, ...] = ()
    untold: tuple[Resting, ...] = ()
    """Decisions of which the author was not told by hand yet."""
    hint: str = ""
    is_searching: bool = False
    place: Place = field(default_factory=Place)

    def belongs_to(self, account: str) -> None:
        """Cleared when another account sits down."""
        if self.account != account:
            self.account = account
            self.filters, self.resting, self.untold, self.place = Filters(), (), (), Place()
            self.leave()

    def open(self, session: Session, record: str) -> None:
        self.record, self.dialog, self.hint = record, None, ""
        self.reading = reading_of(session, record)
        self.draft = reviewing.draft_of(session.tables, record)

    def leave(self) -> None:
        self.record, self.reading, self.draft = "", None, Draft()
        self.dialog, self.hint = None, ""

    def close(self, dialog: Dialog | None) -> None:
        """Close that dialog. A word from one that was closed before does not close what came after it."""
        if self.dialog == dialog:
            self.dialog = None

    def rest(self, decision: Resting) -> None:
        """The newest last; those that may go by now are left out."""
        made_ms = decision.until_ms - REST_MS
        self.resting = (*(each for each in self.resting if each.until_ms > made_ms), decision)
        self.untold = (*self.untold, decision)

    def put_away(self, made: Sequence[Resting]) -> None:
        """Of these the author was told, or need not be, or they were undone."""
        self.untold = tuple(each for each in self.untold if each not in made)

    def keep(self, session: Session, draft: Draft) -> None:
        """The marks as they are now, kept on the device. Raises what the store raises."""
        review_memory.keep_draft(session.tables, self.record, draft)
        self.draft, self.hint = draft, ""


def reading_of(session: Session, record: str) -> Reading | None:
    """The record as it stands now, and what its reviewer knew before; None when it is not on this device."""
    state = session.record(record)
    if state is None:
        return None
    refused = refused_decision(session, record)
    known = [reviewing.last_seen(state, session.person.id), refused.review.seen if refused else None]
    since = max((seen for seen in known if seen is not None), default=None)
    if reviewing.asks_update(state):
        return Reading(state, approved_seq(state), _approved_values(session, state), refused)
    old = None if since is None else review_memory.seen_values(session.tables, record, since)
    return Reading(state, since, old, refused)


def _approved_values(session: Session, state: RecordState) -> Values | None:
    """What was approved last, as far as this device decided it."""
    approved = [each for each in reviewing.reviews(state) if each.decision == Status.APPROVED][-1:]
    return review_memory.seen_values(session.tables, state.id, approved[0].seen) if approved else None


async def with_edition(session: Session, reading: Reading) -> Reading:
    """An update with what was approved before, from the centre where this device does not remember it."""
    if reading.old is not None or not reviewing.asks_update(reading.state):
        return reading
    try:
        found = await DeskApi(session.api).preview(reading.state.id)
    except SyncError:
        return reading
    return replace(reading, old=found.values) if found.edition else reading


def refused_decision(session: Session, record: str) -> RefusedDecision | None:
    found = [each for each in reviewing.refused_decisions(session.tables) if each.record == record]
    return found[-1] if found else None


def changed_paths(session: Session, reading: Reading) -> frozenset[str]:
    """What the reviewer has not seen yet; empty at the first reading."""
    named = reading.refused.paths if reading.refused else frozenset()
    if reading.since is None:
        return named
    return named | reviewing.changed_since(reading.state, reading.since, session.person.id)


def news(session: Session, reading: Reading) -> frozenset[str]:
    """What somebody changed while the record was being read."""
    current = session.record(reading.state.id)
    if current is None or current.version == reading.state.version:
        return frozenset()
    return reviewing.changed_since(current, reading.state.version, session.person.id)


def with_news(session: Session, reading: Reading) -> Reading:
    """The record as it stands now; what was on the screen until then is the old."""
    state = session.record(reading.state.id) or reading.state
    before = {path: value for path, value in reading.state.values.items() if not is_guarded(path)}
    since = reading.state.version if reading.since is None else reading.since
    return Reading(state, since, reading.old or before, refused_decision(session, state.id))


def latest(session: Session, reading: Reading) -> RecordState:
    """What a decision is made on: the newest state, unless there are news that the reviewer has not looked at."""
    current = session.record(reading.state.id)
    return reading.state if current is None or news(session, reading) else current


def obstacle(session: Session, reading: Reading) -> str:
    """Why no decision can be made now: decided, two_values, news; empty when one can."""
    current = session.record(reading.state.id)
    if current is None or not reviewing.awaits_review(current, session.person):
        return "decided"
    if any(not is_guarded(path) for path in current.two_values):
        return "two_values"
    return "news" if news(session, reading) else ""


def waiting(session: Session, queue: Sequence[QueueItem], filters: Filters) -> list[QueueItem]:
    """The part of the queue that the filters let through, in the same order."""
    left = [item for item in queue if _passes(item, filters)]
    if not filters.words.strip():
        return left
    found = set(session.records.found((item.card.record for item in left), filters.words))
    return [item for item in left if item.card.record in found]


def _passes(item: QueueItem, filters: Filters) -> bool:
    if filters.kelurahan and item.kelurahan != filters.kelurahan:
        return False
    if filters.theme and item.card.theme != filters.theme:
        return False
    return not filters.sent or item.is_sent_again == (filters.sent == "again")


def beside(records: Sequence[str], record: str, step: int) -> str:
    """The record `step` places further in the list; the first when this one is not in it, itself at an end."""
    if record not in records:
        return records[0] if records else ""
    return records[min(max(records.index(record) + step, 0), len(records) - 1)]


def after_deciding(records: Sequence[str], record: str) -> str:
    """What is read next: the one behind, at the end the one before, none when it was the last."""
    left = [each for each in records if each != record]
    if not left:
        return ""
    place = records.index(record) if record in records else 0
    return left[min(place, len(left) - 1)]


def twins(queue: Sequence[QueueItem], title: str, record: str) -> list[QueueItem]:
    """Others in the queue whose title says the same."""
    key = title_key(title)
    return [item for item in queue if key and item.card.record != record and title_key(item.card.title) == key]
