"""How a UMKM is reached by readers of its innovation's page: by its own consent, sealed, taken off at once.

It is in no record, no edition and no document of the bank, so it reaches no device, list, search, export or feed:
the page alone asks for it, each time it is made.
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from sync.central import people, vouched
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.chain import append_to_chain
from sync.central.office import limit_officer
from sync.central.people import iso
from sync.central.sealed import CannotOpen, key_name, seal, unseal
from sync.central.stored import StoredRecord, read_record
from sync.central.tables import business_contacts
from sync.domain import rights
from sync.domain.ideas import is_phone
from sync.domain.ids import is_id
from sync.domain.personal import has_personal_number
from sync.domain.records import Kind
from sync.protocol.business import BusinessContact
from sync.protocol.ideas import MAX_PHONE
from sync.protocol.people import MAX_NAME
from sync.protocol.problems import Code, Problem

NONE = BusinessContact("", "", consent=False)
CHAINED = "business_contact"
"""The kind of a change that says when a UMKM agreed and when it took that back, never the contact itself."""


def give(centre: Centre, caller: Caller, record: str, contact: BusinessContact) -> None:
    """Show this contact from now on; without consent, show none. Safe to repeat. Raises Problem."""
    if contact.consent:
        _check(contact)
    limit_officer(centre, caller)
    now = centre.clock()
    with centre.database.write() as connection:
        found = _own(connection, caller, record)
        had = connection.execute(select(business_contacts.c.key).where(_of(record))).first() is not None
        if contact.consent:
            _keep(connection, centre, found, contact, now)
        else:
            forget(connection, centre, record)
        if had != contact.consent:
            told = {"consent": contact.consent}
            append_to_chain(connection, centre.city, CHAINED, record, told, caller.person.id, iso(now))


def own(centre: Centre, caller: Caller, record: str) -> BusinessContact:
    """What the UMKM itself has on the page; NONE where there is nothing. Raises Problem(NOT_FOUND)."""
    with centre.database.read() as connection:
        _own(connection, caller, record)
        return _opened(connection, centre, record) or NONE


def shown(connection: Connection, centre: Centre, record: str) -> BusinessContact | None:
    """For the page of a record that is public now; None where nothing is to be shown.

    It was published by whom it concerns, so that reading it is no access to personal data that is written down.
    A business that is in office no more could not take it back, and is not shown.
    """
    query = select(business_contacts.c.person).where(_of(record))
    person = connection.execute(query).scalar_one_or_none()
    if person is None or people.in_term(connection, person, centre.clock()) is None:
        return None
    return _opened(connection, centre, record)


def forget(connection: Connection, centre: Centre, record: str) -> None:
    vouched.write(connection, centre.city, delete(business_contacts).where(_of(record)), {}, iso(centre.clock()))


def _check(contact: BusinessContact) -> None:
    faults = {}
    name, phone = contact.name.strip(), contact.phone.strip()
    if not (1 <= len(name) <= MAX_NAME and name.isprintable()):
        faults["name"] = "wrong_size"
    if len(phone) > MAX_PHONE or not is_phone(phone):
        faults["phone"] = "wrong_type"
    if faults:
        raise Problem(Code.BAD_VALUE, fields=faults)
    personal = [field for field, text in (("name", name), ("phone", phone)) if has_personal_number(text)]
    if personal:
        raise Problem(Code.PERSONAL_NUMBER, fields=dict.fromkeys(personal, "personal_number"))


def _own(connection: Connection, caller: Caller, record: str) -> StoredRecord:
    """Raises Problem(NOT_FOUND), as for what is not there: nobody learns what exists."""
    found = read_record(connection, record) if is_id(record) else None
    is_own = found is not None and rights.may_show_business(caller.person, found.ownership)
    if found is None or not is_own or found.kind != Kind.INNOVATION:
        raise Problem(Code.NOT_FOUND)
    return found


def _keep(
    connection: Connection, centre: Centre, record: StoredRecord, contact: BusinessContact, now: datetime
) -> None:
    text = json.dumps({"name": contact.name.strip(), "phone": contact.phone.strip()}, ensure_ascii=False)
    secret = centre.keys.secret
    row = {"record": record.id, "stream": record.stream, "sealed": seal(secret, about(record.id), text)}
    row |= {"key": key_name(secret), "consented_at": iso(now), "person": record.author}
    write_rows(connection, business_contacts, [row], ("record",))
    vouched.tell(connection, centre.city, business_contacts, [row], iso(now))


def _opened(connection: Connection, centre: Centre, record: str) -> BusinessContact | None:
    sealed = connection.execute(select(business_contacts.c.sealed).where(_of(record))).scalar_one_or_none()
    if sealed is None:
        return None
    try:
        opened = json.loads(unseal([centre.keys.secret], about(record), sealed))
    except CannotOpen:
        # The secret was exchanged and not yet `lorong reseal` called: the page stands without it until then.
        return None
    return BusinessContact(opened["name"], opened["phone"], consent=True)


def _of(record: str) -> ColumnElement[bool]:
    return business_contacts.c.record == record


def about(record: str) -> str:
    """What a sealed contact belongs to."""
    return f"business:{record}"
