"""The calls by which the kota keeps catalogues. Every failure is one of errors.py; each call is safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass

from sync.client.api import CentralApi, with_query
from sync.protocol.catalogues import (
    CatalogueDecision,
    CatalogueEntry,
    CatalogueReport,
    CataloguesReply,
)

_BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Loading:
    """What is said beside a file. `id` is made here; `weights` is what all of them sum to."""

    id: str
    version: str
    valid_from: str
    weights: int


class CatalogueApi:
    def __init__(self, api: CentralApi) -> None:
        self._api = api

    async def every(self) -> list[CatalogueEntry]:
        """Raises Refused(forbidden)."""
        return (await self._api.ask(CataloguesReply, "/v1/catalogues")).catalogues

    async def send(self, content: bytes, loading: Loading, *, check: bool = False) -> CatalogueReport:
        """Propose what the file holds; `check` only tells what is wrong, or what would change."""
        asked = {"id": loading.id, "version": loading.version, "valid_from": loading.valid_from}
        asked |= {"weights": str(loading.weights), "check": "true" if check else ""}
        path = with_query("/v1/catalogues", asked)
        return await self._api.tell_file(CatalogueReport, path, content, _BYTES)

    async def report(self, catalogue: str) -> CatalogueReport:
        return await self._api.ask(CatalogueReport, f"/v1/catalogue-versions/{catalogue}")

    async def decide(self, catalogue: str, decision: CatalogueDecision) -> CatalogueEntry:
        """Raises Refused: forbidden, already_decided, changed_since_seen, note_needed."""
        return await self._api.tell(CatalogueEntry, f"/v1/catalogue-versions/{catalogue}", decision)

    async def file(self, catalogue: str, kind: str) -> bytes:
        """As `xlsx` or `csv`."""
        return await self._api.read_bytes(with_query(f"/v1/catalogue-versions/{catalogue}/file", {"type": kind}))
