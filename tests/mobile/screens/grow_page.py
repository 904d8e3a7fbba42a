"""*Lengkapi* beside *Rincian* and *Catat*, on the phone of somebody who completes, reads or grants."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from mobile.context import App
from mobile.routes import GROW, GROW_PART, Trail, url
from mobile.screens.grow import GrowScreen
from mobile.screens.note import NoteScreen
from mobile.screens.record import RecordScreen
from mobile.session import Session
from sync.domain.people import Role
from tests.mobile.screens.desk import RT, Record, a_record, record_id
from tests.mobile.screens.officer import HOME_AREA, Count, Officer
from tests.support.sessions import (
    FakeClock,
    FakeExchange,
    FakeLocation,
    FakePhotos,
    FakePhotoSource,
    a_session,
    an_app,
    pulled,
    some_devices,
)

PDF = b"%PDF-1.7 surat tugas"
MINE = record_id(1)


class Completing(Officer):
    """`sent` is what *Simpan* made of it."""

    exchange: FakeExchange

    @property
    def draft(self) -> dict[str, Any]:
        """What is typed and not submitted."""
        values: dict[str, Any] = self.drafts.get(MINE, {"values": {}})["values"]
        return values

    def held(self, below: str) -> dict[str, Any]:
        return {path: value for path, value in self.draft.items() if path.startswith(below) and value is not None}

    @property
    def told(self) -> str:
        """On the newest snack bar."""
        return str(self.find(ft.SnackBar)[-1].content)

    async def open_part(self, part: str) -> None:
        self.page.navigate(url(GROW_PART, record=MINE, part=part))
        await self.settle()

    async def overview(self) -> None:
        self.page.navigate(url(GROW, record=MINE))
        await self.settle()

    async def save(self) -> None:
        await self.press("Simpan")

    def tile(self, key: str) -> str:
        """Title and second line of the row with that key."""
        row = self.get(ft.ListTile, key=key)
        return f"{row.title.value}: {row.subtitle.value}"


@ft.component
def _grow() -> ft.View:
    record = ft.use_route_params().get("record", "")
    return ft.View(route=ft.use_view_path(), controls=[GrowScreen(record)])


@ft.component
def _record() -> ft.View:
    return ft.View(route=ft.use_view_path(), controls=[RecordScreen(ft.use_route_params().get("record", ""))])


@ft.component
def _note() -> ft.View:
    return ft.View(route=ft.use_view_path(), controls=[NoteScreen(ft.use_route_params().get("record", ""))])


@ft.component
def _home() -> ft.View:
    return ft.View(route="/", controls=[ft.Text("Beranda")])


def _routed() -> ft.Control:
    routes = [
        ft.Route(index=True, component=_home),
        ft.Route(path="record/:record", component=_record, modal=True),
        ft.Route(path="note/:record", component=_note, modal=True),
        ft.Route(path="grow/:record/:part?", component=_grow, modal=True),
    ]
    return ft.Router(routes, manage_views=True)


OpenGrow = Callable[..., Awaitable[Completing]]


async def completing(
    record: Record | None = None,
    part: str = "",
    *,
    role: Role = Role.RT,
    area: str = HOME_AREA,
    person_id: str = RT,
    session: Session | None = None,
    width: float = 390,
    files: list[Any] | None = None,
    source: FakePhotoSource | None = None,
    photos: FakePhotos | None = None,
    **state: Any,
) -> Completing:
    """The author's phone, unless another role is named. `files` are what the person picks, one after the other."""
    session = session or a_session(role, area, FakeClock(), person_id=person_id)
    pulled(session, (record or approved()).view())
    at = url(GROW_PART, record=MINE, part=part) if part else url(GROW, record=MINE)
    page = Completing(width=width, route=at)
    page.lorong, page.count, page.exchange = session, Count(), FakeExchange(files=files or [])
    devices = some_devices(
        location=FakeLocation(),
        photo_source=source or FakePhotoSource(),
        exchange=page.exchange,
        photos=photos or FakePhotos(),
    )

    def main(shown: ft.Page) -> None:
        shown.data = Trail()
        page.app = an_app(session, devices=devices, width=width, **state)
        session.tables.listen(lambda *_: page.app.beat())  # type: ignore[attr-defined]
        shown.render_views(lambda: App(page.app, _routed))

    await page.start(main)
    return page


def approved(**values: Any) -> Record:
    """A note that the kecamatan approved: it goes on growing."""
    return a_record(**values).reviewed("approved", note="", seen=1)
