"""The conversation with the centre: push and pull in one round trip, then the files; again after a failure.

`wake` starts a round (after a save, on resume, when the network changes, by hand). Everything is safe to
repeat: a round that dies anywhere is simply done again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from sync.client import errors, incoming, outbox
from sync.client.api import CentralApi
from sync.client.backoff import Backoff
from sync.client.ports import Clock, FileShelf, Network
from sync.client.tables import FILES, Document, Tables
from sync.protocol.limits import DEFAULT_PAGE, MAX_CHANGES
from sync.protocol.messages import Change, SyncReply, SyncRequest

QUIET_ROUND_S = 15 * 60.0
"""How often the device asks for news while the app is open and nothing waits."""
_MOST_REFETCHES = 3
"""A stream that never matches is asked for again at the next round, not without end in this one."""
_MOST_APART = 3
"""When more changes than this fail one by one, it is the centre that fails, and the round ends."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """What the engine is doing. `trouble` is the name of the last failure's kind, empty after a success.

    `file_number` of `file_count` counts photos, not their previews; `file_percent` is of all bytes of this round.
    """

    phase: str = "idle"
    trouble: str = ""
    retry_at_ms: int = 0
    file_number: int = 0
    file_count: int = 0
    file_percent: int = 0
    wifi_only: bool = False
    in_batch: frozenset[str] = frozenset()


class Engine:
    def __init__(
        self,
        tables: Tables,
        files: FileShelf,
        api: CentralApi,
        network: Network,
        clock: Clock,
        random: Callable[[], float],
        *,
        page: int = DEFAULT_PAGE,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._tables, self._files, self._api = tables, files, api
        self._network, self._clock = network, clock
        self._backoff = Backoff(random)
        self._page = page
        self._most = MAX_CHANGES
        self._alone: frozenset[str] = frozenset()
        self._tried: frozenset[str] = frozenset()
        self._changed = changed
        self._woken = asyncio.Event()
        self._by_hand = False
        self.state = EngineState()

    def wake(self, *, by_hand: bool = False) -> None:
        """Start a round as soon as the running one ends. By hand also sends files that wait for Wi-Fi."""
        self._by_hand = self._by_hand or by_hand
        self._woken.set()

    def set_wifi_only(self, wifi_only: bool) -> None:
        self._show(wifi_only=wifi_only)

    async def run(self) -> None:
        """Rounds for ever; cancel to stop. No failure ends it."""
        while True:
            wait_s = await self.round()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait_s)
            self._woken.clear()

    async def round(self) -> float:
        """One round: all that waits and all that is new. Returns the seconds until the next is due."""
        by_hand, self._by_hand = self._by_hand, False
        self._most, self._alone, self._tried = MAX_CHANGES, frozenset(), frozenset()
        try:
            reply = await self._exchange()
            await self._send_files(reply, by_hand=by_hand)
        except errors.SyncError as error:
            return self._failed(error)
        if self._alone:
            return self._failed(errors.Busy(failed=True))
        self._backoff.succeeded()
        self._show(phase="idle", trouble="", retry_at_ms=0, in_batch=frozenset())
        return self._until_rested(QUIET_ROUND_S)

    def _failed(self, error: errors.SyncError) -> float:
        retry_after_s = error.retry_after_s if isinstance(error, errors.Busy) else None
        wait_s = self._backoff.failed(retry_after_s)
        trouble = _TROUBLE[type(error)]
        if isinstance(error, errors.SignedOut) and error.revoked:
            trouble = "device_revoked"
        retry_at_ms = self._clock.now_ms() + int(wait_s * 1000)
        self._show(phase="idle", trouble=trouble, retry_at_ms=retry_at_ms, in_batch=frozenset())
        return wait_s

    def _until_rested(self, longest_s: float) -> float:
        now_ms = self._clock.now_ms()
        end_ms = outbox.next_rest_end_ms(self._tables, now_ms)
        return longest_s if end_ms is None else min(longest_s, (end_ms - now_ms) / 1000 + 0.05)

    async def _exchange(self) -> SyncReply:
        """Round trips until nothing waits and the last page has come. Raises what errors.py names."""
        refetches = 0
        while True:
            batch = self._next_batch()
            outbox.mark_on_its_way(self._tables, batch)
            if batch:
                self._show(phase="sending_notes", in_batch=frozenset(change.id for change in batch))
            reply = await self._send(batch)
            if reply is None:
                continue
            # What a restored centre cannot take yet stays kept, and goes again at the next round, not in this one.
            self._tried |= {change.id for change in batch}
            torn = incoming.take_reply(self._tables, reply, self._clock.now_iso())
            self._changed()
            refetches += bool(torn)
            if refetches > _MOST_REFETCHES:
                raise errors.Busy
            if not (self._next_batch() or reply.more or torn):
                return reply

    def _next_batch(self) -> list[Change]:
        return outbox.next_batch(self._tables, self._clock.now_ms(), self._most, self._alone | self._tried)

    async def _send(self, batch: list[Change]) -> SyncReply | None:
        """One round trip; None when the batch was made smaller and the caller should go on."""
        request = SyncRequest(batch, incoming.cursors(self._tables), self._page)
        try:
            return await self._api.sync(request)
        except errors.UnreadableChange as error:
            self._refuse(batch[error.index : error.index + 1], "bad_envelope")
        except errors.TooLarge:
            self._halve(batch, lambda: self._refuse(batch, "too_large"))
        except errors.Busy as error:
            if not (error.failed and batch):
                raise
            # A 500 that only one change causes must not hold up the others: it waits alone.
            if len(batch) == 1 and len(self._alone) == _MOST_APART:
                raise
            self._halve(batch, lambda: self._set_apart(batch))
        return None

    def _halve(self, batch: list[Change], when_single: Callable[[], None]) -> None:
        if len(batch) > 1:
            self._most = len(batch) // 2
        else:
            when_single()

    def _set_apart(self, batch: list[Change]) -> None:
        self._alone |= {change.id for change in batch}

    def _refuse(self, batch: list[Change], code: str) -> None:
        if not batch:
            raise errors.Busy(failed=True)
        for change in batch:
            outbox.refuse_alone(self._tables, change, code, self._clock.now_iso())

    async def _send_files(self, reply: SyncReply, *, by_hand: bool) -> None:
        to_send = incoming.take_wanted(self._tables, reply)
        if not by_hand and self._files_must_wait():
            return
        documents = [self._tables.table(FILES).read(sha256) or {} for sha256 in to_send]
        for place, sha256 in enumerate(to_send):
            progress = _progress(documents, place)
            self._show(phase="sending_photos", in_batch=frozenset({sha256}), **progress)
            await self._send_file(sha256)

    def _files_must_wait(self) -> bool:
        return (self.state.wifi_only and self._network.is_metered) or self._network.saves_battery

    async def _send_file(self, sha256: str) -> None:
        table = self._tables.table(FILES)
        document, content = table.read(sha256), await self._files.read(sha256)
        if document is None:
            return
        if content is None:
            table.put(sha256, document | {"state": "refused", "error": "missing"})
            return
        try:
            await self._api.send_file(sha256, content, document["type"])
        except errors.TooLarge:
            table.put(sha256, document | {"state": "refused", "error": "too_large"})
        except errors.Refused as error:
            # Bytes that came damaged, or a record that a restore took away: the next reply says what is wanted.
            again = {"tries": document.get("tries", 0) + 1}
            for_good = {"state": "refused", "error": error.code}
            table.put(sha256, document | (for_good if error.code == "wrong_type" else again))
        except errors.SyncError:
            table.put(sha256, document | {"tries": document.get("tries", 0) + 1})
            raise
        else:
            table.put(sha256, incoming.stored(self._tables, document))
        self._changed()

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._changed()


def _progress(documents: list[Document], place: int) -> dict[str, int]:
    """Which photo of how many, and how much of all bytes is there, when the file at `place` is about to go."""
    photos = [document.get("role") != "preview" for document in documents]
    sizes = [int(document.get("size", 0)) for document in documents]
    return {
        "file_number": max(1, sum(photos[: place + 1])),
        "file_count": max(1, sum(photos)),
        "file_percent": 100 * sum(sizes[:place]) // max(1, sum(sizes)),
    }


_TROUBLE: dict[type[errors.SyncError], str] = {
    errors.Offline: "offline",
    errors.CaptivePortal: "captive_portal",
    errors.Busy: "server_silent",
    errors.SignedOut: "signed_out",
    errors.AppTooOld: "app_too_old",
    errors.TooLarge: "server_silent",
    errors.UnreadableChange: "server_silent",
    errors.Refused: "server_silent",
}
