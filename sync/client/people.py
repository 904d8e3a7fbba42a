"""The calls about people and devices, typed. Every failure is one of errors.py; each call is safe to repeat."""

from __future__ import annotations

from sync.client.api import CentralApi, with_query
from sync.protocol.people import (
    WAITING,
    Admission,
    AskRequest,
    CodeReply,
    ContactReply,
    ContactRequest,
    EraseReply,
    EraseRequest,
    HandOverKeyReply,
    NewCode,
    NewPerson,
    PeopleReply,
    PersonChange,
    PersonEntry,
    RegisterRequest,
    RegistrationEntry,
    RegistrationsReply,
    RegistrationState,
    RosterReply,
    SheetRequest,
    TokenReply,
    TransferReply,
    TransferRequest,
)


class PeopleApi:
    """What an officer does to the people of their area."""

    def __init__(self, api: CentralApi) -> None:
        self._api = api

    async def people(
        self, area: str = "", *, q: str = "", after: str | None = None, ending: bool = False
    ) -> PeopleReply:
        """A page of who is in office; `ending`: whose term ends within 60 days, or has."""
        asked = {"area": area, "q": q, "after": after or "", "ending": "true" if ending else ""}
        return await self._api.ask(PeopleReply, with_query("/v1/people", asked))

    async def add(self, new: NewPerson) -> CodeReply:
        """Somebody new. Raises Refused: forbidden, bad_value, unknown_area, personal_number, id_reused."""
        return await self._api.tell(CodeReply, "/v1/people", new)

    async def change(self, person: str, wanted: PersonChange) -> PersonEntry:
        """Correct a name, move, set the end of the term."""
        return await self._api.tell(PersonEntry, f"/v1/people/{person}", wanted)

    async def give_code(self, person: str, lost: tuple[str, ...] = ()) -> CodeReply:
        """A new code; the devices named are switched off in the same step."""
        return await self._api.tell(CodeReply, f"/v1/people/{person}/code", NewCode(list(lost)))

    async def end_term(self, person: str) -> PersonEntry:
        return await self._api.tell(PersonEntry, f"/v1/people/{person}/end", None)

    async def switch_off(self, device: str) -> PersonEntry:
        return await self._api.tell(PersonEntry, f"/v1/devices/{device}/revoke", None)

    async def import_roster(self, content: bytes, *, check: bool = False) -> RosterReply:
        """Add the officers of a CSV, all or nobody; `check` only says what would happen."""
        path = with_query("/v1/roster", {"check": "true" if check else ""})
        return await self._api.tell_bytes(RosterReply, path, content, "text/csv")

    async def sheet(self, area: str) -> bytes:
        """The PDF of cards with fresh codes for everybody there without a device. Raises Refused(not_found) when
        everybody has one, TooLarge for too large an area."""
        return await self._api.fetch("/v1/sheets", SheetRequest(area))

    async def posters(self, area: str) -> bytes:
        """A PDF with a poster for each kelurahan of the area, with the QR of its form for ideas."""
        return await self._api.read_bytes(f"/v1/posters/{area}")

    async def transfer(self, record: str, request: TransferRequest) -> TransferReply:
        """Move a record that was noted in the wrong kelurahan."""
        return await self._api.tell(TransferReply, f"/v1/records/{record}/transfer", request)

    async def erase(self, record: str, request: EraseRequest) -> EraseReply:
        """Erase what a record says of somebody, for good."""
        return await self._api.tell(EraseReply, f"/v1/records/{record}/erase", request)

    async def registrations(self, state: str = WAITING, after: str | None = None) -> RegistrationsReply:
        """UMKM that asked to be admitted, the oldest first."""
        return await self._api.ask(
            RegistrationsReply, with_query("/v1/registrations", {"state": state, "after": after or ""})
        )

    async def admit(self, registration: str) -> RegistrationEntry:
        """Raises Refused(already_decided) when somebody declined it before."""
        return await self._api.tell(RegistrationEntry, f"/v1/registrations/{registration}", Admission(True))

    async def decline(self, registration: str, reason: str) -> RegistrationEntry:
        """The applicant reads the reason."""
        decision = Admission(False, reason)
        return await self._api.tell(RegistrationEntry, f"/v1/registrations/{registration}", decision)

    async def contact(self, registration: str, purpose: str) -> str:
        """How the applicant is reached; who looked and for what is kept."""
        path = f"/v1/registrations/{registration}/contact"
        return (await self._api.tell(ContactReply, path, ContactRequest(purpose))).contact

    async def renew_token(self) -> str:
        """This device's next token: keep it durably before using it, since its first use ends the present one."""
        return (await self._api.tell(TokenReply, "/v1/token", None)).token

    async def handover_key(self) -> str:
        """What the centre takes this device's hand-overs by now."""
        return (await self._api.ask(HandOverKeyReply, "/v1/handover-key")).handover_key


async def register(api: CentralApi, request: RegisterRequest) -> RegistrationState:
    """Ask to be admitted. Keep `id` and `secret` durably before: with them the answer is fetched."""
    return await api.tell(RegistrationState, "/v1/register", request)


async def ask(api: CentralApi, registration: str, secret: str) -> RegistrationState:
    """What became of it. Keep the token of an admission durably before using it: its first use ends the secret."""
    return await api.tell(RegistrationState, f"/v1/register/{registration}", AskRequest(secret))
