"""Compares what stands in the tables that people read with what the chained changes make of each record.

`records`, `editions`, `bank` with its links and photos, and the checksum of the stream. Record by record, so that
memory does not grow with a stream. What cannot be compared:

- of a record with an erased change after which the centre did not restate it (by releases before it did so): the
  values that name the erased change, and its editions but for the decision that they name;
- the name of a person in the sources of a record, where the chain says that they were renamed: not from what;
- the two clock columns of the bank. Search is derived and no page reads it; `lorong doctor` speaks of the files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, select

from sync.central import editions as bank_of
from sync.central.editions import Edition
from sync.central.json_text import canonical, parsed
from sync.central.replay import Story
from sync.central.stored import Json, StoredRecord
from sync.central.tables import bank, bank_links, bank_photos, changes, editions, persons, records, streams
from sync.protocol.checksum import as_text, plus
from sync.protocol.messages import PersonRef

_TOGETHER = 200
"""Records that are looked at together."""
Rows = dict[str, list[Any]]


def first_fault(connection: Connection, stream: str, renamed: frozenset[str]) -> str:
    """The first row of a stream whose chain holds that is not what the changes give; empty when all are."""
    total = 0
    with closing(_stories(connection, stream)) as stories:
        for story, stored in stories:
            fault, hashed = _Comparison(story, stored, renamed).outcome()
            if fault:
                return f"{stream} {fault}"
            total = plus(total, hashed)
    for table in (records, editions, bank):
        if record := _without_change(connection, table, stream):
            return f"{stream} {table.name} {record}: no change made it"
    checksum = connection.execute(select(streams.c.checksum).where(streams.c.code == stream)).scalar_one()
    return "" if checksum == as_text(total) else f"{stream}: its checksum is not that of its records"


def orphans(connection: Connection) -> Iterator[str]:
    """Rows that everybody may read, of records that are not in the bank."""
    for table, key in ((bank_links, bank_links.c.source), (bank_photos, bank_photos.c.record)):
        query = select(key).outerjoin(bank, bank.c.record == key).where(bank.c.record.is_(None)).limit(1)
        for record in connection.execute(query).scalars():
            yield f"{table.name} {record}: is not in the bank"
    known = select(streams.c.code)
    for table in (records, editions, bank):
        query = select(table.c.stream).where(table.c.stream.not_in(known)).limit(1)
        yield from (f"{table.name}: {stream} is no stream" for stream in connection.execute(query).scalars())


def _without_change(connection: Connection, table: Table, stream: str) -> str:
    record = table.c.id if table is records else table.c.record
    made = (changes.c.stream == stream) & (changes.c.record == record)
    query = select(record).where(table.c.stream == stream, ~select(changes.c.seq).where(made).exists())
    return connection.execute(query.limit(1)).scalar_one_or_none() or ""


def _stories(connection: Connection, stream: str) -> Generator[tuple[Story, Rows]]:
    query = select(changes).where(changes.c.stream == stream).order_by(changes.c.record, changes.c.seq)
    with connection.execute(query, execution_options={"yield_per": 500}) as result:
        together: list[tuple[str, list[Any]]] = []
        for record, rows in groupby(result, attrgetter("record")):
            together.append((record, list(rows)))
            if len(together) == _TOGETHER:
                yield from _told(connection, stream, together)
                together = []
        yield from _told(connection, stream, together)


def _told(
    connection: Connection, stream: str, together: Sequence[tuple[str, list[Any]]]
) -> Iterator[tuple[Story, Rows]]:
    ids = [record for record, _ in together]
    stored: defaultdict[str, Rows] = defaultdict(lambda: defaultdict(list))
    for table, key in _READ:
        inside = key.in_(ids) & (table.c.stream == stream) if "stream" in table.c else key.in_(ids)
        for row in connection.execute(select(table).where(inside).order_by(*table.primary_key.columns)):
            stored[getattr(row, key.name)][table.name].append(row)
    people = _people(connection, {row.person for _, rows in together for row in rows})
    for record, rows in together:
        frozen = {row.number: (row.seq, row.frozen_at, row.body) for row in stored[record][editions.name]}
        story = Story(stream, record, frozen, people, lambda other: _author(connection, other))
        story.tell(rows)
        yield story, stored[record]


_READ = (
    (records, records.c.id),
    (editions, editions.c.record),
    (bank, bank.c.record),
    (bank_links, bank_links.c.source),
    (bank_photos, bank_photos.c.record),
)


def _people(connection: Connection, ids: set[str]) -> dict[str, PersonRef]:
    found: dict[str, PersonRef] = {}
    listed = sorted(ids)
    for start in range(0, len(listed), _TOGETHER):
        query = select(persons).where(persons.c.id.in_(listed[start : start + _TOGETHER]))
        found |= {row.id: PersonRef(row.id, row.name, row.role) for row in connection.execute(query)}
    return found


def _author(connection: Connection, record: str) -> str:
    query = select(records.c.author).where(records.c.id == record)
    return connection.execute(query).scalar_one_or_none() or ""


class _Comparison:
    """One record's rows against its story."""

    def __init__(self, story: Story, stored: Rows, renamed: frozenset[str]) -> None:
        self.story, self.stored, self.renamed = story, stored, renamed
        self.row = next(iter(stored[records.name]), None)

    def outcome(self) -> tuple[str, int]:
        """The first fault in words, or the record's hash."""
        if self.row is None:
            return self._fault_without_row(), 0
        try:
            record = StoredRecord.from_row(self.row)
            fault = self._fault_of_record(record) or self.story.wrong
            found = f"record {self.story.id}: {fault}" if fault else next(self._faults_of_bank(record), "")
        except (ValueError, KeyError, TypeError, IndexError):
            return f"record {self.story.id}: cannot be read", 0
        return found, record.hash

    def _fault_without_row(self) -> str:
        story = self.story
        is_missing = story.record is not None or bool(story.said) or (story.erased and not story.is_let_go)
        if is_missing:
            return f"record {story.id}: is missing"
        left = [table.name for table, _ in _READ if self.stored[table.name]]
        return f"{left[0]} {story.id}: no change made it" if left else ""

    def _fault_of_record(self, record: StoredRecord) -> str:
        story = self.story
        if story.is_certain and story.record is None:
            return "no change made it"
        expected = story.record if story.is_certain and story.record else record
        if not story.is_certain:
            record.hash = record.new_hash()
            if fault := next(story.unfounded(record), ""):
                return fault
            expected.sources = {seq: story.sources.get(int(seq), {}) for seq in record.sources}
        for column, value in expected.row().items():
            found = getattr(self.row, column)
            if found != value and not (column == "view" and self._is_same_view(found, value)):
                return f"its {column} is not what its changes give"
        return ""

    def _is_same_view(self, found: bytes, expected: bytes) -> bool:
        """But for how somebody was called before they were renamed."""
        return bool(self.renamed) and self._unnamed(found) == self._unnamed(expected)

    def _unnamed(self, view: bytes) -> bytes:
        told: Json = parsed(view)
        for source in told["sources"].values():
            if source["by"]["id"] in self.renamed:
                source["by"]["name"] = ""
        return canonical(told)

    def _faults_of_bank(self, record: StoredRecord) -> Iterator[str]:
        story, name = self.story, f"bank {self.story.id}"
        latest = yield from self._latest()
        shown = next(iter(self.stored[bank.name]), None)
        document: Json = {}
        if shown is None and (story.was_shown or bank_of.is_shown(record)):
            yield f"{name}: is missing"
        if shown is not None:
            document = bank_of.shown(record, latest, shown.published_at) if latest else {}
            expected = self._page(record, document)
            if story.is_certain and shown.published_at not in story.since:
                yield f"{name}: was not published then"
            for column, value in expected.items():
                if getattr(shown, column) != value:
                    yield f"{name}: its {column} is not what the public was to see"
        if {(row.target, row.kind) for row in self.stored[bank_links.name]} != bank_of.links_in(document):
            yield f"{bank_links.name} {story.id}: are not the links of its page"
        if {row.sha256 for row in self.stored[bank_photos.name]} != bank_of.photos_in(document):
            yield f"{bank_photos.name} {story.id}: are not the photos of its page"

    def _page(self, record: StoredRecord, document: Json) -> Json:
        """The row of the bank. Without an edition there is one only of what was erased."""
        if document:
            return bank_of.shown_row(record, document)
        left = {"edition": self.story.left_edition} if self.story.left_edition else {}
        return bank_of.emptied_row(record) | left

    def _latest(self) -> Any:
        """The edition that holds; yields what is wrong with the stored ones on the way."""
        story, rows = self.story, self.stored[editions.name]
        if story.is_certain:
            if len(rows) != (story.latest.number if story.latest else 0):
                yield f"edition {story.id}: there are {len(rows)}, not as many as were approved"
            return story.latest
        for number, row in enumerate(rows, start=1):
            decided = story.sources.get(row.seq)
            if row.number != number or decided is None or decided["received_at"] != row.frozen_at:
                yield f"edition {story.id}: {row.number} is not of a decision"
        return _edition(rows[-1]) if rows else None


def _edition(row: Any) -> Edition:
    return Edition(row.number, row.seq, row.frozen_at, parsed(row.body))
