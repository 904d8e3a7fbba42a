"""*Lanjut sebagai warga*: the app without an account. A store of its own, like an account's without a token, that
stays when somebody later signs in as an officer. Knows no screens.

Ideas go by themselves while the app is open: at once, and again after a pause that grows while there is no way.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import flet as ft
import httpx

from mobile.device.ports import Photos, PickedPhoto
from mobile.open_account import Spawn
from mobile.store.errors import StoreError
from mobile.store.shelves import Shelves
from sync.client.own_idea import KEPT
from sync.client.own_ideas import OwnIdeas
from sync.client.ports import FileShelf
from sync.client.tables import Document

if TYPE_CHECKING:
    from mobile.own_draft import OwnDraft

_ASK_AGAIN_S, _FIRST_PAUSE_S, _LONGEST_PAUSE_S = 300.0, 5.0, 300.0
log = logging.getLogger(__name__)


class Resident:
    """What is open of the resident on this device. `beat` is called after every write and every round."""

    def __init__(
        self,
        server: str,
        tables: Shelves,
        files: FileShelf,
        http: httpx.AsyncClient,
        ideas: OwnIdeas,
        beat: Callable[[], None],
    ) -> None:
        self.server, self.tables, self.files, self.ideas = server, tables, files, ideas
        self.drafts: dict[str, OwnDraft] = {}
        """By idea: the draft of the form that was opened last."""
        self.trouble = ""
        """Why the last round ended early, as `errors.trouble` names it; `not_kept` where the device is full."""
        self.is_sending = False
        self._http, self._beat = http, beat
        self._woken = asyncio.Event()
        self._running: Future[Any] | None = None
        tables.listen(lambda *_: beat())

    def start(self, spawn: Spawn) -> None:
        if self._running is None:
            self._running = spawn(self._run)

    def wake(self) -> None:
        """Try now."""
        self._woken.set()

    async def _run(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while True:
            self._woken.clear()
            await self.round()
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S) if self.trouble else _FIRST_PAUSE_S
            wait_s = pause_s if self.trouble else _ASK_AGAIN_S
            try:
                async with asyncio.timeout(wait_s):
                    await self._woken.wait()
            except TimeoutError:
                continue
            pause_s = _FIRST_PAUSE_S

    async def round(self) -> None:
        """Send and ask once. Never raises."""
        self.is_sending = self.ideas.waits
        self._beat()
        try:
            self.trouble = await self.ideas.round()
        except StoreError:
            log.exception("what was told of an idea could not be kept")
            self.trouble = "not_kept"
        self.is_sending = False
        self._beat()

    async def photo(self, sha256: str, _record: str = "") -> bytes | None:
        """From this device; an idea that is not accepted yet has no record."""
        return await self.files.read(sha256)

    async def store_photo(self, picked: PickedPhoto, photos: Photos) -> Document:
        """Keep a photo and its preview. Raises DeviceError or StoreError, and leaves nothing of them then."""
        shrunk = await photos.shrink(picked.content)
        names = [hashlib.sha256(content).hexdigest() for content in (shrunk.content, shrunk.preview)]
        try:
            await self.files.write(names[0], shrunk.content)
            await self.files.write(names[1], shrunk.preview)
        except StoreError:
            with suppress(StoreError):
                await self.ideas.forget_files(names)
            raise
        return {"sha256": names[0], "preview": names[1], "state": KEPT}

    async def close(self) -> None:
        if self._running:
            self._running.cancel()
        await self._http.aclose()
        self.tables.close()


def public_page(server: str) -> ft.OpenUrl:
    """The city's *Bank Inovasi*, in the browser."""
    return ft.OpenUrl(server.rstrip("/") + "/")
