"""An office with the whole app on its phone, beside the real endpoint: people, their codes, registrations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import flet as ft

from mobile.context import AppState
from mobile.routes import Trail
from mobile.session import Session
from mobile.shell import Root
from sync.central.answer import Centre
from sync.domain.people import Role
from tests.support.app_driver import AppDriver
from tests.support.centres import KASSI, Speaker, a_device, a_person, http_to
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone
from tests.support.sessions import FakeExchange, an_app, some_devices

RT_AREA = f"{KASSI}/RW003/RT002"


class Office(AppDriver):
    """`phone` is the officer's, `app` what its screens show."""

    phone: Phone
    app: AppState
    exchange: FakeExchange

    @property
    def officer(self) -> Session:
        return self.phone.session

    @property
    def where(self) -> str:
        return str(self.page.route)

    async def press(self, text: str) -> None:
        await self.tap(self.button(text))

    async def confirm(self, text: str) -> None:
        """The button of that text in the dialog that is open."""
        (dialog,) = [each for each in self.find(ft.AlertDialog) if each.open]
        (button,) = [each for each in dialog.actions if each.content == text]
        await self.tap(button)

    async def until_shown(self, text: str) -> None:
        await self.until(lambda: self.shows(text))

    async def open_person(self, name: str) -> None:
        (row,) = [row for row in self.find(ft.ListTile) if name in str(row_texts(row))]
        await self.tap(row)

    @property
    def names(self) -> list[str]:
        """The people in the list, from above."""
        rows = [row for row in self.find(ft.ListTile) if str(row.key or "").startswith("person:")]
        return [row_texts(row)[0] for row in rows]

    @property
    def dialog_texts(self) -> str:
        (dialog,) = [each for each in self.find(ft.AlertDialog) if each.open]
        return " ".join(str(text.value) for text in dialog.content.controls if isinstance(text, ft.Text))


OpenOffice = Callable[..., Awaitable[Office]]


def row_texts(row: Any) -> list[str]:
    return [str(text.value) for text in row.title.controls if isinstance(text, ft.Text)]


async def an_office(
    centre: Centre, clock: StandingClock, role: Role = Role.KELURAHAN, area: str = KASSI, route: str = "/people"
) -> Office:
    phone = await a_phone(centre, a_person(centre, role, area, "Petugas"), clock)
    phone.session = replace(phone.session, account=replace(phone.session.account, confirmed=True))
    office = Office(route=route)
    office.phone, office.exchange = phone, FakeExchange()

    def main(page: ft.Page) -> None:
        page.data = Trail()
        office.app = an_app(phone.session, devices=some_devices(exchange=office.exchange))
        phone.session.tables.listen(lambda *_: office.app.beat())  # type: ignore[attr-defined]
        page.render_views(Root, office.app)

    await office.start(main)
    return office


def somebody(centre: Centre, name: str = "Ibu", role: Role = Role.RT, area: str = RT_AREA) -> Speaker:
    """In office, with one phone."""
    return a_device(centre, http_to(centre), a_person(centre, role, area, name))
