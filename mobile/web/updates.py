"""Tells the app that a newer version waits: fetched in the background, it comes with the next reload."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from mobile.web.javascript import js_object

CHANNEL = "lorong-update"


def running_version() -> str:
    """The version of the bundle that this page runs."""
    return str(import_module("flet_js").version)


class Updates:
    """Calls `when_ready` with the version that waits, also when it came before this. `close` ends it."""

    def __init__(self, when_ready: Callable[[str], None]) -> None:
        from js import BroadcastChannel
        from pyodide.ffi import create_proxy

        self._when_ready = when_ready
        self._known = {running_version()}
        self._channel: Any = BroadcastChannel.new(CHANNEL)
        self._proxy: Any = create_proxy(self._receive)
        self._channel.onmessage = self._proxy
        self._channel.postMessage(js_object(type="ask"))

    def close(self) -> None:
        self._channel.close()
        self._proxy.destroy()

    def _receive(self, event: Any) -> None:
        """Every open tab answers, also to tabs that run the newer version already."""
        if event.data.type == "update_ready" and (version := str(event.data.version)) not in self._known:
            self._known.add(version)
            self._when_ready(version)
