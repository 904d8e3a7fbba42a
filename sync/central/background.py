"""The process in which the jobs run where several workers answer: beside them, since what counts in a thread of
theirs keeps them from answering, and after them, since the system gives it what they leave of the processor."""

from __future__ import annotations

import os
import signal
import threading

from sync.central import logs
from sync.central.digest import digest_job
from sync.central.indexing import index_job
from sync.central.jobs import Job, running
from sync.central.log import log_job
from sync.central.opening import make_centre
from sync.central.retention import retention_job
from sync.central.settings import Settings, from_environment
from sync.central.tallies import tally_job
from sync.central.webhooks import webhook_job
from sync.central.workers import end_with_watcher

_BEHIND = 10
"""Of the 19 steps by which a process can stand back: while all others work, this one has a tenth of their time."""


def jobs_of(chosen: Settings) -> list[Job]:
    """All that runs beside; each once, whichever process takes it."""
    mail = [digest_job(chosen)] if chosen.smtp_url else []
    return [log_job(), index_job(), retention_job(chosen), webhook_job(), tally_job(), *mail]


def _run() -> None:
    """Until SIGTERM."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    chosen = from_environment()
    logs.configure()
    end_with_watcher()
    if hasattr(os, "nice"):
        os.nice(_BEHIND)
    with running(make_centre(chosen), jobs_of(chosen)):
        stopping.wait()


if __name__ == "__main__":
    _run()
