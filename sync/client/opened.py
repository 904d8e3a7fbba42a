"""Records that were opened by search, kept so that they can be read again without a signal.

They stand among the pulled ones, whole, at the version that was on the screen: what is decided on them carries it.
Of a stream that the device holds nothing is kept so, since its pull knows better.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sync.client import erased
from sync.client.tables import CURSORS, OUTBOX, RECORDS, REFUSED, SETTINGS, WORKING, Tables
from sync.protocol import wire
from sync.protocol.messages import RecordView

MOST = 200
"""So many records that were opened are kept: those opened last."""
KEPT_MS = 3 * 86_400_000
"""What is erased is gone from every device within 3×24 hours (UU 27/2022)."""


_LIST = "opened"
"""When each was opened. It stands apart: to look through all that was pulled takes seconds on a cheap phone."""


def keep(tables: Tables, view: RecordView, at: str) -> None:
    """Raises what the store raises."""
    if tables.table(CURSORS).read(view.area) is not None:
        return
    before = _held(tables, view.id)
    document = {"area": view.area, "kind": view.kind, "hash": "0", "view": wire.write(view), "opened_at": at}
    with tables.transaction():
        tables.table(RECORDS).put(view.id, document)
        erased.note_erased(tables, view, before, view)
        opened = _opened(tables) | {view.id: at}
        _let_go(tables, opened, sorted(opened, key=lambda record: (opened[record], record))[:-MOST])


def forget_old(tables: Tables, now_ms: int) -> None:
    """No pull tells this device what was erased of them; what was not opened again for so long is not kept."""
    opened = _opened(tables)
    with tables.transaction():
        _let_go(tables, opened, [record for record, at in opened.items() if _is_old(at, now_ms)])


def _is_old(at: str, now_ms: int) -> bool:
    """Also what was opened under a clock that ran far ahead: a little is set right all the time."""
    return abs(now_ms - _ms_of(at)) > KEPT_MS


def _ms_of(at: str) -> float:
    return datetime.fromisoformat(at).timestamp() * 1000


def _opened(tables: Tables) -> dict[str, str]:
    """By record, when it was opened."""
    known = tables.table(SETTINGS).read(_LIST)
    if known is not None:
        return dict(known["at"])
    # An earlier release kept no list.
    return {key: doc["opened_at"] for key, doc in tables.table(RECORDS).items() if "opened_at" in doc}


def _let_go(tables: Tables, opened: dict[str, str], records: Sequence[str]) -> None:
    """Drop these, but for those on which something stands that did not arrive."""
    gone = {record for record in records if not _is_needed(tables, record)}
    for record in gone:
        _drop(tables, record)
    left = {record: at for record, at in opened.items() if record not in gone}
    tables.table(SETTINGS).put(_LIST, {"at": left})


def _is_needed(tables: Tables, record: str) -> bool:
    """What did arrive is the centre's to show, and protects nothing."""
    mine = [document for _, document in tables.table(OUTBOX).matching("record", record)]
    waits = any("seq" not in document or document.get("again") for document in mine)
    is_typed = tables.table(WORKING).read(record) is not None
    return waits or is_typed or bool(tables.table(REFUSED).matching("record", record))


def _drop(tables: Tables, record: str) -> None:
    view = _held(tables, record)
    if view is None:
        return
    tables.table(RECORDS).discard(record)
    for key, mine in tables.table(OUTBOX).matching("record", record):
        # Kept for a centre that is restored; no list shows a record by the little that was said of it here.
        tables.table(OUTBOX).put(key, mine | {"let_go": True})
    erased.note_dropped(tables, view)


def _held(tables: Tables, record: str) -> RecordView | None:
    """As it was opened; None where it was not, or was pulled since."""
    document = tables.table(RECORDS).read(record)
    if document is None or "opened_at" not in document:
        return None
    return wire.read(RecordView, document["view"])


def forget(tables: Tables, record: str) -> None:
    """It is not there any more, or not for this person. What was decided on it here stays."""
    opened = _opened(tables)
    if record in opened:
        with tables.transaction():
            _drop(tables, record)
            tables.table(SETTINGS).put(_LIST, {"at": {key: at for key, at in opened.items() if key != record}})


def opened_at(tables: Tables, record: str) -> str:
    """When it was last read from the centre; empty for what was pulled, or is not here."""
    return str((tables.table(RECORDS).read(record) or {}).get("opened_at", ""))


def is_behind(tables: Tables, record: str) -> bool:
    """Whether the centre has taken something of this device that is not in what was opened."""
    document = tables.table(RECORDS).read(record)
    if document is None or "opened_at" not in document:
        return False
    seqs: list[int] = [each.get("seq") or 0 for _, each in tables.table(OUTBOX).matching("record", record)]
    return bool(max(seqs, default=0) > document["view"]["version"])
