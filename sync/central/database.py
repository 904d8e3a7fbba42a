"""The connection to SQLite or PostgreSQL: one writer at a time per stream, readers on one snapshot."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import StaticPool

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000")
# SQLite has one writer anyway. Waiting for its connection is quicker than SQLite's own sleeping and asking again,
# and only a connection that writes everything itself finds its pages still in its cache.
_ONE_WRITER = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 20}
_READERS = {"pool_size": 16, "max_overflow": 24}


class Database:
    """`write()` and `read()` are the only ways to a connection."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if not self.is_sqlite:
            self.engine = self._readers = _postgresql(url)
        elif self.url.database in (None, "", ":memory:"):
            self.engine = self._readers = _sqlite(url, "BEGIN IMMEDIATE", 32, poolclass=StaticPool)
        else:
            Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            self.engine = _sqlite(url, "BEGIN IMMEDIATE", 32, **_ONE_WRITER)
            self._readers = _sqlite(url, "BEGIN", 8, **_READERS)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends and writes nothing when it raises."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Every query inside sees the same snapshot."""
        options: dict[str, Any] = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._readers.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For one query, which needs no snapshot: PostgreSQL is spared opening and ending a transaction."""
        if self.is_sqlite:
            with self.read() as connection:
                yield connection
        else:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                yield connection

    def migrate(self) -> None:
        """Bring the tables to this version's shape. Safe to call again; raises when the database is newer."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        self.engine.dispose()
        self._readers.dispose()


def _postgresql(url: str) -> Engine:
    engine = create_engine(url, pool_size=8)

    @event.listens_for(engine, "checkout")
    def _is_alive(connection: Any, _record: Any, _proxy: Any) -> None:
        # A server that went away has closed its end; asking it costs a round trip, looking at the socket does not.
        if connection.closed or select.select([connection.fileno()], [], [], 0)[0]:
            raise DisconnectionError

    return engine


def _sqlite(url: str, begin: str, cache_mib: int, **pool: Any) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        # The driver's own idea of when a transaction begins is switched off: `_begin` decides.
        connection.isolation_level = None
        for pragma in (*_PRAGMAS, f"cache_size={-1024 * cache_mib}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
