"""Takes a batch of changes into their streams: once each, in one transaction, with a receipt for every one.

The stream rows are locked before anything is read, so that a stream has no holes and a reader's cursor never
skips a change that commits late.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from sync.central import editions, judge
from sync.central.bulk import write_rows
from sync.central.chain import ERASED, digest_of
from sync.central.json_text import canonical, parsed
from sync.central.statements import OneOf, fetch, run
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import changes, file_references, files, records, streams
from sync.domain.people import Person
from sync.domain.records import PHOTOS, PUBLIC, files_in, is_guarded
from sync.protocol import wire
from sync.protocol.canonical import digest
from sync.protocol.checksum import as_text, plus
from sync.protocol.evidence import link_of
from sync.protocol.merge import Entry, apply, apply_guarded
from sync.protocol.messages import ACCEPTED, CONFLICTED, REFUSED, Change, PersonRef, Receipt, Source
from sync.protocol.problems import Code, Problem


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks: from the token or a hand-over's signature, never from the message.

    `carrier` is the device that carried the message for another one, None when the device spoke itself.
    """

    person: Person
    device: str
    carrier: str | None = None

    @property
    def ref(self) -> PersonRef:
        return PersonRef(self.person.id, self.person.name, self.person.role.value)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change with what can be computed before any lock: its canonical body, and what is wrong with it alone."""

    change: Change
    body: bytes
    body_hash: str
    problem: Problem | None


Place = tuple[str, int]
"""A stream, and a sequence in it."""


@dataclass(frozen=True, slots=True)
class Push:
    """What one caller brought in one request."""

    caller: Caller
    batch: Sequence[Prepared]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The receipts of a push; by its change where each record stands that it created; and who made these, without
    the id of a change."""

    receipts: list[Receipt]
    created: Mapping[str, Place]
    made: Source


def prepare(change: Change) -> Prepared:
    body = canonical(wire.write(change))
    problem = None
    try:
        judge.check_content(change)
    except Problem as found:
        problem = found
    return Prepared(change, body, digest(body), problem)


@dataclass(frozen=True, slots=True)
class _Known:
    """A change that is in the log: whose, with what content, and the receipt it got."""

    body_hash: str
    person: str
    receipt: Receipt


@dataclass(slots=True)
class _Stream:
    seq: int
    link: str
    checksum: int
    is_touched: bool = False


_LOCKED = (
    select(streams.c.code, streams.c.seq, streams.c.link, streams.c.checksum)
    .where(OneOf(streams.c.code, "areas"))
    .order_by(streams.c.code)
    .with_for_update()
)
_RECEIPT = (changes.c.id, changes.c.seq, changes.c.link, changes.c.digest, changes.c.salt, changes.c.outcome)
_IN_LOG = select(changes.c.stream, changes.c.body_hash, changes.c.person, *_RECEIPT).where(
    OneOf(changes.c.stream, "areas"), OneOf(changes.c.id, "ids")
)
_NAMED = select(*KEPT).where(OneOf(records.c.id, "named"))
_MOVE_ON = (
    update(streams)
    .where(streams.c.code == bindparam("stream"))
    .values(seq=bindparam("to_seq"), link=bindparam("to_link"), checksum=bindparam("to_checksum"))
)


class Batch:
    """The state of one transaction: locked streams, the records they concern, what is to be written."""

    caller: Caller
    source: dict[str, Any]
    refused_records: set[str]
    created: dict[str, Place]

    def __init__(self, connection: Connection, received_at: str, make_salt: Callable[[], str]) -> None:
        self.connection = connection
        self.received_at, self.make_salt = received_at, make_salt
        self.streams: dict[str, _Stream] = {}
        self.records: dict[str, StoredRecord] = {}
        self.known: dict[tuple[str, str], _Known] = {}
        self.rows: list[dict[str, Any]] = []
        self.written: dict[str, StoredRecord] = {}
        self.files: dict[tuple[str, str, str], str] = {}

    def load(self, batch: Sequence[Prepared]) -> None:
        """Lock, then look up. The order of the locks keeps two batches from waiting for each other."""
        areas = sorted({item.change.area for item in batch})
        for code, seq, link, checksum in fetch(self.connection, _LOCKED, areas=areas):
            self.streams[code] = _Stream(seq, link, int(checksum, 16))
        ids = [item.change.id for item in batch]
        for stream, body_hash, person, *rest in fetch(self.connection, _IN_LOG, areas=areas, ids=ids):
            receipt = _stored_receipt(*rest)
            self.known[stream, receipt.id] = _Known(body_hash, person, receipt)
        named = list({item.change.record for item in batch})
        for view, touched, hashed in fetch(self.connection, _NAMED, named=named):
            record = StoredRecord.from_texts(view, touched, hashed)
            self.records[record.id] = record

    def receipts(self, push: Push) -> Accepted:
        """What one caller brought, in its order."""
        made = self.speak_for(push.caller)
        return Accepted([self._receipt(item) for item in push.batch], self.created, made)

    def speak_for(self, caller: Caller) -> Source:
        """From now on everything is this caller's; returned is who that is, without a change."""
        made = Source("", caller.device, caller.ref, self.received_at)
        self.caller, self.source = caller, wire.write(made)
        self.refused_records, self.created = set(), {}
        return made

    def _receipt(self, item: Prepared) -> Receipt:
        known = self.known.get((item.change.area, item.change.id))
        if known is not None:
            return self._first_receipt(item, known)
        try:
            return self._accepted(item)
        except Problem as problem:
            self.refused_records.add(item.change.record)
            return refusal(item.change.id, problem)

    def _first_receipt(self, item: Prepared, known: _Known) -> Receipt:
        # Of an erased change nothing is left to compare; its phone, which may have it still, is told no more.
        is_same = known.body_hash in (ERASED, item.body_hash)
        if not is_same or known.person != self.caller.person.id:
            return refusal(item.change.id, Problem(Code.ID_REUSED))
        return known.receipt

    def _accepted(self, item: Prepared) -> Receipt:
        change = item.change
        if change.record in self.refused_records:
            raise Problem(Code.EARLIER_REFUSED)
        if item.problem is not None:
            raise item.problem
        record = self.records.get(change.record)
        if record is None:
            judge.check_creation(self.caller.person, change)
            record = StoredRecord(change.area, change.record, change.kind, self.caller.person.id)
            self.records[record.id] = record
        else:
            judge.check_edit(self.caller.person, self.caller.device, change, record)
        return self.chained(item, record)

    def chained(self, item: Prepared, record: StoredRecord) -> Receipt:
        change, stream, is_new = item.change, self.streams[item.change.area], not record.version
        stream.seq += 1
        stream.is_touched = True
        open_paths = self._merge(change, record, stream.seq)
        outcome, salt = {"paths": open_paths}, self.make_salt()
        person, device, carrier = self.caller.person.id, self.caller.device, self.caller.carrier
        change_digest = digest_of(salt, item.body, person, device, carrier, self.received_at, outcome)
        stream.link = link_of(stream.link, change.area, stream.seq, change_digest)
        row: dict[str, Any] = {
            "stream": change.area,
            "seq": stream.seq,
            "id": change.id,
            "record": change.record,
            "body": item.body,
            "body_hash": item.body_hash,
            "person": person,
            "device": device,
            "carrier": carrier,
            "received_at": self.received_at,
            "outcome": canonical(outcome).decode(),
            "salt": salt,
            "digest": change_digest,
            "link": stream.link,
        }
        self.rows.append(row)
        receipt = _receipt(change.id, stream.seq, stream.link, change_digest, salt, open_paths)
        # The same id twice in one batch is a repeat like any other.
        self.known[change.area, change.id] = _Known(item.body_hash, person, receipt)
        if is_new:
            self.created[change.id] = change.area, stream.seq
        return receipt

    def _merge(self, change: Change, record: StoredRecord, seq: int) -> list[str]:
        """Join the change's values into the record; returns the paths that now hold two or more."""
        if record.version:
            for path, value in change.set.items():
                self._merge_path(change, record, path, value, seq)
        else:
            record.fill(change.set, seq)
        for value in change.set.values():
            if isinstance(value, dict):
                for sha256 in files_in(value):
                    self.files.setdefault((sha256, record.stream, record.id), self.caller.person.id)
        record.settle(seq, self.source | {"change": change.id})
        stream, old = self.streams[record.stream], record.hash
        record.hash = record.new_hash()
        stream.checksum = plus(stream.checksum, record.hash, old)
        self.written[record.id] = record
        return sorted(change.set.keys() & record.several.keys())

    def _merge_path(self, change: Change, record: StoredRecord, path: str, value: Any, seq: int) -> None:
        before, new = record.path(path).held, Entry(value, seq, change.id, self.caller.device)
        held = apply_guarded(before, new) if is_guarded(path) else apply(before, new, change.seen)
        if held is not before:
            record.touch(path, held, seq, self.caller.device)
        name, _, photo = path.partition("/")
        if name == PHOTOS and f"{PUBLIC}/{photo}" not in change.set:
            self._drop_tick(record, f"{PUBLIC}/{photo}", seq, change.id)

    def _drop_tick(self, record: StoredRecord, tick: str, seq: int, change: str) -> None:
        """A photo that was ticked as fit for the public and is another now is to be looked at again."""
        if record.value(tick):
            device = self.caller.device
            record.touch(tick, (Entry(False, seq, change, device),), seq, device)

    def write(self) -> None:
        if not self.rows:
            return
        write_rows(self.connection, changes, self.rows)
        written = [record.row() for record in self.written.values()]
        write_rows(self.connection, records, written, ("stream", "id"))
        # In the same transaction: what was just hidden is on no page, in no export and in no feed.
        editions.keep_up(self.connection, self.written.values())
        if self.files:
            self._write_files()
        heads = [
            {"stream": code, "to_seq": head.seq, "to_link": head.link, "to_checksum": as_text(head.checksum)}
            for code, head in self.streams.items()
            if head.is_touched
        ]
        run(self.connection, _MOVE_ON, heads)

    def _write_files(self) -> None:
        named = [{"sha256": sha256} for sha256 in {key[0] for key in self.files}]
        write_rows(self.connection, files, named, ("sha256",))
        rows = [
            {"sha256": sha256, "stream": stream, "record": record, "person": person}
            for (sha256, stream, record), person in self.files.items()
        ]
        write_rows(self.connection, file_references, rows, ("sha256", "stream", "record"), keep=True)


def accept(
    connection: Connection,
    caller: Caller,
    batch: Sequence[Prepared],
    received_at: str,
    make_salt: Callable[[], str],
) -> list[Receipt]:
    """Accept or refuse each change; to be called inside one write transaction. Safe to repeat: a known change
    gets its first receipt again. A refusal blocks only later changes of the same record in the batch."""
    [accepted] = accept_all(connection, [Push(caller, batch)], received_at, make_salt)
    return accepted.receipts


def accept_all(
    connection: Connection, pushes: Sequence[Push], received_at: str, make_salt: Callable[[], str]
) -> list[Accepted]:
    """The same for several callers at once."""
    state = Batch(connection, received_at, make_salt)
    state.load([item for push in pushes for item in push.batch])
    accepted = [state.receipts(push) for push in pushes]
    state.write()
    return accepted


def receipt_of(row: Any) -> Receipt:
    """The receipt of a stored change: the same every time it is asked for."""
    return _stored_receipt(row.id, row.seq, row.link, row.digest, row.salt, row.outcome)


def _stored_receipt(change: str, seq: int, link: str, change_digest: str, salt: str, outcome: str) -> Receipt:
    return _receipt(change, seq, link, change_digest, salt, parsed(outcome)["paths"])


def _receipt(change: str, seq: int, link: str, change_digest: str, salt: str, paths: list[str]) -> Receipt:
    return Receipt(change, CONFLICTED if paths else ACCEPTED, seq, link, change_digest, salt, paths or None)


def or_raise(receipt: Receipt) -> Receipt:
    """The receipt of a change that was taken in. Raises Problem for a refusal."""
    if receipt.status == REFUSED:
        raise Problem(Code.from_text(receipt.code or "") or Code.BAD_VALUE, fields=receipt.fields or {})
    return receipt


def refusal(change_id: str, problem: Problem) -> Receipt:
    text = problem.detail or problem.code.advice
    return Receipt(change_id, REFUSED, code=problem.code.text, message=text, fields=problem.fields or None)
