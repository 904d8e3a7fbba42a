"""What the public would read of a record, and what it would not and why: shown before *Terbitkan*.

The document is made by documents.py, as the public page's is; this only tells what it left out.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from sync.central import desk
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.documents import Document, document_of, frozen_values, public_text
from sync.central.json_text import parsed
from sync.central.masking import is_masked_for
from sync.central.stored import StoredRecord, read_record
from sync.central.tables import editions
from sync.domain.ideas import CONTACT_GIVEN
from sync.domain.ids import is_id
from sync.domain.records import PHOTOS, PUBLIC, Values, entries_below, family
from sync.domain.side_steps import GROWING
from sync.protocol.audit import LeftOut, Preview
from sync.protocol.problems import Code, Problem

_PLACE = ("point", "lorong", "area")
PAGE_S = 15 * 60
"""So long the address of the page holds: enough to read it, and little for one that was passed on."""
_DIGITS = 12
_FILES = frozenset({"evidence", "documents"})


def preview(centre: Centre, caller: Caller, record_id: str) -> Preview:
    """Raises Problem: NOT_FOUND for what the caller may not see, and for kinds that are never published."""
    if is_masked_for(caller.person):
        raise Problem(Code.FORBIDDEN)
    with centre.database.read() as connection:
        record = desk.seen(connection, caller.person, record_id)
        number, frozen_at, values, document = _written(connection, record)
    left_out = list(_left_out(record, values, document))
    return Preview(number, frozen_at, values, document, left_out, _page(centre, record.id))


def document_under(connection: Connection, centre: Centre, name: str) -> Document:
    """What the page shows whose address `preview` gave. Raises Problem(NOT_FOUND) for every other, and when the
    minutes are over."""
    record_id, _, rest = name.partition(".")
    until, _, mark = rest.partition(".")
    is_time = until.isascii() and until.isdecimal() and len(until) <= _DIGITS
    if not is_id(record_id) or not is_time or int(until) < centre.clock().timestamp():
        raise Problem(Code.NOT_FOUND)
    if not hmac.compare_digest(mark.encode(), centre.keys.preview_mark(record_id, int(until)).encode()):
        raise Problem(Code.NOT_FOUND)
    record = read_record(connection, record_id)
    if record is None:
        raise Problem(Code.NOT_FOUND)
    return _written(connection, record)[3]


def _page(centre: Centre, record_id: str) -> str:
    until = int(centre.clock().timestamp()) + PAGE_S
    return f"/pratinjau/{record_id}.{until}.{centre.keys.preview_mark(record_id, until)}"


def _written(connection: Connection, record: StoredRecord) -> tuple[int, str, Values, Document]:
    """Number and moment of the edition, its values, and the document that the public would read."""
    if record.kind not in GROWING:
        raise Problem(Code.NOT_FOUND)
    number, frozen_at, values = _edition(connection, record)
    return number, frozen_at, values, document_of(record, values, number, frozen_at, frozen_at)


def _edition(connection: Connection, record: StoredRecord) -> tuple[int, str, Values]:
    query = select(editions).where(editions.c.record == record.id).order_by(editions.c.number.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return 0, "", frozen_values(record)
    return row.number, row.frozen_at, parsed(row.body)


def _left_out(record: StoredRecord, values: Values, document: Document) -> Iterator[LeftOut]:
    if values.get("place_private"):
        yield from (LeftOut(path, "home") for path in _PLACE if values.get(path))
    if (values.get("originator_name") or {}).get("may_show") is False:
        yield LeftOut("originator_name", "no_consent")
    if values.get(CONTACT_GIVEN):
        yield LeftOut(CONTACT_GIVEN, "contact")
    yield from (LeftOut(path, "file") for path in sorted({*values, *record.set}) if family(path) in _FILES)
    for path in ("beneficiaries", "affected"):
        if "below" in (document.get(path) or {}):
            yield LeftOut(path, "small")
    yield from (LeftOut(path, "masked") for path in sorted(document) if _is_masked(values.get(path)))
    yield from _photos(record, values, document)


def _is_masked(value: Any) -> bool:
    return isinstance(value, str) and public_text(value) != value


def _photos(record: StoredRecord, values: Values, document: Document) -> Iterator[LeftOut]:
    shown = {photo["sha256"] for photo in document["photos"]}
    for photo_id, photo in entries_below(values, PHOTOS).items():
        if photo["sha256"] not in shown:
            yield LeftOut(f"{PHOTOS}/{photo_id}", _why_not(record, photo_id, photo))


def _why_not(record: StoredRecord, photo_id: str, photo: Values) -> str:
    if photo.get("people") == "child" and photo.get("blurred") is not True:
        return "child"
    current = record.value(f"{PHOTOS}/{photo_id}") or {}
    is_same = current.get("sha256") == photo["sha256"]
    return "changed" if record.value(f"{PUBLIC}/{photo_id}") is True and not is_same else "not_ticked"
