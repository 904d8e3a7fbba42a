"""The home on phone and desktop: folders, as Flet or the system names them."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import platformdirs

from mobile.device.ports import Secrets
from mobile.device.secrets import FileSecrets, PhoneSecrets
from mobile.store.database import open_database
from mobile.store.disk_file import DiskFile
from mobile.store.disk_files import UNFINISHED, DiskFiles, free_in, size_of, store_errors, write_whole
from mobile.store.home import TIMEOUT, LetGo, Room
from mobile.store.shelves import Shelves
from sync.client.ports import FileShelf
from sync.client.tables import INDEXES


def data_folder() -> Path:
    """Flet's durable folder on phones and under `flet run`, else the system's place for this user's data."""
    flet = os.environ.get("FLET_APP_STORAGE_DATA")
    return Path(flet) if flet else platformdirs.user_data_path("lorong", appauthor=False)


class DiskHome:
    """A `Home`. `has_vault` on Android and iOS, where tokens have a safer place than a file."""

    server: str | None = None

    def __init__(self, folder: Path, *, has_vault: bool) -> None:
        self._folder = folder
        file = FileSecrets(folder / "secrets.json")
        self.secrets: Secrets = PhoneSecrets(file) if has_vault else file

    async def enter(self, *, let_go: LetGo, steal: bool = False) -> None:
        """Nothing to do: the journals' own locks tell when another process is here, and it cannot be sent away."""

    async def open_device(self) -> Shelves:
        return await asyncio.to_thread(_open, self._folder / "device")

    async def open_account(self, account_id: str) -> Shelves:
        return await asyncio.to_thread(_open, self._account(account_id))

    async def open_files(self, account_id: str) -> FileShelf:
        folder = self._account(account_id) / "files"
        with store_errors():
            folder.mkdir(parents=True, exist_ok=True)
            # What a kill cut off in the middle of a photo only takes room.
            for part in folder.glob(f"*{UNFINISHED}"):
                part.unlink(missing_ok=True)
        return DiskFiles(folder)

    def http(self, server: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=server, timeout=TIMEOUT)

    async def room(self) -> Room:
        used = await asyncio.to_thread(size_of, self._folder)
        return Room(used, await asyncio.to_thread(free_in, self._folder))

    async def is_kept(self) -> bool:
        return True

    def _account(self, account_id: str) -> Path:
        return self._folder / "accounts" / account_id


def _open(folder: Path) -> Shelves:
    with store_errors():
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        a = DiskFile(folder / "journal.a")
        opened.callback(a.close)
        b = DiskFile(folder / "journal.b")
        opened.callback(b.close)
        database = open_database(a, b, set_aside=_set_aside(folder), indexes=INDEXES)
        # From here on the database closes them.
        opened.pop_all()
    return Shelves(database)


def _set_aside(folder: Path) -> Callable[[bytes], None]:
    """Keeps what could not be read in a file named by its content, so that the same is kept once."""

    def keep(damaged: bytes) -> None:
        path = folder / f"damaged-{hashlib.sha256(damaged).hexdigest()[:16]}.bin"
        if not path.exists():
            write_whole(path, damaged)

    return keep
