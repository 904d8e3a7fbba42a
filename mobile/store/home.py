"""What differs between phone, desktop and browser: where things are kept and how the centre is reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import httpx

from mobile.device.ports import Secrets
from mobile.store.shelves import Shelves
from sync.client.ports import FileShelf

LetGo = Callable[[], Awaitable[None]]
"""Closes every file that is open here."""

TIMEOUT = httpx.Timeout(connect=10, read=30, write=60, pool=10)
"""For a village's signal. A call that takes longer is tried again."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much this app keeps and how much still fits; None where the device does not say."""

    used_bytes: int | None
    free_bytes: int | None


class Home(Protocol):
    """One device's keeping place. Everything that opens raises StoreError, StoreBusy where another tab or process
    has it open."""

    @property
    def server(self) -> str | None:
        """The only centre that can be reached from here; None where the person names it."""

    @property
    def secrets(self) -> Secrets: ...

    async def enter(self, *, let_go: LetGo, steal: bool = False) -> None:
        """Before anything is opened. `steal` takes the place over from an older tab, whose `let_go` is awaited."""

    async def open_device(self) -> Shelves:
        """Accounts and preferences of this device."""

    async def open_account(self, account_id: str) -> Shelves: ...

    async def open_files(self, account_id: str) -> FileShelf: ...

    def http(self, server: str) -> httpx.AsyncClient: ...

    async def room(self) -> Room: ...

    async def is_kept(self) -> bool:
        """False where the system may clear what is kept here by itself."""
