"""A record is stored as the text that devices are sent: what was stored otherwise before, and parts of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import sync.central.migrations
from sync.central.database import Database
from sync.central.stored import Path as PathState
from sync.central.stored import StoredRecord
from sync.central.tables import records
from sync.protocol.merge import Entry
from tests.support import postgresql

HASH = "00000000000000ab"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Without tables."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
        yield made
        made.close()
        return
    with postgresql.database(request.getfixturevalue("postgresql_server")) as url:
        made = Database(url)
        yield made
        made.close()


def _source(change: str, device: str) -> dict[str, Any]:
    by = {"id": "p", "name": "Ibu Contoh", "role": "rt"}
    return {"change": change, "device": device, "by": by, "received_at": "2026-12-03T06:05:00.000Z"}


def _an_old_record(connection: sa.Connection) -> None:
    """As the first tables held it: two titles, and an area whose other value was removed by device d3."""
    paths = {
        "title": {"held": [["Teba “kompos”", 1], ["Kompos", 2]], "touched": 2, "by": "d2"},
        "area": {"held": [["73.71.13.1002", 1]], "touched": 3, "by": "d3"},
        "theme": {"held": [[None, 1]], "touched": 1, "by": "d1"},
    }
    sources = {"1": _source("c1", "d1"), "2": _source("c2", "d2")}
    row = {"stream": "s", "id": "r", "kind": "innovation", "author": "p", "version": 3, "hash": HASH}
    row |= {"paths": json.dumps(paths), "sources": json.dumps(sources)}
    stream = {"code": "s", "seq": 3, "link": "0" * 64, "checksum": HASH, "safe": 0}
    for table, values in (("streams", stream), ("records", row)):
        connection.execute(sa.insert(sa.table(table, *map(sa.column, values))).values(values))


def _upgraded(empty: Database) -> Any:
    """The row of the old record in today's table."""
    config = Config()
    config.set_main_option("script_location", str(Path(sync.central.migrations.__file__).parent))
    with empty.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        _an_old_record(connection)
    empty.migrate()
    with empty.read() as connection:
        return connection.execute(sa.select(records)).one()


def test_a_record_keeps_its_values_and_touches_when_it_is_rewritten(empty: Database) -> None:
    row = _upgraded(empty)

    stored = StoredRecord.from_row(row)

    first, second = Entry("Teba “kompos”", 1, "c1", "d1"), Entry("Kompos", 2, "c2", "d2")
    assert stored.paths == {
        "title": PathState((first, second), 2, "d2"),
        "area": PathState((Entry("73.71.13.1002", 1, "c1", "d1"),), 3, "d3"),
        "theme": PathState((Entry(None, 1, "c1", "d1"),), 1, "d1"),
    }
    assert (row.oldest, stored.version, stored.hash) == (1, 3, int(HASH, 16))


def test_a_rewritten_record_is_stored_as_it_would_be_today(empty: Database) -> None:
    row = _upgraded(empty)

    today = StoredRecord.from_row(row).row()

    assert {name: today[name] for name in ("view", "touched", "oldest")} == {
        name: getattr(row, name) for name in ("view", "touched", "oldest")
    }


def test_who_knows_less_than_the_oldest_touch_is_sent_the_stored_text(empty: Database) -> None:
    row = _upgraded(empty)

    assert StoredRecord.from_row(row).text(row.oldest - 1) == row.view


def test_who_knows_more_is_sent_the_paths_touched_since(empty: Database) -> None:
    record = StoredRecord.from_row(_upgraded(empty))

    late, later = record.view(1), record.view(2)

    assert (set(late.set), set(late.values), set(late.sources)) == ({"title", "area"}, {"title"}, {1, 2})
    assert (later.set, later.seqs, later.values) == ({"area": "73.71.13.1002"}, {"area": 1}, {})
