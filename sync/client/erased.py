"""What a person had erased at the centre leaves this device too: what was sent of it, its photos, and every older
line of the journal.

What is said here is written with the reply that brought it, so that a device that dies in the middle goes on at
its next round.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sync.client.ports import FileShelf
from sync.client.tables import FILES, OUTBOX, SETTINGS, WORKING, Tables
from sync.domain.lifecycle import Status
from sync.domain.records import ERASED, files_in
from sync.protocol.messages import RecordView

_LEFT_TO_DO = "erased"


def note_erased(tables: Tables, news: RecordView, before: RecordView | None, held: RecordView) -> None:
    """Call inside the transaction that takes the reply. `news` is what came; the record was held as `before`, and
    is as `held`.

    What waits to be sent, and what was refused, is the person's own and stays until they throw it away.
    """
    if news.set.get(ERASED) is None:
        return
    at = news.seqs[ERASED]
    for key, document in tables.table(OUTBOX).matching("record", news.id):
        if document.get("seq") is not None and document["seq"] < at:
            tables.table(OUTBOX).discard(key)
    if held.set.get("status") == Status.ERASED:
        tables.table(WORKING).discard(news.id)
    gone = _files_of_nobody(tables, before, held)
    for sha256 in gone:
        tables.table(FILES).discard(sha256)
    known = (tables.table(SETTINGS).read(_LEFT_TO_DO) or {}).get("files", [])
    tables.table(SETTINGS).put(_LEFT_TO_DO, {"files": sorted({*known, *gone})})


def _files_of_nobody(tables: Tables, before: RecordView | None, held: RecordView) -> set[str]:
    """Files of the record that neither it nor anything of this device's own names any more. A preview that was
    fetched stands in no table."""
    known = {sha256 for sha256, _ in tables.table(FILES).matching("record", held.id)} | _named_by(before)
    mine = [document["change"]["set"] for _, document in tables.table(OUTBOX).matching("record", held.id)]
    draft = tables.table(WORKING).read(held.id)
    mine += [draft["values"]] if draft else []
    return known - _named_by(held) - {name for values in mine for name in _named(values.values())}


def _named_by(view: RecordView | None) -> set[str]:
    if view is None:
        return set()
    several = (each.value for held in view.values.values() for each in held)
    return {*_named(view.set.values()), *_named(several)}


def _named(values: Iterable[Any]) -> set[str]:
    return {sha256 for value in values for sha256 in files_in(value)}


async def finish(tables: Tables, files: FileShelf) -> None:
    """Delete the files and everything older in the journal; nothing happens when nothing was erased."""
    left = tables.table(SETTINGS).read(_LEFT_TO_DO)
    if left is None:
        return
    for sha256 in left["files"]:
        await files.delete(sha256)
    tables.table(SETTINGS).discard(_LEFT_TO_DO)
    tables.compact()
