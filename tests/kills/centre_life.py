"""A centre in a process of its own, on a socket that outlives it: who calls meanwhile waits for the next one."""

from __future__ import annotations

import itertools
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any
from unittest.mock import patch

import uvicorn
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import event

from sync.central.app import make_app
from sync.central.database import Database
from sync.central.opening import make_centre
from sync.central.settings import Settings
from sync.central.turn import Meanwhile, nothing

SERVING = "serving"
COMMITS, COMMITTED = "commits", "committed"
"""Where it may kill itself: before a transaction is committed, and after, before anybody was answered."""


def listen() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0), backlog=128)


def url_of(listening: socket.socket) -> str:
    return "http://{}:{}".format(*listening.getsockname())


def serve(
    tell: Connection, listening: socket.socket, settings: Settings, dies: tuple[str, int] | None = None
) -> None:
    """Until it is killed, or kills itself at the transaction of that number."""
    centre = make_centre(settings)
    if dies:
        _die_at(centre.database, *dies)
    server = uvicorn.Server(uvicorn.Config(make_app(centre), log_level="error"))
    tell.send(SERVING)
    server.run(sockets=[listening])


def _die_at(database: Database, point: str, number: int) -> None:
    count, write = itertools.count(1), database.write

    def die_when_due(*_: Any) -> None:
        if next(count) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def dying(meanwhile: Meanwhile = nothing) -> Iterator[SqlConnection]:
        with write(meanwhile) as connection:
            yield connection
        die_when_due()

    if point == COMMITS:
        event.listen(database.engine, "commit", die_when_due)
    else:
        # No event tells of it: a connection to SQLite stays open, and is not given back.
        patch.object(database, "write", dying).start()
