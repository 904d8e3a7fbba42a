from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest

from sync.central.answer import Centre
from tests.mobile.screens import ideas_page
from tests.mobile.screens.city_page import OpenPage, a_city_page
from tests.mobile.screens.grow_page import OpenGrow, completing
from tests.mobile.screens.home_page import OpenHome, home_page
from tests.mobile.screens.ideas_page import OpenIdeas
from tests.mobile.screens.office import OpenOffice, an_office
from tests.mobile.screens.outbox_page import OpenOutbox, outbox_page
from tests.support.clock import StandingClock


@asynccontextmanager
async def closing(open_page: Callable[..., Awaitable[Any]]) -> AsyncIterator[Callable[..., Awaitable[Any]]]:
    """Opens pages that are closed when the test ends."""
    pages: list[Any] = []

    async def open_one(*given: Any, **how: Any) -> Any:
        pages.append(await open_page(*given, **how))
        return pages[-1]

    yield open_one
    for page in pages:
        await page.close()


@pytest.fixture
async def home() -> AsyncIterator[OpenHome]:
    async with closing(home_page) as opening:
        yield opening


@pytest.fixture
async def kiriman() -> AsyncIterator[OpenOutbox]:
    async with closing(outbox_page) as opening:
        yield opening


@pytest.fixture
async def lengkapi() -> AsyncIterator[OpenGrow]:
    async with closing(completing) as opening:
        yield opening


@pytest.fixture
async def usulan() -> AsyncIterator[OpenIdeas]:
    async with closing(ideas_page.an_office) as opening:
        yield opening


@pytest.fixture
async def office(centre: Centre, clock: StandingClock) -> AsyncIterator[OpenOffice]:
    """The whole app of an office: a lurah with *Orang & HP* where nothing else is said."""
    async with closing(partial(an_office, centre, clock)) as opening:
        yield opening


@pytest.fixture
async def city_page(centre: Centre, clock: StandingClock) -> AsyncIterator[OpenPage]:
    """A screen of the city: of the kota where nothing else is said."""
    async with closing(partial(a_city_page, centre, clock)) as opening:
        yield opening
