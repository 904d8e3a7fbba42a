"""A centre in a process of its own, on a socket that outlives it: who calls meanwhile waits for the next one."""

from __future__ import annotations

import itertools
import os
import signal
import socket
from multiprocessing.connection import Connection
from typing import Any

import uvicorn
from sqlalchemy import Engine, event

from sync.central.app import make_app
from sync.central.opening import make_centre
from sync.central.settings import Settings

SERVING = "serving"
COMMITS, COMMITTED = "commit", "checkin"
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
        _die_at(centre.database.engine, *dies)
    server = uvicorn.Server(uvicorn.Config(make_app(centre), log_level="error"))
    tell.send(SERVING)
    server.run(sockets=[listening])


def _die_at(engine: Engine, point: str, number: int) -> None:
    count = itertools.count(1)

    def die_when_due(*_: Any) -> None:
        if next(count) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, point, die_when_due)
