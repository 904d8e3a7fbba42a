"""The composition root of the app in the hand: the only file here that knows every part."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

import flet as ft

from mobile.context import AppState, Devices
from mobile.device.clock import SystemClock
from mobile.device.exchange import PhoneFileExchange
from mobile.device.gallery import PhonePhotoSource
from mobile.device.location import NoLocation, PhoneLocation
from mobile.device.network import PhoneNetwork
from mobile.device.ports import Location, Painter, Photos
from mobile.entrance import Entrance
from mobile.navigation import RAIL_FROM, tabs_of
from mobile.open_account import Spawn
from mobile.routes import HOME, Trail, go, go_back, path_of
from mobile.shell import Root, show_look
from mobile.sign_in import ThisDevice
from mobile.store.home import Home
from mobile.theme import FONTS
from sync.domain.assets import assets_folder

IN_BROWSER = sys.platform == "emscripten"
_PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)
_SETTLED_S = 0.2
_IN_FRONT = (ft.AppLifecycleState.RESUME, ft.AppLifecycleState.SHOW)
_BEHIND = (ft.AppLifecycleState.PAUSE, ft.AppLifecycleState.HIDE, ft.AppLifecycleState.INACTIVE)
_BREAKPOINTS = (RAIL_FROM, 840)


def run() -> None:
    ft.run(main, assets_dir=str(assets_folder()))


async def main(page: ft.Page) -> None:
    await start(page, home_of(page))


async def start(page: ft.Page, home: Home) -> AppState:
    """Show the app of this home on the page, then open what is kept there."""
    page.title, page.data, page.fonts = "Lorong", Trail(), FONTS
    app = AppState(devices_of(page), width=page.width or 390, phase="starting")
    spawn = _spawning(page)
    network = PhoneNetwork(lambda: spawn(entrance.woken))
    entrance = Entrance(app, home, network, SystemClock(), spawn, this_device(page))
    app.entrance = entrance
    _listen(page, app, entrance, _watching_updates(entrance, spawn))
    show_look(page, app)
    page.render_views(Root, app)
    await entrance.start(page.url or "")
    if app.session and app.session.account.confirmed and path_of(page.route) == HOME:
        first = tabs_of(app)[0].path
        if first != HOME:
            go(first)
    await entrance.woken()
    return app


def home_of(page: ft.Page) -> Home:
    if IN_BROWSER:
        from mobile.web.home import BrowserHome

        return BrowserHome(page.url or "")
    from mobile.store.disk_home import DiskHome, data_folder

    return DiskHome(data_folder(), has_vault=not page.web and page.platform in _PHONES)


def devices_of(page: ft.Page) -> Devices:
    location: Location = NoLocation()
    if page.web or page.platform is not ft.PagePlatform.LINUX:
        location = PhoneLocation(is_web=bool(page.web))
    photos, painter = _pictures()
    return Devices(photos, location, PhonePhotoSource(page), PhoneFileExchange(page), painter)


def _pictures() -> tuple[Photos, Painter]:
    if IN_BROWSER:
        from mobile.web.painter import CanvasPainter
        from mobile.web.photos import CanvasPhotos

        return CanvasPhotos(), CanvasPainter()
    from mobile.device.paint_pillow import PillowPainter
    from mobile.device.photos_pillow import PillowPhotos

    return PillowPhotos(), PillowPainter()


def this_device(page: ft.Page) -> ThisDevice:
    """What people read when they tell their phones apart."""
    system = page.platform.value if page.platform else "unknown"
    return ThisDevice(f"{system} (web)" if page.web else system, system)


def _spawning(page: ft.Page) -> Spawn:
    def spawn(work: Callable[..., Coroutine[Any, Any, Any]]) -> Future[Any] | None:
        # A page that lost its window keeps its session for a while, but has no loop to run anything in.
        return page.run_task(work) if page.session.connection is not None else None

    return spawn


def _listen(page: ft.Page, app: AppState, entrance: Entrance, stop_watching: Callable[[], None]) -> None:
    async def turn(event: ft.AppLifecycleStateChangeEvent) -> None:
        if event.state in _BEHIND:
            app.pauses += 1
        elif event.state in _IN_FRONT:
            await entrance.woken()

    async def close() -> None:
        stop_watching()
        await entrance.close()

    page.on_app_lifecycle_state_change = turn
    page.on_resize = _resizing(page, app)
    page.on_view_pop = lambda _: go_back()
    page.on_connect = entrance.woken
    page.on_close = close


def _watching_updates(entrance: Entrance, spawn: Spawn) -> Callable[[], None]:
    """Only in the browser does a new version come by itself. Returns what ends the watch."""
    if not IN_BROWSER:
        return lambda: None
    from mobile.web.updates import Updates

    async def tell() -> None:
        entrance.update_ready()

    def hear(_version: str) -> None:
        spawn(tell)

    return Updates(hear).close


def _resizing(page: ft.Page, app: AppState) -> Callable[[ft.PageResizeEvent], None]:
    """While a window is dragged only what changes the layout renders; the exact width follows when it rests."""

    async def take() -> None:
        width = page.width or app.width
        await asyncio.sleep(_SETTLED_S)
        if page.width == width:
            app.width = width

    def resize(_: ft.PageResizeEvent) -> None:
        width = page.width or app.width
        if any((width >= mark) != (app.width >= mark) for mark in _BREAKPOINTS):
            app.width = width
        elif width != app.width:
            page.run_task(take)

    return resize
