"""Checks everything that is chained: each stream from its first change, what people read against it, and the log
under each checkpoint.

Memory does not grow with the log: streams and log are read in order, records one by one (states.py), and of the
tree only each level's open tile is held. Of the people of the city (city_book.py) all are held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from sync.central import city_book, city_proofs, tiles, vouched
from sync.central.catalogues import book
from sync.central.chain import breaks
from sync.central.json_text import parsed
from sync.central.log import CHECKPOINT
from sync.central.states import first_fault, orphans
from sync.central.tables import changes, log_checkpoints, log_entries, log_tiles, records, streams
from sync.central.tiles import WIDTH, Place
from sync.domain.areas import gazetteer
from sync.protocol.checkpoint import Checkpoint, opened
from sync.protocol.inclusion import BadProof, leaf_hash


@dataclass(slots=True)
class Findings:
    """How much was checked, and what is wrong, each in a sentence that names the place."""

    streams: int = 0
    entries: int = 0
    checkpoints: int = 0
    wrong: list[str] = field(default_factory=list)


def verify(connection: Connection, city: str, keys: Sequence[bytes]) -> Findings:
    """To be called inside one read snapshot. `keys` are the public keys with which checkpoints may be
    signed: the centre's own, and older ones that the auditor knows.
    """
    found = Findings()
    expected = [city, *(place.code for place in gazetteer().kelurahan(city))]
    codes = sorted(set(connection.execute(select(streams.c.code)).scalars()).union(expected))
    torn = list(breaks(connection, codes))
    found.wrong += [f"{one.stream} #{one.seq}: {one.reason}" for one in torn]
    found.streams = len(codes)
    # Where the chain does not hold there is nothing to compare with.
    whole = [code for code in codes if code not in {one.stream for one in torn}]
    found.wrong += _faults_of_rows(connection, city, whole)
    found.wrong += _faults_of_log(connection, city, keys, found)
    return found


def _faults_of_rows(connection: Connection, city: str, whole: Sequence[str]) -> Iterator[str]:
    """What people read, compared with what the changes give."""
    renamed = frozenset[str]()
    if city in whole:
        people = city_book.read(connection, city)
        renamed = people.renamed
        yield from city_book.faults(connection, people)
        yield from vouched.faults(connection, city)
        yield from book.faults(connection, city)
        yield from city_proofs.faults(connection, city)
    used = set(connection.execute(select(changes.c.stream).distinct()).scalars())
    used |= set(connection.execute(select(records.c.stream).distinct()).scalars())
    yield from filter(None, (first_fault(connection, code, renamed) for code in whole if code in used))
    yield from orphans(connection)


def _faults_of_log(connection: Connection, city: str, keys: Sequence[bytes], found: Findings) -> Iterator[str]:
    signed: list[Checkpoint] = []
    yield from _faults_of_checkpoints(connection, _told_in_chain(connection, city), keys, signed)
    found.checkpoints = len(signed)
    yield from _Replay(connection, signed, found).faults()
    yield from _unlogged(connection)


def _faults_of_checkpoints(
    connection: Connection, told: dict[int, str], keys: Sequence[bytes], signed: list[Checkpoint]
) -> Iterator[str]:
    """Fills `signed` with those whose signatures hold. `told` are the notes that the city's stream names."""
    last = Checkpoint("", 0, b"", "")
    rows = connection.execute(select(log_checkpoints).order_by(log_checkpoints.c.number)).all()
    for number, row in enumerate(rows, start=1):
        name = f"checkpoint {row.number}"
        if row.number != number or told.pop(row.number, None) != row.note:
            yield f"{name}: is not the one that was chained"
        try:
            checkpoint = opened(row.note, keys)
        except BadProof as error:
            yield f"{name}: {error}"
            continue
        if (checkpoint.size, checkpoint.time) != (row.size, row.signed_at):
            yield f"{name}: its row says something else than its text"
        if checkpoint.size < last.size or checkpoint.time < last.time:
            yield f"{name}: is smaller or older than the one before"
        last = checkpoint
        signed.append(checkpoint)
    yield from (f"checkpoint {number}: is missing" for number in sorted(told))


def _told_in_chain(connection: Connection, city: str) -> dict[int, str]:
    query = select(changes.c.body).where(changes.c.stream == city, changes.c.record == CHECKPOINT)
    told: dict[int, str] = {}
    for body in connection.execute(query).scalars():
        # A body that cannot be read is a break of the stream, which is told there.
        with suppress(ValueError, KeyError, TypeError):
            values = parsed(body)["set"]
            told[values["number"]] = values["note"]
    return told


class _Replay:
    """The log built again from the changes, compared with what is stored and what was signed."""

    def __init__(self, connection: Connection, signed: Sequence[Checkpoint], found: Findings) -> None:
        self.connection, self.found = connection, found
        self.waiting = sorted(signed, key=lambda one: one.size)
        self.open: dict[Place, bytes] = {}
        self.closed = 0
        self.size = 0

    def faults(self) -> Iterator[str]:
        query = (
            select(log_entries, changes.c.link)
            .outerjoin(changes, (changes.c.stream == log_entries.c.stream) & (changes.c.seq == log_entries.c.seq))
            .order_by(log_entries.c.position)
        )
        result = self.connection.execute(query, execution_options={"yield_per": 500})
        for part in result.partitions(WIDTH):
            if fault := self._fault_of_rows(part):
                result.close()
                yield fault
                return
            yield from self._grow([leaf_hash(bytes.fromhex(row.link)) for row in part])
        self.found.entries = self.size
        yield from self._faults_at_end()

    def _fault_of_rows(self, rows: Sequence[Any]) -> str:
        """After one of these nothing behind it can be compared."""
        for place, row in enumerate(rows, start=self.size):
            if row.position != place:
                return f"log entry {place}: is missing"
            if row.link is None or not _is_hash(row.link):
                return f"log entry {place}: there is no change {row.stream} #{row.seq}"
        return ""

    def _grow(self, leaves: list[bytes]) -> Iterator[str]:
        while self.waiting and self.waiting[0].size <= self.size + len(leaves):
            count = max(self.waiting[0].size - self.size, 0)
            yield from self._add(leaves[:count])
            leaves = leaves[count:]
            checkpoint = self.waiting.pop(0)
            if tiles.root(self._read, self.size) != checkpoint.root:
                yield f"checkpoint of {checkpoint.time}: signs another log than the one that is stored"
        yield from self._add(leaves)

    def _add(self, leaves: list[bytes]) -> Iterator[str]:
        changed = tiles.grown(self._read, self.size, leaves)
        self.size += len(leaves)
        self.open |= changed
        # A full tile is never read again: roots and growth need only what is open.
        for place in [place for place in changed if len(self.open[place]) == WIDTH * 32]:
            yield from self._fault_of_tile(place, self.open.pop(place))
            self.closed += 1

    def _read(self, place: Place) -> bytes:
        return self.open.get(place, b"")

    def _fault_of_tile(self, place: Place, tile: bytes) -> Iterator[str]:
        here = (log_tiles.c.level == place[0]) & (log_tiles.c.position == place[1])
        stored = self.connection.execute(select(log_tiles.c.hashes).where(here)).scalar_one_or_none()
        if stored is None or bytes(stored) != tile:
            yield f"log tile {place[0]}/{place[1]}: is not the one that the changes give"

    def _faults_at_end(self) -> Iterator[str]:
        for place, tile in self.open.items():
            yield from self._fault_of_tile(place, tile)
        count = self.connection.execute(select(func.count()).select_from(log_tiles)).scalar_one()
        if count != self.closed + len(self.open):
            yield f"the log has {count} tiles instead of {self.closed + len(self.open)}"
        for checkpoint in self.waiting:
            yield f"checkpoint of {checkpoint.time}: signs {checkpoint.size} entries, only {self.size} are stored"


def _is_hash(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == 32
    except ValueError:
        return False


def _unlogged(connection: Connection) -> Iterator[str]:
    """Changes before the last logged one of their stream that the log passed over."""
    last = select(log_entries.c.stream, func.max(log_entries.c.seq).label("seq")).group_by(log_entries.c.stream)
    tops = last.subquery()
    entry = (log_entries.c.stream == changes.c.stream) & (log_entries.c.seq == changes.c.seq)
    query = (
        select(changes.c.stream, changes.c.seq)
        .join(tops, (tops.c.stream == changes.c.stream) & (changes.c.seq < tops.c.seq))
        .outerjoin(log_entries, entry)
        .where(log_entries.c.position.is_(None))
        .limit(10)
    )
    for row in connection.execute(query):
        yield f"{row.stream} #{row.seq}: is not in the log"
