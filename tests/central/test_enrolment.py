from __future__ import annotations

import uuid
from typing import Any

import httpx
from sqlalchemy import select

from sync.central import people
from sync.central.answer import Centre
from sync.central.tables import codes, devices
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import KASSI, a_code, a_person
from tests.support.clock import StandingClock


def body(code: str, device: str) -> dict[str, Any]:
    return {"code": code, "device": {"id": device, "name": "HP", "platform": "android", "app_version": "0.1.0"}}


async def test_a_code_becomes_a_token(centre: Centre, http: httpx.AsyncClient) -> None:
    person = a_person(centre, Role.RT, f"{KASSI}/RW003/RT002")

    response = await http.post("/v1/enrol", json=body(a_code(centre, person), str(uuid.uuid4())))

    assert response.status_code == 200
    reply = response.json()
    assert reply["person"] == {
        "id": person.id,
        "name": person.name,
        "role": "rt",
        "area": f"{KASSI}/RW003/RT002",
    }
    assert reply["streams"] == [KASSI]
    assert len(reply["handover_key"]) == 64


async def test_lower_case_and_blanks_in_a_code_do_not_matter(centre: Centre, http: httpx.AsyncClient) -> None:
    code = a_code(centre, a_person(centre, Role.RT, KASSI))

    response = await http.post("/v1/enrol", json=body(f" {code.lower().replace('-', ' ')}", str(uuid.uuid4())))

    assert response.status_code == 200


async def test_a_used_code_is_refused_to_another_device(centre: Centre, http: httpx.AsyncClient) -> None:
    code = a_code(centre, a_person(centre, Role.RT, KASSI))
    await http.post("/v1/enrol", json=body(code, str(uuid.uuid4())))

    response = await http.post("/v1/enrol", json=body(code, str(uuid.uuid4())))

    assert (response.status_code, response.json()["code"]) == (404, "bad_code")


async def test_the_older_token_works_until_the_newer_is_used_when_the_reply_was_lost(
    centre: Centre, http: httpx.AsyncClient
) -> None:
    code, device = a_code(centre, a_person(centre, Role.RT, KASSI)), str(uuid.uuid4())
    first = (await http.post("/v1/enrol", json=body(code, device))).json()["token"]
    second = (await http.post("/v1/enrol", json=body(code, device))).json()["token"]

    async def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return (await http.post("/v1/sync", json={"changes": []}, headers=headers)).status_code

    assert await status(first) == 200
    assert await status(second) == 200
    assert await status(first) == 401


async def test_a_repeat_after_a_day_is_refused(
    centre: Centre, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    code, device = a_code(centre, a_person(centre, Role.RT, KASSI)), str(uuid.uuid4())
    await http.post("/v1/enrol", json=body(code, device))
    clock.move(hours=25)

    assert (await http.post("/v1/enrol", json=body(code, device))).status_code == 404


async def test_a_code_ends_after_fourteen_days(
    centre: Centre, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    code = a_code(centre, a_person(centre, Role.RT, KASSI))
    clock.move(days=14)

    assert (await http.post("/v1/enrol", json=body(code, str(uuid.uuid4())))).status_code == 404


async def test_twenty_failures_an_hour_close_the_door_for_an_address(
    centre: Centre, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    code = a_code(centre, a_person(centre, Role.RT, KASSI))
    for _ in range(20):
        assert (await http.post("/v1/enrol", json=body("WRNG-CDEX", str(uuid.uuid4())))).status_code == 404

    closed = await http.post("/v1/enrol", json=body(code, str(uuid.uuid4())))
    clock.move(hours=1)
    opened = await http.post("/v1/enrol", json=body(code, str(uuid.uuid4())))

    assert (closed.status_code, closed.json()["code"]) == (429, "too_many")
    assert closed.headers["Retry-After"] == "3300", "until the hour is over"
    assert opened.status_code == 200


async def test_a_revoked_device_is_told_so(enrol: Enrol, centre: Centre, clock: StandingClock) -> None:
    rt = enrol(Role.RT)
    with centre.database.write() as connection:
        assert people.revoke(connection, rt.device, "test", clock())

    response = await rt.post({"changes": []})

    assert (response.status_code, response.json()["code"]) == (401, "revoked")


async def test_a_missing_or_wrong_token_is_told_so(http: httpx.AsyncClient) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic abc"}):
        response = await http.post("/v1/sync", json={"changes": []}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (401, "unauthorised")


async def test_codes_and_tokens_are_kept_as_hashes_only(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT)
    code = a_code(centre, rt.person)

    with centre.database.read() as connection:
        rows = [str(row) for table in (codes, devices) for row in connection.execute(select(table)).all()]

    assert not any(rt.token in row or code in row or code.replace("-", "") in row for row in rows)


async def test_a_revoked_device_does_not_come_back_with_its_own_code(
    centre: Centre, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    code, device = a_code(centre, a_person(centre, Role.RT, KASSI)), str(uuid.uuid4())
    await http.post("/v1/enrol", json=body(code, device))
    with centre.database.write() as connection:
        people.revoke(connection, device, "test", clock())

    response = await http.post("/v1/enrol", json=body(code, device))

    assert (response.status_code, response.json()["code"]) == (404, "bad_code")


async def test_a_device_id_that_is_none_is_refused(centre: Centre, http: httpx.AsyncClient) -> None:
    code = a_code(centre, a_person(centre, Role.RT, KASSI))

    response = await http.post("/v1/enrol", json=body(code, "x" * 500))

    assert (response.status_code, response.json()["code"]) == (400, "bad_json")


async def test_a_new_code_opens_no_device_of_another_person_that_a_restored_centre_forgot(
    centre: Centre, http: httpx.AsyncClient
) -> None:
    forgotten = {"id": str(uuid.uuid4()), "name": "Ibu Contoh", "role": "rt", "area": f"{KASSI}/RW003/RT002"}
    code = a_code(centre, a_person(centre, Role.RW, f"{KASSI}/RW003", "Pak Contoh"))

    response = await http.post("/v1/enrol", json=body(code, str(uuid.uuid4())) | {"person": forgotten})

    assert response.json()["code"] == "bad_code"
    assert (await http.post("/v1/enrol", json=body(code, str(uuid.uuid4())))).status_code == 200


async def test_an_officer_who_was_added_anew_after_a_restore_keeps_the_device(
    centre: Centre, http: httpx.AsyncClient
) -> None:
    person = a_person(centre, Role.RT, f"{KASSI}/RW003/RT002", "Ibu Contoh")
    before = {"id": str(uuid.uuid4()), "name": person.name, "role": "rt", "area": f"{KASSI}/RW003/RT002"}

    response = await http.post(
        "/v1/enrol", json=body(a_code(centre, person), str(uuid.uuid4())) | {"person": before}
    )

    assert response.status_code == 200
