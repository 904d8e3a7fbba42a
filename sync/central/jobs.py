"""Background jobs: each is run by one of all processes and instances, whichever takes its lease row first.

A lease also is the timetable: it stays until the job is due again. A runner that dies in the middle keeps the
others away for `limit_s` only, so a job must be safe to begin again, and to run twice at once.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.people import iso
from sync.central.tables import job_runs, leases

log = logging.getLogger("lorong")
TICK_S = 5.0
STOP_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Job:
    """`run` is called every `every_s` seconds, or once a day at `hour_utc`, and is taken for dead when it takes
    longer than `limit_s`."""

    name: str
    every_s: int
    run: Callable[[Centre], object]
    limit_s: int = 900
    hour_utc: int | None = None


def run_due(centre: Centre, jobs: Sequence[Job], holder: str) -> list[str]:
    """Run what is due and nobody else runs; returns the names. A job that fails is tried when it is due again."""
    return [job.name for job in jobs if _run(centre, job, holder)]


def _run(centre: Centre, job: Job, holder: str) -> bool:
    started = centre.clock()
    with centre.database.glance() as connection:
        # Looking first: taking would make everybody a writer at every tick.
        until = connection.execute(select(leases.c.until).where(leases.c.name == job.name)).scalar_one_or_none()
    if until is not None and until > iso(started):
        return False
    with centre.database.write() as connection:
        if not take(connection, job.name, holder, started, started + timedelta(seconds=job.limit_s)):
            return False
    succeeded = True
    try:
        job.run(centre)
    except Exception:
        succeeded = False
        log.exception("job %s failed", job.name)
    with centre.database.write() as connection:
        keep(connection, job.name, holder, due_after(job, started))
        note_run(connection, job.name, centre.clock(), succeeded=succeeded)
    return True


def due_after(job: Job, started: datetime) -> datetime:
    """A run at night is the next hour of that name, wherever in the day the centre was started."""
    if job.hour_utc is None:
        return started + timedelta(seconds=job.every_s)
    tonight = started.replace(hour=job.hour_utc, minute=0, second=0, microsecond=0)
    return tonight if tonight > started else tonight + timedelta(days=1)


def note_run(connection: Connection, name: str, now: datetime, *, succeeded: bool) -> None:
    """For those who watch: when it last came to an end, and how."""
    write_rows(connection, job_runs, [{"name": name}], ("name",), keep=True)
    column = job_runs.c.succeeded_at if succeeded else job_runs.c.failed_at
    connection.execute(update(job_runs).where(job_runs.c.name == name).values({column: iso(now)}))


def take(connection: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Whether the lease is the holder's now, until then. False while somebody's has not run out."""
    write_rows(connection, leases, [{"name": name, "holder": "", "until": ""}], ("name",), keep=True)
    is_free = (leases.c.name == name) & (leases.c.until <= iso(now))
    mine = update(leases).where(is_free).values(holder=holder, until=iso(until))
    return connection.execute(mine).rowcount > 0


def keep(connection: Connection, name: str, holder: str, until: datetime) -> None:
    """The job is done: it is due again then. Nothing happens when the lease has passed to somebody else."""
    is_mine = (leases.c.name == name) & (leases.c.holder == holder)
    connection.execute(update(leases).where(is_mine).values(until=iso(until)))


@dataclass
class Runner:
    """A thread that looks every `tick_s` seconds what is due."""

    centre: Centre
    jobs: Sequence[Job]
    tick_s: float = TICK_S
    holder: str = field(default_factory=lambda: uuid.uuid4().hex)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def loop(self) -> None:
        while not self._stopped.is_set():
            try:
                run_due(self.centre, self.jobs, self.holder)
            except Exception:
                # A database that is away for a while must not end the jobs for good.
                log.exception("the jobs could not be looked at")
            self._stopped.wait(self.tick_s)

    def stop(self) -> None:
        """After the job that is running."""
        self._stopped.set()


@contextmanager
def running(centre: Centre, jobs: Sequence[Job], at_once: int = 1) -> Iterator[None]:
    """Jobs run beside the block, so many at a time; at its end what runs is waited for, but not for ever."""
    runners = [Runner(centre, jobs) for _ in range(at_once)]
    threads = [threading.Thread(target=runner.loop, name="lorong-jobs", daemon=True) for runner in runners]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for runner in runners:
            runner.stop()
        end = time.monotonic() + STOP_WITHIN_S
        for thread in threads:
            thread.join(max(0, end - time.monotonic()))
