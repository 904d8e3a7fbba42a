"""A real phone without its screens: journal in memory, the real engine, a line to a real centre that can fail."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import account_of
from sync.central.answer import Centre
from sync.central.app import make_app
from sync.client.api import CentralApi
from sync.client.working import Working
from sync.domain.people import Person
from sync.protocol.messages import DeviceInfo, EnrolReply, EnrolRequest
from tests.support.centres import a_code, a_note
from tests.support.clock import StandingClock
from tests.support.sessions import FakeNetwork, MemoryShelf, memory_shelves


@dataclass
class Line(httpx.AsyncBaseTransport):
    """The way to the centre, with the faults that a test asks for; each is used once, in order.

    `cuts` are numbers of bytes: when so many more of files were carried, the connection breaks, and with
    `cut_kills` the app is killed in that moment. `carried_bytes` is how many there were in all. `before_file`
    is what happens in the city before the bytes of the next file arrive.
    """

    centre: Centre
    is_up: bool = True
    faults: list[str] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    cut_kills: bool = False
    requests: list[httpx.Request] = field(default_factory=list)
    carried_bytes: int = 0
    before_file: Callable[[], Awaitable[None]] | None = None

    def __post_init__(self) -> None:
        self.connect(self.centre)

    def connect(self, centre: Centre) -> None:
        self.centre = centre
        self._app = make_app(centre)
        self._inner = _transport(self._app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.is_up:
            raise httpx.ConnectError("no network", request=request)
        self.requests.append(request)
        fault = self.faults.pop(0) if self.faults else ""
        if fault in _INSTEAD:
            return _INSTEAD[fault]()
        if fault == "request lost":
            raise httpx.ReadTimeout("request lost", request=request)
        if request.method in ("POST", "PATCH") and request.url.path.startswith("/v1/files/"):
            if self.before_file is not None:
                happens, self.before_file = self.before_file, None
                await happens()
            await self._carry(request)
        response = await self._inner.handle_async_request(request)
        if fault == "reply lost":
            await response.aread()
            raise httpx.ReadError("reply lost", request=request)
        return response

    async def _carry(self, request: httpx.Request) -> None:
        """Counts the bytes of a file. Raises when the connection breaks on the way or just after them."""
        length = int(request.headers["Content-Length"])
        left = self.cuts[0] if self.cuts else length + 1
        self.carried_bytes += min(length, left)
        if self.cuts:
            self.cuts[0] -= length
        if 0 < length >= left:
            self.cuts.pop(0)
            app = first_bytes_only(self._app, left) if left < length else self._app
            await (await _transport(app).handle_async_request(request)).aread()
            raise asyncio.CancelledError if self.cut_kills else httpx.ReadError("cut", request=request)


def _transport(app: ASGIApp) -> httpx.ASGITransport:
    return httpx.ASGITransport(app=app, raise_app_exceptions=False)


def first_bytes_only(app: ASGIApp, left: int) -> ASGIApp:
    """The app, which gets so many bytes of a body and then hears that the other end is gone."""

    async def torn(scope: Scope, receive: Receive, send: Send) -> None:
        async def receive_part() -> Message:
            nonlocal left
            if left == 0:
                return {"type": "http.disconnect"}
            message = await receive()
            body = message["body"][:left]
            left -= len(body)
            return {"type": "http.request", "body": body, "more_body": True}

        await app(scope, receive_part, send)

    return torn


_INSTEAD: dict[str, Callable[[], httpx.Response]] = {
    "proxy limit": lambda: httpx.Response(413, text="Request Entity Too Large"),
    "captive portal": lambda: httpx.Response(200, html="<html>Silakan masuk ke Wi-Fi</html>"),
    "gateway": lambda: httpx.Response(502, text="Bad gateway"),
    "fault": lambda: httpx.Response(500, json={"code": "fault"}, headers={"Lorong-Protocol": "1"}),
    "unknown": lambda: httpx.Response(404, json={"code": "not_found"}, headers={"Lorong-Protocol": "1"}),
    "busy": lambda: httpx.Response(
        503, json={"code": "busy"}, headers={"Lorong-Protocol": "1", "Retry-After": "70"}
    ),
}


@dataclass
class Phone:
    session: Session
    line: Line
    files: MemoryShelf
    clock: StandingClock
    network: FakeNetwork

    def set_signal(self, is_up: bool) -> None:
        self.line.is_up = self.network.is_up = is_up

    def connect(self, centre: Centre) -> None:
        """From now on another centre answers: the same city's after a restore."""
        self.line.connect(centre)

    async def enrol_again(self, person: Person) -> None:
        """*Masuk* with a fresh code in the account that is already here: the device and what it holds stay."""
        http = httpx.AsyncClient(transport=self.line, base_url="http://centre")
        device = DeviceInfo(self.session.account.id, "HP contoh", "android", "0.1.0")
        reply = await CentralApi(http).enrol(
            EnrolRequest(a_code(self.line.centre, person), device, self.session.account.owner)
        )
        self.session = _session(self.session.tables, self.files, http, reply, device, self.network, self.clock)

    async def round(self) -> float:
        """One round of the engine; returns the seconds until the next."""
        return await self.session.engine.round()

    def note(self, **values: Any) -> str:
        """Fill in the quick form and submit it; returns the record's id."""
        copy = self.session.begin()
        copy = self.session.keep(self.typed(copy, **a_note(**values)))
        assert self.session.faults(copy) == []
        change = self.session.submit(copy)
        assert change is not None
        return change.record

    @staticmethod
    def typed(copy: Working, **values: Any) -> Working:
        for path, value in values.items():
            if path != "status":
                copy = copy.with_value(path, value)
        return copy

    def rewrite(self, record: str, **values: Any) -> None:
        """*Ubah*, type, *Simpan*."""
        copy = self.session.open(record)
        assert copy is not None
        self.session.submit(self.typed(copy, **values))

    def values(self, record: str) -> dict[str, Any]:
        state = self.session.record(record)
        assert state is not None
        return state.values

    def two_values(self, record: str, path: str) -> list[Any]:
        state = self.session.record(record)
        assert state is not None
        return [entry.value for entry in state.entries[path]]

    def chip(self, record: str) -> str:
        return self.session.card(record).chip.code


async def a_phone(centre: Centre, person: Person, clock: StandingClock) -> Phone:
    """Enrolled through the protocol, like a real one."""
    line, network, files = Line(centre), FakeNetwork(), MemoryShelf()
    http = httpx.AsyncClient(transport=line, base_url="http://centre")
    device = DeviceInfo(str(uuid.uuid4()), "HP contoh", "android", "0.1.0")
    reply = await CentralApi(http).enrol(EnrolRequest(a_code(centre, person), device))
    session = _session(memory_shelves(), files, http, reply, device, network, clock)
    return Phone(session, line, files, clock, network)


def _session(
    tables: Any,
    files: MemoryShelf,
    http: httpx.AsyncClient,
    reply: EnrolReply,
    device: DeviceInfo,
    network: FakeNetwork,
    clock: StandingClock,
) -> Session:
    account = account_of(device.id, "http://centre", reply)
    return make_session(
        account,
        tables,
        files,
        http,
        reply.token,
        network,
        clock,
        handover_key=reply.handover_key,
        random_fraction=lambda: 0.5,
    )
