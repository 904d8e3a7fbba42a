"""Record states, cards and lists, computed once and again only for what changed: lists of thousands stay quick.

Lists hold ids; a card is made when its row is shown.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mobile.listed import Listed, listed_draft, listed_state, listed_view, matches
from mobile.similar_issues import SimilarIssues
from sync.client import sending
from sync.client.cards import Card, Moment, card_of
from sync.client.replica import RecordState, Replica, tells_of_its_record
from sync.client.reviewing import asks_update, awaits_review, reviews
from sync.client.tables import CURSORS, FILES, OUTBOX, RECORDS, REFUSED, WORKING, Document, Tables
from sync.domain.issues import ENDED
from sync.domain.lifecycle import Status
from sync.domain.people import Person
from sync.domain.records import CITY_KINDS, Kind
from sync.domain.side_steps import UPDATE

_VOLATILE = frozenset({"resting", "waiting", "sending", "carried"})
_CHANGES = (OUTBOX, REFUSED)
_ELSEWHERE = frozenset({Kind.MEASUREMENT, *CITY_KINDS})
_MANY = 200
"""From so many touched records on, reading all of them is quicker than placing each."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A record that waits for this reviewer. `waits_since` is when the centre received it (ISO 8601, UTC)."""

    card: Card
    kelurahan: str
    waits_since: str
    is_sent_again: bool


class RecordsCache:
    """Hears of every write through `note_write`, which the tables call, and forgets what it touched."""

    def __init__(self, tables: Tables, replica: Replica, person: Person, now_ms: Callable[[], int]) -> None:
        self.replica = replica
        self._tables, self._person, self._now_ms = tables, person, now_ms
        self._states: dict[str, RecordState | None] = {}
        self._cards: dict[str, tuple[Card, int]] = {}
        self._listed: dict[str, Listed] = {}
        self._ids: list[str] | None = None
        self._touched: set[str] = set()
        self._lists: dict[str, list[str]] = {}
        self._kept: sending.Kept | None = None
        self._queue: list[QueueItem] | None = None
        self._similar = SimilarIssues(self.known, self.listed, lambda record: _holds(self._all(), record))

    # Hearing of writes

    def note_write(self, table: str, key: str, document: Document | None) -> None:
        """`document` is what was written, or, for a removal, what was there before."""
        self._kept = None
        if table in (RECORDS, WORKING):
            self._forget(key)
        elif table in _CHANGES and document is not None:
            self._forget(document["record"])
        elif table == FILES and document is not None:
            self._cards.pop(document["record"], None)
        elif table == CURSORS:
            # What was accepted may now be among what was pulled, and is no longer laid over it.
            for _, entry in self._tables.table(OUTBOX).items():
                if "seq" in entry and entry["change"]["area"] == key:
                    self._forget(entry["record"])

    def _forget(self, record: str) -> None:
        self._states.pop(record, None)
        self._cards.pop(record, None)
        self._listed.pop(record, None)
        self._touched.add(record)
        self._similar.note_write(record)
        self._lists.clear()
        self._queue = None

    # One record

    def state(self, record: str) -> RecordState | None:
        if record not in self._states:
            self._states[record] = self.replica.record(record)
        return self._states[record]

    def card(self, record: str, in_batch: frozenset[str] = frozenset(), *, network_up: bool = False) -> Card:
        """Raises KeyError for a record that is not known here."""
        moment = Moment(self._now_ms(), in_batch, network_up)
        cached = self._cards.get(record)
        if cached is None or cached[0].chip.code in _VOLATILE or cached[1] != moment.hour_ms:
            cached = card_of(self._tables, record, self.state(record), moment), moment.hour_ms
            self._cards[record] = cached
        return cached[0]

    def listed(self, record: str) -> Listed:
        """What lists need of a known record, from what was pulled where nothing of this device lies over it."""
        if record not in self._listed:
            draft = self._tables.table(WORKING).read(record)
            self._listed[record] = self._list_one(record, draft, self._has_changes(record))
        return self._listed[record]

    def _list_one(self, record: str, draft: Document | None, is_changed: bool) -> Listed:
        pulled = None if is_changed else self._tables.table(RECORDS).read(record)
        if pulled is not None:
            return listed_view(pulled["view"], self._person)
        state = self.state(record)
        return listed_state(state, self._person) if state else listed_draft(record, draft or {}, self._person)

    def _has_changes(self, record: str) -> bool:
        return any(self._tables.table(name).matching("record", record) for name in _CHANGES)

    # Lists of ids, newest first

    def known(self) -> list[str]:
        """Every record here, pulled, saved or only typed; measurements stand with their innovation."""
        return self._list("known", lambda: (r for r in reversed(self._all()) if self._is_shown(r)))

    def measurements_of(self, innovation: str) -> list[str]:
        """Oldest first, those that are only typed too."""
        mine = (r for r in self._all() if self.listed(r).measures == innovation)
        return self._list(f"measurements of {innovation}", lambda: mine)

    def _all(self) -> list[str]:
        if self._ids is None or len(self._touched) > _MANY:
            self._ids = self._read_all()
        elif self._touched:
            for record in self._touched:
                _place(self._ids, record, self._exists(record))
        self._touched.clear()
        return self._ids

    def _is_shown(self, record: str) -> bool:
        """What was erased is only found by whoever has its number; what is the city's has screens of its own."""
        listed = self.listed(record)
        return listed.status != Status.ERASED and listed.kind not in _ELSEWHERE

    def _read_all(self) -> list[str]:
        drafts = dict(self._tables.table(WORKING).items())
        mine = [document for name in _CHANGES for _, document in self._tables.table(name).items()]
        changed = {document["record"] for document in mine}
        found = {*drafts, *(document["record"] for document in mine if tells_of_its_record(document))}
        for key, document in self._tables.table(RECORDS).items():
            found.add(key)
            if key not in changed and key not in self._listed:
                self._listed[key] = listed_view(document["view"], self._person)
        return sorted(found)

    def _exists(self, record: str) -> bool:
        tables = (RECORDS, WORKING)
        if any(self._tables.table(t).read(record) for t in tables):
            return True
        mine = (pair for name in _CHANGES for pair in self._tables.table(name).matching("record", record))
        return any(tells_of_its_record(document) for _, document in mine)

    def _list(self, name: str, records: Callable[[], Iterable[str]]) -> list[str]:
        if name not in self._lists:
            self._lists[name] = list(records())
        return self._lists[name]

    def of_kind(self, kind: Kind) -> list[str]:
        """What the city's devices hold of its own kinds, newest first, drafts too."""
        return self._list(kind.value, lambda: (r for r in reversed(self._all()) if self.listed(r).kind == kind))

    def ideas(self) -> list[str]:
        """Residents' ideas."""
        known = self.known()
        return self._list("ideas", lambda: (r for r in known if self.listed(r).kind == Kind.IDEA))

    def issues(self) -> list[str]:
        """Problems, drafts of this device too."""
        known = self.known()
        return self._list("issues", lambda: (r for r in known if self.listed(r).kind == Kind.ISSUE))

    def notes(self) -> list[str]:
        """Everything that is no resident's idea."""
        known = self.known()
        return self._list("notes", lambda: (r for r in known if self.listed(r).kind != Kind.IDEA))

    def grown(self) -> dict[str, str]:
        """The innovation that grew from an idea, by idea; drafts of this device too."""
        known = self.known()
        pairs = self._list("grown", lambda: (f"{i} {r}" for r in known for i in self.listed(r).grew_from))
        return dict(pair.split(" ", 1) for pair in pairs)

    def replicating(self) -> dict[str, list[str]]:
        """The records here that replicate another one, by the one; drafts of this device too, the oldest first."""
        known = self.known()
        pairs = self._list("replicating", lambda: (f"{p} {r}" for r in known if (p := self.listed(r).replicates)))
        found: dict[str, list[str]] = {}
        for parent, record in sorted(pair.split(" ", 1) for pair in pairs):
            found.setdefault(parent, []).append(record)
        return found

    def addressed(self) -> dict[str, list[tuple[str, str]]]:
        """The innovations that address a problem, each with how far it solves it, by problem; drafts are none."""
        known, found = self.known(), dict[str, list[tuple[str, str]]]()
        for pair in self._list("addressed", lambda: (line for r in known for line in self._addressing(r))):
            issue, record, degree = pair.split()
            found.setdefault(issue, []).append((record, degree))
        return found

    def _addressing(self, record: str) -> list[str]:
        listed = self.listed(record)
        is_there = listed.status is not None and listed.status not in ENDED
        return [f"{issue} {record} {degree}" for issue, degree in listed.addresses.items()] if is_there else []

    def mine(self) -> list[str]:
        """What this person wrote, alone or with others, and what is typed here."""
        known = self.known()
        return self._list("mine", lambda: (r for r in known if self.listed(r).is_mine))

    def others(self) -> list[str]:
        """The other records of the area: the person's own RT first, then their RW, then the rest."""
        known = self.known()
        others = (r for r in known if not self.listed(r).is_mine)
        return self._list("others", lambda: sorted(others, key=lambda r: self.listed(r).distance))

    def with_two_values(self) -> list[str]:
        """Where this person can choose between two values."""
        known = self.known()
        return self._list("two values", lambda: (r for r in known if self.listed(r).asks_to_choose))

    def answered(self) -> list[str]:
        """What this person wrote and an office answered."""
        return self._list("answered", lambda: (r for r in self.mine() if self.listed(r).last_answer))

    def has_submitted(self) -> bool:
        return any(self.listed(record).status for record in self.mine())

    def similar_issues(self, text: str, area: str, but: str = "", most: int = 3) -> list[str]:
        """Problems noted here that say what this text says, those of the same RW first; `but` is left out.

        Among thousands `prepare_similar` goes first: what it has read is not read here again.
        """
        return self._similar.find(text, area, but, most)

    async def prepare_similar(self) -> None:
        """Reads what is still to be compared, a few at a time."""
        await self._similar.prepare()

    def found(self, records: Iterable[str], text: str) -> list[str]:
        """Those that carry this number, or every one of these words."""
        return [record for record in records if matches(self.listed(record), text)]

    def queue(self) -> list[QueueItem]:
        """What this person is to review, longest waiting first."""
        if self._queue is None:
            self._queue = self._read_queue()
        return self._queue

    def _read_queue(self) -> list[QueueItem]:
        submitted = (r for r in self.known() if Status.SUBMITTED in (self.listed(r).status, self.listed(r).update))
        states = (self.state(record) for record in submitted)
        items = [self._queue_item(state) for state in states if state and awaits_review(state, self._person)]
        return sorted(items, key=lambda item: (item.waits_since, item.card.record))

    def _queue_item(self, state: RecordState) -> QueueItem:
        source = state.source(UPDATE if asks_update(state) else "status")
        waits_since = source.received_at if source else ""
        return QueueItem(self.card(state.id), state.area, waits_since, bool(reviews(state)))

    # Sending

    def kept(self) -> sending.Kept:
        """What the tables say of sending, read again only after a write."""
        if self._kept is None:
            self._kept = sending.kept(self._tables)
        return self._kept


def _holds(ids: list[str], record: str) -> bool:
    """Of a sorted list."""
    place = bisect_left(ids, record)
    return ids[place : place + 1] == [record]


def _place(ids: list[str], record: str, belongs: bool) -> None:
    """Keep a sorted list of ids with or without this one."""
    place, is_there = bisect_left(ids, record), _holds(ids, record)
    if belongs and not is_there:
        insort(ids, record)
    elif is_there and not belongs:
        del ids[place]
