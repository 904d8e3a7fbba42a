"""The connection to SQLite or PostgreSQL: one writer at a time per stream, readers on one snapshot.

What passes by itself (a full pool, a lock, a server that is away, a full disk) leaves as Problem(BUSY): a phone
then waits and sends the same again. A 500 would make it look for the fault in its own changes.
"""

from __future__ import annotations

import logging
import selectors
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool, Pool, StaticPool

from sync.central import statements
from sync.central.kept_open import KeptOpen
from sync.central.turn import Meanwhile, Taken, Turn, nothing
from sync.protocol.problems import Code, Problem

log = logging.getLogger("lorong")
CONNECTIONS = 16
WAIT_S = 20
"""So long somebody waits for a connection or a lock; phones give up after thirty seconds."""
_IN_POOL = 8
"""Of those to PostgreSQL."""
_ASK_AGAIN_S = 5
_MIGRATION_LOCK = 7371
_SELECTOR: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""select() takes no descriptor from 1024 on; Windows, where it takes any, has no poll()."""

# A row has two to three KB: in pages of 8 KB a new one costs half of what it does in the usual 4 KB. (A database
# that was made with those keeps them.) The WAL goes into the database after 32 MB instead of 4.
_PRAGMAS = (
    "page_size=8192",
    "journal_mode=WAL",
    "wal_autocheckpoint=4000",
    "synchronous=FULL",
    "foreign_keys=ON",
)
# SQLite has one writer anyway. Waiting for its connection is quicker than SQLite's own sleeping and asking again,
# and only a connection that writes everything itself finds its pages still in its cache.
_ONE_WRITER = {"most": 1, "kept": 1}
_READERS = {"most": 40, "kept": 16}
_Taking = Callable[[], AbstractContextManager[Connection]]


class Database:
    """`write()`, `read()` and `glance()` are the only ways to a connection. They raise Problem(BUSY).

    PostgreSQL is given at most so many `connections` by this process.
    """

    def __init__(self, url: str, connections: int = CONNECTIONS, wait_s: float = WAIT_S) -> None:
        self.url = make_url(url)
        self._turn: Turn | None = None
        self._kept: list[KeptOpen] = []
        self._to_write: _Taking
        self._to_read: _Taking
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if not self.is_sqlite:
            self.engine = readers = _postgresql(url, connections, wait_s)
            self._to_write = self._to_read = self.engine.connect
        elif self.url.database in (None, "", ":memory:"):
            self.engine = readers = _sqlite(url, "BEGIN IMMEDIATE", 32, wait_s, StaticPool)
            self._to_write = self._to_read = self.engine.connect
        else:
            path = Path(str(self.url.database))
            path.parent.mkdir(parents=True, exist_ok=True)
            self._turn = Turn(path, wait_s)
            self.engine = _sqlite(url, "BEGIN IMMEDIATE", 32, wait_s, NullPool)
            readers = _sqlite(url, "BEGIN", 8, wait_s, NullPool)
            writing = KeptOpen(self.engine, wait_s=wait_s, **_ONE_WRITER)
            reading = KeptOpen(readers, wait_s=wait_s, **_READERS)
            self._kept = [writing, reading]
            self._to_write, self._to_read = writing.one, reading.one
        self._engines = {self.engine, readers}

    @contextmanager
    def write(self, meanwhile: Meanwhile = nothing) -> Iterator[Connection]:
        """A transaction that commits when the block ends and writes nothing when it raises.

        `meanwhile` is called while another process writes, where one writes at a time. It may read, not write."""
        with _or_busy(), self._to_write() as connection, self._my_turn(meanwhile), connection.begin():
            yield connection

    def _my_turn(self, meanwhile: Meanwhile) -> AbstractContextManager[None]:
        return self._turn.taken(meanwhile) if self._turn else nullcontext()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Every query inside sees the same snapshot."""
        # To SQLite every transaction is a snapshot, and to say so once more costs as much as a query.
        with _or_busy(), self._to_read() as reader:
            connection = reader if self.is_sqlite else reader.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For one query, which needs no snapshot: the database is spared opening and ending a transaction."""
        with _or_busy(), self._to_read() as connection:
            yield connection if self.is_sqlite else connection.execution_options(isolation_level="AUTOCOMMIT")

    def migrate(self) -> None:
        """Bring the tables to this version's shape. Safe to call again; raises when the database is newer."""
        config = migrations()
        with self.write() as connection:
            self.wait_for_others_at_start(connection)
            if version_of(connection) != newest_version():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def wait_for_others_at_start(self, connection: Connection) -> None:
        """Two instances that start at once make tables and first rows one after the other."""
        if not self.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})

    def close(self) -> None:
        """Also of what a request still holds: its connection closes when it comes back."""
        for kept in self._kept:
            kept.close()
        for engine in self._engines:
            event.listen(engine.pool, "checkin", _shut)
            engine.dispose()
        if self._turn:
            self._turn.close()


def _shut(late: Any, _record: Any) -> None:
    if late is not None:
        late.close()


def migrations() -> Config:
    """Where Alembic finds the steps from one version's tables to the next one's."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


@cache
def newest_version() -> str | None:
    """Of the tables that this code wants."""
    return ScriptDirectory.from_config(migrations()).get_current_head()


def version_of(connection: Connection) -> str | None:
    """Of the tables that are there; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _or_busy() -> Iterator[None]:
    try:
        yield
    except (PoolTimeout, DBAPIError, Taken) as error:
        if not _passes(error):
            raise
        # Never the driver's own words: they can hold a whole row.
        log.warning("the database is busy or away: %s", type(getattr(error, "orig", error)).__name__)
        raise Problem(Code.BUSY, headers={"Retry-After": str(_ASK_AGAIN_S)}) from error


def _passes(error: Exception) -> bool:
    if isinstance(error, PoolTimeout | Taken) or getattr(error, "connection_invalidated", False):
        return True
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_PASSES
    # PostgreSQL: what it cannot do now, and a standby that only reads (25006).
    return isinstance(error, OperationalError) or getattr(cause, "sqlstate", None) == "25006"


_SQLITE_PASSES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


def _postgresql(url: str, connections: int, wait_s: float) -> Engine:
    kept = min(_IN_POOL, connections)
    engine = create_engine(
        url,
        pool_size=kept,
        max_overflow=connections - kept,
        pool_timeout=wait_s,
        hide_parameters=True,
        connect_args={"connect_timeout": 10, "application_name": "lorong"},
    )

    @event.listens_for(engine, "checkout")
    def _is_alive(connection: Any, _record: Any, _proxy: Any) -> None:
        # A server that went away has closed its end; asking it costs a round trip, looking at the socket does not.
        if connection.closed or _speaks(connection.fileno()):
            raise DisconnectionError

    return engine


def _speaks(socket: int) -> bool:
    with _SELECTOR() as selector:
        selector.register(socket, selectors.EVENT_READ)
        return bool(selector.select(0))


def _sqlite(url: str, begin: str, cache_mib: int, wait_s: float, pool: type[Pool]) -> Engine:
    arguments = {"check_same_thread": False, "timeout": wait_s}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True, poolclass=pool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        # The driver's own idea of when a transaction begins is switched off: `_begin` decides.
        connection.isolation_level = None
        for pragma in (*_PRAGMAS, f"cache_size={-1024 * cache_mib}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        statements.speak(connection, begin, ())

    return engine
