"""The way between a device and the centre: every request stops here until the scheduler lets it go on."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import httpx

from sync.central import answer, reading
from sync.central.answer import Centre
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.problems import Code, Problem


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
        return await Exchange(request)


def respond(centre: Centre, request: httpx.Request, cut_at: int | None = None) -> httpx.Response:
    """The endpoint without its HTTP coat: the same answers, without threads.

    `cut_at` bytes of a file arrive, as behind a proxy that does not say so.
    """
    try:
        return _answer(centre, request, request.content[:cut_at])
    except Problem as problem:
        return _reply(problem.code.status, canonical(problem.document()), problem.headers)


def _answer(centre: Centre, request: httpx.Request, content: bytes) -> httpx.Response:
    caller = answer.caller_of(centre, request.headers["Authorization"].removeprefix("Bearer "))
    path = request.url.path
    if path == "/v1/sync":
        body = reading.unpacked(request.content, request.headers.get("Content-Encoding", ""))
        return _reply(200, canonical(wire.write(answer.sync(centre, caller, reading.sync_request(body)))))
    sha256 = path.removeprefix("/v1/files/")
    if sha256 == path:
        raise Problem(Code.NOT_FOUND)
    if request.method == "GET":
        return _reply(200, answer.read_file(centre, caller, sha256)[0])
    answer.store_file(centre, caller, sha256, content)
    return _reply(201, b"")


def _reply(status: int, content: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, content=content, headers={"Lorong-Protocol": "1", **(headers or {})})


def instead(fault: str) -> httpx.Response:
    """What somebody else answers, or the centre in trouble."""
    if fault == "portal":
        return httpx.Response(200, html="<html>Silakan masuk</html>")
    if fault == "gateway":
        return httpx.Response(502, text="Bad gateway")
    code = {"fault": Code.FAULT, "busy": Code.BUSY, "too large": Code.TOO_LARGE}[fault]
    return _reply(code.status, canonical(Problem(code).document()))


INSTEAD = ("portal", "gateway", "fault", "busy", "too large")
