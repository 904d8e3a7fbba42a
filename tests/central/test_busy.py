"""What passes by itself is 503 `busy` and a time to wait, never 500: a full pool, a lock, a full disk."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import text

from sync.central.answer import Centre
from sync.central.database import Database
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.centres import Speaker, a_note, http_to

SHORT_S = 0.2


@pytest.fixture
def hurried(centre: Centre, database_url: str) -> Iterator[Centre]:
    """The same centre, with two connections and little patience."""
    made = replace(centre, database=Database(database_url, connections=2, wait_s=SHORT_S))
    yield made
    made.database.close()


async def asked(centre: Centre, who: Speaker) -> httpx.Response:
    async with http_to(centre) as http:
        note = wire.write(who.change_of(who.make_id(), a_note()))
        return await replace(who, http=http).post({"changes": [note], "cursors": {}, "limit": 1})


def assert_is_busy(response: httpx.Response) -> None:
    assert (response.status_code, response.json()["code"]) == (503, "busy")
    assert int(response.headers["Retry-After"]) > 0


async def test_a_pool_in_which_nothing_becomes_free_is_busy(hurried: Centre, enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await rt.sync()

    with contextlib.ExitStack() as held:
        for _ in range(1 if hurried.database.is_sqlite else 2):
            held.enter_context(hurried.database.write())
        assert_is_busy(await asked(hurried, rt))

    assert (await asked(hurried, rt)).status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_another_process_that_writes_for_long_is_busy(hurried: Centre, centre: Centre, enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await rt.sync()

    with centre.database.write():
        assert_is_busy(await asked(hurried, rt))

    assert (await asked(hurried, rt)).status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_disk_is_busy_and_what_was_not_taken_is_taken_when_there_is_room(
    centre: Centre, enrol: Enrol
) -> None:
    rt = enrol(Role.RT)
    body = {"changes": [wire.write(rt.change_of(rt.make_id(), a_note())) for _ in range(100)], "cursors": {}}
    await rt.sync()

    with no_more_pages(centre.database):
        assert_is_busy(await rt.post(body))

    assert {receipt["status"] for receipt in (await rt.post(body)).json()["receipts"]} == {"accepted"}


@contextlib.contextmanager
def no_more_pages(database: Database) -> Iterator[None]:
    def limit(pages: int) -> None:
        with database.write() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    with database.read() as connection:
        now = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    limit(now)
    yield
    limit(2**30)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_connections_that_the_server_ended_are_busy_once_and_then_new(centre: Centre, enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await rt.sync()

    def ended_in_the_middle() -> None:
        with centre.database.write() as connection:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            killer = threading.Thread(target=end_connection, args=(centre.database, pid))
            killer.start()
            killer.join()
            connection.execute(text("SELECT 1"))

    with pytest.raises(Problem) as caught:
        ended_in_the_middle()

    assert caught.value.code is Code.BUSY
    assert (await asked(centre, rt)).status_code == 200


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_centre_that_holds_a_thousand_files_and_sockets_open_reaches_its_database(database_url: str) -> None:
    with a_thousand_open():
        database = Database(database_url)
        for _ in range(2):
            with database.write() as connection:
                assert connection.execute(text("SELECT 1")).scalar_one() == 1
        database.close()


@contextlib.contextmanager
def a_thousand_open() -> Iterator[None]:
    """Whatever is opened in this block has a number of 1024 or more."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2048), hard))
    held = [os.open(os.devnull, os.O_RDONLY)]
    try:
        while held[-1] < 1024:
            held.append(os.dup(held[0]))
        yield
    finally:
        for each in held:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def end_connection(database: Database, pid: int) -> None:
    with database.write() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})


def test_a_database_that_is_not_there_is_busy() -> None:
    away = Database("postgresql+psycopg://nobody:rahasia@127.0.0.1:9/none", wait_s=SHORT_S)

    with pytest.raises(Problem) as caught, away.read():
        pass

    assert caught.value.code is Code.BUSY
    assert "rahasia" not in str(caught.value)


def test_a_fault_of_our_own_is_none_that_passes(centre: Centre) -> None:
    with pytest.raises(Exception, match="no_such_table"), centre.database.read() as connection:
        connection.execute(text("SELECT * FROM no_such_table"))
