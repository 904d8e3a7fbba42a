"""`lorong serve` as a process: it ends without cutting anybody off, and its workers count together."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from sync.central.opening import make_centre
from sync.central.settings import BadSetting, Settings, from_environment
from sync.central.tables import job_runs
from sync.domain.people import Role
from tests.support.centres import KASSI, a_device, a_person
from tests.support.instances import START_S, Instance, start

TOKEN = "rahasia-contoh-untuk-angka"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "centre", workers=2, metrics_token=TOKEN)


@pytest.fixture
def instance(settings: Settings) -> Iterator[Instance]:
    made = start(settings)
    made.wait_until_up()
    yield made
    made.process.kill()
    made.process.wait()


async def a_token(settings: Settings) -> str:
    centre = make_centre(settings)
    async with httpx.AsyncClient() as http:
        token = a_device(centre, http, a_person(centre, Role.RT, KASSI)).token
    centre.database.close()
    return token


async def test_a_request_that_is_on_its_way_is_answered_after_sigterm(
    settings: Settings, instance: Instance
) -> None:
    body = b'{"changes": [], "cursors": {}, "limit": 1}'
    head = (
        f"POST /v1/sync HTTP/1.1\r\nHost: centre\r\nAuthorization: Bearer {await a_token(settings)}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", instance.port), timeout=START_S) as line:
        line.sendall(head.encode() + body[:10])
        wait_until_nobody_is_let_in(instance)
        line.sendall(body[10:])
        answer = line.recv(65_536)

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert instance.process.wait(START_S) in (0, -15)
    assert '"level": "error"' not in instance.log


def wait_until_nobody_is_let_in(instance: Instance) -> None:
    """SIGTERM has been heard, while one request is half here."""
    # The first bytes have to be with a worker before it hears that it shall end.
    httpx.get(f"{instance.url}/health")
    instance.terminate()
    wait_until_nobody_answers(instance)


def test_no_worker_is_left_when_what_watches_them_is_killed(instance: Instance) -> None:
    instance.process.kill()

    wait_until_nobody_answers(instance)


def wait_until_nobody_answers(instance: Instance) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            httpx.get(f"{instance.url}/health", timeout=0.5)
        except httpx.TransportError:
            return
    raise AssertionError("somebody still answers")


def test_every_worker_tells_the_figures_of_all(instance: Instance) -> None:
    for _ in range(20):
        httpx.get(f"{instance.url}/v1/nowhere")

    with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}) as prometheus:
        told = {prometheus.get(f"{instance.url}/metrics").text for _ in range(6)}

    line = 'lorong_requests_total{method="GET",route="none",status="404"} 20.0'
    assert [line in text for text in told] == [True] * len(told)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the processes in /proc")
def test_jobs_run_in_a_process_that_stands_back_behind_those_that_answer(
    settings: Settings, instance: Instance
) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and not jobs_that_ran(settings):
        time.sleep(0.05)

    own = os.nice(0)
    assert "search index" in jobs_that_ran(settings)
    assert sorted(niceness_of_children(instance)) == [own, own, own + 5]


def test_what_runs_beside_ends_with_the_centre_and_without_a_word(instance: Instance) -> None:
    left = instance.stop()

    assert left in (0, -15)
    assert "Fatal" not in instance.log
    assert '"level": "error"' not in instance.log


def jobs_that_ran(settings: Settings) -> set[str]:
    centre = make_centre(settings)
    with centre.database.read() as connection:
        names = connection.execute(select(job_runs.c.name).where(job_runs.c.succeeded_at.is_not(None))).scalars()
        found = set(names)
    centre.database.close()
    return found


def niceness_of_children(instance: Instance) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            facts = stat.read_text().rpartition(")")[2].split()
            if int(facts[1]) == instance.process.pid:
                found.append(int(facts[16]))
    return found


def test_nobody_is_told_what_serves(instance: Instance) -> None:
    assert "server" not in httpx.get(f"{instance.url}/health").headers


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "99999999"])
def test_a_number_of_workers_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="LORONG_WORKERS"):
        from_environment({"LORONG_WORKERS": text})


def test_settings_are_handed_on_whole_to_workers(tmp_path: Path) -> None:
    chosen = Settings(tmp_path, port=0, workers=3, secret_file=tmp_path / "key", trusted_proxies="10.0.0.0/8")

    assert from_environment(chosen.environment()) == chosen
