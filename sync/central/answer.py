"""The centre's answers, without HTTP: `answer(caller, message) -> reply`. The API is a thin coat over these."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from obstore.store import ObjectStore
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.central import filestore, json_text, people, windows
from sync.central.accept import Caller, accept, prepare
from sync.central.database import Database
from sync.central.people import Keys, iso
from sync.central.pull import Pulled, pull, streams_of
from sync.central.tables import facts, streams
from sync.domain.areas import gazetteer
from sync.domain.forms import CURRENT
from sync.protocol import wire
from sync.protocol.messages import EnrolReply, EnrolRequest, PersonInfo, Receipt, SyncReply, SyncRequest
from sync.protocol.problems import Code, Problem

ENROL_FAILURES_AN_HOUR = 20


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _salt() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Centre:
    """What every answer needs; made once by the composition root."""

    database: Database
    files: ObjectStore
    keys: Keys
    city: str
    clock: Callable[[], datetime] = _utc_now
    make_salt: Callable[[], str] = _salt

    def prepare(self) -> None:
        """Tables of this version, a clock row for every stream of the city, an epoch. Safe to call again."""
        self.database.migrate()
        codes = [self.city, *(place.code for place in gazetteer().kelurahan(self.city))]
        with self.database.write() as connection:
            known = set(connection.execute(select(streams.c.code)).scalars())
            empty = {"seq": 0, "link": "0" * 64, "checksum": "0" * 16, "safe": 0}
            missing = [{"code": code} | empty for code in codes if code not in known]
            if missing:
                connection.execute(insert(streams), missing)
            if connection.execute(select(facts).where(facts.c.name == "epoch")).first() is None:
                connection.execute(insert(facts).values(name="epoch", value=secrets.token_hex(8)))


def enrol(centre: Centre, request: EnrolRequest, address: str) -> EnrolReply:
    """Exchange a code for a token. Raises Problem(BAD_CODE), or TOO_MANY after 20 failures an address an hour."""
    if not is_device_id(request.device.id):
        raise Problem(Code.BAD_JSON, "device.id: is not a UUID")
    now = centre.clock()
    window = f"enrol:{address}"
    with centre.database.read() as connection:
        if windows.count(connection, window, now) >= ENROL_FAILURES_AN_HOUR:
            raise Problem(Code.TOO_MANY, headers={"Retry-After": "3600"})
    try:
        with centre.database.write() as connection:
            enrolled = people.enrol(connection, centre.keys, request, now)
    except Problem:
        with centre.database.write() as connection:
            windows.add(connection, window, now)
        raise
    person = enrolled.person
    info = PersonInfo(person.id, person.name, person.role.value, person.area.text)
    return EnrolReply(enrolled.token, enrolled.handover_key, info, streams_of(person))


def is_device_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def caller_of(centre: Centre, token: str) -> Caller:
    """Who speaks. Raises Problem(UNAUTHORISED) or Problem(REVOKED)."""
    now = centre.clock()
    with centre.database.glance() as connection:
        known = people.caller_of(connection, token)
    if known.ends_previous or known.last_contact < iso(now)[:13]:
        # Once an hour is enough to help people; every request would make every reader a writer.
        with centre.database.write() as connection:
            people.note_contact(connection, known.caller.device, now, ends_previous=known.ends_previous)
    return known.caller


def sync(centre: Centre, caller: Caller, request: SyncRequest) -> SyncReply:
    """Push, then pull, in one round trip. Safe to repeat with the same body."""
    return wire.read(SyncReply, json_text.parsed(sync_text(centre, caller, request)))


def sync_text(centre: Centre, caller: Caller, request: SyncRequest) -> bytes:
    """The same as JSON, into which the records are copied as they are stored."""
    receipts = push(centre, caller, request) if request.changes else []
    with centre.database.read() as connection:
        page = pull(connection, caller.person, request.cursors, request.limit)
    reply = wire.write(_reply(receipts, page, iso(centre.clock())))
    del reply["records"]
    return b'%b,"records":[%b]}' % (json_text.canonical(reply)[:-1], b",".join(page.records))


def push(centre: Centre, caller: Caller, request: SyncRequest) -> list[Receipt]:
    # Parsing, validating and hashing stand outside the transaction, which holds the streams' locks.
    prepared = [prepare(change) for change in request.changes]
    try:
        with centre.database.write() as connection:
            return accept(connection, caller, prepared, iso(centre.clock()), centre.make_salt)
    except IntegrityError as error:
        # Two batches that create one record under two streams' locks: the second finds it on its next try.
        raise Problem(Code.BUSY, headers={"Retry-After": "1"}) from error


def _reply(receipts: list[Receipt], page: Pulled, now: str) -> SyncReply:
    catalogues = {f"forms/{name}": version for name, version in CURRENT.items()}
    return SyncReply(
        receipts,
        [],
        page.cursors,
        page.reached,
        page.checksums,
        page.wanted,
        page.safe,
        catalogues,
        page.epoch,
        now,
        page.more,
    )


def read_file(centre: Centre, caller: Caller, sha256: str) -> tuple[bytes, str]:
    """The bytes and their type. What the caller may not see is not there: nobody learns what exists."""
    with centre.database.read() as connection:
        allowed = filestore.may_read_file(connection, caller.person, sha256)
        if not allowed or not filestore.is_stored(connection, sha256):
            raise Problem(Code.NOT_FOUND)
        content_type = filestore.content_type(connection, sha256)
    content = filestore.get(centre.files, sha256)
    if content is None:
        raise Problem(Code.NOT_FOUND)
    return content, content_type


def mark_safe(centre: Centre, sequences: dict[str, int]) -> None:
    """A backup holds every stream up to these sequences: devices may forget what they kept."""
    statement = update(streams).where(streams.c.code == bindparam("stream")).values(safe=bindparam("reach"))
    rows = [{"stream": stream, "reach": seq} for stream, seq in sequences.items()]
    if rows:
        with centre.database.write() as connection:
            connection.execute(statement, rows)
