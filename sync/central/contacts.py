"""Names and phones of residents who agreed to be asked: sealed, at the centre alone, each view written down.

They are never in a record, so they reach no device, no page and no export.
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, Select, delete, select

from sync.central import views, vouched
from sync.central.accept import OPERATOR, Batch, Caller, Prepared, accept, or_raise, prepare
from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.chain import CENTRE
from sync.central.people import iso
from sync.central.sealed import CannotOpen, key_name, seal, unseal
from sync.central.stored import StoredRecord, read_record
from sync.central.tables import contacts
from sync.domain import rights
from sync.domain.areas import AreaCode
from sync.domain.ideas import CONTACT_GIVEN, is_phone
from sync.domain.ids import IdSource, is_id
from sync.domain.people import Person, Role
from sync.domain.personal import has_personal_number
from sync.protocol.ideas import MAX_PERSON_NAME, MAX_PHONE, Contact, ContactView
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem

_TOGETHER = 200
"""So many go in one transaction."""


def check(contact: Contact) -> None:
    """Raises Problem with the fields that are wrong; without consent nothing is kept."""
    faults = {}
    if not contact.consent:
        faults["consent"] = "required"
    if len(contact.name) > MAX_PERSON_NAME:
        faults["name"] = "too_long"
    if len(contact.phone) > MAX_PHONE or not is_phone(contact.phone):
        faults["phone"] = "wrong_type"
    if faults:
        raise Problem(Code.BAD_VALUE, fields=faults)
    if has_personal_number(contact.name) or has_personal_number(contact.phone):
        raise Problem(Code.PERSONAL_NUMBER, fields={"name": "personal_number"})


def keep(
    connection: Connection, centre: Centre, stream: str, record: str, contact: Contact, by: str, now: datetime
) -> None:
    """The contact of this record from now on."""
    text = json.dumps({"name": contact.name.strip(), "phone": contact.phone.strip()}, ensure_ascii=False)
    secret = centre.keys.secret
    row = {"record": record, "stream": stream, "sealed": seal(secret, about(record), text)}
    row |= {"key": key_name(secret), "consented_at": iso(now), "given_by": by}
    write_rows(connection, contacts, [row], ("record",))
    vouched.tell(connection, centre.city, contacts, [row], iso(now))


def forget(connection: Connection, centre: Centre, record: str) -> bool:
    """Consent is withdrawn. False when there was no contact."""
    mine = delete(contacts).where(contacts.c.record == record)
    return vouched.write(connection, centre.city, mine, {}, iso(centre.clock())) > 0


def let_go(connection: Connection, centre: Centre, those: Select[tuple[str]]) -> int:
    """Some contacts of these records, which are over their days; 0 when none is left. Their devices read that no
    contact is there any more, and that nobody withdrew it: the centre says so."""
    query = select(contacts.c.record, contacts.c.stream).where(contacts.c.record.in_(those))
    rows = connection.execute(query.order_by(contacts.c.record).limit(_TOGETHER)).all()
    at = iso(centre.clock())
    state = Batch(connection, at, centre.make_salt)
    state.speak_for(Caller(Person(OPERATOR.id, OPERATOR.name, Role.KOTA, AreaCode(centre.city)), CENTRE))
    state.load([_named(row.record, row.stream) for row in rows])
    for row in rows:
        found = state.records.get(row.record)
        if found is not None and found.value(CONTACT_GIVEN):
            state.chained(prepare(_given(found, at, given=False)), found)
    state.write()
    mine = delete(contacts).where(contacts.c.record.in_([row.record for row in rows]))
    vouched.write(connection, centre.city, mine, {}, at)
    return len(rows)


def _named(record: str, stream: str) -> Prepared:
    """What says which stream is locked and which record is read."""
    return Prepared(Change("", record, "", stream, 0, "", {}), b"", "", None)


def has_contact(connection: Connection, record: str) -> bool:
    return connection.execute(select(contacts.c.key).where(contacts.c.record == record)).first() is not None


def give(centre: Centre, caller: Caller, record: str, contact: Contact) -> None:
    """An officer notes the contact that a resident gave them. Raises Problem."""
    check(contact)
    now = centre.clock()
    with centre.database.write() as connection:
        found = _record(connection, record)
        if not rights.may_keep_contact(caller.person, found.ownership):
            raise Problem(Code.NOT_FOUND)
        if not found.value(CONTACT_GIVEN):
            say_given(connection, centre, caller, found, given=True)
        keep(connection, centre, found.stream, record, contact, caller.person.id, now)


def show(centre: Centre, caller: Caller, record: str, purpose: str) -> ContactView:
    """Name and phone, and a line in the book of who looked. Raises Problem(NOT_FOUND), or NOTE_NEEDED.

    Not found either while the secret was exchanged and `lorong reseal` not yet called.
    """
    written = views.purpose_in(purpose)
    now = centre.clock()
    with centre.database.write() as connection:
        found = _record(connection, record)
        if not rights.may_see_contact(caller.person, found.ownership):
            raise Problem(Code.NOT_FOUND)
        row = connection.execute(select(contacts).where(contacts.c.record == record)).first()
        if row is None:
            raise Problem(Code.NOT_FOUND)
        try:
            opened = json.loads(unseal([centre.keys.secret], about(record), row.sealed))
        except CannotOpen as error:
            raise Problem(Code.NOT_FOUND) from error
        views.note(connection, caller.person, views.CONTACT, found.stream, record, written, now)
    return ContactView(opened["name"], opened["phone"], row.consented_at)


def say_given(
    connection: Connection, centre: Centre, caller: Caller, record: StoredRecord, *, given: bool
) -> None:
    """In the record, for the devices: that there is a contact, never which."""
    now = iso(centre.clock())
    change = _given(record, now, given=given)
    or_raise(accept(connection, caller, [prepare(change)], now, centre.make_salt)[0])


def _given(record: StoredRecord, now: str, *, given: bool) -> Change:
    """Later than any change before."""
    known = record.seqs.get(CONTACT_GIVEN)
    floor = record.sources[str(known)]["change"] if known is not None else None
    values = {CONTACT_GIVEN: given}
    return Change(IdSource(floor)(), record.id, record.kind, record.stream, record.version, now, values)


def _record(connection: Connection, record: str) -> StoredRecord:
    """Raises Problem(NOT_FOUND), as for what the caller may not see: nobody learns what exists."""
    found = read_record(connection, record) if is_id(record) else None
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def about(record: str) -> str:
    """What a sealed contact belongs to."""
    return f"contact:{record}"
