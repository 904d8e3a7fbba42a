"""A centre that is killed under several clients, on SQLite and PostgreSQL: what was answered stays true."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import select, text

from sync.central import answer
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.opening import make_centre
from sync.central.settings import Settings
from sync.central.tables import changes, streams
from sync.client.api import CentralApi
from sync.domain.people import Role
from sync.protocol.problems import Problem
from tests.kills import centre_life
from tests.kills.centre_life import COMMITS, COMMITTED, SERVING
from tests.kills.clients import LONGEST_SILENCE_S, Client
from tests.kills.lives import CENTRE_KILLS, Life
from tests.support.centres import KASSI, TIDUNG, a_device, a_person

LONGEST_LIFE_S = 0.25
MOST_TRANSACTIONS = 30
CRASHES = CENTRE_KILLS // 10 + 1


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(tmp_path / "centre", database_url=database_url)


@pytest.fixture
def looked_into(settings: Settings) -> Iterator[Centre]:
    """The centre of the other process, for enrolling people and looking at what it kept."""
    made = make_centre(settings)
    yield made
    made.database.close()


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with centre_life.listen() as made:
        yield made


@pytest.fixture
async def clients(looked_into: Centre, listening: socket.socket) -> AsyncIterator[list[Client]]:
    """Three in one kelurahan, who send the same pictures, and one in another."""
    async with httpx.AsyncClient(base_url=centre_life.url_of(listening), timeout=30) as http:
        heard = asyncio.Event()
        yield [a_client(looked_into, http, area, heard) for area in (KASSI, KASSI, KASSI, TIDUNG)]


def a_client(centre: Centre, http: httpx.AsyncClient, area: str, heard: asyncio.Event) -> Client:
    speaker = a_device(centre, http, a_person(centre, Role.RT, area))
    return Client(speaker, CentralApi(http, speaker.token), Random(speaker.person.area.text), heard)


@asynccontextmanager
async def working(clients: list[Client]) -> AsyncIterator[None]:
    """At the end each finishes what it was about."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for client in clients:
            tasks.create_task(client.work(stop))
        yield
        stop.set()


def a_life(listening: socket.socket, settings: Settings, number: int, random: Random) -> None:
    """Killed at any moment; every second time in the instant before or after it commits something."""
    dies = (random.choice((COMMITS, COMMITTED)), random.randint(1, MOST_TRANSACTIONS)) if number % 2 else None
    life = Life(centre_life.serve, listening, settings, dies)
    assert life.hear(30, until=lambda _: True) == [SERVING]
    life.hear(30 if dies else random.uniform(0, LONGEST_LIFE_S))
    life.kill()


async def test_a_killed_centre_keeps_everything_that_it_had_answered(
    settings: Settings, looked_into: Centre, listening: socket.socket, clients: list[Client]
) -> None:
    random = Random(6)

    async with working(clients):
        for number in range(CENTRE_KILLS):
            await asyncio.to_thread(a_life, listening, settings, number, random)
        last = Life(centre_life.serve, listening, settings)
    last.kill()

    assert sum(client.cuts for client in clients) >= CENTRE_KILLS // 2
    assert_what_was_answered_is_true(looked_into, clients)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.skipif("LORONG_TEST_DATABASE_URL" in os.environ, reason="only a server of our own is let crash")
async def test_what_the_centre_answered_is_kept_when_postgresql_crashes(
    settings: Settings, looked_into: Centre, listening: socket.socket, clients: list[Client]
) -> None:
    random, heard = Random(7), clients[0].heard
    life = Life(centre_life.serve, listening, settings)

    async with working(clients):
        for _ in range(CRASHES):
            for _ in range(random.randint(5, 40)):
                heard.clear()
                await asyncio.wait_for(heard.wait(), LONGEST_SILENCE_S)
            crash_postgresql(looked_into)
    life.kill()
    wait_for_recovery(looked_into)

    assert sum(client.cuts for client in clients) >= CRASHES
    assert_what_was_answered_is_true(looked_into, clients)


def wait_for_recovery(centre: Centre) -> None:
    """A server that crashed a moment ago takes no connections until it has read its log."""
    end = time.monotonic() + LONGEST_SILENCE_S
    while True:
        try:
            with centre.database.read() as connection:
                connection.execute(text("SELECT 1"))
        except Problem:
            if time.monotonic() > end:
                raise
        else:
            return


def crash_postgresql(centre: Centre) -> None:
    """One of its processes is killed; it then throws out all the others and recovers from its log."""
    query = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    wait_for_recovery(centre)
    with centre.database.read() as connection:
        pid = connection.execute(text(query)).scalars().first()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def assert_what_was_answered_is_true(centre: Centre, clients: list[Client]) -> None:
    with centre.database.read() as connection:
        heads = {row.code: row.seq for row in connection.execute(select(streams))}
        rows = connection.execute(select(changes).where(changes.c.stream != centre.city)).all()
        assert [first_break(connection, stream) for stream in heads] == [None] * len(heads)
    for stream in {row.stream for row in rows}:
        assert sorted(row.seq for row in rows if row.stream == stream) == list(range(1, heads[stream] + 1))
    kept = {(row.stream, row.id): (row.seq, row.link, row.digest, row.salt) for row in rows}
    for client in clients:
        for receipt in client.receipts.values():
            proof = (receipt.seq, receipt.link, receipt.digest, receipt.salt)
            assert kept[client.area, receipt.id] == proof
        reader = Caller(client.speaker.person, client.speaker.device)
        for sha256, content in client.stored.items():
            assert answer.read_file(centre, reader, sha256)[0] == content
    assert sum(len(client.receipts) for client in clients) == len(rows), "nothing was taken that was not sent"
