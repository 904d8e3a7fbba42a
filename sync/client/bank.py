"""What a device holds of the city's bank: summaries of what is published, looked through without a signal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sync.client import erased, paging
from sync.client.api import CentralApi, with_query
from sync.client.errors import Refused
from sync.client.ports import Clock
from sync.client.tables import BANK, SETTINGS, Document, Tables
from sync.protocol import wire
from sync.protocol.bank import BankPage, PublicRecord, Published

EVERY_MS = 15 * 60 * 1000
_PLACE = "bank"


class BankReader:
    """`kecamatan` is the one of which the device gets everything; empty for who stands for the whole city."""

    def __init__(self, tables: Tables, api: CentralApi, clock: Clock, kecamatan: str) -> None:
        self._tables, self._api, self._clock = tables, api, clock
        self._kecamatan = kecamatan

    async def read_quietly(self) -> None:
        """Read on when it is time. Never raises."""
        if self._is_due():
            await paging.quietly(self.read, "the bank")

    async def read(self) -> None:
        """Until the last page. Raises what errors.py names. Safe to repeat, and to cancel."""
        await paging.read_on(self._ask, self._cursor, self._take)

    async def document(self, record: str) -> Document:
        """The whole of what the public reads of it, and kept with its summary. Raises Refused(not_found)."""
        try:
            found = (await self._api.ask(PublicRecord, f"/v1/bank/{record}")).document
        except Refused as error:
            if error.code == "not_found":
                with self._tables.transaction():
                    self._drop([record])
            raise
        held = self._tables.table(BANK).read(record)
        if held is not None:
            at = self._clock.now_iso()
            self._tables.table(BANK).put(record, held | {"document": found, "opened_at": at})
        return found

    async def _ask(self, cursor: str) -> BankPage:
        return await self._api.ask(BankPage, with_query("/v1/bank/feed", {"cursor": cursor}))

    def _cursor(self) -> str:
        """None of a person who moved: what is published in their new kecamatan was never told."""
        place = _place(self._tables)
        return str(place["cursor"]) if place.get("kecamatan") == self._kecamatan else ""

    def _take(self, page: BankPage) -> None:
        """An edition takes the place of the one that was opened."""
        held = self._tables.table(BANK)
        with self._tables.transaction():
            if page.anew:
                self._drop([key for key, _ in held.items()])
            self._drop(page.gone)
            self._drop((edition.id for edition in page.editions), comes_anew=True)
            for edition in page.editions:
                held.put(edition.id, {"summary": wire.write(edition)})
            place: dict[str, Any] = {"cursor": page.cursor, "kecamatan": self._kecamatan, "more": page.more}
            self._tables.table(SETTINGS).put(_PLACE, place | {"at": self._clock.now_iso()})

    def _drop(self, records: Iterable[str], *, comes_anew: bool = False) -> None:
        """With the photos that were opened, and every older line of the journal: at the engine's next round, or,
        where only a line of the list comes anew, within a day. Writing all anew each time would cost too much."""
        for record in records:
            document = self._tables.table(BANK).read(record)
            if document is not None:
                photos = document.get("document", {}).get("photos", [])
                is_at_once = "document" in document or not comes_anew
                due_ms = 0 if is_at_once else self._clock.now_ms() + erased.A_DAY_MS
                erased.note_unpublished(self._tables, record, [photo["preview"] for photo in photos], due_ms)
                self._tables.table(BANK).discard(record)

    def _is_due(self) -> bool:
        place = _place(self._tables)
        if not place or place["more"] or place["kecamatan"] != self._kecamatan:
            return True
        return paging.is_past(place["at"], self._clock, EVERY_MS)


def _place(tables: Tables) -> Document:
    return tables.table(SETTINGS).read(_PLACE) or {}


def read_at(tables: Tables) -> str:
    """When the centre last told what is published; empty before the first time."""
    return str(_place(tables).get("at", ""))


def summary_in(document: Document) -> Published:
    """What a row of the table says."""
    return wire.read(Published, document["summary"])
