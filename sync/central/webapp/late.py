"""The browser app of a centre that answers at once: built beside, served as soon as it is there."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from sync.central.webapp.build import build_web
from sync.central.webapp.errors import CannotBuild
from sync.central.webapp.serve import WebApp

_log = logging.getLogger(__name__)


def bundle_folder() -> Path:
    """Where this user's built bundle is kept; another version of Lorong builds it anew."""
    return platformdirs.user_cache_path("lorong", appauthor=False) / "web"


class LateWebApp:
    """An ASGI application that answers 503 until the bundle is built."""

    def __init__(self, build: Callable[[], WebApp]) -> None:
        self._webapp: WebApp | None = None
        self._build = build

    def start(self) -> None:
        threading.Thread(target=self._make, name="build-web", daemon=True).start()

    def _make(self) -> None:
        try:
            self._webapp = self._build()
        except (CannotBuild, OSError):
            _log.exception("the browser app could not be built; /app/ stays unavailable")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._webapp is not None:
            await self._webapp(scope, receive, send)
            return
        text = "Lorong sedang disiapkan, muat ulang sebentar lagi. / Being prepared, reload in a moment."
        await PlainTextResponse(text, 503, {"Retry-After": "10"})(scope, receive, send)


def _built() -> WebApp:
    with _one_at_a_time(bundle_folder()):
        return WebApp(build_web(bundle_folder(), progress=lambda _done, _total: None))


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Of several workers the first builds, and the others find it built."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f".{folder.name}-lock").open("a") as lock:
        if os.name == "posix":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def late_webapp() -> LateWebApp:
    """The installed app, building from now on."""
    webapp = LateWebApp(_built)
    webapp.start()
    return webapp
