"""How the entrance opens, wakes and closes what a resident keeps on this device. Knows no screens."""

from __future__ import annotations

from collections.abc import Callable

from mobile.context import AppState
from mobile.open_account import Spawn
from mobile.resident import Resident
from mobile.store import accounts
from mobile.store.home import Home
from mobile.store.shelves import Shelves
from sync.client.api import CentralApi
from sync.client.own_ideas import IDEAS, OwnIdeas
from sync.client.ports import Clock
from sync.client.residents import ResidentsApi
from sync.domain.ids import IdSource

FOLDER = "resident"
_SERVER = "resident_server"


class ResidentDoor:
    """`tables` gives those of the device, once they are open."""

    def __init__(
        self,
        app: AppState,
        tables: Callable[[], Shelves],
        home: Home,
        clock: Clock,
        spawn: Spawn,
        changed: Callable[[], None],
    ) -> None:
        self._app, self._tables, self._home = app, tables, home
        self._clock, self._spawn, self._changed = clock, spawn, changed

    async def begin(self, server: str) -> None:
        """*Lanjut sebagai warga*: ideas without an account, beside any account. Raises StoreError."""
        accounts.set_preference(self._tables(), _SERVER, server)
        await self.open()

    async def open(self) -> None:
        """What was begun on this device before; nothing where nothing was. Raises StoreError."""
        server = accounts.preference(self._tables(), _SERVER, "")
        if server and self._app.resident is None:
            self._app.resident = await self._opened(server)
            self._app.resident.start(self._spawn)

    def wake(self) -> None:
        if self._app.resident:
            self._app.resident.wake()

    async def close(self) -> None:
        resident, self._app.resident = self._app.resident, None
        if resident:
            await resident.close()

    async def _opened(self, server: str) -> Resident:
        tables = await self._home.open_account(FOLDER)
        files, http = await self._home.open_files(FOLDER), self._home.http(server)
        highest = max((key for key, _ in tables.table(IDEAS).items()), default=None)
        make_id = IdSource(highest, now_ms=self._clock.now_ms)
        api = ResidentsApi(CentralApi(http))
        ideas = OwnIdeas(tables, files, self._home.secrets, api, self._clock, make_id)
        return Resident(server, tables, files, http, ideas, self._changed)
