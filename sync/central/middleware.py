"""What every exchange under /v1 has: the protocol's version both ways, and headers that close doors."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.api import log, problem_response
from sync.central.observing import route_of
from sync.protocol.limits import OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER, TUS
from sync.protocol.problems import Code, Problem

_CLOSED_DOORS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OF_THE_API = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Whatever came in as somebody's photo must never act as a page of ours. A reply may say more about caching."""
_ONLY_TLS = {"Strict-Transport-Security": "max-age=31536000"}


class ProtocolHeaders:
    """Marks our replies, so that a client tells them from a Wi-Fi's log-in page; 426 for too old a protocol."""

    def __init__(self, app: ASGIApp, *, is_https: bool = False) -> None:
        self._app = app
        self._everywhere = _CLOSED_DOORS | (_ONLY_TLS if is_https else {})
        self._under_v1 = self._everywhere | _OF_THE_API

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started, asked, is_api = False, Headers(scope=scope), scope["path"].startswith("/v1/")

        async def marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers[PROTOCOL_HEADER] = str(PROTOCOL)
                if "Tus-Resumable" in asked:
                    headers["Tus-Resumable"] = TUS
                for name, value in (self._under_v1 if is_api else self._everywhere).items():
                    headers.setdefault(name, value)
            await send(message)

        if is_api and not _is_spoken(asked):
            extra = {"lowest": OLDEST_PROTOCOL, "newest": PROTOCOL}
            await problem_response(Problem(Code.APP_TOO_OLD, extra=extra))(scope, receive, marked)
            return
        try:
            await self._app(scope, receive, marked)
        except Exception as error:
            if started:
                raise
            log.error("fault in %s", route_of(scope), exc_info=error)
            await problem_response(Problem(Code.FAULT))(scope, receive, marked)


def _is_spoken(headers: Headers) -> bool:
    text = headers.get(PROTOCOL_HEADER, str(PROTOCOL))
    return text.isdecimal() and OLDEST_PROTOCOL <= int(text) <= PROTOCOL
