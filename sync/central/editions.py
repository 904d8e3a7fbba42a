"""The bank: an approval freezes an edition, the kota's *Terbitkan* shows it, hiding takes it away at once.

`keep_up` is called in the transaction that accepts changes, so that page, bank, exports and feeds never show what
was just hidden. It looks at how records stand, not at what happened to them, so it may be called at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from sync.central.bulk import write_rows
from sync.central.documents import Document, document_of, frozen_values, summary_of
from sync.central.json_text import canonical, parsed
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import bank, bank_links, bank_photos, editions, facts, records
from sync.domain.areas import AreaCode
from sync.domain.lifecycle import Status
from sync.domain.records import GREW_FROM, Kind
from sync.domain.side_steps import GROWING, UPDATE

S = Status
SHAPE = "2"
"""Of the documents; raised, every one is made anew at the next start."""
_SHOWN = {Kind.INNOVATION.value: frozenset({S.PUBLISHED}), Kind.ISSUE.value: frozenset({S.LISTED, S.HANDLED})}
_BEFORE = (S.SUBMITTED, S.REVISION)
"""Nothing that stands so was ever approved; the many changes to it cost no look into the bank."""
_CLOCK = "bank_clock"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Edition:
    number: int
    seq: int
    frozen_at: str
    values: dict[str, Any]


def keep_up(connection: Connection, written: Iterable[StoredRecord]) -> None:
    """Bring the bank up to what these records are now."""
    concerned = sorted((record for record in written if _is_concerned(record)), key=lambda record: record.id)
    if not concerned:
        return
    ids = [record.id for record in concerned]
    known = {row.record: row for row in connection.execute(select(bank).where(bank.c.record.in_(ids)))}
    latest = _latest(connection, ids)
    for record in concerned:
        edition = _frozen(connection, record, latest.get(record.id))
        if edition is not None:
            _show(connection, record, edition, known.get(record.id))


def _is_concerned(record: StoredRecord) -> bool:
    return record.kind in GROWING and record.value("status") not in _BEFORE


def _latest(connection: Connection, ids: Sequence[str]) -> dict[str, Edition]:
    query = select(editions).where(editions.c.record.in_(ids)).order_by(editions.c.number)
    return {
        row.record: Edition(row.number, row.seq, row.frozen_at, parsed(row.body))
        for row in connection.execute(query)
    }


def _frozen(connection: Connection, record: StoredRecord, latest: Edition | None) -> Edition | None:
    """The edition that holds: the latest, or a new one where something was approved since."""
    if record.value("status") not in GROWING[record.kind]:
        return latest
    is_updated = record.value(UPDATE) == S.APPROVED
    if latest is not None and not (is_updated and record.seqs[UPDATE] > latest.seq):
        return latest
    path = UPDATE if is_updated else "status"
    number, seq = (latest.number + 1 if latest else 1), record.seqs[path]
    edition = Edition(number, seq, record.sources[str(seq)]["received_at"], frozen_values(record))
    row = {"record": record.id, "number": number, "stream": record.stream, "seq": seq}
    row |= {"frozen_at": edition.frozen_at, "body": canonical(edition.values)}
    connection.execute(insert(editions).values(row))
    return edition


def _show(connection: Connection, record: StoredRecord, edition: Edition, known: Row[Any] | None) -> None:
    is_public = record.value("status") in _SHOWN[record.kind]
    if known is None and not is_public:
        return
    stamped = record.sources[str(record.seqs["status"])]["received_at"]
    published_at = known.published_at if known else stamped
    document = document_of(record, edition.values, edition.number, edition.frozen_at, published_at)
    text = canonical(document)
    if known is not None and (known.is_public, known.document) == (is_public, text):
        return
    now = _tick(connection)
    row = {"is_public": is_public, "changed": now, "edition": edition.number, "slug": document["slug"]}
    row |= {"summary": canonical(summary_of(document)), "document": text}
    if known is None:
        kecamatan = AreaCode(record.stream).kecamatan
        row |= {"no": now, "record": record.id, "stream": record.stream, "kecamatan": kecamatan}
        row |= {"kind": record.kind, "number": document["number"], "published_at": published_at}
        connection.execute(insert(bank).values(row))
    else:
        connection.execute(update(bank).where(bank.c.no == known.no).values(row))
    _note_links(connection, record.id, document)


def _tick(connection: Connection) -> int:
    """The next number. Its row is locked until the commit, so that the feed has no holes."""
    here = facts.c.name == _CLOCK
    value = connection.execute(select(facts.c.value).where(here).with_for_update()).scalar_one_or_none()
    if value is None:
        connection.execute(insert(facts).values(name=_CLOCK, value="1"))
        return 1
    now = int(value) + 1
    connection.execute(update(facts).where(here).values(value=str(now)))
    return now


def _note_links(connection: Connection, record: str, document: Document) -> None:
    connection.execute(delete(bank_links).where(bank_links.c.source == record))
    connection.execute(delete(bank_photos).where(bank_photos.c.record == record))
    links = [
        {"target": document[kind], "kind": kind, "source": record}
        for kind in ("replicates", "addresses")
        if kind in document
    ]
    links += [{"target": idea, "kind": GREW_FROM, "source": record} for idea in document.get(GREW_FROM, ())]
    shown = {photo[size] for photo in document["photos"] for size in ("sha256", "preview")}
    if links:
        write_rows(connection, bank_links, links)
    if shown:
        write_rows(connection, bank_photos, [{"sha256": sha256, "record": record} for sha256 in sorted(shown)])


def erase(connection: Connection, record: str) -> None:
    """Editions and what the public saw of them are gone; devices are told that it is no longer there."""
    connection.execute(delete(editions).where(editions.c.record == record))
    connection.execute(delete(bank_links).where(bank_links.c.source == record))
    connection.execute(delete(bank_photos).where(bank_photos.c.record == record))
    emptied = {"is_public": False, "slug": "", "summary": b"{}", "document": b"{}"}
    mine = bank.c.record == record
    if connection.execute(select(bank.c.no).where(mine)).first() is not None:
        connection.execute(update(bank).where(mine).values(changed=_tick(connection), **emptied))


def catch_up(connection: Connection) -> None:
    """Make the bank of a database that was filled before there was one, or before documents had this shape."""
    shape = connection.execute(select(facts.c.value).where(facts.c.name == "bank_shape")).scalar_one_or_none()
    if shape == SHAPE:
        return
    after = ""
    while rows := connection.execute(_in_id_order(after)).all():
        keep_up(connection, map(StoredRecord.from_row, rows))
        after = rows[-1].id
    write_rows(connection, facts, [{"name": "bank_shape", "value": SHAPE}], ("name",))


def _in_id_order(after: str) -> Any:
    is_concerned = records.c.kind.in_(list(GROWING)) & records.c.status.not_in(_BEFORE)
    query = select(records.c.id, *KEPT).where(records.c.id > after, is_concerned)
    return query.order_by(records.c.id).limit(_BATCH)
