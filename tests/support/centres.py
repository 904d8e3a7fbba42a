"""A real centre in process, on SQLite with a folder or PostgreSQL with S3, and people enrolled in it."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from obstore.store import ObjectStore
from sqlalchemy import make_url
from starlette.types import Receive, Scope, Send

from sync.central import people
from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.database import Database
from sync.central.filestore import open_store
from sync.central.people import Keys
from sync.domain.areas import AreaCode
from sync.domain.ids import IdSource
from sync.domain.people import Person, Role
from sync.protocol import wire
from sync.protocol.messages import Change, DeviceInfo, EnrolRequest, Receipt, SyncReply
from tests.support.clock import StandingClock

KASSI, TIDUNG = "73.71.13.1002", "73.71.13.1001"
RAPPOCINI = "73.71.13"
MARISO_KELURAHAN = "73.71.01.1001"


def an_empty_centre(database_url: str, clock: StandingClock | None) -> Centre:
    """Not prepared yet. On the standing clock, or, without one, on the real one."""
    centre = Centre(Database(database_url), files_beside(database_url), Keys(b"k" * 32), "73.71")
    return replace(centre, clock=clock) if clock else centre


def a_centre(database_url: str, clock: StandingClock | None) -> Centre:
    """Ready to answer."""
    centre = an_empty_centre(database_url, clock)
    centre.prepare()
    return centre


def files_beside(database_url: str) -> ObjectStore:
    """A folder beside SQLite's file; beside PostgreSQL the S3 server that `s3_server` runs (seaweedfs.py).

    So what holds on both databases is seen on both stores. Other pairs: test_object_store, test_backup_under_load.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return open_store(f"file://{url.database}.files")
    return open_store(f"s3://lorong/{url.database}")


def a_note(**values: Any) -> dict[str, Any]:
    """The paths of a whole quick form; None takes one out."""
    whole = {
        "form": "note/2026.1",
        "title": "Teba kompos (contoh)",
        "problem": "Sampah dapur menumpuk.",
        "action": "Warga membuat lubang kompos bersama.",
        "theme": "waste",
        "stage": "running",
        "since": "2026-05",
        "beneficiary_groups": ["everyone"],
        "beneficiaries": {"unit": "family", "number": 24},
        "originator_kind": "self",
        "area": f"{KASSI}/RW003/RT002",
        "unit": "Kassi-Kassi",
        "classification": "village",
        "place_private": False,
        "status": "submitted",
    }
    return {path: value for path, value in (whole | values).items() if value is not None}


@dataclass
class Speaker:
    """Somebody with a token, who speaks the bare protocol."""

    centre: Centre
    person: Person
    token: str
    device: str
    http: httpx.AsyncClient
    make_id: IdSource = field(default_factory=IdSource)

    def change(
        self, record: str, seen: int = 0, area: str = KASSI, kind: str = "innovation", **values: Any
    ) -> Change:
        return self.change_of(record, values, seen=seen, area=area, kind=kind)

    def change_of(
        self, record: str, values: dict[str, Any], *, seen: int = 0, area: str = KASSI, kind: str = "innovation"
    ) -> Change:
        return Change(self.make_id(), record, kind, area, seen, "2026-12-03T06:05:00Z", values)

    async def post(self, body: Any, **headers: str) -> httpx.Response:
        mine = {"Authorization": f"Bearer {self.token}", "Lorong-Protocol": "1"}
        return await self.http.post("/v1/sync", json=body, headers=mine | headers)

    async def sync(self, *changes: Change, cursors: dict[str, str] | None = None, limit: int = 200) -> SyncReply:
        body = {"changes": [wire.write(change) for change in changes], "cursors": cursors or {}, "limit": limit}
        response = await self.post(body)
        assert response.status_code == 200, response.text
        return wire.read(SyncReply, response.json())

    async def send(self, change: Change) -> Receipt:
        return (await self.sync(change)).receipts[0]


def a_person(centre: Centre, role: Role, area: str, name: str = "Contoh") -> Person:
    person = Person(str(uuid.uuid4()), f"{name} {role.value}", role, AreaCode(area))
    with centre.database.write() as connection:
        people.add_person(connection, person, "test", centre.clock())
    return person


def a_code(centre: Centre, person: Person, *, reusable: bool = False) -> str:
    with centre.database.write() as connection:
        return people.new_code(connection, centre.keys, person, centre.clock(), reusable=reusable)


def a_device(centre: Centre, http: httpx.AsyncClient, person: Person) -> Speaker:
    """One more device of the person, enrolled."""
    device = DeviceInfo(str(uuid.uuid4()), "HP contoh", "android", "0.1.0")
    code = a_code(centre, person)
    with centre.database.write() as connection:
        enrolled = people.enrol(connection, centre.keys, EnrolRequest(code, device), centre.clock())
    return Speaker(centre, person, enrolled.token, device.id, http)


def http_to(*centres: Centre) -> httpx.AsyncClient:
    """A client whose requests are answered in process by the real application; of several instances in turn."""
    turns = itertools.cycle([make_app(centre) for centre in centres])

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await next(turns)(scope, receive, send)

    transport = httpx.ASGITransport(app=answer, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://centre")
