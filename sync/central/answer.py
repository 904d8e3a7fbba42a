"""The centre's answers, without HTTP: `answer(caller, message) -> reply`. The API is a thin coat over these."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

from obstore.store import ObjectStore
from sqlalchemy import bindparam, insert, select, update

from sync.central import editions, filestore, people, tokens, vouched, windows
from sync.central.accept import Caller
from sync.central.database import Database
from sync.central.people import Keys, iso
from sync.central.pull import streams_of
from sync.central.random_text import random_texts
from sync.central.tables import facts, streams
from sync.domain.areas import gazetteer
from sync.domain.ids import is_uuid
from sync.protocol.messages import EnrolReply, EnrolRequest, PersonInfo, Receipt
from sync.protocol.problems import Code, Problem

ENROL_FAILURES_AN_HOUR = 20


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _uncounted(_: list[Receipt]) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Centre:
    """What every answer needs; made once by the composition root."""

    database: Database
    files: ObjectStore
    keys: Keys
    city: str
    clock: Callable[[], datetime] = _utc_now
    make_salt: Callable[[], str] = field(default_factory=random_texts)
    count_receipts: Callable[[list[Receipt]], object] = _uncounted
    base_url: str = ""
    zone: timezone = timezone(timedelta(hours=8))

    @property
    def today(self) -> date:
        """In the city."""
        return self.clock().astimezone(self.zone).date()

    def prepare(self) -> None:
        """Tables of this version, a clock row for every stream of the city, an epoch. Safe to call again."""
        self.database.migrate()
        codes = [self.city, *(place.code for place in gazetteer().kelurahan(self.city))]
        with self.database.write() as connection:
            self.database.wait_for_others_at_start(connection)
            known = set(connection.execute(select(streams.c.code)).scalars())
            empty = {"seq": 0, "link": "0" * 64, "checksum": "0" * 16, "safe": 0}
            missing = [{"code": code} | empty for code in codes if code not in known]
            if missing:
                connection.execute(insert(streams), missing)
            if connection.execute(select(facts).where(facts.c.name == "epoch")).first() is None:
                connection.execute(insert(facts).values(name="epoch", value=secrets.token_hex(8)))
            editions.catch_up(connection)
            vouched.catch_up(connection, self.city, iso(self.clock()))


def enrol(centre: Centre, request: EnrolRequest, address: str) -> EnrolReply:
    """Exchange a code for a token. Raises Problem(BAD_CODE), or TOO_MANY after 20 failures an address an hour."""
    if not is_uuid(request.device.id):
        raise Problem(Code.BAD_JSON, "device.id: is not a UUID")
    now = centre.clock()
    window = f"enrol:{address}"
    with centre.database.read() as connection:
        windows.check(connection, window, now, ENROL_FAILURES_AN_HOUR)
    try:
        with centre.database.write() as connection:
            enrolled = people.enrol(connection, centre.keys, request, now)
    except Problem:
        with centre.database.write() as connection:
            windows.add(connection, window, now)
        raise
    return enrol_reply(enrolled)


def enrol_reply(enrolled: people.Enrolled) -> EnrolReply:
    person = enrolled.person
    info = PersonInfo(person.id, person.name, person.role.value, person.area.text)
    return EnrolReply(enrolled.token, enrolled.handover_key, info, streams_of(person))


def caller_of(centre: Centre, token: str) -> Caller:
    """Who speaks. Raises Problem(UNAUTHORISED) or Problem(REVOKED)."""
    [known] = known_by(centre, [token])
    if isinstance(known, Problem):
        raise known
    note_contacts(centre, [known])
    return known.caller


def known_by(centre: Centre, spoken: Sequence[str]) -> list[tokens.Known | Problem]:
    """Who speaks, for each token; its Problem where nobody does."""
    with centre.database.glance() as connection:
        return tokens.known_by(connection, spoken, centre.clock())


def note_contacts(centre: Centre, speakers: Iterable[tokens.Known]) -> None:
    """That these spoke, once an hour: enough to help people, and not every reader has to write."""
    now = centre.clock()
    heard = [known for known in speakers if known.is_news(iso(now)[:13])]
    if heard:
        with centre.database.write() as connection:
            for known in heard:
                tokens.note_contact(connection, known, now)


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
