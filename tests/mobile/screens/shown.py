"""One screen alone on a phone, as a test sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import flet as ft

from mobile.context import AppState
from mobile.session import Session
from tests.support.app_driver import AppDriver
from tests.support.sessions import showing


@dataclass
class Shown:
    """With the state behind it."""

    driver: AppDriver
    app: AppState
    session: Session

    @property
    def route(self) -> str:
        return str(self.driver.page.route)

    async def close(self) -> None:
        await self.driver.close()


Page = TypeVar("Page", bound=Shown)


async def shown(
    kind: type[Page], screen: Callable[[], Any], session: Session, *, width: float = 390, **state: Any
) -> Page:
    driver, states = AppDriver(width=width), []
    show = showing(screen, session, width=width, **state)

    def main(page: ft.Page) -> None:
        states.append(show(page))

    await driver.start(main)
    return kind(driver, states[0], session)
