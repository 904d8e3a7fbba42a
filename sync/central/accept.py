"""Takes a batch of changes into their streams: once each, in one transaction, with a receipt for every one.

The stream rows are locked before anything is read, so that a stream has no holes and a reader's cursor never
skips a change that commits late. (What foresight.py reads before is compared once they are.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from sync.central import editions, judge, judge_issues, judge_lab, judge_links, judge_measuring, lab
from sync.central.bulk import write_rows
from sync.central.chain import ERASED, LOCK_ORDER, digest_of
from sync.central.json_text import canonical, parsed
from sync.central.merging import merge
from sync.central.statements import OneOf, Row, fetch, run
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import bank, changes, file_references, files, records, streams
from sync.domain.ids import is_id
from sync.domain.lab import LAB
from sync.domain.measuring import INNOVATION
from sync.domain.people import Person
from sync.domain.records import Kind, files_in
from sync.domain.side_steps import UPDATE
from sync.protocol import wire
from sync.protocol.canonical import digest
from sync.protocol.checksum import as_text, plus
from sync.protocol.evidence import link_of
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
    """A change with what can be computed before any lock: its canonical body, what is wrong with it alone, and the
    files that it names."""

    change: Change
    body: bytes
    body_hash: str
    problem: Problem | None
    files: tuple[str, ...] = ()


OPERATOR = PersonRef("operator", "Server kota", "kota")
"""Who types commands: speaks for the city, and has no account."""

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


def prepare(change: Change, body: bytes | None = None) -> Prepared:
    """`body` is its canonical JSON, where somebody has it."""
    body = body or canonical(wire.write(change))
    problem = None
    try:
        judge.check_content(change)
    except Problem as found:
        problem = found
    named = [sha256 for value in change.set.values() if isinstance(value, dict) for sha256 in files_in(value)]
    return Prepared(change, body, digest(body), problem, tuple(named))


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


DECIDING = frozenset({"status", UPDATE})
"""The paths by which an edition is approved."""
_LOCKED = (
    select(streams.c.code, streams.c.seq, streams.c.link, streams.c.checksum)
    .where(OneOf(streams.c.code, "areas"))
    .order_by(*LOCK_ORDER)
    .with_for_update()
)
_RECEIPT = (changes.c.id, changes.c.seq, changes.c.link, changes.c.digest, changes.c.salt, changes.c.outcome)
_IN_LOG = select(changes.c.stream, changes.c.body_hash, changes.c.person, *_RECEIPT).where(
    OneOf(changes.c.stream, "areas"), OneOf(changes.c.id, "ids")
)
_NAMED = select(*KEPT).where(OneOf(records.c.id, "named"))
_PUBLISHED = select(bank.c.record).where(
    OneOf(bank.c.record, "linked"), bank.c.is_public, bank.c.kind == Kind.INNOVATION.value
)
_MOVE_ON = (
    update(streams)
    .where(streams.c.code == bindparam("stream"))
    .values(seq=bindparam("to_seq"), link=bindparam("to_link"), checksum=bindparam("to_checksum"))
)


class Batch:
    """The state of one transaction: streams, the records they concern, what is to be written."""

    caller: Caller
    source: dict[str, Any]
    refused_records: set[str]
    created: dict[str, Place]

    def __init__(self, connection: Connection, received_at: str, make_salt: Callable[[], str]) -> None:
        self.connection = connection
        self.received_at, self.make_salt = received_at, make_salt
        self.heads: list[Row] = []
        self.streams: dict[str, _Stream] = {}
        self.records: dict[str, StoredRecord] = {}
        self.known: dict[tuple[str, str], _Known] = {}
        self.published: set[str] = set()
        self.lab: dict[str, lab.Around] = {}
        self.rows: list[dict[str, Any]] = []
        self.written: dict[str, StoredRecord] = {}
        self.files: dict[tuple[str, str, str, str], None] = {}

    def load(self, batch: Sequence[Prepared]) -> None:
        """Lock, then look up. The order of the locks keeps two batches from waiting for each other; the city's
        stream comes last, since a contact is told it after its idea."""
        areas = list({item.change.area for item in batch})
        self.heads = heads_of(self.connection, areas)
        for code, seq, link, checksum in self.heads:
            self.streams[code] = _Stream(seq, link, int(checksum, 16))
        ids = [item.change.id for item in batch]
        for stream, body_hash, person, *rest in fetch(self.connection, _IN_LOG, areas=areas, ids=ids):
            receipt = _stored_receipt(*rest)
            self.known[stream, receipt.id] = _Known(body_hash, person, receipt)
        self._read({item.change.record for item in batch})
        self._read(self._spoken_of(batch) - self.records.keys())
        linked = list({record for item in batch for record in judge_links.named_in(item.change)})
        if linked:
            self.published = {record for (record,) in fetch(self.connection, _PUBLISHED, linked=linked)}

        moved = {item.change.record for item in batch if LAB in item.change.set} & self.records.keys()
        self.lab = {record: lab.around(self.connection, self.records[record]) for record in sorted(moved)}

    def _spoken_of(self, batch: Sequence[Prepared]) -> set[str]:
        """The innovations of which something is measured, or which solve a problem."""
        values = [item.change.set for item in batch] + [record.set for record in self.records.values()]
        named = [each.get(INNOVATION) for each in values] + [judge_issues.solver_in(item.change) for item in batch]
        return {one for one in named if isinstance(one, str) and is_id(one)}

    def _read(self, named: set[str]) -> None:
        for view, touched, hashed in fetch(self.connection, _NAMED, named=list(named)) if named else ():
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
        person, device = self.caller.person, self.caller.device
        if record is None:
            judge.check_creation(person, change)
        else:
            judge.check_edit(person, device, change, record)
        judge_measuring.check(person, device, change, record, self.records)
        judge_issues.check_solver(change, record, self.records)
        judge_links.check(change, record, self.published)
        judge_lab.check(change, record, self.lab.get(change.record))
        if record is None:
            record = StoredRecord(change.area, change.record, change.kind, person.id)
            self.records[record.id] = record
        return self.chained(item, record)

    def chained(self, item: Prepared, record: StoredRecord) -> Receipt:
        change, stream, is_new = item.change, self.streams[item.change.area], not record.version
        stream.seq += 1
        stream.is_touched = True
        old = record.hash
        open_paths = merge(change, record, stream.seq, self.source | {"change": change.id})
        stream.checksum = plus(stream.checksum, record.hash, old)
        if not DECIDING.isdisjoint(change.set):
            editions.freeze(self.connection, record)
        self.written[record.id] = record
        for sha256 in item.files:
            self.files[sha256, record.stream, record.id, self.caller.person.id] = None
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

    def write(self, of_records: list[dict[str, Any]] | None = None) -> None:
        """`of_records` are the `rows_of_records`, where somebody has them."""
        if not self.rows:
            return
        write_rows(self.connection, changes, self.rows)
        write_rows(self.connection, records, of_records or self.rows_of_records(), ("stream", "id"))
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

    def rows_of_records(self) -> list[dict[str, Any]]:
        return [record.row() for record in self.written.values()]

    def _write_files(self) -> None:
        named = [{"sha256": sha256} for sha256 in {key[0] for key in self.files}]
        write_rows(self.connection, files, named, ("sha256",))
        key = ("sha256", "stream", "record", "person")
        rows = [dict(zip(key, names, strict=True)) for names in self.files]
        write_rows(self.connection, file_references, rows, key)


def heads_of(connection: Connection, areas: Iterable[str]) -> list[Row]:
    """Where these streams stand; in a transaction that writes they are locked until it ends."""
    return fetch(connection, _LOCKED, areas=sorted(areas))


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
