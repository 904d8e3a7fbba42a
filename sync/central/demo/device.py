"""The phones of the sample people: enrolled like any other, they speak the bare protocol at times in the past."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sync import VERSION
from sync.central import answer, desk, people, syncing, uploads
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.domain.ids import IdSource
from sync.domain.people import Person
from sync.domain.records import Kind, Values
from sync.protocol.messages import REFUSED, Change, DeviceInfo, EnrolRequest, SyncRequest


class SampleRefused(Exception):
    """The centre did not accept a piece of the sample data, which is wrong then."""


@dataclass
class PastClock:
    """The time of the centre and of every phone while the sample is loaded: it is set, step by step."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def set(self, moment: datetime) -> None:
        self.now = moment.astimezone(UTC)

    def now_ms(self) -> int:
        return int(self.now.timestamp() * 1000)

    def now_iso(self) -> str:
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class SampleDevice:
    """`versions` and `streams` are those of the records that were pulled."""

    centre: Centre
    clock: PastClock
    person: Person
    token: str
    make_id: IdSource
    versions: dict[str, int] = field(default_factory=dict)
    streams: dict[str, str] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)

    def send(
        self, record: str, edits: Values, seen: int, change_id: str = "", kind: Kind = Kind.INNOVATION
    ) -> None:
        """One change, pushed at once. Raises SampleRefused."""
        stream = self.person.area.kelurahan or self.streams[record]
        self._push(record, edits, seen, change_id, kind, stream)

    def begin(self, record: str, values: Values, stream: str, kind: Kind) -> None:
        """A new record of whoever has no kelurahan. Raises SampleRefused."""
        self._push(record, values, 0, "", kind, stream)

    def look(self, record: str) -> Values:
        """The record as whoever holds no stream asks for it, by itself."""
        view = desk.one(self.centre, self.caller, record)
        self.versions[record], self.streams[record] = view.version, view.area
        return view.set

    @property
    def caller(self) -> Caller:
        return answer.caller_of(self.centre, self.token)

    def _push(self, record: str, edits: Values, seen: int, change_id: str, kind: Kind, stream: str) -> None:
        at = self.clock.now_iso()
        self._sync([Change(change_id or self.make_id(), record, kind.value, stream, seen, at, edits)])

    def seen(self, record: str) -> int:
        """The record's version, after looking for what is new."""
        self._sync([])
        return self.versions[record]

    def store(self, sha256: str, content: bytes) -> None:
        uploads.store_file(self.centre, self.caller, sha256, content)

    def _sync(self, changes: list[Change]) -> None:
        caller, more = self.caller, True
        while more:
            reply = syncing.sync(self.centre, caller, SyncRequest(changes, self.cursors, holds_city=True))
            for receipt in reply.receipts:
                if receipt.status == REFUSED:
                    raise SampleRefused(f"{receipt.code} {receipt.fields}: {changes[0].set}")
            for record in reply.records:
                self.versions[record.id], self.streams[record.id] = record.version, record.area
            self.cursors, more, changes = reply.cursors, reply.more, []


def add_person(centre: Centre, clock: PastClock, person: Person) -> SampleDevice:
    """The person, with a phone that was enrolled by a code of its own."""
    with centre.database.write() as connection:
        people.add_person(connection, person, "demo", clock())
        code = people.new_code(connection, centre.keys, person, clock())
    device = DeviceInfo(str(uuid.uuid4()), "HP contoh", "android", VERSION)
    reply = answer.enrol(centre, EnrolRequest(code, device), "demo")
    return SampleDevice(centre, clock, person, reply.token, IdSource(now_ms=clock.now_ms))
