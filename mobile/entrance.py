"""Who is signed in on this device, and the one session that is open. Screens ask it; it knows no controls.

Everything runs in the page's own context: what comes from elsewhere (another tab) goes through `spawn`.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace

from mobile.applying import Applying
from mobile.city_desk import CityDesk
from mobile.context import AppState
from mobile.device.network import PhoneNetwork
from mobile.explore_desk import ExploreDesk
from mobile.ideas_desk import IdeasDesk
from mobile.kept_photos import PHOTO_ROOM_BYTES
from mobile.open_account import OpenAccount, Spawn
from mobile.people_desk import PeopleDesk
from mobile.resident_door import ResidentDoor
from mobile.review_desk import ReviewDesk
from mobile.session_maker import make_session
from mobile.sign_in import (
    Invitation,
    ThisDevice,
    enrol,
    handover_key_name,
    invitation_in,
    token_name,
    was_used,
)
from mobile.store import accounts
from mobile.store.accounts import Account
from mobile.store.errors import StoreBusy, StoreError
from mobile.store.home import Home, Room
from mobile.store.shelves import Shelves
from mobile.token_renewal import learn_handover_key, renew_when_old
from sync.client import incoming
from sync.client.api import CentralApi
from sync.client.errors import SyncError
from sync.client.ports import Clock, Network
from sync.domain.ids import IdSource

log = logging.getLogger(__name__)
_FULL_DEVICE_PAUSE_S = 30.0


class Entrance:
    def __init__(
        self, app: AppState, home: Home, network: Network, clock: Clock, spawn: Spawn, device: ThisDevice
    ) -> None:
        self._app, self._home, self._network, self._clock = app, home, network, clock
        self._spawn, self._this_device = spawn, device
        self.applying = Applying(self._device_tables, home, clock, device)
        self.residents = ResidentDoor(app, self._device_tables, home, clock, spawn, self.ring)
        self._tables: Shelves | None = None
        self._open: OpenAccount | None = None
        self._turn, self._has_rung = asyncio.Lock(), False
        self._invited: Invitation | None = None

    # Starting

    async def start(self, page_url: str) -> None:
        """Open the device, then the account in use; an invitation in the address goes to *Masuk*. Never raises."""
        self._invited = invitation_in(page_url) if "#" in page_url else None
        await self.open()

    async def open(self, *, steal: bool = False) -> None:
        """`steal` is *Pakai di sini*: the older tab closes its files. Never raises."""
        self._app.phase = "starting"
        try:
            await self._home.enter(let_go=self._let_go_from_outside, steal=steal)
            self._tables = await self._home.open_device()
            self._take_preferences(self._tables)
            await self._open_what_is_chosen(self._tables)
            await self.residents.open()
            self._app.phase = "ready"
            await self.look_around()
        except StoreBusy:
            await self._wait_for_another_try("other_tab")
        except Exception:  # what JavaScript raises is of no kind that is known here
            log.exception("the device's store does not open")
            await self._wait_for_another_try("store_failed")

    async def _wait_for_another_try(self, phase: str) -> None:
        """With nothing open, or it would find its own files taken."""
        with suppress(StoreError):
            await self.close()
        self._app.phase = phase

    async def _open_what_is_chosen(self, tables: Shelves) -> None:
        account, invited = accounts.chosen(tables), self._invited
        if invited and not (account and was_used(tables, account, invited)):
            self._app.invitation = invited
        if account:
            await self._enter_account(account)

    def _take_preferences(self, tables: Shelves) -> None:
        self._app.language = accounts.preference(tables, "language", "id")
        self._app.theme = accounts.preference(tables, "theme", "system")
        self._app.text_size = float(accounts.preference(tables, "text_size", "1.0"))

    async def look_around(self) -> None:
        """What the person should know of this device: damage, little room, a browser that may forget."""
        notices: dict[str, bool] = {}
        if self._open is not None:
            stores = [each.database for each in (self._open.tables, self._tables) if each]
            notices["journal_damaged"] = any(each.damage for each in stores)
        with suppress(StoreError):
            notices["storage_not_kept"] = not await self._home.is_kept()
            free = (await self._home.room()).free_bytes
            notices["storage_low"] = free is not None and free < PHOTO_ROOM_BYTES
        self._notice(**notices)

    def update_ready(self) -> None:
        self._notice(update_ready=True)

    def dismiss(self, notice: str) -> None:
        self._notice(**{notice: False})

    def _notice(self, **notices: bool) -> None:
        merged = self._app.notices | notices
        if merged != self._app.notices:
            self._app.notices = merged

    # Accounts

    @property
    def server(self) -> str | None:
        """The only centre of this home, else None."""
        return self._home.server

    @property
    def known_server(self) -> str:
        """The centre that an account here belongs to; empty before the first."""
        here = self.accounts()
        return self._home.server or (here[-1].server if here else "")

    def accounts(self) -> list[Account]:
        return accounts.accounts(self._tables) if self._tables else []

    def preference(self, name: str, default: str) -> str:
        return accounts.preference(self._tables, name, default) if self._tables else default

    def prefer(self, name: str, value: str) -> None:
        """Remember how this device is to look. Raises StoreError."""
        if self._tables:
            accounts.set_preference(self._tables, name, value)
            self._take_preferences(self._tables)

    async def enrol(self, invitation: Invitation, server: str) -> None:
        """Open the account of that code. Raises SyncError or StoreError; what is open stays open then."""
        tables = self._device_tables()
        async with self._home.http(server) as http:
            api = CentralApi(http)
            make_id = IdSource(now_ms=self._clock.now_ms)
            code = invitation.code
            account = await enrol(api, tables, self._home.secrets, server, code, self._this_device, make_id)
        self._app.invitation = self._invited = None
        await self._enter_account(account)

    async def ask_admission(self) -> None:
        """What became of *Daftarkan usaha saya*: once admitted its account opens. Raises SyncError, StoreError."""
        account = await self.applying.ask()
        if account is not None:
            await self._enter_account(account)

    async def switch(self, account_id: str) -> None:
        """Open another account that is signed in here. Raises StoreError; what is open stays open then."""
        async with self._turn:
            tables = self._device_tables()
            account = next(each for each in self.accounts() if each.id == account_id)
            if not self._is_open(account_id):
                await self._change_to(account)
            accounts.choose(tables, account_id)

    def confirm(self) -> None:
        """*Benar, ini saya*: from now on notes are sent and fetched."""
        session, tables = self._app.session, self._device_tables()
        if session is None:
            return
        account = replace(session.account, confirmed=True)
        accounts.keep_account(tables, account)
        self._app.session = replace(session, account=account)
        self._start_engine()

    async def sign_out(self, account_id: str) -> None:
        """*Keluar*, and *Bukan saya*: the token goes, everything that was noted stays on the device. Nothing
        happens where that account is not the open one any more."""
        async with self._turn:
            session, tables = self._app.session, self._device_tables()
            if session is None or not self._is_open(account_id):
                return
            accounts.sign_out(tables, session.account)
            await self._home.secrets.delete(token_name(account_id))
            await self._leave_account()
            following = accounts.chosen(tables)
            if following:
                await self._change_to(following)

    def _is_open(self, account_id: str) -> bool:
        return self._app.session is not None and self._app.session.account.id == account_id

    async def room(self) -> Room:
        """Raises StoreError."""
        return await self._home.room()

    def _device_tables(self) -> Shelves:
        if self._tables is None:
            raise StoreBusy("the device is not open")
        return self._tables

    # The open account: whoever opens or leaves one holds the turn until that is done

    async def _enter_account(self, account: Account) -> None:
        """Raises StoreError, with the account open that was."""
        async with self._turn:
            await self._change_to(account)

    async def _change_to(self, account: Account) -> None:
        before = self._app.session.account if self._app.session else None
        await self._leave_account()
        try:
            await self._open_account(account)
        except StoreError:
            await self._leave_account()
            if before and before.id != account.id:
                await self._open_account(before)
            raise

    async def _open_account(self, account: Account) -> None:
        tables = await self._home.open_account(account.id)
        http = self._home.http(account.server)
        self._open = OpenAccount(tables, http)
        files = await self._home.open_files(account.id)
        token = await self._home.secrets.read(token_name(account.id)) or ""
        key = await self._home.secrets.read(handover_key_name(account.id)) or ""
        session = make_session(
            account,
            tables,
            files,
            http,
            token,
            self._network,
            self._clock,
            handover_key=key,
            changed=self.ring,
        )
        self._app.session = session
        if account.confirmed:
            self._start_engine()

    def _start_engine(self) -> None:
        if self._app.session and self._open and self._open.engine is None:
            self._open.engine = self._spawn(self._run_engine)

    async def _run_engine(self) -> None:
        """The engine itself survives every failure of the centre; here it survives a device that is full."""
        session = self._app.session
        engine = session.engine if session else None
        if session:
            await renew_when_old(session, self._home.secrets)
            key = await learn_handover_key(session, self._home.secrets)
            if self._app.session is session and key != session.handover_key:
                self._app.session = replace(session, handover_key=key)
        while engine:
            try:
                await engine.run()
            except StoreError:
                log.exception("what the centre sent could not be kept")
                self._notice(storage_low=True)
            await asyncio.sleep(_FULL_DEVICE_PAUSE_S)

    async def _leave_account(self) -> None:
        was_open, self._open = self._open, None
        if was_open is None:
            return
        self._app.left, self._app.session = self._app.session, None
        self._app.review, self._app.people = ReviewDesk(), PeopleDesk()
        self._app.ideas, self._app.city = IdeasDesk(), CityDesk()
        self._app.explore = ExploreDesk()
        if was_open.engine:
            was_open.engine.cancel()
        await was_open.http.aclose()
        was_open.tables.close()

    def ring(self) -> None:
        """Something of the account changed. A burst of it makes one render."""
        if not self._has_rung:
            self._has_rung = self._spawn(self._beat) is not None

    async def _beat(self) -> None:
        self._has_rung = False
        if self._open and incoming.sync_settings(self._open.tables).get("refetched"):
            with suppress(StoreError):
                incoming.remember(self._open.tables, refetched=False)
            self._notice(refetched=True)
        self._app.beat()

    async def woken(self) -> None:
        """The app came back to the front, or the network is another one: look, and try to send."""
        if isinstance(self._network, PhoneNetwork):
            await self._network.look()
        if self._app.session and self._open and self._open.engine:
            self._app.session.engine.wake()
        self.residents.wake()
        await self.look_around()
        self._app.beat()
        if self._app.session is None and self._app.resident:
            # Without an account the waiting page is not the first screen, and asks only while it is shown.
            with suppress(SyncError, StoreError):
                await self.ask_admission()

    # Letting go

    async def _let_go_from_outside(self) -> None:
        letting_go = self._spawn(self._let_go)
        if letting_go is not None:
            await asyncio.wrap_future(letting_go)

    async def _let_go(self) -> None:
        await self.close()
        self._app.phase = "other_tab"

    async def close(self) -> None:
        """Everything that is open; also when another tab takes over."""
        async with self._turn:
            await self._leave_account()
            await self.residents.close()
            tables, self._tables = self._tables, None
            if tables:
                tables.close()
