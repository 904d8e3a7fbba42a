"""Takes a reply of the centre into the device's tables: receipts, records, cursors, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

from sync.client import outbox
from sync.client.erased import note_erased
from sync.client.tables import CURSORS, FILES, OUTBOX, RECORDS, SETTINGS, Document, Tables
from sync.domain.records import files_in
from sync.protocol import wire
from sync.protocol.checksum import as_text, plus, record_hash
from sync.protocol.limits import MAX_WANTED
from sync.protocol.messages import Change, Held, RecordView, SyncReply, Wanted

_SYNC = "sync"
_FOR_GOOD = ("too_large", "wrong_type")
"""What the same bytes would meet again."""
_NOT_NAMED = "forbidden"
"""No record names the file for this person any more: it goes only when it is asked for."""


def sync_settings(tables: Tables) -> Document:
    """What is remembered of the conversation: `epoch`, `last_success`, the `catalogues` on offer, `refetched`,
    `has_submitted`, and `stale` while everything is to be pulled anew because the centre was restored."""
    return tables.table(SETTINGS).read(_SYNC) or {}


def remember(tables: Tables, **facts: Any) -> None:
    tables.table(SETTINGS).put(_SYNC, sync_settings(tables) | facts)


def cursors(tables: Tables) -> dict[str, str]:
    return {stream: document["cursor"] for stream, document in tables.table(CURSORS).items()}


def take_reply(tables: Tables, reply: SyncReply, at: str) -> list[str]:
    """Store everything the reply says. Returns the streams that did not match and will be fetched anew."""
    with tables.transaction():
        _take_epoch(tables, reply.epoch)
        if sync_settings(tables).get("stale"):
            _drop_streams(tables, list(cursors(tables)))
            remember(tables, refetched=True, stale=False)
        outbox.take_receipts(tables, reply.receipts, at)
        _drop_streams(tables, [stream for stream in cursors(tables) if stream not in reply.cursors])
        totals = _take_records(tables, reply)
        _take_cursors(tables, reply, totals)
        torn = [s for s, total in reply.checksums.items() if as_text(totals.get(s, _total(tables, s))) != total]
        if torn:
            _drop_streams(tables, torn)
            remember(tables, refetched=True)
        if outbox.drop_backed_up(tables, reply.safe, reply.reached, reply.cursors, at):
            # While everything is pulled anew, nothing else here tells.
            remember(tables, has_submitted=True)
        remember(tables, last_success=at, catalogues=reply.catalogues)
    return torn


def take_answers(tables: Tables, reply: SyncReply, at: str) -> None:
    """Only what the reply says of this device's own changes: for anything else there is no room. What was pulled
    stays, also when the centre was restored meanwhile."""
    with tables.transaction():
        _take_epoch(tables, reply.epoch)
        outbox.take_receipts(tables, reply.receipts, at)
        remember(tables, last_success=at, catalogues=reply.catalogues)


def _take_epoch(tables: Tables, epoch: str) -> None:
    """After a restore of the centre everything kept goes again, and what it has is learnt anew, files too."""
    known = sync_settings(tables).get("epoch")
    if known == epoch:
        return
    if known is not None:
        outbox.send_again(tables)
        _doubt_files(tables)
    remember(tables, epoch=epoch, stale=known is not None)


def _doubt_files(tables: Tables) -> None:
    """What the centre had is not what it has now. A photo fetched from it is another device's to send, and stays
    until a backup holds it again for sure."""
    for sha256, document in tables.table(FILES).matching("state", "stored"):
        doubted = {"stored_at": None} if document.get("fetched") else {"state": "kept"}
        tables.table(FILES).put(sha256, document | doubted)


def _take_records(tables: Tables, reply: SyncReply) -> dict[str, int]:
    totals: dict[str, int] = {}
    for view in chain(reply.records, _made(tables, reply)):
        old = tables.table(RECORDS).read(view.id)
        before = wire.read(RecordView, old["view"]) if old else None
        merged = _joined(before, view) if before else view
        new_hash = _hash(merged)
        total = totals.get(view.area, _total(tables, view.area))
        totals[view.area] = plus(total, new_hash, int(old["hash"]) if old else 0)
        document = {"area": view.area, "kind": view.kind, "hash": str(new_hash), "view": wire.write(merged)}
        tables.table(RECORDS).put(view.id, document)
        note_erased(tables, view, before, merged)
    return totals


def _made(tables: Tables, reply: SyncReply) -> Iterator[RecordView]:
    """Records that are exactly what this device sent, and so did not come back."""
    for receipt in reply.receipts:
        document = tables.table(OUTBOX).read(receipt.id)
        if receipt.whole and receipt.seq is not None and reply.made is not None and document is not None:
            change = wire.read(Change, document["change"])
            yield RecordView(
                change.record,
                change.kind,
                change.area,
                receipt.seq,
                reply.made.by.id,
                change.set,
                dict.fromkeys(change.set, receipt.seq),
                {},
                {receipt.seq: replace(reply.made, change=change.id)},
            )


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


def take_wanted(tables: Tables, reply: SyncReply) -> list[Wanted]:
    """Which files are to be sent now, and where each goes on: those of the oldest record first.

    One that the centre knows a record to name, and that it does not ask for, has arrived there. A reply that asks
    for as many as it may says nothing of the others: they are offered, or those of a lost phone would keep them
    waiting for ever. Nor does one of another epoch than what was pulled.
    """
    wanted = {item.sha256: item for item in reply.wanted_files}
    is_full, is_stale = len(wanted) >= MAX_WANTED, bool(sync_settings(tables).get("stale"))
    to_send, accepted = [], cache(lambda: _files_accepted(tables))

    def known(record: str) -> set[str]:
        return accepted() | _files_pulled(tables, record)

    with tables.transaction():
        for sha256, document in list(tables.table(FILES).items()):
            if sha256 in wanted:
                if document.get("error") in _FOR_GOOD and document["state"] == "refused":
                    continue
                _take_offset(tables, sha256, document, wanted[sha256].offset)
                to_send.append((document["record"], document["added_at"], sha256))
            elif is_stale or document["state"] != "kept" or sha256 not in known(document["record"]):
                continue
            elif not is_full:
                tables.table(FILES).put(sha256, stored(document))
            elif document.get("error") != _NOT_NAMED:
                to_send.append((document["record"], document["added_at"], sha256))
        _date_arrivals(tables, reply)
    return [wanted.get(sha256) or Wanted(sha256, 0) for *_, sha256 in sorted(to_send)]


def _take_offset(tables: Tables, sha256: str, document: Document, offset: int) -> None:
    """A file that is asked for is not stored, whatever was thought of it."""
    state = "kept" if document["state"] == "stored" else document["state"]
    if (state, offset) != (document["state"], document.get("sent", 0)):
        tables.table(FILES).put(sha256, document | {"state": state, "sent": offset})


def stored(document: Document) -> Document:
    """The file has arrived. By when is told by the next reply: on a slow line its stream moves on meanwhile, and a
    backup may be written."""
    known = {key: value for key, value in document.items() if key not in ("sent", "tries", "error", "stored_at")}
    return known | {"state": "stored"}


def _date_arrivals(tables: Tables, reply: SyncReply) -> None:
    """What arrived before the reply did so when its stream had at most reached so far, where that is its end."""
    for sha256, document in tables.table(FILES).matching("state", "stored"):
        if "stored_at" in document:
            continue
        pulled = tables.table(RECORDS).read(document["record"])
        area = pulled["area"] if pulled else ""
        if area in reply.checksums or (area in reply.reached and not reply.more):
            tables.table(FILES).put(sha256, document | {"stored_at": reply.reached[area]})


def is_backed_up(tables: Tables, document: Document) -> bool:
    """Whether a backup surely holds the file: one beyond where its stream stood when it had come."""
    cursor, stored_at = _cursor_of(tables, document["record"]), document.get("stored_at")
    return cursor is not None and stored_at is not None and bool(cursor.get("safe", 0) > stored_at)


def _cursor_of(tables: Tables, record: str) -> Document | None:
    pulled = tables.table(RECORDS).read(record)
    return tables.table(CURSORS).read(pulled["area"]) if pulled else None


def _files_accepted(tables: Tables) -> set[str]:
    """What the centre knows records to name by accepted changes, also where their stream is held no longer. Not by
    the record that a file was kept for: the same photo may be in another one."""
    mine = (document for _, document in tables.table(OUTBOX).items())
    return _named(d["change"]["set"] for d in mine if "seq" in d and not d.get("again"))


def _files_pulled(tables: Tables, record: str) -> set[str]:
    pulled = tables.table(RECORDS).read(record)
    return _named([pulled["view"]["set"]] if pulled else [])


def _named(sets: Iterable[Mapping[str, Any]]) -> set[str]:
    return {sha256 for values in sets for value in values.values() for sha256 in files_in(value)}
