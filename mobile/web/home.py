"""The home in the browser: OPFS files of one profile, one tab at a time, and the centre that served the app.

`?p=` of the address names the profile. Each profile is a device of its own, so that a demo can hold several.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import ExitStack, suppress
from urllib.parse import parse_qs, urlsplit

import httpx

from mobile.device.ports import Secrets
from mobile.sign_in import server_in
from mobile.store.database import open_database
from mobile.store.errors import StoreBusy, StoreError
from mobile.store.home import TIMEOUT, LetGo, Room
from mobile.store.shelves import Shelves
from mobile.web.fetch_transport import FetchTransport
from mobile.web.opfs import OpfsFile, OpfsFiles, open_file, open_journal_files
from mobile.web.persistence import storage
from mobile.web.secrets import OpfsSecrets
from mobile.web.tab_lock import TabLock
from sync.client.ports import FileShelf
from sync.client.tables import INDEXES

ONLY_PROFILE = "app"


class BrowserHome:
    """A `Home`."""

    def __init__(self, page_url: str) -> None:
        self.server: str | None = server_in(page_url)
        self._profile = profile_in(page_url)
        self._folder = f"profiles/{self._profile}"
        self._lock: TabLock | None = None
        self.secrets: Secrets = OpfsSecrets(f"{self._folder}/device", "secrets.json")

    async def enter(self, *, let_go: LetGo, steal: bool = False) -> None:
        """Raises StoreBusy while another tab has this profile."""
        if self._lock is None:
            self._lock = TabLock(self._profile, let_go)
        if not await self._lock.take(steal=steal):
            raise StoreBusy(self._profile)

    async def open_device(self) -> Shelves:
        return await _open(f"{self._folder}/device")

    async def open_account(self, account_id: str) -> Shelves:
        return await _open(f"{self._folder}/accounts/{account_id}")

    async def open_files(self, account_id: str) -> FileShelf:
        files = OpfsFiles(f"{self._folder}/accounts/{account_id}/files")
        # The browser may still hold one for the tab before: then the next opening drops it.
        with suppress(StoreError):
            await files.drop_unfinished()
        return files

    def http(self, server: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=server, timeout=TIMEOUT, transport=FetchTransport())

    async def room(self) -> Room:
        found = await storage()
        return Room(found.used_bytes, found.free_bytes)

    async def is_kept(self) -> bool:
        return (await storage()).is_persistent


def profile_in(page_url: str) -> str:
    """A name that a folder can have: letters, digits and dashes of `?p=`."""
    named = parse_qs(urlsplit(page_url).query).get("p", [""])[0]
    return re.sub(r"[^a-z0-9-]", "", named.lower())[:40] or ONLY_PROFILE


async def _open(folder: str) -> Shelves:
    with ExitStack() as on_failure:
        a, b = await open_journal_files(folder)
        on_failure.callback(a.close)
        on_failure.callback(b.close)
        # Opening a file takes a while here, and the journal does not wait: this one is open beforehand.
        aside = await open_file(folder, "damaged.bin")
        on_failure.callback(aside.close)
        database = open_database(a, b, set_aside=lambda damaged: _set_aside(aside, damaged), indexes=INDEXES)
        on_failure.pop_all()
    return Shelves(database, aside.close)


def _set_aside(file: OpfsFile, damaged: bytes) -> None:
    """One after the other, each with its hash and length before it; the same is kept once."""
    head = f"{hashlib.sha256(damaged).hexdigest()} {len(damaged)}\n".encode()
    if head not in file.read():
        file.append(head + damaged + b"\n")
