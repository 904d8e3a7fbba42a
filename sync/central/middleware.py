"""What every exchange under /v1 has: the protocol's version both ways, and headers that close doors.

An address with a NUL in it gets no further.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.api import log, problem_response
from sync.central.nul import problem_of_nul
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
        everywhere = {PROTOCOL_HEADER: str(PROTOCOL)} | _CLOSED_DOORS | (_ONLY_TLS if is_https else {})
        self._everywhere = _as_sent(everywhere)
        self._under_v1 = _as_sent(everywhere | _OF_THE_API)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started, asked, is_api = False, Headers(scope=scope), scope["path"].startswith("/v1/")

        async def marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                if "Tus-Resumable" in asked:
                    MutableHeaders(scope=message)["Tus-Resumable"] = TUS
                given = {name for name, _ in message["headers"]}
                added = self._under_v1 if is_api else self._everywhere
                message["headers"] = [*message["headers"], *(pair for pair in added if pair[0] not in given)]
            await send(message)

        if is_api and not _is_spoken(asked):
            extra = {"lowest": OLDEST_PROTOCOL, "newest": PROTOCOL}
            await problem_response(scope, Problem(Code.APP_TOO_OLD, extra=extra))(scope, receive, marked)
            return
        if problem := problem_of_nul(scope):
            await problem_response(scope, problem)(scope, receive, marked)
            return
        try:
            await self._app(scope, receive, marked)
        except Exception as error:
            if started:
                raise
            log.error("fault in %s", route_of(scope), exc_info=error)
            await problem_response(scope, Problem(Code.FAULT))(scope, receive, marked)


def _as_sent(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _is_spoken(headers: Headers) -> bool:
    text = headers.get(PROTOCOL_HEADER, str(PROTOCOL))
    # int() raises for thousands of digits.
    return text.isdecimal() and len(text) < 16 and OLDEST_PROTOCOL <= int(text) <= PROTOCOL
