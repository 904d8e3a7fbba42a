"""A line to the centre that is cut after given numbers of bytes, counted over all that was sent up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class CutLine:
    """`cuts`: at which byte upwards, rising. A silent one leaves the centre waiting, as a lost network does."""

    port: int
    cuts: list[int]
    is_silent: bool = False
    may_connect: Callable[[], bool] = lambda: True
    sent_bytes: int = 0
    connections: int = 0
    _left_open: list[asyncio.StreamWriter] = field(default_factory=list)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Yields its origin."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            for writer in self._left_open:
                writer.close()

    async def _carry(self, phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        while not self.may_connect():
            await asyncio.sleep(0.005)
        self.connections += 1
        centre, to_centre = await asyncio.open_connection("127.0.0.1", self.port)
        down = asyncio.create_task(_copy(centre, to_phone))
        is_cut = await self._carry_up(phone, to_centre)
        if is_cut:
            to_phone.transport.abort()
        if is_cut and self.is_silent:
            self._left_open.append(to_centre)
        else:
            to_centre.close()
        await down

    async def _carry_up(self, phone: asyncio.StreamReader, to_centre: asyncio.StreamWriter) -> bool:
        """Whether it was cut; else the phone hung up."""
        while part := await phone.read(4096):
            left = self.cuts[0] - self.sent_bytes if self.cuts else len(part)
            to_centre.write(part[:left])
            await to_centre.drain()
            self.sent_bytes += min(left, len(part))
            if self.cuts and self.sent_bytes >= self.cuts[0]:
                del self.cuts[0]
                return True
        return False


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while part := await source.read(65536):
            target.write(part)
            await target.drain()
    except OSError:
        return
    finally:
        target.close()
