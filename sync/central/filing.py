"""How somebody without an account files something, an idea or an offer: once, under a tracking number.

It becomes a record like any other, by the same way as an officer's change. Its author is the record itself: who
holds the tracking number speaks as that author, and as nobody else.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from sync.central import contacts, windows
from sync.central.accept import Caller, accept, or_raise, prepare
from sync.central.answer import Centre
from sync.central.people import iso
from sync.central.tables import ideas
from sync.domain.areas import AreaCode
from sync.domain.ideas import is_secret
from sync.domain.ids import is_id, number_of, time_ms_of
from sync.domain.people import Person, Role
from sync.domain.records import Kind
from sync.protocol.ideas import Contact
from sync.protocol.messages import Change, Receipt
from sync.protocol.problems import Code, Problem

FILED_AN_HOUR = 60
"""From one address, of each kind. A kelurahan's meeting, or a mobile network, shares one."""
DEVICE = "resident"
_LATEST_MS = 4_102_444_800_000


class Filed(Protocol):
    """`id` and `secret` are of the sender's making, so that a repeat is known again."""

    @property
    def id(self) -> str: ...
    @property
    def secret(self) -> str: ...
    @property
    def contact(self) -> Contact | None: ...


def first_change(record: str, kind: Kind, area: str, values: dict[str, Any]) -> Change:
    """The same at every repeat, so that it is known again."""
    return Change(_beside(record), record, kind.value, area, 0, made_at(record), values)


def _beside(record: str) -> str:
    """The id of the first change: made from the record's, of the same moment."""
    value = uuid.UUID(record).int
    rest = int.from_bytes(hashlib.sha256(b"first:" + record.encode()).digest()[:8]) >> 2
    return str(uuid.UUID(int=value >> 62 << 62 | rest))


def made_at(identifier: str) -> str:
    return iso(datetime.fromtimestamp(min(time_ms_of(identifier), _LATEST_MS) / 1000, UTC))


def check_ids(filed: Filed) -> None:
    if not is_id(filed.id) or not is_secret(filed.secret):
        raise Problem(Code.BAD_JSON, "id: a UUIDv7, and secret: six Crockford letters")
    if filed.contact is not None:
        contacts.check(filed.contact)


def resident(record: str, area: str) -> Caller:
    """Who speaks for what was filed."""
    return Caller(Person(record, "Warga", Role.RESIDENT, AreaCode(area)), DEVICE)


def take_in(
    centre: Centre, filed: Filed, change: Change, look: Callable[[Connection], None], window: str
) -> Receipt:
    """Safe to repeat: the same id and secret with the same words give the same receipt, whatever came of it since.
    `look` raises Problem for what does not go now, and `window` counts who sends: neither looks at a repeat.
    Raises Problem, with `fields` where something is wrong."""
    now, prepared = centre.clock(), prepare(change)
    with centre.database.glance() as connection:
        if not _is_known(connection, centre, filed):
            windows.check(connection, window, now, FILED_AN_HOUR)
    try:
        with centre.database.write() as connection:
            if not _is_known(connection, centre, filed):
                look(connection)
            caller = resident(change.record, change.area)
            receipt = or_raise(accept(connection, caller, [prepared], iso(now), centre.make_salt)[0])
            if _keep_tracking(connection, centre, filed, change.area):
                if filed.contact is not None:
                    contacts.keep(connection, centre, change.area, filed.id, filed.contact, filed.id, now)
                windows.add(connection, window, now)
    except IntegrityError as error:
        raise Problem(Code.BUSY, headers={"Retry-After": "1"}) from error
    centre.count_receipts([receipt])
    return receipt


def _keep_tracking(connection: Connection, centre: Centre, filed: Filed, area: str) -> bool:
    """False when it was known, by the same secret. Raises Problem(ID_REUSED) for another one's: officers' devices
    know the id and the words of an idea, and must not get its tracking number by sending them again."""
    if _is_known(connection, centre, filed):
        return False
    row = {"record": filed.id, "stream": area, "number": number_of(filed.id)}
    hashed = tracking_hash(centre, filed.id, filed.secret)
    connection.execute(insert(ideas).values(row | {"tracking_hash": hashed}))
    return True


def _is_known(connection: Connection, centre: Centre, filed: Filed) -> bool:
    query = select(ideas.c.tracking_hash).where(ideas.c.record == filed.id)
    known = connection.execute(query).scalar_one_or_none()
    if known is not None and not hmac.compare_digest(known, tracking_hash(centre, filed.id, filed.secret)):
        raise Problem(Code.ID_REUSED)
    return known is not None


def tracking_hash(centre: Centre, record: str, secret: str) -> str:
    content = f"tracking:{record}:{secret}".encode()
    return hmac.new(centre.keys.secret, content, hashlib.sha256).hexdigest()
