"""Devices that push and upload without rest while the centre is killed under them, and remember its answers."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeVar

from sync.client.api import CentralApi
from sync.client.errors import Busy, Offline, OffsetMoved
from sync.protocol.messages import Change, Receipt, SyncRequest
from tests.support.centres import Speaker, a_note

T = TypeVar("T")
LONGEST_SILENCE_S = 120
PAUSE_S = 0.02
PIECE_BYTES = 40_000


@dataclass
class Client:
    """`receipts` by change, `stored` what was answered as stored, by sha256; `cuts` counts calls without answer.

    `heard` is set at every answer.
    """

    speaker: Speaker
    api: CentralApi
    random: Random
    heard: asyncio.Event
    receipts: dict[str, Receipt] = field(default_factory=dict)
    stored: dict[str, bytes] = field(default_factory=dict)
    records: list[str] = field(default_factory=list)
    cuts: int = 0

    async def work(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            pictures = {hashlib.sha256(each).hexdigest(): each for each in (self._picture(), self._picture())}
            batch = [self._note(list(pictures)), *(self._edit() for _ in range(self.random.randint(0, 3)))]
            await self._push(batch)
            if self.random.random() < 0.2:
                await self._push(batch)
            for sha256, content in pictures.items():
                await self._upload(sha256, content)

    async def _push(self, batch: list[Change]) -> None:
        """A change that was receipted before gets the same receipt again."""
        reply = await self._answered(lambda: self.api.sync(SyncRequest(batch, limit=1)))
        assert [receipt.id for receipt in reply.receipts] == [change.id for change in batch]
        for receipt in reply.receipts:
            assert receipt.status == "accepted", receipt
            assert self.receipts.setdefault(receipt.id, receipt) == receipt

    async def _upload(self, sha256: str, content: bytes) -> None:
        """In pieces. Bytes that the centre said it has are never asked for again.

        That it has them all, as a wrong offset tells, is not yet that it looked at them and stored them.
        """
        offset, is_stored = 0, False
        while not is_stored:
            try:
                there = await self._answered(partial(self._send_piece, sha256, content, offset))
                is_stored = there == len(content)
            except OffsetMoved as moved:
                there = moved.offset
            assert there >= offset
            offset = there
        self.stored[sha256] = content

    async def _send_piece(self, sha256: str, content: bytes, offset: int) -> int:
        piece = content[offset : offset + PIECE_BYTES]
        if offset == 0:
            return await self.api.create_file(sha256, len(content), piece)
        return await self.api.append_file(sha256, offset, piece)

    async def _answered(self, call: Callable[[], Awaitable[T]]) -> T:
        """Asked again after a moment, like a phone, so that what died can come back; but not for ever."""
        async with asyncio.timeout(LONGEST_SILENCE_S):
            while True:
                try:
                    answered = await call()
                except (Offline, Busy):
                    self.cuts += 1
                    await asyncio.sleep(PAUSE_S)
                else:
                    self.heard.set()
                    return answered

    @property
    def area(self) -> str:
        return self.speaker.person.area.text

    def _note(self, pictures: list[str]) -> Change:
        self.records.append(self.speaker.make_id())
        photo = {"sha256": pictures[0], "preview": pictures[1], "people": "none"}
        values = a_note(area=f"{self.area}/RW003/RT002") | {"photos/p1": photo}
        return self.speaker.change_of(self.records[-1], values, area=self.area)

    def _edit(self) -> Change:
        record = self.random.choice(self.records)
        title = f"Teba kompos {self.random.getrandbits(32)}"
        return self.speaker.change_of(record, {"title": title}, area=self.area)

    def _picture(self) -> bytes:
        return b"\xff\xd8\xff\xe0" + self.random.randbytes(self.random.choice((1_000, 50_000, 300_000)))
