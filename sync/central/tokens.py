"""What a device's token opens, and what is known of the device. Tokens are kept as hashes only.

Tokens end with the term or when the device is switched off, not by age; a device may replace its own.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update

from sync.central.accept import Caller
from sync.central.people import Keys, iso, person_of, token_hash
from sync.central.statements import OneOf, fetch
from sync.central.tables import devices, persons
from sync.domain.terms import has_ended
from sync.protocol.messages import Holding
from sync.protocol.problems import Code, Problem

MAX_HOLDING = 1_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """Who a token speaks for, when the device was last heard, and what it last said it holds unsent.

    `ends_previous` is the token's hash where an older one of the device ends with it, else empty."""

    caller: Caller
    last_contact: str
    ends_previous: str
    holding: Holding | None = None

    def is_news(self, hour: str) -> bool:
        """Whether it is to be noted that the device spoke in this hour."""
        return bool(self.ends_previous) or self.last_contact < hour


class _Held(NamedTuple):
    """A device with its person."""

    id: str
    name: str
    role: str
    area: str
    ended_at: str | None
    term_ends: str | None
    device: str
    token_hash: str
    revoked_at: str | None
    last_contact: str | None
    previous_hash: str | None
    holding_changes: int | None
    holding_files: int | None


_HELD = select(
    persons.c.id,
    persons.c.name,
    persons.c.role,
    persons.c.area,
    persons.c.ended_at,
    persons.c.term_ends,
    devices.c.id.label("device"),
    devices.c.token_hash,
    devices.c.revoked_at,
    devices.c.last_contact,
    devices.c.previous_hash,
    devices.c.holding_changes,
    devices.c.holding_files,
).join(persons, persons.c.id == devices.c.person)
_BY_TOKENS = _HELD.where(OneOf(devices.c.token_hash, "hashed") | OneOf(devices.c.previous_hash, "hashed"))


def known_by(connection: Connection, spoken: Sequence[str], now: datetime) -> list[Known | Problem]:
    """Who speaks, for each token, or its problem: UNAUTHORISED, or REVOKED for a device that was switched off or a
    term that ended."""
    hashed = [token_hash(token) for token in spoken]
    rows = [_Held._make(row) for row in fetch(connection, _BY_TOKENS, hashed=sorted(set(hashed)))]
    return [_known(each, rows, now) for each in hashed]


def _known(hashed: str, rows: Sequence[_Held], now: datetime) -> Known | Problem:
    row = next((row for row in rows if _is_one_of(hashed, row.token_hash, row.previous_hash)), None)
    if row is None:
        return Problem(Code.UNAUTHORISED)
    if row.revoked_at is not None or row.ended_at is not None or has_ended(row.term_ends, now):
        return Problem(Code.REVOKED)
    is_next = row.previous_hash is not None and hmac.compare_digest(row.token_hash, hashed)
    ends_previous = row.token_hash if is_next else ""
    return Known(Caller(person_of(row), row.device), row.last_contact or "", ends_previous, holding_in(row))


def _is_one_of(hashed: str, *held: str | None) -> bool:
    """In constant time: the database's index only found the row."""
    found = False
    for one in held:
        found |= hmac.compare_digest(one or "", hashed)
    return found


def note_contact(connection: Connection, known: Known, now: datetime) -> None:
    mine = update(devices).where(devices.c.id == known.caller.device)
    connection.execute(mine.values(last_contact=iso(now)))
    if known.ends_previous:
        # Unless it was renewed again since: it is the previous one itself then, and has to work on.
        connection.execute(mine.where(devices.c.token_hash == known.ends_previous).values(previous_hash=None))


def renew_token(connection: Connection, keys: Keys, device: str, token: str) -> str:
    """The device's next token. The one that asks works until the next is first used; asking with it again gives
    the same next one, so that neither a lost reply nor a doubled request leaves a phone outside."""
    following = keys.token_after(device, token)
    hashes = {"token_hash": token_hash(following), "previous_hash": token_hash(token)}
    connection.execute(update(devices).where(devices.c.id == device).values(hashes))
    return following


def is_holding(holding: Holding) -> bool:
    return 0 <= holding.changes <= MAX_HOLDING and 0 <= holding.files <= MAX_HOLDING


def holding_in(row: Any) -> Holding | None:
    """What the device in this row last said it holds unsent."""
    return None if row.holding_changes is None else Holding(row.holding_changes, row.holding_files)


def note_holding(connection: Connection, device: str, holding: Holding, now: datetime) -> None:
    held = {"holding_changes": holding.changes, "holding_files": holding.files, "last_contact": iso(now)}
    connection.execute(update(devices).where(devices.c.id == device).values(held))
