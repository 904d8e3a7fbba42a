"""The calls by which a UMKM puts its business's contact on the public page of its own innovation, or takes it off.

What they carry is kept nowhere on the device. Every failure is one of errors.py; each call is safe to repeat.
"""

from __future__ import annotations

from sync.client.api import CentralApi
from sync.protocol.business import BusinessContact


class BusinessApi:
    def __init__(self, api: CentralApi) -> None:
        self._api = api

    async def own(self, record: str) -> BusinessContact:
        """What stands on the page; without `consent`, nothing. Raises Refused(not_found)."""
        return await self._api.ask(BusinessContact, _path(record))

    async def give(self, record: str, contact: BusinessContact) -> None:
        """Without `consent` it is taken off. Raises Refused: bad_value, personal_number, not_found."""
        await self._api.put(_path(record), contact)


def _path(record: str) -> str:
    return f"/v1/contacts/{record}/business"
