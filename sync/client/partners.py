"""The city's list of partners as this device holds it, and the calls of who keeps it."""

from __future__ import annotations

from sync.client import paging
from sync.client.api import CentralApi, with_query
from sync.client.ports import Clock
from sync.client.tables import PARTNERS, SETTINGS, Document, Tables
from sync.protocol import wire
from sync.protocol.partners import Board, MadeLink, NewLink, PartnerLine, PartnerLinks, PartnersPage

EVERY_MS = 60 * 60 * 1000
_PLACE = "partners"


class PartnersReader:
    def __init__(self, tables: Tables, api: CentralApi, clock: Clock) -> None:
        self._tables, self._api, self._clock = tables, api, clock

    async def read_quietly(self) -> None:
        """Read on when it is time. Never raises."""
        if self._is_due():
            await paging.quietly(self.read, "the list of partners")

    async def read(self) -> None:
        """Until the last page. Raises what errors.py names. Safe to repeat, and to cancel."""
        await paging.read_on(self._ask, self._cursor, self._take)

    async def _ask(self, cursor: str) -> PartnersPage:
        return await self._api.ask(PartnersPage, with_query("/v1/partners", {"cursor": cursor}))

    def _take(self, page: PartnersPage) -> None:
        held = self._tables.table(PARTNERS)
        with self._tables.transaction():
            gone = [key for key, _ in held.items()] if page.anew else page.gone
            for key in gone:
                held.discard(key)
            for line in page.partners:
                held.put(line.id, wire.write(line))
            place = {"cursor": page.cursor, "at": self._clock.now_iso(), "more": page.more}
            self._tables.table(SETTINGS).put(_PLACE, place)

    def _cursor(self) -> str:
        return str(self._place().get("cursor", ""))

    def _is_due(self) -> bool:
        """Also where the list was cut off: what the first page dropped is missing until the others are here."""
        place = self._place()
        return not place or place.get("more") or paging.is_past(place["at"], self._clock, EVERY_MS)

    def _place(self) -> Document:
        return self._tables.table(SETTINGS).read(_PLACE) or {}


def held(tables: Tables) -> dict[str, PartnerLine]:
    """The list as this device last read it, by id."""
    return {key: wire.read(PartnerLine, row) for key, row in tables.table(PARTNERS).items()}


class PartnersApi:
    """What the city does with its partners and its board. Every failure is one of errors.py."""

    def __init__(self, api: CentralApi) -> None:
        self._api = api

    async def links(self, partner: str) -> PartnerLinks:
        return await self._api.ask(PartnerLinks, f"/v1/partners/{partner}/links")

    async def make_link(self, partner: str, days: int, link: str) -> MadeLink:
        """Safe to repeat with the same id."""
        return await self._api.tell(MadeLink, f"/v1/partners/{partner}/links", NewLink(days, link))

    async def revoke_link(self, partner: str, link: str) -> PartnerLinks:
        return await self._api.tell(PartnerLinks, f"/v1/partners/{partner}/links/{link}/revoke", None)

    async def board(self) -> Board:
        """Raises Refused(forbidden)."""
        return await self._api.ask(Board, "/v1/board")
