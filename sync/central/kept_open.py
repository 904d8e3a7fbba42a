"""Connections to SQLite that stay open from one use to the next.

To take one out of SQLAlchemy's pool and to give it back takes longer than most of what SQLite is asked in between.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class KeptOpen:
    """At most so many connections at a time, of an engine that has no pool of its own. The one that came back last
    is the next to go: its pages are still in its cache."""

    def __init__(self, engine: Engine, *, most: int, kept: int, wait_s: float) -> None:
        self._engine, self._kept, self._wait_s = engine, kept, wait_s
        self._places: SimpleQueue[None] = SimpleQueue()
        for _ in range(most):
            self._places.put(None)
        self._free: deque[Connection] = deque()
        self._is_closed = False

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """Outside any transaction; one that is left open then is rolled back. Raises PoolTimeout.

        Whoever goes on with it after the block is in the way of the next one: it is not closed then.
        """
        try:
            self._places.get(timeout=self._wait_s)
        except Empty:
            raise PoolTimeout(f"no connection came back within {self._wait_s} s") from None
        try:
            connection = self._taken()
            try:
                yield connection
            finally:
                self._take_back(connection)
        finally:
            self._places.put(None)

    def _taken(self) -> Connection:
        with suppress(IndexError):
            return self._free.pop()
        return self._engine.connect()

    def _take_back(self, connection: Connection) -> None:
        if _is_ended(connection) and len(self._free) < self._kept:
            self._free.append(connection)
        else:
            _close(connection)
        if self._is_closed:
            self.close()

    def close(self) -> None:
        """Also what somebody still has: it closes when it comes back."""
        self._is_closed = True
        with suppress(IndexError):
            while True:
                _close(self._free.pop())


def _is_ended(connection: Connection) -> bool:
    """Whatever transaction was left open, also by a commit that did not come to its end."""
    with suppress(SQLAlchemyError, sqlite3.Error):
        connection.rollback()
        connection.connection.rollback()
        return True
    return False


def _close(connection: Connection) -> None:
    with suppress(SQLAlchemyError):
        connection.close()
