"""Fixtures of the centre's own tests: both file stores, and centres that stand in for one that was lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sync.central.answer import Centre
from tests.support.centres import a_centre
from tests.support.clock import StandingClock
from tests.support.drill import Drill
from tests.support.told import Receiver, receiving


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
    lent = ExitStack()

    def make() -> Iterator[Centre]:
        while True:
            if database_url.startswith("sqlite"):
                url = f"sqlite:///{tmp_path / f'restored-{len(made)}.sqlite3'}"
            else:
                url = lent.enter_context(request.getfixturevalue("postgresql_databases").lent())
            made.append(a_centre(url, clock))
            yield made[-1]

    yield make()
    for centre in made:
        centre.database.close()
    lent.close()


@pytest.fixture
def drill(centre: Centre, clock: StandingClock, tmp_path: Path, empty_centres: Iterator[Centre]) -> Drill:
    return Drill(centre, clock, tmp_path / "all.lorong", empty_centres)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made
