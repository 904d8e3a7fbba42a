"""Which records go into a dossier, and how their texts read once they leave the office.

What is hidden, erased, withdrawn or moved is in none. Texts lose what looks like a contact or a NIK.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from sync.central.json_text import parsed
from sync.central.public.bank_words import date
from sync.central.stored import KEPT, Json, StoredRecord, read_record
from sync.central.tables import records
from sync.domain.areas import AreaCode
from sync.domain.ids import is_id
from sync.domain.lifecycle import GOES_OUT, Status
from sync.domain.people import Person
from sync.domain.personal import public_text
from sync.domain.records import MOVED_TO, Kind, Values
from sync.domain.rights import may_take_dossier
from sync.protocol.problems import Code, Problem

PART = 200
_CANNOT_BE_WRITTEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PUBLIC_INITIATORS = frozenset({"mayor", "council", "office", "civil_servant"})
"""They act in office. Whoever is none of them is named only if they said so."""


def innovations(
    connection: Connection,
    area: str,
    status: str = "",
    *,
    published: bool = False,
    after: tuple[str, str] = ("", ""),
) -> Iterator[StoredRecord]:
    """Those of the area in the order of its codes, then of their ids, read a part at a time; from the first that
    follows the stream and id `after`."""
    wanted = [Status.PUBLISHED.value] if published else [status] if status else sorted(GOES_OUT)
    for row in _rows(connection, area, wanted, after, *KEPT):
        record = StoredRecord.from_row(row)
        if is_ready(record):
            yield record


def contents(connection: Connection, area: str) -> Iterator[Json]:
    """The same in the same order, for whoever looks at many: `id`, `area` and `set` of RecordView, as JSON."""
    for row in _rows(connection, area, sorted(GOES_OUT), ("", ""), records.c.view):
        view = parsed(row.view)
        if view["set"].get(MOVED_TO) is None:
            yield view


def _rows(
    connection: Connection, area: str, wanted: Sequence[str], after: tuple[str, str], *columns: ColumnElement[Any]
) -> Iterator[Row[Any]]:
    while True:
        later = (records.c.stream > after[0]) | ((records.c.stream == after[0]) & (records.c.id > after[1]))
        query = select(records.c.stream, records.c.id, *columns).where(
            records.c.kind == Kind.INNOVATION, records.c.status.in_(wanted), _inside(area), later
        )
        rows = connection.execute(query.order_by(records.c.stream, records.c.id).limit(PART)).all()
        yield from rows
        if len(rows) < PART:
            return
        after = (rows[-1].stream, rows[-1].id)


def _inside(area: str) -> ColumnElement[bool]:
    home = AreaCode(area).kelurahan or area
    return (records.c.stream == home) | records.c.stream.startswith(home + ".", autoescape=True)


def is_ready(record: StoredRecord) -> bool:
    is_innovation = record.kind == Kind.INNOVATION and record.value("status") in GOES_OUT
    return is_innovation and record.value(MOVED_TO) is None


def innovation(connection: Connection, person: Person, record_id: str) -> StoredRecord:
    """One that the person may take along. Raises Problem(NOT_FOUND): nobody else learns what exists."""
    record = read_record(connection, record_id) if is_id(record_id) else None
    if record is None or not is_ready(record) or not may_take_dossier(person, record.ownership):
        raise Problem(Code.NOT_FOUND)
    return record


def plain(text: str) -> str:
    """The text as it leaves: no contacts, no signs that a table or a page cannot hold."""
    return writable(public_text(text.replace("\r\n", "\n"))).strip()


def writable(text: str) -> str:
    """Without those signs alone: a link keeps its digits, which may look like a contact's."""
    return _CANNOT_BE_WRITTEN.sub("", text)


def said_of(proof: Values) -> str:
    """What a piece of evidence says of itself: `SK tim, nomor 12/SK/2026, tanggal 1 Mar 2026`."""
    number, on = plain(proof.get("number") or ""), proof.get("date")
    said = [plain(proof.get("subject") or "")]
    said += [f"nomor {number}"] if number else []
    said += [f"tanggal {date(on)}"] if on else []
    return ", ".join(part for part in said if part)


def initiator_of(values: Values) -> str:
    """Whose innovation it is, by name: of a resident only where they agreed (UU 27/2022)."""
    asked = values.get("originator_name") or {}
    if asked.get("name"):
        return plain(asked["name"]) if asked.get("may_show") is True else ""
    return plain(values.get("initiator_name") or "") if values.get("initiator") in _PUBLIC_INITIATORS else ""
