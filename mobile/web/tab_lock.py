"""One tab at a time for one profile, since only one can hold its files; and "pakai di sini" to move it.

The browser gives the lock back by itself when a tab is closed or dies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from mobile.web.javascript import js_error, js_object, name_of

# A reloaded page comes up before the browser has let go of its predecessor's lock.
PATIENCE_S = 1.0
# As long as the older tab may take to close its files; one that sleeps in the background is not waited for longer.
LETTING_GO_S = 3.0
LET_GO = "let go"


class TabLock:
    """The right of this tab to open a profile.

    `let_go` is awaited when another tab takes the profile over, and closes the files; then the lock goes.
    """

    def __init__(self, profile: str, let_go: Callable[[], Awaitable[None]]) -> None:
        self._name = f"lorong-profile-{profile}"
        self._let_go = let_go
        self._released = asyncio.Event()
        self._has_it = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._channel: Any = None

    async def take(self, *, steal: bool = False) -> bool:
        """Whether this tab has it now. With `steal`, an older tab is asked to let go, and then not asked."""
        if self._has_it:
            return True
        if not steal:
            return await self._request(PATIENCE_S)
        self._listen()
        self._channel.postMessage(LET_GO)
        return await self._request(LETTING_GO_S) or await self._request(None)

    def release(self) -> None:
        self._has_it = False
        self._released.set()
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    async def _request(self, patience_s: float | None) -> bool:
        """Waits as long as that; without a limit it takes the lock away from whoever has it."""
        from js import AbortSignal, navigator
        from pyodide.ffi import create_proxy

        granted = asyncio.get_running_loop().create_future()
        hold = create_proxy(self._holder(granted))
        options: dict[str, Any] = {"steal": True}
        if patience_s is not None:
            options = {"signal": AbortSignal.timeout(round(patience_s * 1000))}
        held = navigator.locks.request(self._name, js_object(**options), hold)
        self._spawn(self._watch(held, hold, granted))
        self._has_it = await granted
        if self._has_it:
            self._listen()
        return self._has_it

    def _holder(self, granted: asyncio.Future[bool]) -> Callable[[Any], Awaitable[None]]:
        released = self._released = asyncio.Event()

        async def hold(_lock: Any) -> None:
            granted.set_result(True)
            await released.wait()

        return hold

    async def _watch(self, held: Any, hold: Any, granted: asyncio.Future[bool]) -> None:
        """The request ends when the lock is released, refused in time, or taken away by another tab."""
        try:
            await held
        except js_error() as error:
            if not granted.done():
                granted.set_result(False)
            elif name_of(error) == "AbortError":
                await self._lose()
        finally:
            hold.destroy()

    def _listen(self) -> None:
        from js import BroadcastChannel
        from pyodide.ffi import create_proxy

        if self._channel is None:
            self._channel = BroadcastChannel.new(self._name)
            self._channel.onmessage = create_proxy(lambda _event: self._spawn(self._lose()))

    async def _lose(self) -> None:
        if not self._has_it:
            return
        self._has_it = False
        try:
            await self._let_go()
        finally:
            self.release()

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
