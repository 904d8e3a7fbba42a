"""*Daftarkan usaha saya*: a UMKM asks to be admitted, and fetches the answer. Knows no screens.

What is asked is kept on this device before it is sent, and id and secret stay the same until there is an answer:
a restart or a lost reply loses nothing. The contact is kept with the secrets, and only until it has arrived.
"""

from __future__ import annotations

import asyncio
import json
import secrets as random_secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from mobile.device.ports import Secrets
from mobile.sign_in import ThisDevice, handover_key_name, token_name
from mobile.store import accounts
from mobile.store.accounts import Account
from mobile.store.errors import StoreError
from mobile.store.home import Home
from sync.client import people
from sync.client.api import CentralApi
from sync.client.errors import Refused
from sync.client.ports import Clock
from sync.client.tables import SETTINGS, Tables
from sync.domain.ids import IdSource
from sync.domain.personal import has_personal_number
from sync.protocol.messages import EnrolReply
from sync.protocol.people import (
    DECLINED,
    MAX_CONTACT,
    MAX_NAME,
    MIN_CONTACT,
    WAITING,
    RegisterRequest,
    RegistrationState,
    is_nib,
)

UNSENT, REFUSED, GONE = "unsent", "refused", "gone"
"""Kept here and not yet at the centre; not taken by it; no longer known to it. The protocol has the others."""
_APPLICATION = "registration"


@dataclass(frozen=True, slots=True)
class Business:
    """What the form asks. `area` is a kelurahan, `nib` 13 digits or empty."""

    business: str = ""
    area: str = ""
    lorong: str = ""
    theme: str = ""
    nib: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """The one registration of this device. `device` becomes the id of the account; `reason` is what was answered
    where it was declined, and the code where it was refused."""

    id: str
    device: str
    server: str
    business: Business
    state: str
    asked_at: str
    reason: str = ""


def faults(asked: Business, contact: str) -> dict[str, str]:
    """What is to be put right, by field: required, too_long, wrong_contact, wrong_nib, personal_number."""
    found = {name: "required" for name in ("business", "area", "theme") if not getattr(asked, name).strip()}
    long = {name: "too_long" for name in ("business", "lorong") if len(getattr(asked, name)) > MAX_NAME}
    if not MIN_CONTACT <= len(contact.strip()) <= MAX_CONTACT:
        found["contact"] = "wrong_contact"
    if asked.nib and not is_nib(asked.nib):
        found["nib"] = "wrong_nib"
    typed = {"business": asked.business, "lorong": asked.lorong, "contact": contact}
    personal = {name: "personal_number" for name, text in typed.items() if has_personal_number(text)}
    return found | long | personal


class Applying:
    """One device's registration. `tables` gives those of the device, once they are open."""

    def __init__(self, tables: Callable[[], Tables], home: Home, clock: Clock, device: ThisDevice) -> None:
        self._open_tables, self._home = tables, home
        self._clock, self._device = clock, device
        self._turn = asyncio.Lock()

    @property
    def _tables(self) -> Tables:
        return self._open_tables()

    @property
    def _secrets(self) -> Secrets:
        return self._home.secrets

    def current(self) -> Application | None:
        """The registration that is under way; None also while the device is not open."""
        try:
            document = self._tables.table(SETTINGS).read(_APPLICATION)
        except StoreError:
            return None
        if document is None:
            return None
        return Application(**(document | {"business": Business(**document["business"])}))

    async def apply(self, asked: Business, contact: str, server: str) -> Application:
        """Keep it, durably, and nothing else: `ask` sends it. Raises StoreError."""
        make_id = IdSource(now_ms=self._clock.now_ms)
        application = Application(make_id(), make_id(), server, asked, UNSENT, self._clock.now_iso())
        held = {"secret": random_secrets.token_urlsafe(32), "contact": contact.strip()}
        before = self.current()
        await self._secrets.write(_secret_name(application.id), json.dumps(held))
        self._keep(application)
        await self._forget_secret(before)
        return application

    async def ask(self) -> Account | None:
        """Send what was not sent, else ask what became of it; once admitted, the account, kept and chosen.

        Raises SyncError while there is no answer, and StoreError. Safe to repeat after any of them.
        """
        async with self._turn:
            return await self._ask()

    async def _ask(self) -> Account | None:
        application = self.current()
        if application is None or application.state in (DECLINED, REFUSED, GONE):
            return None
        try:
            return await self._take(application, await self._asked(application))
        except Refused as error:
            state = GONE if application.state != UNSENT else REFUSED
            self._keep(replace(application, state=state, reason=error.code))
            return None

    async def forget(self) -> None:
        """Drop the registration from this device; what arrived at the centre stays there until it is answered."""
        application = self.current()
        self._tables.table(SETTINGS).discard(_APPLICATION)
        await self._forget_secret(application)

    async def _asked(self, application: Application) -> RegistrationState:
        held = json.loads(await self._secrets.read(_secret_name(application.id)) or "{}")
        secret = str(held.get("secret", ""))
        async with self._home.http(application.server) as http:
            api = CentralApi(http)
            if application.state != UNSENT:
                return await people.ask(api, application.id, secret)
            asked = asdict(application.business)
            info = self._device.info(application.device)
            request = RegisterRequest(application.id, secret, info, contact=str(held.get("contact", "")), **asked)
            return await people.register(api, request)

    async def _take(self, application: Application, answer: RegistrationState) -> Account | None:
        if answer.enrolled is not None:
            return await self._open(application, answer.enrolled)
        self._keep(replace(application, state=answer.state, reason=answer.reason))
        if answer.state == WAITING and application.state == UNSENT:
            await self._drop_contact(application)
        return None

    async def _open(self, application: Application, reply: EnrolReply) -> Account:
        """The token first: its first use ends the secret with which it could be fetched again."""
        await self._secrets.write(token_name(application.device), reply.token)
        await self._secrets.write(handover_key_name(application.device), reply.handover_key)
        account = accounts.account_of(application.device, application.server, reply)
        with self._tables.transaction():
            accounts.keep_account(self._tables, account)
            accounts.choose(self._tables, account.id)
            self._tables.table(SETTINGS).discard(_APPLICATION)
        await self._forget_secret(application)
        return account

    async def _drop_contact(self, application: Application) -> None:
        held = json.loads(await self._secrets.read(_secret_name(application.id)) or "{}")
        if "secret" in held:
            await self._secrets.write(_secret_name(application.id), json.dumps({"secret": held["secret"]}))

    async def _forget_secret(self, application: Application | None) -> None:
        if application is not None:
            await self._secrets.delete(_secret_name(application.id))

    def _keep(self, application: Application) -> None:
        self._tables.table(SETTINGS).put(_APPLICATION, asdict(application))


def _secret_name(registration: str) -> str:
    return f"registration:{registration}"
