"""A real session for tests of screens: the journal in memory, the real engine, a centre that cannot be reached."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import flet as ft
import httpx

from mobile.context import App, AppState, Devices
from mobile.device.paint_pillow import PillowPainter
from mobile.device.ports import DeviceError, PickedPhoto, Position, Rectangle, ShrunkPhoto
from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import Account
from mobile.store.database import open_database
from mobile.store.errors import StoreFull
from mobile.store.shelves import Shelves
from sync.client.tables import INDEXES, RECORDS
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.messages import RecordView
from tests.support.memory_file import MemoryFile

NOON = 1_764_648_000_000
"""2025-12-02T04:00:00Z, noon in Makassar."""


@dataclass
class FakeClock:
    """Stands still until it is moved."""

    ms: int = NOON

    def now_ms(self) -> int:
        return self.ms

    def now_iso(self) -> str:
        return datetime.fromtimestamp(self.ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def advance(self, seconds: float) -> None:
        self.ms += round(seconds * 1000)


@dataclass
class FakeNetwork:
    is_up: bool = True
    is_metered: bool = False
    saves_battery: bool = False
    is_charging: bool = True


@dataclass
class MemoryShelf:
    """A `FileShelf` in memory. `room` is how many bytes it still takes; None is endless."""

    files: dict[str, bytes] = field(default_factory=dict)
    room: int | None = None

    async def read(self, sha256: str) -> bytes | None:
        return self.files.get(sha256)

    async def write(self, sha256: str, content: bytes) -> None:
        more = 0 if sha256 in self.files else len(content)
        if self.room is not None:
            if more > self.room:
                raise StoreFull("no room")
            self.room -= more
        self.files[sha256] = content

    async def delete(self, sha256: str) -> None:
        gone = self.files.pop(sha256, b"")
        if self.room is not None:
            self.room += len(gone)

    async def free_bytes(self) -> int | None:
        return self.room


@dataclass
class FakePhotos:
    """Every picture is one already, unless it says `broken`."""

    async def shrink(self, content: bytes) -> ShrunkPhoto:
        if content == b"broken":
            raise DeviceError("not_an_image")
        return ShrunkPhoto(content, content[:8], None, None)

    async def blur(self, content: bytes, rectangles: list[Rectangle]) -> ShrunkPhoto:
        return await self.shrink(content + b" blurred" * len(rectangles))


class SlowPhotos(FakePhotos):
    """Makes no photo small before it is told to."""

    def __init__(self) -> None:
        self.may_go_on = asyncio.Event()

    async def shrink(self, content: bytes) -> ShrunkPhoto:
        await self.may_go_on.wait()
        return await super().shrink(content)


@dataclass
class FakeLocation:
    """Gives `positions` one after the other; without one, the phone denies it."""

    last: Position | None = None
    positions: list[Position] = field(default_factory=list)

    async def last_known(self) -> Position | None:
        return self.last

    async def current(self) -> Position:
        if not self.positions:
            raise DeviceError("denied")
        return self.positions.pop(0)


@dataclass
class FakePhotoSource:
    has_camera: bool = False
    photos: list[PickedPhoto] = field(default_factory=list)
    action: Any = None

    def hear(self, take: Callable[[list[PickedPhoto]], Any]) -> None:
        self.take = take

    async def pick(self) -> list[PickedPhoto]:
        return self.photos


@dataclass
class FakeExchange:
    """Keeps what is given, unless the person gives up; `files` are what they choose, one after the other."""

    given: dict[str, bytes] = field(default_factory=dict)
    files: list[bytes | DeviceError] = field(default_factory=list)
    gives_up: bool = False
    is_broken: bool = False
    action: Any = None

    def hear(self, take: Callable[[bytes], Any]) -> None:
        self.take = take

    def stop_hearing(self, take: Callable[[bytes], Any]) -> None:
        """What it heard last stays to be looked at."""

    async def give(self, name: str, content: bytes) -> bool:
        if self.is_broken:
            raise DeviceError("missing")
        if not self.gives_up:
            self.given[name] = content
        return not self.gives_up

    async def pick(self, most_bytes: int) -> bytes | None:
        found = self.files.pop(0) if self.files else None
        if isinstance(found, DeviceError):
            raise found
        if found is not None and len(found) > most_bytes:
            raise DeviceError("too_large")
        return found


def memory_shelves() -> Shelves:
    database = open_database(
        MemoryFile(), MemoryFile(), set_aside=lambda _: None, indexes=INDEXES, new_id=lambda: "unused"
    )
    return Shelves(database)


def unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no way to the centre", request=request)


def a_session(
    role: Role | str = Role.RT,
    area: str = "73.71.13.1005/RW003/RT005",
    clock: FakeClock | None = None,
    *,
    name: str = "Ibu Contoh",
    person_id: str = "0192aaaa-0000-7000-8000-000000000001",
    device: str = "0192bbbb-0000-7000-8000-000000000001",
    answer: Callable[[httpx.Request], httpx.Response] = unreachable,
    network: FakeNetwork | None = None,
    handover_key: str = "",
    changed: Callable[[], None] = lambda: None,
) -> Session:
    """Signed in and confirmed. Its engine does not run: `await session.engine.round()` does one round."""
    account = Account(device, "http://test", person_id, name, Role(role).value, area, confirmed=True)
    http = httpx.AsyncClient(base_url="http://test", transport=httpx.MockTransport(answer))
    return make_session(
        account,
        memory_shelves(),
        MemoryShelf(),
        http,
        "token",
        network or FakeNetwork(),
        clock or FakeClock(),
        handover_key=handover_key,
        changed=changed,
        random_fraction=lambda: 0.5,
    )


def pulled(session: Session, view: RecordView) -> None:
    """Put a record into the session as if the centre had sent it."""
    document = {"area": view.area, "kind": view.kind, "hash": "0", "view": wire.write(view)}
    session.tables.table(RECORDS).put(view.id, document)


def some_devices(**ports: Any) -> Devices:
    chosen: dict[str, Any] = {
        "photos": FakePhotos(),
        "location": FakeLocation(),
        "photo_source": FakePhotoSource(),
        "exchange": FakeExchange(),
        "painter": PillowPainter(),
    }
    return Devices(**(chosen | ports))


def an_app(session: Session | None, *, devices: Devices | None = None, **state: Any) -> AppState:
    """The state of a page with this session. Make it inside the page's `main`, or let `showing` do it."""
    return AppState(devices or some_devices(), session, **state)


def showing(
    screen: Callable[[], Any], session: Session | None, *, devices: Devices | None = None, **state: Any
) -> Callable[[ft.Page], AppState]:
    """A `main` for AppDriver that shows one screen alone; it renders again when the account's data changes."""

    def main(page: ft.Page) -> AppState:
        app = an_app(session, devices=devices, **state)
        if session is not None:
            session.tables.listen(lambda *_: app.beat())  # type: ignore[attr-defined]
        page.render(lambda: App(app, screen))
        return app

    return main
