"""People, their devices and the codes that enrol them. Codes and tokens are kept as hashes only.

What is done to people is a change in the city's own stream, so it stands in the audit chain like everything else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from sync.central.accept import Caller, append_to_chain
from sync.central.tables import codes, devices, persons
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.protocol.messages import DeviceInfo, EnrolRequest, PersonInfo
from sync.protocol.problems import Code, Problem

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""No I, L, O, U, 0, 1: they are mistaken for one another."""
CODE_LENGTH = 8
CODE_DAYS = 14
REPEAT_HOURS = 24


@dataclass(frozen=True, slots=True)
class Keys:
    """The centre's secret, from which code hashes and hand-over keys are derived."""

    secret: bytes

    def code_hash(self, code: str) -> str:
        letters = "".join(letter for letter in code.upper() if letter.isalnum())
        return hmac.new(self.secret, b"code:" + letters.encode(), hashlib.sha256).hexdigest()

    def handover_key(self, device: str) -> str:
        return hmac.new(self.secret, b"handover:" + device.encode(), hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def person_of(row: Row[Any]) -> Person:
    return Person(row.id, row.name, Role(row.role), AreaCode(row.area))


def add_person(connection: Connection, person: Person, by: str, now: datetime) -> None:
    """Raises what the database raises when the id is known."""
    values = {"id": person.id, "name": person.name, "role": person.role.value, "area": person.area.text}
    connection.execute(insert(persons).values(created_at=iso(now), **values))
    _log(connection, person, by, {"role": values["role"], "area": values["area"], "added": True}, now)


def new_code(
    connection: Connection, keys: Keys, person: Person, now: datetime, *, code: str = "", reusable: bool = False
) -> str:
    """A fresh enrolment code, `ABCD-EFGH`, valid for 14 days; shown once, kept as a hash."""
    letters = code or "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    expires_at = iso(now + timedelta(days=CODE_DAYS))
    values = {"code_hash": keys.code_hash(letters), "person": person.id, "expires_at": expires_at}
    connection.execute(insert(codes).values(reusable=reusable, **values))
    return code or f"{letters[:4]}-{letters[4:]}"


@dataclass(frozen=True, slots=True)
class Enrolled:
    person: Person
    token: str
    handover_key: str


def enrol(connection: Connection, keys: Keys, request: EnrolRequest, now: datetime) -> Enrolled:
    """Exchange a code for a device token. Raises Problem(BAD_CODE).

    The same code from the same device within 24 hours gives a new token; the older one works until the new one
    is first used, since a reply can be lost.
    """
    row = connection.execute(
        select(codes).where(codes.c.code_hash == keys.code_hash(request.code)).with_for_update()
    ).first()
    device = request.device
    if row is None or not _may_use(row, device.id, now):
        raise Problem(Code.BAD_CODE)
    person = find_person(connection, row.person)
    if person is None or not _is_device_of(person, request.person):
        raise Problem(Code.BAD_CODE)
    token = secrets.token_urlsafe(32)
    _keep_device(connection, person, device, token_hash(token), now)
    used = {"used_at": row.used_at or iso(now), "device": device.id}
    connection.execute(update(codes).where(codes.c.code_hash == row.code_hash).values(used))
    return Enrolled(person, token, keys.handover_key(device.id))


def _may_use(code: Row[Any], device: str, now: datetime) -> bool:
    if code.expires_at <= iso(now):
        return False
    if code.used_at is None or code.reusable:
        return True
    return bool(code.device == device and code.used_at > iso(now - timedelta(hours=REPEAT_HOURS)))


def _is_device_of(person: Person, owner: PersonInfo | None) -> bool:
    """Whether a device that says whose it was may be this person's: never another one's who shares the phone.

    After a restore the same officer may have been added anew, under another id.
    """
    same_office = person.name, person.role.value, person.area.text
    return owner is None or person.id == owner.id or same_office == (owner.name, owner.role, owner.area)


def _keep_device(connection: Connection, person: Person, device: DeviceInfo, hashed: str, now: datetime) -> None:
    known = connection.execute(select(devices).where(devices.c.id == device.id).with_for_update()).first()
    facts = {
        "name": device.name[:80],
        "platform": device.platform[:20],
        "app_version": device.app_version[:20],
        "token_hash": hashed,
        "enrolled_at": iso(now),
        "revoked_at": None,
    }
    if known is None:
        connection.execute(insert(devices).values(id=device.id, person=person.id, **facts))
        _log(connection, person, person.id, {"device": device.id, "enrolled": True}, now)
    elif known.person != person.id:
        raise Problem(Code.BAD_CODE)
    else:
        previous = None if known.revoked_at else known.token_hash
        connection.execute(
            update(devices).where(devices.c.id == device.id).values(previous_hash=previous, **facts)
        )


def find_person(connection: Connection, person_id: str) -> Person | None:
    """The person, unless their term has ended."""
    row = connection.execute(
        select(persons).where(persons.c.id == person_id, persons.c.ended_at.is_(None))
    ).first()
    return person_of(row) if row else None


@dataclass(frozen=True, slots=True)
class Known:
    """Who a token speaks for, when the device was last heard, and whether an older token of it now ends."""

    caller: Caller
    last_contact: str
    ends_previous: bool


_HELD = select(
    persons,
    devices.c.id.label("device"),
    devices.c.token_hash,
    devices.c.revoked_at,
    devices.c.last_contact,
    devices.c.previous_hash,
).join(persons, persons.c.id == devices.c.person)
_BY_TOKEN = _HELD.where(
    (devices.c.token_hash == bindparam("hashed")) | (devices.c.previous_hash == bindparam("hashed"))
)


def caller_of(connection: Connection, token: str) -> Known:
    """Raises Problem: UNAUTHORISED or REVOKED."""
    hashed = token_hash(token)
    row = connection.execute(_BY_TOKEN, {"hashed": hashed}).first()
    if row is None:
        raise Problem(Code.UNAUTHORISED)
    if row.revoked_at is not None or row.ended_at is not None:
        raise Problem(Code.REVOKED)
    ends_previous = row.token_hash == hashed and row.previous_hash is not None
    return Known(Caller(person_of(row), row.device), row.last_contact or "", ends_previous)


def note_contact(connection: Connection, device: str, now: datetime, *, ends_previous: bool) -> None:
    values: dict[str, Any] = {"last_contact": iso(now)}
    if ends_previous:
        values["previous_hash"] = None
    connection.execute(update(devices).where(devices.c.id == device).values(values))


def revoke(connection: Connection, device: str, by: str, now: datetime) -> bool:
    """Switch one device off; what it holds unsent stays on it. False when there is no such device."""
    row = connection.execute(select(devices).where(devices.c.id == device, devices.c.revoked_at.is_(None))).first()
    if row is None:
        return False
    connection.execute(update(devices).where(devices.c.id == device).values(revoked_at=iso(now)))
    # Its own code would still open the door again for a day.
    connection.execute(update(codes).where(codes.c.device == device).values(expires_at=iso(now)))
    person = connection.execute(select(persons).where(persons.c.id == row.person)).one()
    _log(connection, person_of(person), by, {"device": device, "revoked": True}, now)
    return True


def end_term(connection: Connection, person_id: str, by: str, now: datetime) -> bool:
    """The person's tokens end. False when there is no such person in office."""
    person = find_person(connection, person_id)
    if person is None:
        return False
    connection.execute(update(persons).where(persons.c.id == person_id).values(ended_at=iso(now)))
    _log(connection, person, by, {"ended": True}, now)
    return True


def move(connection: Connection, person_id: str, area: AreaCode, by: str, now: datetime) -> bool:
    """The person serves another area from now on: rights and streams follow at the next request of each of their
    devices. False when there is no such person in office."""
    person = find_person(connection, person_id)
    if person is None:
        return False
    connection.execute(update(persons).where(persons.c.id == person_id).values(area=area.text))
    _log(connection, person, by, {"area": area.text, "moved": True}, now)
    return True


def people_in(connection: Connection, area: str) -> list[Row[Any]]:
    """Everybody in office in the area, in area and name order."""
    inside = persons.c.area.startswith(area, autoescape=True)
    query = select(persons).where(persons.c.ended_at.is_(None), inside).order_by(persons.c.area, persons.c.name)
    return list(connection.execute(query))


def devices_of(connection: Connection, people: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """Their devices that were not switched off, by person."""
    query = select(devices).where(devices.c.person.in_(people), devices.c.revoked_at.is_(None))
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query.order_by(devices.c.enrolled_at)):
        found.setdefault(row.person, []).append(row)
    return found


def _log(connection: Connection, person: Person, by: str, facts: dict[str, Any], now: datetime) -> None:
    append_to_chain(connection, person.area.city, "person", person.id, facts, by, iso(now))


def iso(moment: datetime) -> str:
    """UTC with milliseconds: sorts as text."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
