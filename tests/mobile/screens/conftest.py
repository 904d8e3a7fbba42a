from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

import pytest

from mobile.session import Session
from tests.mobile.screens.home_page import OpenHome, home_page
from tests.mobile.screens.ideas_page import AnIdea, Office, OpenIdeas, an_office
from tests.mobile.screens.outbox_page import OpenOutbox, outbox_page
from tests.support.app_driver import AppDriver


class Page(Protocol):
    driver: AppDriver


def closing(pages: list[Any], open_page: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Opens pages that are closed when the test ends."""

    async def open_one(session: Session, **state: Any) -> Any:
        pages.append(await open_page(session, **state))
        return pages[-1]

    return open_one


@pytest.fixture
async def home() -> AsyncIterator[OpenHome]:
    pages: list[Page] = []
    yield closing(pages, home_page)
    for page in pages:
        await page.driver.close()


@pytest.fixture
async def kiriman() -> AsyncIterator[OpenOutbox]:
    pages: list[Page] = []
    yield closing(pages, outbox_page)
    for page in pages:
        await page.driver.close()


@pytest.fixture
async def usulan() -> AsyncIterator[OpenIdeas]:
    opened: list[Office] = []

    async def begin(*ideas: AnIdea, **options: Any) -> Office:
        opened.append(await an_office(*ideas, **options))
        return opened[-1]

    yield begin
    for each in opened:
        await each.close()
