"""What every exchange under /v1 has: the protocol's version both ways, and headers that close doors."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.api import problem_response
from sync.protocol.limits import OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER
from sync.protocol.problems import Code, Problem

_CLOSED_DOORS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


class ProtocolHeaders:
    """Marks our replies, so that a client tells them from a Wi-Fi's log-in page; 426 for too old a protocol."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers[PROTOCOL_HEADER] = str(PROTOCOL)
                for name, value in _CLOSED_DOORS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["path"].startswith("/v1/") and not _is_spoken(Headers(scope=scope)):
            extra = {"lowest": OLDEST_PROTOCOL, "newest": PROTOCOL}
            await problem_response(Problem(Code.APP_TOO_OLD, extra=extra))(scope, receive, marked)
        else:
            await self._app(scope, receive, marked)


def _is_spoken(headers: Headers) -> bool:
    text = headers.get(PROTOCOL_HEADER, str(PROTOCOL))
    return text.isdecimal() and OLDEST_PROTOCOL <= int(text) <= PROTOCOL
