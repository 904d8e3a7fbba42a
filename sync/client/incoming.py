"""Takes a reply of the centre into the device's tables: receipts, records, cursors, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sync.client import outbox
from sync.client.tables import CURSORS, FILES, RECORDS, SETTINGS, Document, Tables
from sync.domain.records import files_in
from sync.protocol import wire
from sync.protocol.checksum import as_text, plus, record_hash
from sync.protocol.limits import MAX_WANTED
from sync.protocol.messages import Held, RecordView, SyncReply

_SYNC = "sync"


def sync_settings(tables: Tables) -> Document:
    """What is remembered of the conversation: `epoch`, `last_success`, `notices`."""
    return tables.table(SETTINGS).read(_SYNC) or {}


def remember(tables: Tables, **facts: Any) -> None:
    tables.table(SETTINGS).put(_SYNC, sync_settings(tables) | facts)


def cursors(tables: Tables) -> dict[str, str]:
    return {stream: document["cursor"] for stream, document in tables.table(CURSORS).items()}


def take_reply(tables: Tables, reply: SyncReply, at: str) -> list[str]:
    """Store everything the reply says. Returns the streams that did not match and will be fetched anew."""
    with tables.transaction():
        if sync_settings(tables).get("epoch", reply.epoch) != reply.epoch:
            outbox.send_again(tables)
            _drop_streams(tables, list(cursors(tables)))
            remember(tables, refetched=True)
        outbox.take_receipts(tables, reply.receipts, at)
        _drop_streams(tables, [stream for stream in cursors(tables) if stream not in reply.cursors])
        totals = _take_records(tables, reply)
        _take_cursors(tables, reply, totals)
        torn = [s for s, total in reply.checksums.items() if as_text(totals.get(s, _total(tables, s))) != total]
        if torn:
            _drop_streams(tables, torn)
            remember(tables, refetched=True)
        outbox.drop_backed_up(tables, reply.safe, reply.reached)
        remember(tables, epoch=reply.epoch, last_success=at)
    return torn


def _take_records(tables: Tables, reply: SyncReply) -> dict[str, int]:
    totals: dict[str, int] = {}
    for view in reply.records:
        old = tables.table(RECORDS).read(view.id)
        merged = _joined(wire.read(RecordView, old["view"]), view) if old else view
        new_hash = _hash(merged)
        before = totals.get(view.area, _total(tables, view.area))
        totals[view.area] = plus(before, new_hash, int(old["hash"]) if old else 0)
        document = {"area": view.area, "kind": view.kind, "hash": str(new_hash), "view": wire.write(merged)}
        tables.table(RECORDS).put(view.id, document)
    return totals


def _joined(held: RecordView, news: RecordView) -> RecordView:
    """What was held with the touched paths replaced; sources that nothing refers to any more are dropped."""
    values = {path: entries for path, entries in held.values.items() if path not in news.set} | news.values
    seqs = held.seqs | news.seqs
    in_use = set(seqs.values()) | {entry.seq for entries in values.values() for entry in entries}
    sources = {seq: source for seq, source in (held.sources | news.sources).items() if seq in in_use}
    return RecordView(
        held.id, held.kind, held.area, news.version, held.author, held.set | news.set, seqs, values, sources
    )


def _hash(view: RecordView) -> int:
    in_place = {path: [Held(value, view.seqs[path])] for path, value in view.set.items()}
    values = in_place | view.values
    return record_hash(view.id, view.version, {p: [(h.value, h.seq) for h in held] for p, held in values.items()})


def _total(tables: Tables, stream: str) -> int:
    document = tables.table(CURSORS).read(stream)
    return int(document["total"]) if document else 0


def _take_cursors(tables: Tables, reply: SyncReply, totals: dict[str, int]) -> None:
    for stream, cursor in reply.cursors.items():
        total = totals.get(stream, _total(tables, stream))
        reached = reply.reached.get(stream, 0)
        safe = reply.safe.get(stream, 0)
        document = {"cursor": cursor, "reached": reached, "total": str(total), "safe": safe}
        if tables.table(CURSORS).read(stream) != document:
            tables.table(CURSORS).put(stream, document)


def _drop_streams(tables: Tables, streams: Iterable[str]) -> None:
    """Forget what was pulled of these streams. Unsent work is kept elsewhere and stays."""
    for stream in streams:
        for key, _ in tables.table(RECORDS).matching("area", stream):
            tables.table(RECORDS).discard(key)
        tables.table(CURSORS).discard(stream)


def take_wanted(tables: Tables, reply: SyncReply) -> list[str]:
    """Which files are to be sent now, previews first.

    One that a record as pulled refers to, and that the centre does not ask for, has arrived there. A reply that
    asks for as many as it may says nothing of the others.
    """
    wanted = {item.sha256 for item in reply.wanted_files}
    says_all = len(wanted) < MAX_WANTED
    to_send = []
    with tables.transaction():
        for sha256, document in list(tables.table(FILES).items()):
            if sha256 in wanted:
                to_send.append((document["role"] != "preview", document["added_at"], sha256))
                if document["state"] == "stored":
                    tables.table(FILES).put(sha256, document | {"state": "kept"})
            elif says_all and document["state"] == "kept" and sha256 in _files_pulled(tables, document["record"]):
                tables.table(FILES).put(sha256, stored(tables, document))
    return [sha256 for _, _, sha256 in sorted(to_send)]


def stored(tables: Tables, document: Document) -> Document:
    """The file has arrived when its stream had reached so far: only a later backup holds it."""
    cursor = _cursor_of(tables, document["record"])
    return document | {"state": "stored", "stored_at": cursor["reached"] if cursor else None}


def is_backed_up(tables: Tables, document: Document) -> bool:
    """Whether a backup surely holds the file: one that reaches beyond where its stream stood then."""
    cursor, stored_at = _cursor_of(tables, document["record"]), document.get("stored_at")
    return cursor is not None and stored_at is not None and bool(cursor.get("safe", 0) > stored_at)


def _cursor_of(tables: Tables, record: str) -> Document | None:
    pulled = tables.table(RECORDS).read(record)
    return tables.table(CURSORS).read(pulled["area"]) if pulled else None


def _files_pulled(tables: Tables, record: str) -> set[str]:
    pulled = tables.table(RECORDS).read(record)
    values = pulled["view"]["set"].values() if pulled else ()
    return {sha256 for value in values for sha256 in files_in(value)}
