from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.jobs import Job, keep, run_due, running, take
from tests.support.centres import a_centre
from tests.support.clock import StandingClock


@dataclass
class Counted:
    """A job that counts how often it ran."""

    times: int = 0
    fails: bool = False
    ran: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _: Centre) -> None:
        self.times += 1
        self.ran.set()
        if self.fails:
            raise RuntimeError("no")

    def job(self, name: str = "count") -> Job:
        return Job(name, every_s=60, run=self, limit_s=600)


@pytest.fixture
def instances(database_url: str, clock: StandingClock) -> Iterator[list[Centre]]:
    made = [a_centre(database_url, clock) for _ in range(2)]
    yield made
    for one in made:
        one.database.close()


def test_two_instances_run_a_job_once(instances: list[Centre]) -> None:
    counted, together = Counted(), threading.Barrier(2)

    def at_once(centre: Centre, holder: str) -> list[str]:
        together.wait(10)
        return run_due(centre, [counted.job()], holder)

    with ThreadPoolExecutor(2) as threads:
        names = list(threads.map(at_once, instances, ["one", "other"]))

    assert counted.times == 1
    assert sorted(names) == [[], ["count"]]


def test_a_job_is_due_again_when_its_time_has_passed(instances: list[Centre], clock: StandingClock) -> None:
    counted = Counted()

    run_due(instances[0], [counted.job()], "one")
    clock.move(seconds=59)
    early = run_due(instances[1], [counted.job()], "other")
    clock.move(seconds=1)
    later = run_due(instances[1], [counted.job()], "other")

    assert (early, later) == ([], ["count"])
    assert counted.times == 2


def test_a_job_of_a_runner_that_died_is_taken_over_when_its_limit_has_passed(
    instances: list[Centre], clock: StandingClock
) -> None:
    counted, now = Counted(), clock()
    with instances[0].database.write() as connection:
        clock.move(seconds=600)
        assert take(connection, "count", "dead", now, clock())
        clock.move(seconds=-1)

    early = run_due(instances[1], [counted.job()], "other")
    clock.move(seconds=1)
    later = run_due(instances[1], [counted.job()], "other")

    assert (early, later) == ([], ["count"])


def test_a_runner_that_comes_back_late_does_not_touch_the_lease_of_the_next(
    centre: Centre, clock: StandingClock
) -> None:
    with centre.database.write() as connection:
        start = clock()
        assert take(connection, "count", "late", start, start)
        clock.move(seconds=600)
        assert take(connection, "count", "next", start, clock())

        keep(connection, "count", "late", start)

        assert not take(connection, "count", "third", start, clock())


def test_a_job_that_fails_is_told_and_keeps_no_other_from_running(
    centre: Centre, clock: StandingClock, caplog: pytest.LogCaptureFixture
) -> None:
    failing, counted = Counted(fails=True), Counted()
    jobs = [failing.job("failing"), counted.job()]

    run_due(centre, jobs, "one")
    clock.move(seconds=60)
    run_due(centre, jobs, "one")

    assert (failing.times, counted.times) == (2, 2)
    assert "job failing failed" in caplog.text


def test_a_job_that_waits_keeps_no_other_from_running_where_two_run_at_once(centre: Centre) -> None:
    other, waited = Counted(), threading.Event()

    def wait_for_the_other(_: Centre) -> None:
        if other.ran.wait(20):
            waited.set()

    with running(centre, [Job("waiting", 60, wait_for_the_other), other.job()], at_once=2):
        assert waited.wait(30)


async def test_jobs_run_beside_the_server_and_stop_with_it(centre: Centre) -> None:
    counted = Counted()
    app = make_app(centre, jobs=[counted.job()])

    async with app.router.lifespan_context(app):
        assert counted.ran.wait(20)

    assert [thread for thread in threading.enumerate() if thread.name == "lorong-jobs"] == []
    assert counted.times == 1
