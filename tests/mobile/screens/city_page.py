"""*Terbitkan*, *Cari*, *Laporan*, *Laporan halaman* and *Catatan akses* under their routes, on a real centre."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import flet as ft
import httpx

from mobile.context import App, AppState
from mobile.screens.board import BoardScreen
from mobile.screens.city_sheet import CitySheetScreen
from mobile.screens.figures import FiguresScreen
from mobile.screens.find import FindScreen
from mobile.screens.note import NoteScreen
from mobile.screens.offers import OffersScreen
from mobile.screens.partners import PartnersScreen
from mobile.screens.portfolio import PortfolioScreen
from mobile.screens.publish import PublishScreen
from mobile.screens.record import RecordScreen
from mobile.screens.reports import ReportsScreen
from mobile.screens.views import ViewsScreen
from sync.central.answer import Centre
from sync.domain.people import Role
from tests.mobile.screens.desk import Desk, texts_in
from tests.support.centres import a_person
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone
from tests.support.sessions import FakeExchange, an_app, some_devices

WIDE, PHONE = 1280, 390


@dataclass
class Unhurried(httpx.AsyncBaseTransport):
    """Lets the centre answer what a screen no longer waits for, as a real one would; knows what is under way."""

    inner: httpx.AsyncBaseTransport
    under_way: set[asyncio.Task[httpx.Response]] = field(default_factory=set)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        task = asyncio.ensure_future(self.inner.handle_async_request(request))
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        return await asyncio.shield(task)


class CityPage(Desk):
    """`phone` is the device beneath: its line can be cut, its engine does a round when it is told to."""

    phone: Phone
    exchange: FakeExchange
    asked: Unhurried

    @property
    def found(self) -> list[str]:
        """The titles in the list, from the top."""
        rows = [tile for tile in self.find(ft.ListTile) if str(tile.key or "").startswith("found:")]
        return [texts_in(row)[0] for row in rows]

    async def close(self) -> None:
        """What is still asked of the centre is answered before the centre closes."""
        await self.until(lambda: not self.asked.under_way)
        await super().close()

    async def open_found(self, record: str) -> None:
        await self.tap(self.get(ft.ListTile, key=f"found:{record}"))
        await self.until(lambda: self.phone.session.record(record) is not None)
        await self.settle()

    async def send(self) -> None:
        await self.phone.round()
        await self.settle()

    async def sees(self, text: str) -> None:
        await self.until(lambda: self.shows(text))


OpenPage = Callable[..., Awaitable[CityPage]]


@ft.component
def _shell() -> ft.View:
    return ft.View(route="/", controls=[ft.use_route_outlet()])


@ft.component
def _find() -> ft.Control:
    return FindScreen(ft.use_route_params().get("record"))


@ft.component
def _publish() -> ft.Control:
    return PublishScreen(ft.use_route_params().get("record"))


@ft.component
def _note() -> ft.Control:
    return NoteScreen(ft.use_route_params().get("record", ""))


@ft.component
def _record() -> ft.Control:
    return RecordScreen(ft.use_route_params().get("record", ""))


def _routed() -> ft.Control:
    tabs = [
        ft.Route(path="find/:record?", component=_find),
        ft.Route(path="publish/:record?", component=_publish),
        ft.Route(path="reports", component=ReportsScreen),
        ft.Route(path="partners", component=PartnersScreen),
        ft.Route(path="offers", component=OffersScreen),
        ft.Route(path="board", component=BoardScreen),
        ft.Route(path="note/:record", component=_note),
        ft.Route(path="record/:record", component=_record),
        ft.Route(path="views", component=ViewsScreen),
        ft.Route(path="figures", component=FiguresScreen),
        ft.Route(path="portfolio", component=PortfolioScreen),
        ft.Route(path="city-sheet", component=CitySheetScreen),
    ]
    return ft.Router([ft.Route(component=_shell, outlet=True, children=tabs)], manage_views=True)


async def a_city_page(
    centre: Centre,
    clock: StandingClock,
    role: Role = Role.KOTA,
    route: str = "/find",
    *,
    area: str = "73.71",
    width: float = WIDE,
    **state: Any,
) -> CityPage:
    phone = await a_phone(centre, a_person(centre, role, area), clock)
    page = CityPage(width=width, route=route)
    page.asked = Unhurried(phone.line._inner)
    phone.line._inner = page.asked  # type: ignore[assignment]
    page.phone, page.lorong, page.exchange = phone, phone.session, FakeExchange()

    def main(shown: ft.Page) -> None:
        app: AppState = an_app(phone.session, devices=some_devices(exchange=page.exchange), width=width, **state)
        page.app = app
        phone.session.tables.listen(lambda *_: app.beat())  # type: ignore[attr-defined]
        shown.render_views(lambda: App(app, _routed))

    await page.start(main)
    return page
