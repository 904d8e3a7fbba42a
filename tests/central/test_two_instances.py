"""Two instances on one database behave as one: real processes, on SQLite with a folder and PostgreSQL with S3."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from sync.central import people
from sync.central.answer import Centre
from sync.central.opening import make_centre
from sync.central.settings import Settings
from sync.central.tables import changes, streams
from sync.domain.people import Role
from tests.support import postgresql
from tests.support.centres import KASSI, RAPPOCINI, Speaker, a_device, a_note, a_person
from tests.support.instances import START_S, Instance, start
from tests.support.logs import faults
from tests.support.tus import Sender, a_photo, note_naming

WRITERS, NOTES = 6, 5


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Of a centre without tables yet."""
    folder = tmp_path / "centre"
    if request.param == "sqlite":
        yield Settings(folder)
        return
    files_url = f"{request.getfixturevalue('s3_server')}/{tmp_path.name}"
    with postgresql.database(request.getfixturevalue("postgresql_server")) as url:
        yield Settings(folder, database_url=url, files_url=files_url)


@pytest.fixture
def instances(settings: Settings) -> Iterator[list[Instance]]:
    """Started at the same moment, on an empty database."""
    settings.secret()
    with ExitStack() as running:
        made = [start(settings) for _ in range(2)]
        for one in made:
            running.callback(one.stop)
        for one in made:
            one.wait_until_up()
        yield made


@pytest.fixture
def centre(settings: Settings, instances: list[Instance]) -> Iterator[Centre]:
    """The same database and files, looked into from here."""
    assert len(instances) == 2
    made = make_centre(settings)
    yield made
    made.database.close()


@pytest.fixture
async def lines(instances: list[Instance]) -> AsyncIterator[list[httpx.AsyncClient]]:
    async with (
        httpx.AsyncClient(base_url=instances[0].url, timeout=30) as one,
        httpx.AsyncClient(base_url=instances[1].url, timeout=30) as other,
    ):
        yield [one, other]


def at_both(centre: Centre, lines: list[httpx.AsyncClient], role: Role, area: str = KASSI) -> list[Speaker]:
    """One device that speaks with either."""
    first = a_device(centre, lines[0], a_person(centre, role, area))
    return [first, replace(first, http=lines[1])]


async def test_they_start_at_once_on_an_empty_database_and_make_each_stream_once(
    centre: Centre, lines: list[httpx.AsyncClient]
) -> None:
    with centre.database.read() as connection:
        codes = connection.execute(select(streams.c.code)).scalars().all()

    assert len(codes) == len(set(codes)) > 150
    rt = at_both(centre, lines, Role.RT)
    assert (await rt[0].sync()).epoch == (await rt[1].sync()).epoch


async def test_what_many_send_to_either_becomes_one_stream_without_holes(
    centre: Centre, lines: list[httpx.AsyncClient]
) -> None:
    writers = [at_both(centre, lines, Role.RT) for _ in range(WRITERS)]
    reader = at_both(centre, lines, Role.KECAMATAN, RAPPOCINI)

    async def write(both: list[Speaker]) -> list[int | None]:
        sent = [both[n % 2].send(both[0].change_of(both[0].make_id(), a_note())) for n in range(NOTES)]
        return [(await receipt).seq for receipt in sent]

    given = await asyncio.gather(*(write(both) for both in writers))
    seen = [{record.id for record in (await one.sync()).records} for one in reader]

    assert sorted(seq for seqs in given for seq in seqs if seq) == list(range(1, WRITERS * NOTES + 1))
    assert len(seen[0]) == WRITERS * NOTES
    assert seen[0] == seen[1]
    assert faults(centre) == []


async def test_a_change_that_comes_to_both_at_once_is_kept_once(
    centre: Centre, lines: list[httpx.AsyncClient]
) -> None:
    rt = at_both(centre, lines, Role.RT)
    change = rt[0].change_of(rt[0].make_id(), a_note())

    receipts = await asyncio.gather(*(rt[n % 2].send(change) for n in range(6)))

    assert all(receipt == receipts[0] for receipt in receipts)
    with centre.database.read() as connection:
        kept = select(func.count()).select_from(changes).where(changes.c.stream == KASSI)
        assert connection.execute(kept).scalar_one() == 1


async def test_a_cursor_of_one_goes_on_at_the_other(centre: Centre, lines: list[httpx.AsyncClient]) -> None:
    rt = at_both(centre, lines, Role.RT)
    await rt[0].send(rt[0].change_of(rt[0].make_id(), a_note()))
    before = await rt[0].sync()
    newer = rt[0].change_of(rt[0].make_id(), a_note(title="Sesudah"))
    await rt[0].send(newer)

    after = await rt[1].sync(cursors=before.cursors)

    assert [record.id for record in after.records] == [newer.record]


async def test_an_upload_that_began_at_one_goes_on_at_the_other_and_is_read_at_both(
    centre: Centre, lines: list[httpx.AsyncClient]
) -> None:
    rt, photo = at_both(centre, lines, Role.RT), a_photo(300_000)
    await note_naming(rt[0], photo)
    one, other = (Sender(each, photo) for each in rt)

    assert (await one.announce(first=100_000)).status_code == 201
    at_the_other = await other.offset()
    assert (await other.send(100_000, 200_000)).status_code == 204
    assert (await one.send(200_000)).status_code == 204

    assert at_the_other == 100_000
    assert (await one.fetch()).content == (await other.fetch()).content == photo


async def test_an_upload_survives_the_end_of_the_instance_at_which_it_began(
    centre: Centre, lines: list[httpx.AsyncClient], instances: list[Instance]
) -> None:
    rt, photo = at_both(centre, lines, Role.RT), a_photo(300_000)
    await note_naming(rt[0], photo)
    one, other = (Sender(each, photo) for each in rt)
    await one.announce(first=100_000)

    instances[0].process.kill()
    instances[0].process.wait()
    await other.send(await other.offset())

    assert (await other.fetch()).content == photo


async def test_a_device_that_was_switched_off_is_off_at_both_at_once(
    centre: Centre, lines: list[httpx.AsyncClient]
) -> None:
    rt = at_both(centre, lines, Role.RT)
    with centre.database.write() as connection:
        people.revoke(connection, rt[0].device, "operator", centre.clock())

    answers = [await one.post({"changes": [], "cursors": {}, "limit": 1}) for one in rt]

    assert [answer.json()["code"] for answer in answers] == ["revoked", "revoked"]


def test_a_job_that_is_due_at_both_runs_at_one(instances: list[Instance]) -> None:
    end = time.monotonic() + START_S
    while runs(instances) == 0 and time.monotonic() < end:
        time.sleep(0.1)

    for one in instances:
        one.stop()

    assert runs(instances) == 1


def runs(instances: list[Instance]) -> int:
    return sum(one.log.count('"event": "retention"') for one in instances)
