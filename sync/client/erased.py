"""What a person had erased at the centre leaves this device too: what was sent of it, its photos, and every older
line of the journal. So does what is no longer kept here, since nothing tells this device what was erased of it.

What is said here is written with the reply that brought it, so that a device that dies in the middle goes on at
its next round.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from sync.client.ports import FileShelf
from sync.client.tables import FILES, OUTBOX, RECORDS, REFUSED, SETTINGS, WORKING, Document, Tables
from sync.domain.lifecycle import Status
from sync.domain.records import ERASED, Values, files_in
from sync.protocol.messages import RecordView

_LEFT_TO_DO = "erased"
"""The `files` that are to go; from `due_ms` on the journal is written anew."""
_AT_ONCE = 0
A_DAY_MS = 86_400_000
_log = logging.getLogger(__name__)


def note_erased(tables: Tables, news: RecordView, before: RecordView | None, held: RecordView) -> None:
    """Call inside the transaction that takes the reply. `news` is what came; the record was held as `before`, and
    is as `held`.

    What waits to be sent, and what was refused, is the person's own and stays until they throw it away.
    """
    at = _erased_at(news, before, held)
    if not at:
        return
    for key, document in tables.table(OUTBOX).matching("record", news.id):
        if document.get("seq") is not None and document["seq"] < at:
            tables.table(OUTBOX).discard(key)
    if held.set.get("status") == Status.ERASED:
        tables.table(WORKING).discard(news.id)
    copy = tables.table(WORKING).read(held.id)
    if copy is not None:
        tables.table(WORKING).put(held.id, without_erased(copy, held.set))
    mine = _named_by(before) | {key for key, _ in tables.table(FILES).matching("record", held.id)}
    _leave_to_do(tables, _let_go(tables, held.id, mine - _named_by(held)))


def without_erased(copy: Document, held: Values) -> Document:
    """A working copy, whose form holds the whole record: parts that were erased read in it as in the record now,
    but for what was typed over them."""
    values, base, named = copy["values"], copy["base"], (held.get(ERASED) or {}).get("paths") or ()
    now = {path: held.get(path) for path in named if path in base}
    untouched = {path: value for path, value in now.items() if values.get(path) == base[path]}
    return copy | {"values": values | untouched, "base": base | now}


def _erased_at(news: RecordView, before: RecordView | None, held: RecordView) -> int:
    """The sequence of what these news say of an erasure, 0 where they say nothing: that there was one, or that
    something which it named was emptied once more."""
    mark = held.set.get(ERASED)
    if mark is None:
        return 0
    named = mark.get("paths")
    emptied = (path for path, value in news.set.items() if value is None and (named is None or path in named))
    known = before.seqs if before else {}
    return max(
        (news.seqs[p] for p in (ERASED, *emptied) if p in news.seqs and news.seqs[p] != known.get(p)), default=0
    )


def note_dropped(tables: Tables, view: RecordView) -> None:
    """This record is not kept here any more. Call inside the transaction that drops it. What was not fetched was
    made on this device, and stays."""
    mine = {sha256: tables.table(FILES).read(sha256) for sha256 in _named_by(view)}
    mine |= dict(tables.table(FILES).matching("record", view.id))
    _leave_to_do(tables, _let_go(tables, view.id, {key for key, row in mine.items() if _is_fetched(row)}))


def note_unpublished(tables: Tables, record: str, names: Iterable[str], due_ms: int = _AT_ONCE) -> None:
    """The same of what the public reads no more, or reads otherwise: `names` are the files that came with it. What
    was pulled of the record keeps its own. The older lines of the journal may stay until `due_ms`."""
    rows = {sha256: tables.table(FILES).read(sha256) for sha256 in names}
    is_held = tables.table(RECORDS).read(record) is not None
    gone = {key for key, row in rows.items() if row is None or (not is_held and _is_fetched(row))}
    _leave_to_do(tables, _let_go(tables, record, gone), due_ms)


def _is_fetched(row: Document | None) -> bool:
    """A preview that an earlier release fetched stands in no table."""
    return row is None or bool(row.get("fetched"))


def _leave_to_do(tables: Tables, gone: set[str], due_ms: int = _AT_ONCE) -> None:
    left = tables.table(SETTINGS).read(_LEFT_TO_DO)
    if left is not None:
        gone, due_ms = gone.union(left["files"]), min(due_ms, left.get("due_ms", _AT_ONCE))
    tables.table(SETTINGS).put(_LEFT_TO_DO, {"files": sorted(gone), "due_ms": due_ms})


def _let_go(tables: Tables, record: str, names: set[str]) -> set[str]:
    """Those of these files that are not another record's, and that nothing of this device's own names: their rows
    go at once."""
    rows = {sha256: tables.table(FILES).read(sha256) for sha256 in names}
    theirs = {sha256 for sha256, row in rows.items() if row is not None and row["record"] != record}
    gone = names - theirs - _named_here(tables)
    for sha256 in gone:
        tables.table(FILES).discard(sha256)
    return gone


def _named_here(tables: Tables) -> set[str]:
    """Files of something that was typed on this device."""
    mine = [document["values"] for _, document in tables.table(WORKING).items()]
    for name in (OUTBOX, REFUSED):
        mine += [document["change"]["set"] for _, document in tables.table(name).items()]
    return {sha256 for values in mine for sha256 in _named(values.values())}


def _named_by(view: RecordView | None) -> set[str]:
    if view is None:
        return set()
    several = (each.value for held in view.values.values() for each in held)
    return {*_named(view.set.values()), *_named(several)}


def _named(values: Iterable[Any]) -> set[str]:
    return {sha256 for value in values for sha256 in files_in(value)}


async def finish(tables: Tables, files: FileShelf, now_ms: int) -> None:
    """Delete the files and, when it is due, everything older in the journal; nothing happens when nothing was
    erased. Each is left to do until it was done."""
    while (left := tables.table(SETTINGS).read(_LEFT_TO_DO)) is not None and left["files"]:
        for sha256 in left["files"]:
            await files.delete(sha256)
        # Gone once: who keeps the same picture again keeps it.
        _deleted(tables, left["files"])
    # A clock that was set back must not put it off for years.
    if left is not None and not 0 < left.get("due_ms", _AT_ONCE) - now_ms <= A_DAY_MS:
        _write_anew(tables)


def _write_anew(tables: Tables) -> None:
    """A journal that finds no room for it now must not keep photos from being sent, which may make some."""
    try:
        tables.compact()
        tables.table(SETTINGS).discard(_LEFT_TO_DO)
    except Exception:  # noqa: BLE001 - what a store raises is not known here
        _log.exception("the journal still has what was erased; the next round tries again")


def _deleted(tables: Tables, files: list[str]) -> None:
    left = tables.table(SETTINGS).read(_LEFT_TO_DO)
    if left is not None:
        tables.table(SETTINGS).put(_LEFT_TO_DO, left | {"files": sorted({*left["files"]} - {*files})})
