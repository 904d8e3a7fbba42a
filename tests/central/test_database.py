from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select

from sync.central import syncing
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.database import Database
from sync.central.tables import changes, facts, metadata, records
from sync.domain.people import Role
from sync.protocol.messages import SyncRequest
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.centres import KASSI, Speaker, a_note


def test_the_migrations_make_exactly_the_tables_that_the_code_describes(centre: Centre) -> None:
    with centre.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_preparing_again_changes_nothing(centre: Centre) -> None:
    centre.prepare()


def _push(who: Speaker, titles: list[str]) -> list[int | None]:
    caller = Caller(who.person, who.device)
    changes = [who.change_of(who.make_id(), a_note(title=title)) for title in titles]
    return [receipt.seq for receipt in syncing.push(who.centre, caller, SyncRequest(changes))]


async def test_a_stream_has_no_holes_when_many_write_at_once(enrol: Enrol, centre: Centre) -> None:
    writers = [enrol(Role.RT) for _ in range(6)]

    with ThreadPoolExecutor(6) as pool:
        batches = list(pool.map(lambda who: _push(who, [f"{who.device} {n}" for n in range(5)]), writers))

    assert sorted(seq for batch in batches for seq in batch if seq) == list(range(1, 31))
    with centre.database.read() as connection:
        assert first_break(connection, KASSI) is None


async def test_one_change_sent_by_many_threads_at_once_is_kept_once(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT)
    change = rt.change_of(rt.make_id(), a_note())
    caller = Caller(rt.person, rt.device)

    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(lambda _: syncing.push(centre, caller, SyncRequest([change])), range(6)))

    assert all(receipt == receipts[0] for receipt in receipts)
    with centre.database.read() as connection:
        assert len(connection.execute(select(changes).where(changes.c.stream == KASSI)).all()) == 1


async def test_what_is_stored_is_what_was_sent(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT)
    change = rt.change_of(rt.make_id(), a_note(title="Bu’ang & “kompos” 日本"))

    await rt.send(change)

    with centre.database.read() as connection:
        row = connection.execute(select(changes).where(changes.c.stream == KASSI)).one()
        stored = connection.execute(select(records)).one()
    assert json.loads(row.body) == {name: getattr(change, name) for name in change.__slots__}
    assert (stored.status, stored.version, stored.author) == ("submitted", 1, rt.person.id)


async def test_a_change_that_equals_a_stored_one_in_another_order_of_keys_is_the_same(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    change = rt.change_of(rt.make_id(), a_note())
    first = await rt.send(change)

    turned = replace(change, set=dict(reversed(change.set.items())))

    assert await rt.send(turned) == first


def test_what_was_left_open_is_rolled_back_before_the_next_one_begins(centre: Centre) -> None:
    with pytest.raises(ZeroDivisionError), centre.database.write() as connection:
        connection.execute(insert(facts).values(name="half", value="written"))
        raise ZeroDivisionError
    with centre.database.glance() as connection:
        connection.execute(select(facts))

    with centre.database.read() as connection:
        assert connection.execute(select(facts.c.value).where(facts.c.name == "half")).all() == []


def test_who_waits_too_long_for_a_connection_is_told_to_come_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'centre.sqlite3'}", wait_s=0)

    with database.write(), pytest.raises(Problem) as problem, database.write():
        pass

    assert problem.value.code is Code.BUSY
    with database.write():
        pass
    database.close()


def test_a_connection_stays_open_for_who_comes_next(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'centre.sqlite3'}")
    with database.read() as one, database.read() as other:
        opened = [each.connection.dbapi_connection for each in (one, other)]
    with database.read() as again:
        assert again.connection.dbapi_connection is opened[0]
    database.close()


def test_a_connection_that_comes_back_after_the_end_is_closed(centre: Centre) -> None:
    with centre.database.read() as late:
        held = late.connection.dbapi_connection
        assert held
        centre.database.close()

    with pytest.raises((sqlite3.Error, psycopg.Error)):
        held.cursor().execute("SELECT 1")
