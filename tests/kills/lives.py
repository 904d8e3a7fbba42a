"""Processes that are killed. Each is forked from a server that has imported everything, so that a life costs
milliseconds; what it tells is heard even when it dies the instant after.

`LORONG_KILLS=500 python -m pytest tests/kills` kills a phone 500 times and a centre 100 times on each database.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any, Concatenate, ParamSpec

Told = ParamSpec("Told")

PHONE_KILLS = int(os.environ.get("LORONG_KILLS", "15"))
CENTRE_KILLS = max(5, PHONE_KILLS // 5)
_IMPORTED = ["pytest", "tests.kills.phone_life", "tests.kills.centre_life"]


@functools.cache
def _forking() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    return context


class Life:
    """One process, from its start to its kill. `live` is given the pipe into which it tells what it has done."""

    def __init__(
        self, live: Callable[Concatenate[Connection, Told], None], *args: Told.args, **named: Told.kwargs
    ) -> None:
        self._ear, mouth = _forking().Pipe(duplex=False)
        self._process = _forking().Process(target=_live, args=(live, mouth, *args), kwargs=named, daemon=True)
        self._process.start()
        mouth.close()

    def hear(self, seconds: float, until: Callable[[Any], bool] = lambda _: False) -> list[Any]:
        """What it tells in this time; shorter when `until` holds of the last thing, or when it is dead."""
        heard: list[Any] = []
        end = time.monotonic() + seconds
        while self._ear.poll(max(0.0, end - time.monotonic())):
            try:
                heard.append(self._ear.recv())
            except EOFError:
                break
            if until(heard[-1]):
                break
        return heard

    def kill(self) -> list[Any]:
        """SIGKILL; returns what it had told and nobody had heard. It must not have ended in another way before."""
        self._process.kill()
        self._process.join()
        rest = self.hear(0)
        self._ear.close()
        assert self._process.exitcode == -signal.SIGKILL, f"it ended by itself: {self._process.exitcode}"
        return rest


def _live(live: Callable[..., None], tell: Connection, *args: Any, **named: Any) -> None:
    threading.Thread(target=_die_with_the_parent, daemon=True).start()
    live(tell, *args, **named)


def _die_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)
