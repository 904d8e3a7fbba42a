"""What the chained changes of one record make of it: the record, its editions, and since when the public sees it.

Changes are joined by the same rule as when they came in. An edition is of the record as it stood when the
decision's transaction ended: of changes that came in at the same millisecond each may have been its last. A change
that was erased has no content: from there on nothing is certain, until the centre restates the record, as it does
at the end of every erasure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from sync.central.accept import OPERATOR
from sync.central.chain import CENTRE, ERASURE, RESTATED
from sync.central.documents import frozen_values
from sync.central.editions import Edition, due, is_shown, shown_since
from sync.central.json_text import canonical, parsed
from sync.central.merging import merge
from sync.central.stored import Json, StoredRecord, read_record
from sync.central.tables import bank, editions
from sync.domain.growing import EVIDENCE, KIPP, LEVELS
from sync.domain.records import MOVED_FROM, Kind
from sync.domain.side_steps import UNREVIEWED
from sync.protocol import wire
from sync.protocol.messages import Change, PersonRef, Source

RETENTION = "retention"
"""Why a change is erased that held no record's values: its time was over."""
_KINDS = frozenset(Kind)
_ONCE_BESIDE = UNREVIEWED - {LEVELS, EVIDENCE, KIPP}
"""What editions left out in releases that froze evidence and the answers for a competition too."""
Frozen = tuple[int, str, bytes]
"""Of a stored edition: the sequence of the decision, when, and the body."""


def restated(connection: Connection, record: str) -> Json:
    """What is left of a record after an erasure, to be chained: later changes go on from here."""
    found = read_record(connection, record)
    if found is None:
        raise LookupError(record)
    row, mine = found.row(), editions.c.record == record
    frozen = connection.execute(select(editions).where(mine).order_by(editions.c.number))
    page = connection.execute(select(bank.c.published_at, bank.c.edition).where(bank.c.record == record)).first()
    return {
        "view": parsed(row["view"]),
        "touched": parsed(row["touched"]),
        "editions": [[each.number, each.seq, each.frozen_at, parsed(each.body)] for each in frozen],
        "page": list(page) if page else None,
    }


@dataclass(slots=True)
class Story:
    """One record as its changes tell it. `frozen` are the stored editions, by which is known which of several
    states that came in at one moment was looked at; `since` when it may have been published first; `left_edition`
    which one an erasure took off its page.

    `said` has the changes whose content is there, `erased` the sequences of the others.
    """

    stream: str
    id: str
    frozen: Mapping[int, Frozen]
    people: Mapping[str, PersonRef]
    author_of: Callable[[str], str]
    record: StoredRecord | None = None
    is_certain: bool = True
    latest: Edition | None = None
    since: set[str] = field(default_factory=set)
    was_shown: bool = False
    left_edition: int | None = None
    wrong: str = ""
    said: dict[int, Json] = field(default_factory=dict)
    sources: dict[int, Json] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    is_let_go: bool = False
    moment: str = ""

    def tell(self, rows: Iterable[Any]) -> None:
        """Every change of the record, oldest first."""
        for row in rows:
            self.sources[row.seq] = source_of(row, self.people)
            if row.salt is None:
                self.erased.add(row.seq)
                self.is_certain = False
            else:
                self._take(row, parsed(row.body))
        if self.is_certain:
            self._settle()

    def _take(self, row: Any, change: Json) -> None:
        if row.device == CENTRE and change["kind"] not in _KINDS:
            if change["kind"] == RESTATED:
                self._restate(change["set"])
            self.is_let_go = change["kind"] == ERASURE and change["set"]["reason"] == RETENTION
        elif change["kind"] in _KINDS:
            self.said[row.seq] = change["set"]
            if self.is_certain:
                self._merge(row, Change(**change))

    def _merge(self, row: Any, change: Change) -> None:
        if row.received_at != self.moment:
            self._settle()
            self.moment = row.received_at
        if self.record is None:
            self.record = StoredRecord(self.stream, self.id, change.kind, self._author(row, change))
        merge(change, self.record, row.seq, self.sources[row.seq])
        self._look()

    def _author(self, row: Any, change: Change) -> str:
        """A record that was moved here is still its author's, not theirs who moved it."""
        before = change.set.get(MOVED_FROM)
        author: str = self.author_of(before["record"]) if before else row.person
        return author

    def _look(self) -> None:
        """The bank is brought up to date where a transaction ends, which may be here or after later changes of
        the same moment."""
        record = self._known()
        edition = due(record, self.latest)
        if edition is not None:
            earlier = replace(edition, values=frozen_values(record, _ONCE_BESIDE))
            forms = [each for each in (edition, earlier) if self.frozen.get(each.number) == _as_stored(each)]
            self.latest = forms[0] if forms else self.latest
        if is_shown(record) and not self.was_shown:
            self.since.add(shown_since(record))

    def _settle(self) -> None:
        """What came in at one moment is all in."""
        if self.record is None:
            return
        edition = due(self.record, self.latest)
        if edition is not None:
            self.latest = edition
            self.wrong = self.wrong or f"edition {edition.number} is not what was approved"
        self.was_shown = self.was_shown or is_shown(self.record)

    def _known(self) -> StoredRecord:
        if self.record is None:
            raise LookupError(self.id)
        return self.record

    def _restate(self, told: Json) -> None:
        texts = canonical(told["view"]), canonical(told["touched"]).decode()
        record = StoredRecord.from_texts(*texts, "0")
        record.hash = record.new_hash()
        self.wrong = self.wrong or next(self.unfounded(record), "")
        self.record, self.is_certain, self.latest, self.moment = record, True, None, ""
        for number, seq, frozen_at, values in told["editions"]:
            self.latest = Edition(number, seq, frozen_at, values)
            if self.frozen.get(number) != _as_stored(self.latest):
                self.wrong = self.wrong or f"edition {number} is not what the erasure left of it"
        self.was_shown = told["page"] is not None
        if told["page"] is not None:
            self.since, self.left_edition = {told["page"][0]}, told["page"][1]

    def unfounded(self, record: StoredRecord) -> Iterator[str]:
        """What of a record that cannot be replayed is not as its changes say that are there: where a value names
        an erased change, only that it does so."""
        if record.version not in self.sources or record.version < max(self.said, default=0):
            yield "its version is not that of its newest change"
        for path, state in record.paths.items():
            for entry in state.held:
                told = self.said.get(entry.seq)
                if told is None and entry.seq not in self.erased:
                    yield f"{path} names a change that is not there"
                # A tick that fell because of another path was said by nobody.
                elif told is not None and entry.value is not False and not _says(told, path, entry.value):
                    yield f"{path} is not what its change says"


def _says(told: Json, path: str, value: Any) -> bool:
    return path in told and canonical(told[path]) == canonical(value)


def _as_stored(edition: Edition) -> Frozen:
    return edition.seq, edition.frozen_at, canonical(edition.values)


def source_of(row: Any, people: Mapping[str, PersonRef]) -> Json:
    """Who made a change, as records say it. Whoever is neither an officer nor the operator is a resident."""
    by = people.get(row.person) or (OPERATOR if row.person == OPERATOR.id else None)
    by = by or PersonRef(row.person, "Warga", "resident")
    found: Json = wire.write(Source(row.id, row.device, by, row.received_at))
    return found
