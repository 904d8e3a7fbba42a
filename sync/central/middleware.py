"""What every exchange under /v1 has: the protocol's version both ways, and headers that close doors."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.api import log, problem_response
from sync.protocol.limits import OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER, TUS
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

        started, asked = False, Headers(scope=scope)

        async def marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers[PROTOCOL_HEADER] = str(PROTOCOL)
                if "Tus-Resumable" in asked:
                    headers["Tus-Resumable"] = TUS
                for name, value in _CLOSED_DOORS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["path"].startswith("/v1/") and not _is_spoken(asked):
            extra = {"lowest": OLDEST_PROTOCOL, "newest": PROTOCOL}
            await problem_response(Problem(Code.APP_TOO_OLD, extra=extra))(scope, receive, marked)
            return
        try:
            await self._app(scope, receive, marked)
        except Exception as error:
            if started:
                raise
            log.error("fault in %s %s", scope["method"], scope["path"], exc_info=error)
            await problem_response(Problem(Code.FAULT))(scope, receive, marked)


def _is_spoken(headers: Headers) -> bool:
    text = headers.get(PROTOCOL_HEADER, str(PROTOCOL))
    return text.isdecimal() and OLDEST_PROTOCOL <= int(text) <= PROTOCOL
