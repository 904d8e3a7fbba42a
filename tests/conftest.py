"""Fixtures that several folders share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url

from sync.central.answer import Centre
from sync.domain.people import Role
from tests.support import postgresql
from tests.support.centres import KASSI, Speaker, a_centre, a_device, a_person, http_to
from tests.support.clock import StandingClock

Enrol = Callable[..., Speaker]


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with postgresql.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """A database with the centre's tables, copied for each test."""
    with postgresql.database(postgresql_server) as url:
        a_centre(url, StandingClock()).database.close()
        yield str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Every contract of the centre holds on both."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'centre.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("postgresql_template")
    with postgresql.database(server, template) as url:
        yield url


@pytest.fixture
def centre(database_url: str, clock: StandingClock) -> Iterator[Centre]:
    made = a_centre(database_url, clock)
    yield made
    made.database.close()


@pytest.fixture
async def http(centre: Centre) -> AsyncIterator[httpx.AsyncClient]:
    async with http_to(centre) as client:
        yield client


@pytest.fixture
def enrol(centre: Centre, http: httpx.AsyncClient) -> Enrol:
    """Enrol somebody of a role: `enrol(Role.RT)`."""

    def make(role: Role, area: str = KASSI, name: str = "Contoh") -> Speaker:
        return a_device(centre, http, a_person(centre, role, area, name))

    return make
