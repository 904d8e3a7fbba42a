"""/metrics: for whoever has the token, with counts and times and nothing about people."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from sync.central import webhook_store
from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.backup import JOB as BACKUP
from sync.central.jobs import Job, note_run, run_due
from sync.central.log import update_log
from sync.central.tables import webhooks
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import a_note
from tests.support.clock import StandingClock
from tests.support.tus import a_photo, note_naming

TOKEN = "rahasia-contoh-untuk-angka"


@pytest.fixture
async def http(centre: Centre) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=make_app(centre, metrics_token=TOKEN), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://centre") as client:
        yield client


async def read(http: httpx.AsyncClient) -> str:
    response = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    return response.text


async def figures(http: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    """By name and labels."""
    families = text_string_to_metric_families(await read(http))
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


async def test_requests_are_counted_by_route_and_status(http: httpx.AsyncClient, enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await rt.sync()
    await rt.sync()
    await http.post("/v1/sync", json={})
    await http.get("/v1/files/" + "0" * 64)
    await http.request("BREW", "/health")

    found = await figures(http)

    assert found["lorong_requests_total", "POST", "/v1/sync", "200"] == 2
    assert found["lorong_requests_total", "POST", "/v1/sync", "401"] == 1
    assert found["lorong_requests_total", "GET", "/v1/files/{sha256}", "401"] == 1
    assert found["lorong_requests_total", "OTHER", "/health", "405"] == 1
    assert found["lorong_request_seconds_count", "POST", "/v1/sync"] == 3


async def test_addresses_that_lead_nowhere_are_one_route(http: httpx.AsyncClient) -> None:
    for number in range(20):
        await http.get(f"/wp-admin/{number}")

    found = await figures(http)

    assert found["lorong_requests_total", "GET", "none", "404"] == 20
    assert len([key for key in found if key[0] == "lorong_requests_total"]) == 1


async def test_receipts_are_counted_by_their_outcome(http: httpx.AsyncClient, enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await rt.send(rt.change_of(rt.make_id(), a_note()))
    await rt.send(rt.change_of(rt.make_id(), a_note(title=None)))

    found = await figures(http)

    assert found["lorong_receipts_total", "", "accepted"] == 1
    assert found["lorong_receipts_total", "incomplete", "refused"] == 1


async def test_what_waits_and_what_is_logged_is_told(
    http: httpx.AsyncClient, enrol: Enrol, centre: Centre
) -> None:
    rt = enrol(Role.RT)
    await note_naming(rt, a_photo(1_000))
    update_log(centre)

    found = await figures(http)

    assert found["lorong_files_waiting",] == 2
    assert found["lorong_uploads_open",] == 0
    assert found["lorong_log_entries",] >= 2


async def test_when_jobs_and_the_backup_ended_last_is_told(
    http: httpx.AsyncClient, centre: Centre, clock: StandingClock
) -> None:
    run_due(centre, [Job("good", 60, lambda _: None), Job("bad", 60, fails)], "one")
    with centre.database.write() as connection:
        note_run(connection, BACKUP, clock(), succeeded=True)

    found = await figures(http)

    now = clock().timestamp()
    assert found["lorong_job_last_succeeded_seconds", "good"] == now
    assert found["lorong_job_last_succeeded_seconds", "backup"] == now
    assert found["lorong_job_last_failed_seconds", "bad"] == now
    assert ("lorong_job_last_succeeded_seconds", "bad") not in found


async def test_webhooks_that_fail_and_that_are_paused_are_told(http: httpx.AsyncClient, centre: Centre) -> None:
    for _ in range(3):
        webhook_store.add(centre, "https://contoh.id/kait", "73.71")
    with centre.database.write() as connection:
        first, second, _ = (row.id for row in webhook_store.listed(connection))
        connection.execute(update(webhooks).where(webhooks.c.id.in_([first, second])).values(failures=1))
        connection.execute(
            update(webhooks).where(webhooks.c.id == first).values(paused_at="2026-12-03T06:05:00.000Z")
        )

    found = await figures(http)

    assert (found["lorong_webhooks_failing",], found["lorong_webhooks_paused",]) == (2, 1)


def fails(_: Centre) -> None:
    raise RuntimeError("no")


async def test_nothing_about_people_is_told(http: httpx.AsyncClient, enrol: Enrol) -> None:
    rt = enrol(Role.RT, name="Daeng Rahasia")
    await rt.send(rt.change_of(rt.make_id(), a_note(title="Judul rahasia")))

    text = await read(http)

    for secret in ("Rahasia", "rahasia", rt.person.id, rt.device, rt.token, rt.person.area.text):
        assert secret not in text


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
async def test_without_the_token_there_is_no_such_page(http: httpx.AsyncClient, given: dict[str, str]) -> None:
    response = await http.get("/metrics", headers=given)

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_there_is_no_such_page_where_no_token_is_set(centre: Centre) -> None:
    transport = httpx.ASGITransport(app=make_app(centre))
    async with httpx.AsyncClient(transport=transport, base_url="http://centre") as http:
        response = await http.get("/metrics", headers={"Authorization": "Bearer "})

    assert response.status_code == 404
