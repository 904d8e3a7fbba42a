"""The way between a device and the centre: every request stops here until the scheduler lets it go on."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import httpx

from sync.central import answer, handover, reading, syncing
from sync.central.answer import Centre
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.problems import Code, Problem
from tests.simulation.tus_line import on_file


@dataclass
class Exchange:
    """A request on its way, and, once the centre has answered, the reply on its way back."""

    request: httpx.Request
    reply: httpx.Response | None = None

    def __await__(self) -> Generator[Exchange, httpx.Response, httpx.Response]:
        response = yield self
        response.request = self.request
        return response


class StoppingTransport(httpx.AsyncBaseTransport):
    """Hands each request to whoever drives the coroutine."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return await Exchange(request)


def respond(
    centre: Centre, request: httpx.Request, came: bytes | None = None, poisoned: frozenset[str] = frozenset()
) -> httpx.Response:
    """The endpoint without its HTTP coat: the same answers, without threads.

    `came` is what arrived of the body, when that is not all of it. On a change among `poisoned` the centre fails.
    """
    try:
        return _answer(centre, request, request.content if came is None else came, poisoned)
    except Problem as problem:
        return reply_with(problem.code.status, canonical(problem.document()), problem.headers)


def _answer(centre: Centre, request: httpx.Request, came: bytes, poisoned: frozenset[str]) -> httpx.Response:
    caller = answer.caller_of(centre, request.headers["Authorization"].removeprefix("Bearer "))
    path = request.url.path
    if path.startswith("/v1/files/"):
        response = on_file(centre, caller, request, path.removeprefix("/v1/files/"), came)
        response.headers["Lorong-Protocol"] = "1"
        return response
    body = reading.unpacked(came, request.headers.get("Content-Encoding", ""))
    if path == "/v1/handover":
        reply = handover.take_handover(centre, caller, handover.request_in(body))
        return reply_with(200, canonical(wire.write(reply)))
    message = reading.sync_request(body).request
    if not poisoned.isdisjoint(change.id for change in message.changes):
        raise Problem(Code.FAULT)
    return reply_with(200, syncing.sync_text(centre, caller, message))


def reply_with(status: int, content: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, content=content, headers={"Lorong-Protocol": "1", **(headers or {})})


def instead(fault: str) -> httpx.Response:
    """What somebody else answers, or the centre in trouble."""
    if fault == "portal":
        return httpx.Response(200, html="<html>Silakan masuk</html>")
    if fault == "proxy limit":
        return httpx.Response(413, text="Request Entity Too Large")
    if fault == "gateway":
        return httpx.Response(502, text="Bad gateway")
    code = _CODES[fault]
    return reply_with(code.status, canonical(Problem(code).document()))


_CODES = {"fault": Code.FAULT, "busy": Code.BUSY, "too large": Code.TOO_LARGE, "too old": Code.APP_TOO_OLD}
INSTEAD = ("portal", "portal", "gateway", "fault", "busy", "too large", "too old", "proxy limit")
