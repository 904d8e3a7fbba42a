"""Fixtures that several folders share."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from sync.central.answer import Centre
from sync.domain.people import Role
from tests.support import postgresql, seaweedfs
from tests.support.bank import Offices, offices
from tests.support.centres import KASSI, Speaker, a_centre, a_device, a_person, http_to
from tests.support.clock import StandingClock
from tests.support.lent import LentDatabases, lending

Enrol = Callable[..., Speaker]


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with postgresql.server() as url:
        postgresql.spare_the_disk(url)
        yield url


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_server: str) -> Iterator[LentDatabases]:
    """With the centre's tables, and its files on the S3 server."""
    with lending(postgresql_server) as databases:
        yield databases


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the centre's tables, copied for each test."""
    file = tmp_path_factory.mktemp("template") / "centre.sqlite3"
    a_centre(f"sqlite:///{file}", StandingClock()).database.close()
    return file


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Where it is missing, tests fail: files on S3 are promised."""
    with seaweedfs.server():
        yield "s3://lorong"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database of its own in a file, with the centre's tables."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'centre.sqlite3')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every contract of the centre holds on both, with its files in a folder and on S3 (`files_beside`)."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    request.getfixturevalue("s3_server")
    databases: LentDatabases = request.getfixturevalue("postgresql_databases")
    with databases.lent() as url:
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


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    """Whoever brings records into the bank."""
    return offices(enrol)


@pytest.fixture
def lurah(enrol: Enrol) -> Speaker:
    return enrol(Role.KELURAHAN)
