"""People, their devices and the codes that enrol them. Codes and tokens are kept as hashes only.

What is done to people is a change in the city's own stream, so it stands in the audit chain like everything else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from sync.central import vouched
from sync.central.bulk import write_rows
from sync.central.chain import append_all_to_chain, append_to_chain
from sync.central.tables import codes, devices, persons, streams
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.domain.terms import has_ended, usual_end
from sync.protocol.canonical import canonical, digest
from sync.protocol.messages import DeviceInfo, EnrolRequest, PersonInfo
from sync.protocol.problems import Code, Problem

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""No I, L, O, U, 0, 1: they are mistaken for one another."""
PERSON = "person"
"""The kind of the changes about people."""
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

    def token_after(self, device: str, token: str) -> str:
        told = hmac.new(self.secret, f"token:{device}:{token}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(told).rstrip(b"=").decode()

    def preview_mark(self, record: str, until: int) -> str:
        """What only the centre can put behind an address that opens a preview."""
        told = hmac.new(self.secret, f"preview:{record}:{until}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(told).rstrip(b"=").decode()

    def handover_key(self, device: str) -> str:
        return hmac.new(self.secret, b"handover:" + device.encode(), hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def name_mark(person: str, name: str) -> str:
    """What the chain holds of a name: enough to see that the stored one is another."""
    return digest(canonical([person, name]))


def person_of(row: Any) -> Person:
    return Person(row.id, row.name, Role(row.role), AreaCode(row.area))


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person and the last day of their office, such as 2031-12-31; None for the usual one (terms.usual_end)."""

    person: Person
    term_ends: str | None = None


def add_person(
    connection: Connection, person: Person, by: str, now: datetime, *, term_ends: str | None = None
) -> None:
    """Raises what the database raises when the id is known."""
    add_people(connection, person.area.city, [Appointment(person, term_ends)], by, now)


def lock_city(connection: Connection, city: str) -> None:
    """Nobody else adds people of the city before this transaction ends."""
    connection.execute(select(streams).where(streams.c.code == city).with_for_update())


def add_people(
    connection: Connection, city: str, appointments: Sequence[Appointment], by: str, now: datetime
) -> None:
    """Many at once, in the stream of their city."""
    rows, told = [], []
    for each in appointments:
        person = each.person
        office = {"role": person.role.value, "area": person.area.text}
        ends = each.term_ends or usual_end(person.role, now)
        row = {"id": person.id, "name": person.name, "created_at": iso(now), "term_ends": ends}
        rows.append({**row, **office})
        facts = office | {"added": True, "named": name_mark(person.id, person.name)}
        told.append((person.id, facts | {"term_ends": ends} if ends else facts))
    write_rows(connection, persons, rows)
    append_all_to_chain(connection, city, PERSON, told, by, iso(now))


def new_code(
    connection: Connection, keys: Keys, person: Person, now: datetime, *, code: str = "", reusable: bool = False
) -> str:
    """A fresh enrolment code, `ABCD-EFGH`, valid for 14 days; shown once, kept as a hash."""
    letters = code or fresh_letters()
    keep_codes(connection, keys, [(person, letters)], now, reusable=reusable)
    return code or shown_code(letters)


def fresh_letters() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def shown_code(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:]}"


def keep_codes(
    connection: Connection,
    keys: Keys,
    given: Sequence[tuple[Person, str]],
    now: datetime,
    *,
    reusable: bool = False,
) -> None:
    """The letters for each of these people of one city, valid for 14 days."""
    until = iso(now + timedelta(days=CODE_DAYS))
    unused: dict[str, Any] = {"expires_at": until, "used_at": None, "device": None, "reusable": reusable}
    rows = [unused | {"code_hash": keys.code_hash(letters), "person": person.id} for person, letters in given]
    write_rows(connection, codes, rows)
    vouched.tell(connection, given[0][0].area.city, codes, rows, iso(now))


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
    person = in_term(connection, row.person, now)
    if person is None or not _is_device_of(person, request.person):
        raise Problem(Code.BAD_CODE)
    enrolled = give_token(connection, keys, person, device, now)
    used = {"used_at": row.used_at or iso(now), "device": device.id}
    mine = update(codes).where(codes.c.code_hash == row.code_hash)
    vouched.write(connection, person.area.city, mine, used, iso(now))
    return enrolled


def give_token(connection: Connection, keys: Keys, person: Person, device: DeviceInfo, now: datetime) -> Enrolled:
    """A token for the person's device, new or known. Raises Problem(BAD_CODE) when it is another person's."""
    token = secrets.token_urlsafe(32)
    _keep_device(connection, person, device, token_hash(token), now)
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
        row = facts | {"id": device.id, "person": person.id}
        connection.execute(insert(devices).values(row))
        _log(connection, person, person.id, {"device": device.id, "enrolled": True}, now)
        vouched.tell(connection, person.area.city, devices, [row], iso(now))
    elif known.person != person.id:
        raise Problem(Code.BAD_CODE)
    else:
        previous = None if known.revoked_at else known.token_hash
        mine = update(devices).where(devices.c.id == device.id)
        vouched.write(connection, person.area.city, mine, facts | {"previous_hash": previous}, iso(now))


def find_person(connection: Connection, person_id: str) -> Person | None:
    """The person, unless somebody ended their term; the last day of it may have passed."""
    row = connection.execute(_IN_OFFICE, {"person": person_id}).first()
    return person_of(row) if row else None


def in_term(connection: Connection, person_id: str, now: datetime) -> Person | None:
    """The person, while they are in office."""
    row = connection.execute(_IN_OFFICE, {"person": person_id}).first()
    return person_of(row) if row and not has_ended(row.term_ends, now) else None


_IN_OFFICE = select(persons).where(persons.c.id == bindparam("person"), persons.c.ended_at.is_(None))


def revoke(connection: Connection, device: str, by: str, now: datetime) -> bool:
    """Switch one device off; what it holds unsent stays on it. False when there is no such device."""
    row = connection.execute(select(devices).where(devices.c.id == device, devices.c.revoked_at.is_(None))).first()
    if row is None:
        return False
    at, person = iso(now), person_of(connection.execute(select(persons).where(persons.c.id == row.person)).one())
    city, mine = person.area.city, update(devices).where(devices.c.id == device)
    vouched.write(connection, city, mine, {"revoked_at": at}, at)
    # Its own code would still open the door again for a day.
    vouched.write(connection, city, update(codes).where(codes.c.device == device), {"expires_at": at}, at)
    _log(connection, person, by, {"device": device, "revoked": True}, now)
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


def rename(connection: Connection, person_id: str, name: str, by: str, now: datetime) -> bool:
    """A name that was written wrongly. The chain says that it was corrected, and not to what but by its mark."""
    person = find_person(connection, person_id)
    if person is None:
        return False
    connection.execute(update(persons).where(persons.c.id == person_id).values(name=name))
    _log(connection, person, by, {"renamed": True, "named": name_mark(person_id, name)}, now)
    return True


def set_term(connection: Connection, person_id: str, term_ends: str | None, by: str, now: datetime) -> bool:
    """The last day of office; tokens and codes work until it is over."""
    person = find_person(connection, person_id)
    if person is None:
        return False
    connection.execute(update(persons).where(persons.c.id == person_id).values(term_ends=term_ends))
    _log(connection, person, by, {"term_ends": term_ends}, now)
    return True


def people_in(connection: Connection, area: str) -> list[Row[Any]]:
    """Everybody in office in the area, in area and name order."""
    inside = persons.c.area.startswith(area, autoescape=True)
    query = select(persons).where(persons.c.ended_at.is_(None), inside).order_by(persons.c.area, persons.c.name)
    return list(connection.execute(query))


def devices_of(connection: Connection, people: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """Their devices that were not switched off, by person."""
    found: dict[str, list[Row[Any]]] = {}
    # A statement takes only so many parameters.
    for start in range(0, len(people), 500):
        some = devices.c.person.in_(people[start : start + 500])
        query = select(devices).where(some, devices.c.revoked_at.is_(None))
        for row in connection.execute(query.order_by(devices.c.enrolled_at, devices.c.id)):
            found.setdefault(row.person, []).append(row)
    return found


def _log(connection: Connection, person: Person, by: str, facts: dict[str, Any], now: datetime) -> None:
    append_to_chain(connection, person.area.city, PERSON, person.id, facts, by, iso(now))


def iso(moment: datetime) -> str:
    """UTC with milliseconds: sorts as text."""
    return moment.isoformat(timespec="milliseconds")[:23] + "Z"
