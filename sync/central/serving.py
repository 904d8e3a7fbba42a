"""A process that serves. Each of several workers makes its own from the environment, which `lorong serve` sets."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from sync.central import logs
from sync.central.app import make_app
from sync.central.background import jobs_of
from sync.central.metrics import SHARED_FOLDER
from sync.central.opening import make_centre
from sync.central.pace import Pace
from sync.central.settings import Settings, from_environment
from sync.central.webapp.late import late_webapp
from sync.central.workers import end_with_watcher, own_socket, watch

LET_REQUESTS_END_S = 30
"""After SIGTERM nothing new is taken, and what is being answered is finished, for at most so long."""


def made() -> FastAPI:
    """What uvicorn calls in each worker."""
    chosen = from_environment()
    logs.configure()
    _look_seldom_for_cycles()
    centre, pace = make_centre(chosen), Pace(chosen.requests_a_minute)
    jobs = jobs_of(chosen) if chosen.workers == 1 else []
    return make_app(centre, late_webapp(), jobs, chosen.proxies, chosen.metrics_token, pace)


def serve(chosen: Settings) -> None:
    """Until SIGTERM or Ctrl+C. Tables are made before there are workers."""
    make_centre(chosen).database.close()
    os.environ |= chosen.environment()
    if chosen.workers == 1:
        uvicorn.Server(_config(chosen)).run()
        return
    # One that is taken by somebody else is said at once, not by each worker.
    own_socket(chosen.host, chosen.port).close()
    modules = ["sync.central.serving"] * chosen.workers + ["sync.central.background"]
    with _shared_counts():
        raise SystemExit(watch([[sys.executable, "-m", module] for module in modules]))


def _config(chosen: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        made,
        factory=True,
        host=chosen.host,
        port=chosen.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=LET_REQUESTS_END_S,
    )


def _serve_beside_others() -> None:
    """What each of several workers runs."""
    chosen = from_environment()
    end_with_watcher()
    uvicorn.Server(_config(chosen)).run([own_socket(chosen.host, chosen.port)])


@contextmanager
def _shared_counts() -> Iterator[None]:
    """Several workers count into files of one folder, so that `/metrics` tells the same from each."""
    with tempfile.TemporaryDirectory(prefix="lorong-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        yield


def _look_seldom_for_cycles() -> None:
    """A batch makes thousands of objects that go by themselves; to walk through them again and again costs 5 %."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


if __name__ == "__main__":
    _serve_beside_others()
