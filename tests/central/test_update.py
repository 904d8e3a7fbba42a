"""An update and the way back: a database of the previous release goes on, and so do its phones.

`release_0005.tar.gz` was made by `lorong backup` of that release: four notes, one of them erased, a photo, two
devices with the tokens `contoh-rt` and `contoh-kecamatan`, and a signed log.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, insert

from sync.central import filestore
from sync.central.answer import Centre
from sync.central.backup import _from_json, restore
from sync.central.database import migrations
from sync.protocol.limits import OLDEST_PROTOCOL
from tests.support import postgresql
from tests.support.centres import KASSI, an_empty_centre, http_to
from tests.support.clock import StandingClock
from tests.support.logs import faults
from tests.support.tus import a_photo, name_of

RELEASE = Path(__file__).with_name("release_0005.tar.gz")
PHOTO = a_photo(3000)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'centre.sqlite3'}"
        return
    request.getfixturevalue("s3_server")
    with postgresql.database(request.getfixturevalue("postgresql_server")) as url:
        yield url


@pytest.fixture
def centre(empty_url: str, clock: StandingClock) -> Iterator[Centre]:
    """Not prepared yet."""
    made = an_empty_centre(empty_url, clock)
    yield made
    made.database.close()


def fill_as_release(centre: Centre) -> None:
    """The tables as that release made them, with what was in them."""
    with centre.database.write() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        there = MetaData()
        there.reflect(connection)
        for name, rows in tables_of(RELEASE):
            connection.execute(insert(there.tables[name]), rows)
    filestore.put(centre.files, name_of(PHOTO), PHOTO)


def tables_of(path: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    with tarfile.open(path) as archive:
        for entry in archive:
            folder, _, rest = entry.name.partition("/")
            content = archive.extractfile(entry)
            if folder == "tables" and content is not None:
                rows = [json.loads(line) for line in content.read().splitlines()]
                yield (
                    rest.partition("/")[0],
                    [{key: _from_json(value) for key, value in row.items()} for row in rows],
                )


def revision(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


async def asked(http: httpx.AsyncClient, token: str, **headers: str) -> httpx.Response:
    known = {"Authorization": f"Bearer {token}"} | headers
    return await http.post("/v1/sync", json={"changes": [], "cursors": {}, "limit": 200}, headers=known)


async def test_a_database_of_the_previous_release_is_brought_up_and_loses_nothing(centre: Centre) -> None:
    fill_as_release(centre)

    centre.prepare()

    assert faults(centre) == []
    async with http_to(centre) as http:
        reply = (await asked(http, "contoh-rt")).json()
        known = {"Authorization": "Bearer contoh-rt"}
        photo = await http.get(f"/v1/files/{name_of(PHOTO)}", headers=known)
    assert len(reply["records"]) == 4
    assert reply["cursors"].keys() >= {KASSI}
    assert photo.content == PHOTO


async def test_the_oldest_phones_that_are_spoken_with_go_on_after_the_update(centre: Centre) -> None:
    fill_as_release(centre)
    centre.prepare()

    async with http_to(centre) as http:
        oldest = await asked(http, "contoh-rt", **{"Lorong-Protocol": str(OLDEST_PROTOCOL)})
        older = await asked(http, "contoh-rt", **{"Lorong-Protocol": str(OLDEST_PROTOCOL - 1)})

    assert oldest.status_code == 200
    assert (older.status_code, older.json()["lowest"]) == (426, OLDEST_PROTOCOL)


async def test_the_way_back_is_the_backup_that_was_taken_before_the_update(centre: Centre) -> None:
    """Tables only ever gain columns, so a backup of an older release fills those of a newer one."""
    centre.prepare()

    counts = restore(centre, RELEASE)

    assert (counts["changes"], counts["records"]) == (10, 4)
    assert faults(centre) == []
    async with http_to(centre) as http:
        reply = (await asked(http, "contoh-kecamatan")).json()
    assert len(reply["records"]) == 4


def test_a_step_to_new_tables_that_fails_leaves_the_old_ones(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_as_release(centre)
    monkeypatch.setattr("alembic.op.create_index", fail_at_once)

    with pytest.raises(InterruptedError):
        centre.prepare()

    with centre.database.read() as connection:
        assert revision(connection) == "0005"
    monkeypatch.undo()
    centre.prepare()
    assert faults(centre) == []


def fail_at_once(*_: Any, **__: Any) -> None:
    raise InterruptedError
