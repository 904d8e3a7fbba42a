"""What the public would read of a record, and what it would not and why: shown before *Terbitkan*.

The document is made by documents.py, as the public page's is; this only tells what it left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from sync.central import desk
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.documents import Document, document_of, frozen_values, public_text
from sync.central.json_text import parsed
from sync.central.masking import is_masked_for
from sync.central.stored import StoredRecord
from sync.central.tables import editions
from sync.domain.ideas import CONTACT_GIVEN
from sync.domain.records import PHOTOS, PUBLIC, Values, entries_below, family
from sync.domain.side_steps import GROWING
from sync.protocol.audit import LeftOut, Preview
from sync.protocol.problems import Code, Problem

_PLACE = ("point", "lorong", "area")
_FILES = frozenset({"evidence", "documents"})


def preview(centre: Centre, caller: Caller, record_id: str) -> Preview:
    """Raises Problem: NOT_FOUND for what the caller may not see, and for kinds that are never published."""
    if is_masked_for(caller.person):
        raise Problem(Code.FORBIDDEN)
    with centre.database.read() as connection:
        record = desk.seen(connection, caller.person, record_id)
        if record.kind not in GROWING:
            raise Problem(Code.NOT_FOUND)
        number, frozen_at, values = _edition(connection, record)
    document = document_of(record, values, number, frozen_at, frozen_at)
    return Preview(number, frozen_at, values, document, list(_left_out(record, values, document)))


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
    yield from (LeftOut(path, "file") for path in sorted(values) if family(path) in _FILES)
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
