"""A real phone without its screens: journal in memory, the real engine, a line to a real centre that can fail."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import account_of
from sync.central.answer import Centre
from sync.central.app import make_app
from sync.client.api import CentralApi
from sync.client.working import Working
from sync.domain.people import Person
from sync.protocol.messages import DeviceInfo, EnrolRequest
from tests.support.centres import a_code, a_note
from tests.support.clock import StandingClock
from tests.support.sessions import FakeNetwork, MemoryShelf, memory_shelves


@dataclass
class Line(httpx.AsyncBaseTransport):
    """The way to the centre, with the faults that a test asks for; each is used once, in order."""

    centre: Centre
    is_up: bool = True
    faults: list[str] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._inner = httpx.ASGITransport(app=make_app(self.centre), raise_app_exceptions=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.is_up:
            raise httpx.ConnectError("no network", request=request)
        self.requests.append(request)
        fault = self.faults.pop(0) if self.faults else ""
        if fault in _INSTEAD:
            return _INSTEAD[fault]()
        if fault == "request lost":
            raise httpx.ReadTimeout("request lost", request=request)
        response = await self._inner.handle_async_request(request)
        if fault == "reply lost":
            await response.aread()
            raise httpx.ReadError("reply lost", request=request)
        return response


_INSTEAD: dict[str, Callable[[], httpx.Response]] = {
    "captive portal": lambda: httpx.Response(200, html="<html>Silakan masuk ke Wi-Fi</html>"),
    "gateway": lambda: httpx.Response(502, text="Bad gateway"),
    "fault": lambda: httpx.Response(500, json={"code": "fault"}, headers={"Lorong-Protocol": "1"}),
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
    account = account_of(device.id, "http://centre", reply)
    session = make_session(
        account, memory_shelves(), files, http, reply.token, network, clock, random_fraction=lambda: 0.5
    )
    return Phone(session, line, files, clock, network)
