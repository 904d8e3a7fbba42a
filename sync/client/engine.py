"""The conversation with the centre: push and pull in one round trip, then the files; again after a failure.

`wake` starts a round (after a save, on resume, when the network changes, by hand). Everything is safe to
repeat: a round that dies anywhere is simply done again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from sync.client import carrying, catalogues, erased, errors, incoming, opened, outbox
from sync.client.api import CentralApi
from sync.client.backoff import Backoff
from sync.client.ports import Clock, FileShelf, Network
from sync.client.tables import Tables
from sync.client.uploading import Uploader, always
from sync.protocol.limits import DEFAULT_PAGE, MAX_CHANGES
from sync.protocol.messages import Change, Holding, SyncReply, SyncRequest

QUIET_ROUND_S = 15 * 60.0
"""How often the device asks for news while the app is open and nothing waits."""
_MOST_REFETCHES = 3
"""A stream that never matches is asked for again at the next round, not without end in this one."""
PULL_ROOM_BYTES = 8_000_000
"""Below this nothing new is asked for: a page may hold some megabytes, and saving what is typed comes first."""
_FULL_ROUND_S = 2 * 60.0
"""How often a device without room looks whether there is some now."""
_MOST_APART = 3
"""When more changes than this fail one by one, it is the centre that fails, and the round ends."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """What the engine is doing. `trouble` is the name of the last failure's kind, empty after a success.

    `file_number` of `file_count` counts what goes in this phase, previews or photos; `file_percent` is how much of
    all their bytes the centre has. `wifi_only` and `charging_only` hold for photos, not for their previews.
    `is_full`: there is too little room for what is new at the centre; what waits is sent all the same.
    """

    phase: str = "idle"
    trouble: str = ""
    retry_at_ms: int = 0
    file_number: int = 0
    file_count: int = 0
    file_percent: int = 0
    wifi_only: bool = False
    charging_only: bool = False
    is_full: bool = False
    in_batch: frozenset[str] = frozenset()

    def photos_wait_for(self, network: Network) -> str:
        """`wifi` or `battery`, by what the person set and what the phone hints; empty when photos may go."""
        if self.wifi_only and network.is_metered:
            return "wifi"
        return "battery" if network.saves_battery or (self.charging_only and not network.is_charging) else ""


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
        meanwhile: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`meanwhile` is done while nothing waits and the centre answers, and given up when something is to go."""
        self._tables, self._files, self._api = tables, files, api
        self._network, self._clock = network, clock
        self._backoff = Backoff(random)
        # A line that breaks often, and carries something each time, is not waited for longer and longer.
        self._uploader = Uploader(tables, files, api, clock, self._show, self._backoff.succeeded)
        self._page = page
        self._most = MAX_CHANGES
        self._alone: frozenset[str] = frozenset()
        self._tried: frozenset[str] = frozenset()
        self._changed, self._meanwhile = changed, meanwhile
        self._woken = asyncio.Event()
        self._by_hand = False
        self.state = EngineState()

    def wake(self, *, by_hand: bool = False) -> None:
        """Start a round as soon as the running one ends. By hand also sends files that wait for Wi-Fi."""
        self._by_hand = self._by_hand or by_hand
        self._woken.set()

    def set_wifi_only(self, wifi_only: bool) -> None:
        self._show(wifi_only=wifi_only)

    def set_charging_only(self, charging_only: bool) -> None:
        self._show(charging_only=charging_only)

    async def run(self) -> None:
        """Rounds for ever; cancel to stop. No failure ends it."""
        while True:
            wait_s = await self.round()
            beside = asyncio.ensure_future(self._do_meanwhile())
            try:
                # Not wait_for: in Python 3.11 it forgets that it was cancelled if it is woken in the same moment.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await self._woken.wait()
            finally:
                beside.cancel()
                await asyncio.wait([beside])
            self._woken.clear()

    async def _do_meanwhile(self) -> None:
        if self._meanwhile and not (self.state.trouble or self.state.is_full):
            await self._meanwhile()

    async def round(self) -> float:
        """One round: all that waits and all that is new. Returns the seconds until the next is due."""
        by_hand, self._by_hand = self._by_hand, False
        self._most, self._alone, self._tried = MAX_CHANGES, frozenset(), frozenset()
        photos_may_go = always if by_hand else self._photos_may_go
        try:
            reply = await self._exchange()
            if not self.state.is_full:
                await catalogues.read_missing(self._tables, self._api)
            opened.forget_old(self._tables, self._clock.now_ms())
            await erased.finish(self._tables, self._files, self._clock.now_ms())
            if await self._uploader.send_wanted(reply, photos_may_go):
                self.wake(by_hand=by_hand)
            await self._carry(photos_may_go)
        except errors.SyncError as error:
            return self._failed(error)
        except Exception:
            # The disk is full: nothing is under way any more, and no screen may say that it is.
            self._show(phase="idle", in_batch=frozenset())
            raise
        if self._alone:
            return self._failed(errors.Busy(failed=True))
        self._backoff.succeeded()
        self._show(phase="idle", trouble="", retry_at_ms=0, in_batch=frozenset())
        return self._until_rested(_FULL_ROUND_S if self.state.is_full else QUIET_ROUND_S)

    def _failed(self, error: errors.SyncError) -> float:
        retry_after_s = error.retry_after_s if isinstance(error, errors.Busy) else None
        wait_s = self._backoff.failed(retry_after_s)
        retry_at_ms = self._clock.now_ms() + int(wait_s * 1000)
        self._show(phase="idle", trouble=errors.trouble(error), retry_at_ms=retry_at_ms, in_batch=frozenset())
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
            await self._look_for_room()
            reply = await self._send(batch)
            if reply is None:
                continue
            # What a restored centre cannot take yet stays kept, and goes again at the next round, not in this one.
            self._tried |= {change.id for change in batch}
            torn = self._take(reply)
            self._changed()
            refetches += bool(torn)
            if refetches > _MOST_REFETCHES:
                raise errors.Busy
            if not (self._next_batch() or torn or (reply.more and not self.state.is_full)):
                return reply

    async def _look_for_room(self) -> None:
        free = await self._files.free_bytes()
        is_full = free is not None and free < PULL_ROOM_BYTES
        if is_full != self.state.is_full:
            self._show(is_full=is_full)

    def _take(self, reply: SyncReply) -> list[str]:
        """Returns the streams that did not match and are to be fetched anew."""
        at = self._clock.now_iso()
        if not self.state.is_full:
            return incoming.take_reply(self._tables, reply, at)
        incoming.take_answers(self._tables, reply, at)
        return []

    def _next_batch(self) -> list[Change]:
        return outbox.next_batch(self._tables, self._clock.now_ms(), self._most, self._alone | self._tried)

    async def _send(self, batch: list[Change]) -> SyncReply | None:
        """One round trip; None when the batch was made smaller and the caller should go on."""
        page = 0 if self.state.is_full else self._page
        cursors = incoming.cursors(self._tables)
        request = SyncRequest(batch, cursors, page, self._holding(batch), spares_own=True, holds_city=True)
        try:
            return await self._api.sync(request)
        except errors.UnreadableChange as error:
            self._refuse(batch[error.index : error.index + 1], "bad_envelope")
        except errors.TooLarge as error:
            if error.by_proxy and len(batch) < 2:
                raise errors.Busy from error
            self._halve(batch, lambda: self._refuse(batch, "too_large"))
        except errors.Busy as error:
            if not (error.failed and batch):
                raise
            # A 500 that only one change causes must not hold up the others: it waits alone.
            if len(batch) == 1 and len(self._alone) == _MOST_APART:
                raise
            self._halve(batch, lambda: self._set_apart(batch))
        return None

    def _holding(self, batch: list[Change]) -> Holding:
        """What stays on this phone alone when the batch has arrived."""
        notes = outbox.unsent_count(self._tables, {change.id for change in batch})
        return Holding(notes, len(outbox.unsent_files(self._tables)))

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

    async def _carry(self, photos_may_go: Callable[[], bool]) -> None:
        """What this phone carries for others, after its own work."""
        carrier = carrying.Carrier(self._tables, self._files, self._api, self._uploader.send, photos_may_go)
        await carrier.deliver_all(
            self._clock.now_ms(), lambda key: self._show(phase="carrying", in_batch=frozenset({key}))
        )

    def _photos_may_go(self) -> bool:
        return not self.state.photos_wait_for(self._network)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._changed()
