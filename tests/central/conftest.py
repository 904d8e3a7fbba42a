"""Fixtures of the centre's own tests: an S3 server, and centres that stand in for one that was lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.answer import Centre
from tests.support import postgresql, seaweedfs
from tests.support.centres import a_centre
from tests.support.clock import StandingClock
from tests.support.drill import City
from tests.support.told import Receiver, receiving


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Where it is missing, tests fail: files on S3 are promised."""
    with seaweedfs.server():
        yield "s3://lorong"


@pytest.fixture(params=["folder", "s3"])
def files_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Every contract of the file store holds on both."""
    if request.param == "folder":
        return f"file://{tmp_path / 'files'}"
    return f"{request.getfixturevalue('s3_server')}/{tmp_path.name}"


@pytest.fixture
def empty_centres(
    request: pytest.FixtureRequest, database_url: str, clock: StandingClock, tmp_path: Path
) -> Iterator[Iterator[Centre]]:
    """As many new centres as are asked for, on the kind of database that the first one has."""
    made: list[Centre] = []
    databases = []

    def make() -> Iterator[Centre]:
        while True:
            if database_url.startswith("sqlite"):
                url = f"sqlite:///{tmp_path / f'restored-{len(made)}.sqlite3'}"
            else:
                server = request.getfixturevalue("postgresql_server")
                databases.append(postgresql.database(server, request.getfixturevalue("postgresql_template")))
                url = databases[-1].__enter__()
            made.append(a_centre(url, clock))
            yield made[-1]

    yield make()
    for centre in made:
        centre.database.close()
    for database in databases:
        database.__exit__(None, None, None)


@pytest.fixture
def city(centre: Centre, clock: StandingClock, tmp_path: Path, empty_centres: Iterator[Centre]) -> City:
    return City(centre, clock, tmp_path / "all.lorong", empty_centres)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made
