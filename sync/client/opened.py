"""Records that were opened by search, kept so that they can be read again without a signal.

They stand among the pulled ones, whole, at the version that was on the screen: what is decided on them carries it.
Of a stream that the device holds nothing is kept so, since its pull knows better.
"""

from __future__ import annotations

from datetime import datetime

from sync.client.tables import CURSORS, OUTBOX, RECORDS, REFUSED, Tables
from sync.protocol import wire
from sync.protocol.messages import RecordView

MOST = 200
"""So many records that were opened are kept: those opened last."""
KEPT_MS = 3 * 86_400_000
"""What is erased is gone from every device within 3×24 hours (UU 27/2022)."""


def keep(tables: Tables, view: RecordView, at: str) -> None:
    """Raises what the store raises."""
    if tables.table(CURSORS).read(view.area) is not None:
        return
    document = {"area": view.area, "kind": view.kind, "hash": "0", "view": wire.write(view), "opened_at": at}
    with tables.transaction():
        tables.table(RECORDS).put(view.id, document)
        _forget_oldest(tables)


def _forget_oldest(tables: Tables) -> None:
    for _, key in sorted(_opened(tables))[:-MOST]:
        _drop(tables, key)


def forget_old(tables: Tables, now_ms: int) -> None:
    """No pull tells this device what was erased of them; what was not opened again for so long is not kept."""
    with tables.transaction():
        for at, key in _opened(tables):
            if now_ms - datetime.fromisoformat(at).timestamp() * 1000 > KEPT_MS:
                _drop(tables, key)


def _opened(tables: Tables) -> list[tuple[str, str]]:
    """When each was opened, and which."""
    return [(doc["opened_at"], key) for key, doc in tables.table(RECORDS).items() if "opened_at" in doc]


def _drop(tables: Tables, record: str) -> None:
    if not any(tables.table(name).matching("record", record) for name in (OUTBOX, REFUSED)):
        tables.table(RECORDS).discard(record)


def forget(tables: Tables, record: str) -> None:
    """It is not there any more, or not for this person. What was decided on it here stays."""
    document = tables.table(RECORDS).read(record)
    if document is not None and "opened_at" in document:
        tables.table(RECORDS).discard(record)


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
