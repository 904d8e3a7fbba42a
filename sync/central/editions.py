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
from sync.domain.growing import ADDRESSES
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.domain.records import GREW_FROM, WORKS_WITH, Kind
from sync.domain.side_steps import GROWING, UPDATE

S = Status
SHAPE = "6"
"""Of the documents and summaries; raised, every one is made anew at the next start."""
_SHOWN = {Kind.INNOVATION.value: frozenset({S.PUBLISHED}), Kind.ISSUE.value: frozenset({S.LISTED, S.HANDLED})}
_BEFORE = (S.SUBMITTED, S.REVISION)
"""Nothing that stands so was ever approved; the many changes to it cost no look into the bank."""
_CLOCK = "bank_clock"
_BATCH = 500
_EMPTIED: dict[str, Any] = {"is_public": False, "slug": "", "summary": b"{}", "document": b"{}"}


@dataclass(frozen=True, slots=True)
class Edition:
    number: int
    seq: int
    frozen_at: str
    values: dict[str, Any]


def keep_up(connection: Connection, written: Iterable[StoredRecord]) -> None:
    """Bring the bank up to what these records are now."""
    concerned = sorted((record for record in written if is_concerned(record)), key=lambda record: record.id)
    if not concerned:
        return
    ids = [record.id for record in concerned]
    known = {row.record: row for row in connection.execute(select(bank).where(bank.c.record.in_(ids)))}
    latest = _latest(connection, ids)
    for record in concerned:
        edition = _frozen(connection, record, latest.get(record.id))
        if edition is not None:
            _show(connection, record, edition, known.get(record.id))


def is_concerned(record: StoredRecord) -> bool:
    """Whether it may have an edition."""
    return record.kind in GROWING and record.value("status") not in _BEFORE


def _latest(connection: Connection, ids: Sequence[str]) -> dict[str, Edition]:
    query = select(editions).where(editions.c.record.in_(ids)).order_by(editions.c.number)
    return {
        row.record: Edition(row.number, row.seq, row.frozen_at, parsed(row.body))
        for row in connection.execute(query)
    }


def freeze(connection: Connection, record: StoredRecord) -> None:
    """Called at the decision itself: what comes later in the same transaction was not before the reviewer."""
    if is_concerned(record):
        _frozen(connection, record, _latest(connection, [record.id]).get(record.id))


def _frozen(connection: Connection, record: StoredRecord, latest: Edition | None) -> Edition | None:
    """The edition that holds: the latest, or a new one where something was approved since."""
    edition = due(record, latest)
    if edition is None:
        return latest
    row = {"record": record.id, "number": edition.number, "stream": record.stream, "seq": edition.seq}
    row |= {"frozen_at": edition.frozen_at, "body": canonical(edition.values)}
    connection.execute(insert(editions).values(row))
    return edition


def due(record: StoredRecord, latest: Edition | None) -> Edition | None:
    """The edition that is to be frozen of a record that stands so; None where the latest holds."""
    if record.value("status") not in GROWING.get(record.kind, ()):
        return None
    is_updated = record.value(UPDATE) == S.APPROVED
    if latest is not None and not (is_updated and record.seqs[UPDATE] > latest.seq):
        return None
    seq = record.seqs[UPDATE if is_updated else "status"]
    return Edition(
        latest.number + 1 if latest else 1, seq, record.sources[str(seq)]["received_at"], frozen_values(record)
    )


def is_shown(record: StoredRecord) -> bool:
    """Whether the public sees it as it stands."""
    return record.value("status") in _SHOWN.get(record.kind, ())


def shown_since(record: StoredRecord) -> str:
    """When its status was set."""
    at: str = record.sources[str(record.seqs["status"])]["received_at"]
    return at


def _show(connection: Connection, record: StoredRecord, edition: Edition, known: Row[Any] | None) -> None:
    if known is None and not is_shown(record):
        return
    document = shown(record, edition, known.published_at if known else shown_since(record))
    row = shown_row(record, document)
    if known is not None and all(getattr(known, name) == value for name, value in row.items()):
        return
    now = _tick(connection)
    if known is None:
        connection.execute(insert(bank).values(row | {"no": now, "changed": now}))
    else:
        connection.execute(update(bank).where(bank.c.no == known.no).values(row | {"changed": now}))
    _note_links(connection, record.id, document)


def shown(record: StoredRecord, edition: Edition, published_at: str) -> Document:
    """What the public reads of the edition, with the marks of the record as they stand now."""
    return document_of(record, edition.values, edition.number, edition.frozen_at, published_at)


def shown_row(record: StoredRecord, document: Document) -> dict[str, Any]:
    """The columns of the bank that follow from the document: all but the two of its clock."""
    return _identity(record) | {
        "slug": document["slug"],
        "is_public": is_shown(record),
        "published_at": document["published_at"],
        "edition": document["edition"],
        "summary": canonical(summary_of(document)),
        "document": canonical(document),
    }


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


def emptied_row(record: StoredRecord) -> dict[str, Any]:
    """What stays of the row of an erased record, for the devices that had it."""
    return _identity(record) | _EMPTIED


def _identity(record: StoredRecord) -> dict[str, Any]:
    kecamatan = AreaCode(record.stream).kecamatan
    here = {"record": record.id, "stream": record.stream, "kecamatan": kecamatan}
    return here | {"kind": record.kind, "number": number_of(record.id)}


def _note_links(connection: Connection, record: str, document: Document) -> None:
    connection.execute(delete(bank_links).where(bank_links.c.source == record))
    connection.execute(delete(bank_photos).where(bank_photos.c.record == record))
    if links := links_in(document):
        rows = [{"target": target, "kind": kind, "source": record} for target, kind in sorted(links)]
        write_rows(connection, bank_links, rows)
    if photos := photos_in(document):
        write_rows(connection, bank_photos, [{"sha256": sha256, "record": record} for sha256 in sorted(photos)])


def links_in(document: Document) -> set[tuple[str, str]]:
    """What it links to, and how."""
    named = {"replicates": [document["replicates"]] if "replicates" in document else []}
    named |= {kind: list(document.get(kind, ())) for kind in (ADDRESSES, GREW_FROM, WORKS_WITH)}
    return {(target, kind) for kind, targets in named.items() for target in targets}


def photos_in(document: Document) -> set[str]:
    """The files that everybody may see because of it."""
    return {photo[size] for photo in document.get("photos", ()) for size in ("sha256", "preview")}


def erase(connection: Connection, record: str) -> None:
    """Editions and what the public saw of them are gone; devices are told that it is no longer there."""
    connection.execute(delete(editions).where(editions.c.record == record))
    connection.execute(delete(bank_links).where(bank_links.c.source == record))
    connection.execute(delete(bank_photos).where(bank_photos.c.record == record))
    mine = bank.c.record == record
    if connection.execute(select(bank.c.no).where(mine)).first() is not None:
        connection.execute(update(bank).where(mine).values(changed=_tick(connection), **_EMPTIED))


def catch_up(connection: Connection) -> None:
    """Make the bank of a database that was filled before there was one, or before documents had this shape."""
    shape = connection.execute(select(facts.c.value).where(facts.c.name == "bank_shape")).scalar_one_or_none()
    if shape == SHAPE:
        return
    after = ""
    while rows := connection.execute(_in_id_order(after)).all():
        keep_up(connection, map(StoredRecord.from_row, rows))
        _link_anew(connection, [row.id for row in rows])
        after = rows[-1].id
    write_rows(connection, facts, [{"name": "bank_shape", "value": SHAPE}], ("name",))


def _link_anew(connection: Connection, ids: Sequence[str]) -> None:
    """A document that is as it was may be linked otherwise than by an earlier release."""
    query = select(bank.c.record, bank.c.document).where(bank.c.record.in_(ids))
    for row in connection.execute(query).all():
        _note_links(connection, row.record, parsed(row.document))


def _in_id_order(after: str) -> Any:
    is_concerned = records.c.kind.in_(list(GROWING)) & records.c.status.not_in(_BEFORE)
    query = select(records.c.id, *KEPT).where(records.c.id > after, is_concerned)
    return query.order_by(records.c.id).limit(_BATCH)
