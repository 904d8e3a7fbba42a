"""A UMKM asks to be admitted, and asks again what became of it. No account is needed, so everything is counted by
address; the device made id and secret itself, so a repeat after a lost reply is harmless.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from sync.central import people, vouched
from sync.central.answer import Centre, enrol_reply
from sync.central.office import limit, name_in
from sync.central.people import iso
from sync.central.sealed import seal
from sync.central.tables import devices, registrations
from sync.domain.areas import gazetteer
from sync.domain.forms import form
from sync.domain.ids import is_id, is_uuid
from sync.domain.personal import has_personal_number
from sync.protocol.messages import DeviceInfo, EnrolReply
from sync.protocol.people import (
    ADMITTED,
    MAX_CONTACT,
    MAX_NAME,
    MIN_CONTACT,
    WAITING,
    RegisterRequest,
    RegistrationState,
    is_nib,
)
from sync.protocol.problems import Code, Problem

REGISTRATIONS_AN_HOUR = 30
"""By address; a gathering of traders shares one Wi-Fi."""
QUESTIONS_AN_HOUR = 600
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def about(registration: str) -> str:
    """What a sealed contact belongs to."""
    return f"registration:{registration}"


def register(centre: Centre, request: RegisterRequest, address: str) -> RegistrationState:
    """Take a registration in; the same again gets its state. Raises Problem."""
    _check(request)
    limit(centre, f"register:{address}", REGISTRATIONS_AN_HOUR)
    try:
        with centre.database.write() as connection:
            return _taken(connection, centre, request)
    except IntegrityError as error:
        # The same registration twice at once: the second finds it on its next try.
        raise Problem(Code.BUSY, headers={"Retry-After": "1"}) from error


def _taken(connection: Connection, centre: Centre, request: RegisterRequest) -> RegistrationState:
    row = _row(connection, request.id)
    if row is None:
        taken = _values(centre, request)
        connection.execute(insert(registrations).values(taken))
        vouched.tell(connection, centre.city, registrations, [taken], taken["asked_at"])
        return RegistrationState(request.id, WAITING)
    if not _knows(row, request.secret):
        raise Problem(Code.ID_REUSED)
    return _state(connection, centre, row)


def ask(centre: Centre, registration: str, secret: str, address: str) -> RegistrationState:
    """What became of it; once admitted, with a token. Raises Problem(NOT_FOUND) also for a wrong secret."""
    limit(centre, f"ask:{address}", QUESTIONS_AN_HOUR)
    with centre.database.write() as connection:
        row = _row(connection, registration)
        if row is None or not _knows(row, secret):
            raise Problem(Code.NOT_FOUND)
        return _state(connection, centre, row)


def _check(request: RegisterRequest) -> None:
    if not (is_id(request.id) and is_uuid(request.device.id) and _SECRET.fullmatch(request.secret)):
        raise Problem(Code.BAD_JSON, "id is a UUID of version 7, device.id a UUID, secret 43 letters of base64")
    if len(request.area) != 13 or request.area not in gazetteer():
        raise Problem(Code.UNKNOWN_AREA, fields={"area": "unknown_area"})
    fields = _faults(request)
    if fields:
        raise Problem(Code.BAD_VALUE, fields=fields)
    typed = {"business": request.business, "lorong": request.lorong, "contact": request.contact}
    personal = [name for name, text in typed.items() if has_personal_number(text)]
    if personal:
        raise Problem(Code.PERSONAL_NUMBER, fields=dict.fromkeys(personal, "personal_number"))


def _faults(request: RegisterRequest) -> dict[str, str]:
    found = {}
    if not 1 <= len(request.business.strip()) <= MAX_NAME:
        found["business"] = "wrong_size"
    if len(request.lorong) > MAX_NAME:
        found["lorong"] = "too_long"
    if form("note").field("theme").choice(request.theme) is None:
        found["theme"] = "unknown_choice"
    if not (MIN_CONTACT <= len(request.contact.strip()) <= MAX_CONTACT and request.contact.isprintable()):
        found["contact"] = "wrong_size"
    if request.nib and not is_nib(request.nib):
        found["nib"] = "wrong_number"
    return found


def _values(centre: Centre, request: RegisterRequest) -> dict[str, Any]:
    device = request.device
    facts = {"id": request.id, "area": request.area, "theme": request.theme, "nib": request.nib}
    phone = {"device": device.id, "device_name": device.name[:80], "platform": device.platform[:20]}
    return (facts | phone) | {
        "secret_hash": _hash(request.secret),
        "app_version": device.app_version[:20],
        "business": name_in(request.business),
        "lorong": " ".join(request.lorong.split()),
        "contact": seal(centre.keys.secret, about(request.id), request.contact.strip()),
        "asked_at": iso(centre.clock()),
        "state": WAITING,
        "reason": "",
    }


def _row(connection: Connection, registration: str) -> Row[Any] | None:
    return connection.execute(
        select(registrations).where(registrations.c.id == registration).with_for_update()
    ).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _knows(row: Row[Any], secret: str) -> bool:
    return hmac.compare_digest(row.secret_hash, _hash(secret))


def _state(connection: Connection, centre: Centre, row: Row[Any]) -> RegistrationState:
    enrolled = _enrolled(connection, centre, row) if row.state == ADMITTED else None
    return RegistrationState(row.id, row.state, row.reason, enrolled)


def _enrolled(connection: Connection, centre: Centre, row: Row[Any]) -> EnrolReply | None:
    """A token for the device that registered, until one of them was used: then it has arrived for certain."""
    now = centre.clock()
    person = people.in_term(connection, row.person, now)
    device = connection.execute(select(devices).where(devices.c.id == row.device)).first()
    has_arrived = device is not None and (device.last_contact is not None or device.revoked_at is not None)
    if person is None or has_arrived:
        return None
    phone = DeviceInfo(row.device, row.device_name, row.platform, row.app_version)
    return enrol_reply(people.give_token(connection, centre.keys, person, phone, now))
