"""What waits to be sent, what was answered, and what was refused.

A change stays here until the centre reports its sequence as backed up, so that a restored centre can be given
it again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sync.client.tables import FILES, OUTBOX, REFUSED, WORKING, Document, Tables
from sync.domain.records import is_decision
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.limits import MAX_CHANGES, MAX_REQUEST_BYTES
from sync.protocol.messages import REFUSED as REFUSED_STATUS
from sync.protocol.messages import Change, Receipt

_KEPT_AFTER_RESTORE = frozenset({"illegal_transition", "changed_since_seen", "unknown_indicator", "not_published"})
"""What else a centre restored to an earlier state may answer to a change that it had once accepted."""
_TURNS_AFTER_RESTORE = 5
_ENVELOPE_BYTES = 16 * 1024
KEPT = timedelta(days=90)
"""How long an accepted change is kept for a restore where no pull says that a backup has it."""
REST_MS = 10_000
"""How long a decision rests before it may be sent, so that it can be taken back."""


def save(tables: Tables, change: Change, *, rest_until_ms: int = 0) -> None:
    """Keep the change to be sent. Call inside the transaction that also ends its working copy."""
    document = {"record": change.record, "change": wire.write(change), "rest_until_ms": rest_until_ms}
    tables.table(OUTBOX).put(change.id, document)


def replace_refused(tables: Tables, change: Change) -> None:
    """The corrected change takes the place of every refused one of its record."""
    for key, _ in tables.table(REFUSED).matching("record", change.record):
        tables.table(REFUSED).discard(key)
    save(tables, change)


def take_back(tables: Tables, change_id: str) -> bool:
    """Undo a change that was not yet sent; False when it is too late."""
    document = tables.table(OUTBOX).read(change_id)
    if document is None or "seq" in document or document.get("on_its_way"):
        return False
    tables.table(OUTBOX).discard(change_id)
    return True


def is_accepted(tables: Tables, change_id: str) -> bool:
    """Whether the centre has this change, which was saved here or pulled."""
    document = tables.table(OUTBOX).read(change_id)
    if document is not None:
        return "seq" in document and not document.get("again")
    return tables.table(REFUSED).read(change_id) is None


def throw_away(tables: Tables, record: str) -> None:
    """The person gives up what was refused of this record. Nothing else ever removes it."""
    with tables.transaction():
        for key, _ in tables.table(REFUSED).matching("record", record):
            tables.table(REFUSED).discard(key)


def waiting(tables: Tables) -> list[tuple[str, Document]]:
    """Changes that have no receipt, or must go again after a restore, oldest first."""
    found = [pair for pair in tables.table(OUTBOX).items() if "seq" not in pair[1] or pair[1].get("again")]
    return sorted(found, key=lambda pair: pair[0])


def let_go(tables: Tables, record: str, is_it: Callable[[Mapping[str, Any]], bool]) -> None:
    """The person gives up the refused changes of this record that `is_it` knows by what they set; what only waited
    behind them goes its own way again."""
    with tables.transaction():
        for key, document in tables.table(REFUSED).matching("record", record):
            change = wire.read(Change, document["change"])
            if is_it(change.set):
                tables.table(REFUSED).discard(key)
            elif document["code"] == "earlier_refused":
                tables.table(REFUSED).discard(key)
                save(tables, change)


def next_batch(
    tables: Tables, now_ms: int, most: int = MAX_CHANGES, apart: frozenset[str] = frozenset()
) -> list[Change]:
    """The oldest changes that fit one request. A resting decision, or a change set `apart`, holds back only
    its own record."""
    batch: list[Change] = []
    size = _ENVELOPE_BYTES
    for document in ready(tables, now_ms, apart):
        size += len(canonical(document["change"])) + 1
        if len(batch) == most or (batch and size > MAX_REQUEST_BYTES):
            break
        batch.append(wire.read(Change, document["change"]))
    return batch


def ready(tables: Tables, now_ms: int, apart: frozenset[str] = frozenset()) -> Iterator[Document]:
    """What may go now, oldest first: all that waits but what rests or was set apart, and what stands on it."""
    held_back = set()
    for key, document in waiting(tables):
        if key in apart or _rests(document, now_ms):
            held_back.add(document["record"])
        if document["record"] not in held_back:
            yield document


def rest_left_ms(document: Document, now_ms: int) -> int:
    """How long a change still rests before it may be sent; 0 when it does not."""
    left_ms: int = document.get("rest_until_ms", 0) - now_ms
    # A clock that was set back must not make a decision rest for years.
    return left_ms if 0 < left_ms <= REST_MS else 0


def _rests(document: Document, now_ms: int) -> bool:
    return rest_left_ms(document, now_ms) > 0


def next_rest_end_ms(tables: Tables, now_ms: int) -> int | None:
    """When the first resting decision may go, None when none rests."""
    ends = [doc["rest_until_ms"] for _, doc in waiting(tables) if _rests(doc, now_ms)]
    return min(ends, default=None)


def mark_on_its_way(tables: Tables, batch: Iterable[Change]) -> None:
    """From here on these cannot be taken back: the centre may have them even if its reply is lost."""
    with tables.transaction():
        for change in batch:
            document = tables.table(OUTBOX).read(change.id)
            if document is not None and not document.get("on_its_way"):
                tables.table(OUTBOX).put(change.id, document | {"on_its_way": True})


def mark_carried(tables: Tables, changes: Iterable[str], at: str) -> None:
    """Another phone has these too; they wait here for their receipt as before. Call inside a transaction."""
    for key in changes:
        document = tables.table(OUTBOX).read(key)
        if document is not None and ("seq" not in document or document.get("again")):
            tables.table(OUTBOX).put(key, document | {"carried": at})


def take_receipts(tables: Tables, receipts: Iterable[Receipt], at: str) -> None:
    """Note the centre's answers. Call inside the transaction that stores the rest of the reply."""
    first_refused: dict[str, str] = {}
    held_back: set[str] = set()
    for receipt in receipts:
        document = tables.table(OUTBOX).read(receipt.id)
        if document is None:
            continue
        record = document["record"]
        if receipt.status != REFUSED_STATUS:
            _accept(tables, receipt, document, at)
        elif _stays_kept(document, receipt.code) or (receipt.code == "earlier_refused" and record in held_back):
            held_back.add(record)
            tables.table(OUTBOX).put(receipt.id, document | {"turns": document.get("turns", 0) + 1})
        else:
            _refuse(tables, receipt, document, at, first_refused.setdefault(record, receipt.id))


def _stays_kept(document: Document, code: str | None) -> bool:
    """After a restore a change goes again until its record is back, and a few turns more, while others send what
    it stands on. Then it waits for its person; a decision returns to its reviewer at once."""
    if code == "unknown_record":
        # A record that was pulled once is gone only until a phone that has it brings it back.
        return True
    if not document.get("again") or code not in _KEPT_AFTER_RESTORE:
        return False
    return document.get("turns", 0) < _TURNS_AFTER_RESTORE and not is_decision(document["change"]["set"])


def _accept(tables: Tables, receipt: Receipt, document: Document, at: str) -> None:
    proof = wire.write(receipt)
    kept = {
        key: value
        for key, value in document.items()
        if key not in ("again", "turns", "on_its_way", "rest_until_ms", "carried")
    }
    tables.table(OUTBOX).put(receipt.id, kept | {"seq": receipt.seq, "receipt": proof, "received": at})


def _refuse(tables: Tables, receipt: Receipt, document: Document, at: str, first: str) -> None:
    tables.table(OUTBOX).discard(receipt.id)
    answer = {"code": receipt.code, "message": receipt.message, "fields": receipt.fields or {}}
    entry = {"record": document["record"], "change": document["change"], "behind": first, "at": at} | answer
    tables.table(REFUSED).put(receipt.id, entry)


def refuse_alone(tables: Tables, change: Change, code: str, at: str) -> None:
    """The centre cannot take this one change at all (too large, unreadable); the others go on."""
    with tables.transaction():
        take_receipts(tables, [Receipt(change.id, REFUSED_STATUS, code=code)], at)


def drop_backed_up(
    tables: Tables, safe: Mapping[str, int], reached: Mapping[str, int], held: Collection[str], at: str
) -> bool:
    """Forget accepted changes that a backup of the centre holds and that came back in a pull; True for any. Of a
    stream that is not among those `held` nothing comes back: what was sent there goes by its age."""
    before, oldest = len(tables.table(OUTBOX)), datetime.fromisoformat(at) - KEPT
    for key, document in list(tables.table(OUTBOX).items()):
        area, seq = document["change"]["area"], document.get("seq")
        if seq is None or document.get("again"):
            continue
        is_old = area not in held and datetime.fromisoformat(document["received"]) < oldest
        if is_old or seq <= min(safe.get(area, -1), reached.get(area, -1)):
            tables.table(OUTBOX).discard(key)
    return len(tables.table(OUTBOX)) < before


def send_again(tables: Tables) -> None:
    """The centre was restored: every kept change goes again, and what is on its way may have to."""
    for key, document in list(tables.table(OUTBOX).items()):
        if "seq" in document or document.get("on_its_way"):
            tables.table(OUTBOX).put(key, document | {"again": True})


def unsent_count(tables: Tables, apart: Collection[str] = ()) -> int:
    """Records with a change that has no receipt, refused ones among them, and records being typed.

    Changes `apart` are on their way in this moment and do not count.
    """
    records = {document["record"] for key, document in waiting(tables) if key not in apart}
    records |= {document["record"] for _, document in tables.table(REFUSED).items()}
    records |= {key for key, _ in tables.table(WORKING).items()}
    return len(records)


def unsent_files(tables: Tables) -> list[tuple[str, Document]]:
    return [pair for pair in tables.table(FILES).items() if pair[1]["state"] != "stored"]
