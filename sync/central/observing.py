"""Sees every exchange from outside: gives it an id, counts it, and writes a line about what failed or was slow.

The route is told as its template: addresses hold numbers by which people follow their own ideas.
"""

from __future__ import annotations

import logging
import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, reset_contextvars

from sync.central.metrics import Metrics
from sync.central.random_text import random_texts

log = logging.getLogger("lorong.requests")
REQUEST_ID = "X-Request-Id"
_IS_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"}
SLOW_S = 1.0
"""What goes well and quickly is counted and not told, unless somebody asks for it (DEBUG): it would be a line for
every sync of every phone, and the proxy in front writes one anyway."""
_CUT = 499
"""No answer was begun: whoever asked went away, as nginx counts it."""


class Observed:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._make_id = random_texts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started, request_id = _CUT, time.perf_counter(), self._id_of(Headers(scope=scope))

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        before = bind_contextvars(request_id=request_id)
        try:
            await self._app(scope, receive, seen)
        finally:
            self._tell(scope, status, time.perf_counter() - started)
            reset_contextvars(**before)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route = route_of(scope)
        self._metrics.count_request(method, route, status, seconds)
        level = logging.INFO if status >= 400 or seconds >= SLOW_S else logging.DEBUG
        if log.isEnabledFor(level):
            facts = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
            log.log(level, "request", extra=facts)

    def _id_of(self, headers: Headers) -> str:
        """The one that the proxy, or a phone, gave it, if it looks like one."""
        given = headers.get(REQUEST_ID, "")
        return given if _IS_ID.fullmatch(given) else self._make_id()


def route_of(scope: Scope) -> str:
    """`/v1/files/{sha256}`; the browser app is one route, and whatever leads nowhere is another."""
    template = getattr(scope.get("route"), "path", None)
    if isinstance(template, str) and template:
        return template
    return "/app" if scope["path"].startswith("/app/") else "none"
