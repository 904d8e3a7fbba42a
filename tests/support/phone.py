"""The whole app on a phone of a test, from its first frame, with a device in memory behind it."""

from __future__ import annotations

import asyncio
from typing import Any

import flet as ft

from mobile.app import start
from mobile.context import AppState
from mobile.session import Session
from mobile.store import accounts
from mobile.store.accounts import Account
from sync.domain.ids import IdSource
from sync.protocol.messages import PersonInfo
from tests.support.app_driver import AppDriver
from tests.support.homes import MemoryHome
from tests.support.some_centre import IBU_RT


class Phone:
    def __init__(self, home: MemoryHome, **driver: Any) -> None:
        self.home, self.driver = home, AppDriver(**driver)
        self.app: AppState

    async def start(self) -> Phone:
        await self.driver.start(self._main)
        return self

    async def _main(self, page: ft.Page) -> None:
        self.app = await start(page, self.home)

    async def close(self) -> None:
        if self.app.entrance:
            # A fixture's end runs in a context of its own, which knows no page.
            await asyncio.wrap_future(self.driver.page.run_task(self.app.entrance.close))
        await self.driver.close()

    @property
    def session(self) -> Session:
        assert self.app.session is not None
        return self.app.session

    @property
    def route(self) -> str:
        return str(self.driver.page.route)

    async def sign_in(self, code: str, server: str = "lorong.example") -> None:
        await self.driver.enter(self.driver.get(ft.TextField, key="code"), code)
        if self.home.server is None:
            await self.driver.enter(self.driver.get(ft.TextField, key="server"), server)
        await self.driver.tap(self.driver.button("Masuk"))

    async def open_tab(self, label: str) -> None:
        bar = (self.driver.find(ft.NavigationBar) + self.driver.find(ft.NavigationRail))[0]
        labels = [each.label for each in bar.destinations]
        await self.driver.select(bar, labels.index(label))


async def enrolled(home: MemoryHome, person: PersonInfo = IBU_RT, *, confirmed: bool = True) -> Account:
    """This person's account in the home, as after an earlier *Masuk*; the last one made is in use."""
    account = Account(IdSource()(), "http://test", person.id, person.name, person.role, person.area, confirmed)
    tables = await home.open_device()
    accounts.keep_account(tables, account)
    accounts.choose(tables, account.id)
    tables.close()
    home.secrets.held[f"token:{account.id}"] = "token"
    return account


async def a_phone(person: PersonInfo = IBU_RT, **driver: Any) -> Phone:
    """Signed in and confirmed, with a centre that cannot be reached."""
    home = MemoryHome()
    await enrolled(home, person)
    return await Phone(home, **driver).start()
