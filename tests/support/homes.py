"""A device in memory: everything that a real home keeps, and a centre that answers as the test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from mobile.store.database import open_database
from mobile.store.errors import StoreBusy
from mobile.store.home import LetGo, Room
from mobile.store.shelves import Shelves
from sync.client.ports import FileShelf
from sync.client.tables import INDEXES
from tests.support.memory_file import MemoryFile
from tests.support.sessions import MemoryShelf, unreachable


@dataclass
class MemorySecrets:
    held: dict[str, str] = field(default_factory=dict)

    async def read(self, name: str) -> str | None:
        return self.held.get(name)

    async def write(self, name: str, value: str) -> None:
        self.held[name] = value

    async def delete(self, name: str) -> None:
        self.held.pop(name, None)


class IdleTransport(httpx.MockTransport):
    """A connection that is kept open takes a moment to close."""

    async def aclose(self) -> None:
        await asyncio.sleep(0)


@dataclass
class MemoryHome:
    """A `Home`. Its disk outlives it: `restarted` gives the same device after the app was killed."""

    answer: Callable[[httpx.Request], httpx.Response] = unreachable
    server: str | None = None
    secrets: MemorySecrets = field(default_factory=MemorySecrets)
    disk: dict[str, tuple[MemoryFile, MemoryFile]] = field(default_factory=dict)
    shelves: dict[str, MemoryShelf] = field(default_factory=dict)
    is_busy: bool = False
    kept: bool = True
    free_bytes: int | None = 10_000_000_000
    let_go: LetGo | None = None
    set_aside: list[bytes] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)
    """What opening a store raises, once."""
    open_now: set[str] = field(default_factory=set)

    def restarted(self) -> MemoryHome:
        disk = {name: (MemoryFile(a.content), MemoryFile(b.content)) for name, (a, b) in self.disk.items()}
        return MemoryHome(self.answer, self.server, self.secrets, disk, self.shelves)

    async def enter(self, *, let_go: LetGo, steal: bool = False) -> None:
        self.let_go = let_go
        if self.is_busy and not steal:
            raise StoreBusy("another tab")

    async def open_device(self) -> Shelves:
        return self._open("device")

    async def open_account(self, account_id: str) -> Shelves:
        return self._open(account_id)

    async def open_files(self, account_id: str) -> FileShelf:
        return self.shelves.setdefault(account_id, MemoryShelf())

    def http(self, server: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=server, transport=IdleTransport(self.answer))

    async def room(self) -> Room:
        return Room(12_400_000, self.free_bytes)

    async def is_kept(self) -> bool:
        return self.kept

    def _open(self, name: str) -> Shelves:
        if name in self.open_now:
            raise StoreBusy(f"{name} is open already")
        if name in self.fails:
            raise self.fails.pop(name)
        a, b = self.disk.get(name, (MemoryFile(), MemoryFile()))
        # What was closed is opened anew, with what it holds.
        self.disk[name] = MemoryFile(a.content), MemoryFile(b.content)
        database = open_database(*self.disk[name], set_aside=self.set_aside.append, indexes=INDEXES)
        self.open_now.add(name)
        return Shelves(database, lambda: self.open_now.discard(name))
