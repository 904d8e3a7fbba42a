"""How the device reads a list of the centre page by page, each kept together with the cursor behind it.

So a break costs one page, and a failure leaves what is held as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, TypeVar

from sync.client.errors import Refused
from sync.client.ports import Clock

_log = logging.getLogger(__name__)


class Page(Protocol):
    @property
    def cursor(self) -> str: ...

    @property
    def more(self) -> bool: ...


P = TypeVar("P", bound=Page)
Ask = Callable[[str], Awaitable[P]]


async def read_on(ask: Ask[P], cursor: Callable[[], str], take: Callable[[P], None]) -> None:
    """Until the last page. Raises what errors.py names. Safe to repeat, and to cancel."""
    more = True
    while more:
        before = cursor()
        page = await _page(ask, before)
        take(page)
        # A centre that never moves on would be asked without end.
        more = page.more and page.cursor != before


async def _page(ask: Ask[P], cursor: str) -> P:
    """From the beginning where the centre no longer knows the cursor."""
    try:
        return await ask(cursor)
    except Refused as error:
        if error.code != "bad_cursor" or not cursor:
            raise
        return await ask("")


async def quietly(read: Callable[[], Awaitable[None]], name: str) -> None:
    """What the engine does while it rests. Never raises, so that sending goes on."""
    try:
        await read()
    except Exception as error:  # noqa: BLE001 - what is held stays; the next rest goes on from there
        _log.info("%s was not read: %r", name, error)


def is_past(at: str, clock: Clock, every_ms: int) -> bool:
    """Whether it was read so long ago, or by a clock that ran ahead of this one."""
    return not 0 <= clock.now_ms() - datetime.fromisoformat(at).timestamp() * 1000 < every_ms
