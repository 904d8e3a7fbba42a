"""A centre's jobs, and the process in which they run where several workers answer: beside them, since a thread
that counts keeps its worker from answering, and behind them, since who sends waits and who counts does not."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

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

_BEHIND = 5
"""Of the 19 steps by which a process can stand back. Of a processor that it shares with one that answers it gets a
quarter: with much less, whoever waits until it has written would wait too long."""
_AT_ONCE = 2
"""A job that takes long, or waits for somebody who does not answer, keeps no other from its time."""


def jobs_of(chosen: Settings) -> list[Job]:
    """All that runs beside; each once, whichever process takes it."""
    mail = [digest_job(chosen)] if chosen.smtp_url else []
    return [log_job(), index_job(), retention_job(chosen), webhook_job(), tally_job(), *mail]


def _run() -> None:
    """Until SIGTERM, or until `watch`, which holds its stdin, is gone."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    chosen = from_environment()
    logs.configure()
    end_with_watcher()
    _stand_back()
    with running(make_centre(chosen), jobs_of(chosen), _AT_ONCE):
        stopping.wait()


def _stand_back() -> None:
    """Behind the other processes; where Linux groups them by session, the group of this one too."""
    if hasattr(os, "nice"):
        os.nice(_BEHIND)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(_BEHIND), "ascii")


if __name__ == "__main__":
    _run()
