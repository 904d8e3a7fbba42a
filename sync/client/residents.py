"""The calls of residents without an account, and of officers who look up whom they may ask.

Every failure is one of errors.py; each call is safe to repeat with the same ids.
"""

from __future__ import annotations

from urllib.parse import quote

from sync.client.api import CentralApi, with_query
from sync.protocol.ideas import (
    AnswerRequest,
    AppealRequest,
    Contact,
    ContactView,
    IdeaReply,
    IdeaRequest,
    IdeaView,
)


class ResidentsApi:
    """What somebody may do who holds an idea's tracking number. `api` needs no token."""

    def __init__(self, api: CentralApi) -> None:
        self._api = api

    async def file(self, request: IdeaRequest) -> IdeaReply:
        """Keep id and secret durably before. Raises Refused: bad_value, incomplete, personal_number, unknown_area,
        id_reused."""
        return await self._api.tell(IdeaReply, "/v1/ideas", request)

    async def follow(self, tracking: str) -> IdeaView:
        """Raises Refused(not_found)."""
        return await self._api.ask(IdeaView, _path(tracking))

    async def add_photo(self, tracking: str, content: bytes, content_type: str = "image/jpeg") -> IdeaView:
        """Raises Refused: wrong_type, bad_value (a photo too many), and TooLarge."""
        return await self._api.tell_file(IdeaView, f"{_path(tracking)}/photos", content, content_type)

    async def answer(self, tracking: str, request: AnswerRequest) -> IdeaView:
        """Raises Refused: bad_value, illegal_transition, personal_number."""
        return await self._api.tell(IdeaView, f"{_path(tracking)}/answers", request)

    async def appeal(self, tracking: str, request: AppealRequest) -> IdeaView:
        """*Minta ditinjau kecamatan*. Raises Refused(illegal_transition) when it is not possible, or not again."""
        return await self._api.tell(IdeaView, f"{_path(tracking)}/appeal", request)

    async def withdraw_contact(self, tracking: str) -> IdeaView:
        """Name and phone are erased at the centre."""
        return await self._api.drop(IdeaView, f"{_path(tracking)}/contact")


class ContactsApi:
    """Whom an officer may ask. What it gives is shown and kept nowhere on the device."""

    def __init__(self, api: CentralApi) -> None:
        self._api = api

    async def show(self, record: str, purpose: str) -> ContactView:
        """Written down at the centre with the purpose. Raises Refused(not_found) where there is none to see."""
        return await self._api.ask(ContactView, with_query(f"/v1/contacts/{record}", {"purpose": purpose}))

    async def give(self, record: str, contact: Contact) -> None:
        """The contact that a resident agreed to leave. Raises Refused: bad_value, personal_number, not_found."""
        await self._api.put(f"/v1/contacts/{record}", contact)


def _path(tracking: str) -> str:
    return f"/v1/ideas/{quote(tracking, safe='')}"
