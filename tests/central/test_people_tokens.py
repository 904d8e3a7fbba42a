"""Tokens that replace themselves, and what a device says it holds."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sync.central.answer import Centre, known_by, note_contacts
from sync.central.tables import devices
from sync.central.tokens import Known
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import Speaker
from tests.support.officers import RT_AREA, ask, tell


async def status(http: httpx.AsyncClient, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return (await http.post("/v1/sync", json={"changes": []}, headers=headers)).status_code


async def renewed(who: Speaker, token: str = "") -> str:
    headers = {"Authorization": f"Bearer {token or who.token}"}
    response = await who.http.post("/v1/token", headers=headers)
    assert response.status_code == 200, response.text
    return str(response.json()["token"])


def row_of(centre: Centre, who: Speaker) -> Any:
    with centre.database.read() as connection:
        return connection.execute(select(devices).where(devices.c.id == who.device)).one()


async def test_the_older_token_works_until_the_next_is_first_used(enrol: Enrol, http: httpx.AsyncClient) -> None:
    rt = enrol(Role.RT, RT_AREA)

    following = await renewed(rt)

    assert following != rt.token
    assert await status(http, rt.token) == 200
    assert await status(http, following) == 200
    assert await status(http, rt.token) == 401


async def test_asking_again_gives_the_same_token_when_the_reply_was_lost_or_the_request_doubled(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    rt = enrol(Role.RT, RT_AREA)

    lost, doubled, got = [await renewed(rt) for _ in range(3)]

    assert lost == doubled == got
    assert await status(http, got) == 200


async def test_a_token_works_on_that_was_renewed_while_a_request_with_it_was_answered(
    enrol: Enrol, centre: Centre, http: httpx.AsyncClient
) -> None:
    rt = enrol(Role.RT, RT_AREA)
    second = await renewed(rt)
    [known] = known_by(centre, [second])
    assert isinstance(known, Known)

    await renewed(rt, second)
    note_contacts(centre, [known])

    assert await status(http, second) == 200


async def test_a_token_is_renewed_again_and_again(enrol: Enrol, http: httpx.AsyncClient) -> None:
    rt = enrol(Role.RT, RT_AREA)

    tokens = [rt.token]
    for _ in range(4):
        tokens.append(await renewed(rt, tokens[-1]))

    assert len(set(tokens)) == 5
    assert [await status(http, token) for token in tokens] == [401, 401, 401, 200, 200]
    assert await status(http, tokens[-2]) == 401


async def test_a_switched_off_device_renews_nothing(enrol: Enrol) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    following = await renewed(rt)
    await tell(lurah, f"/v1/devices/{rt.device}/revoke")

    for token in (rt.token, following):
        response = await rt.http.post("/v1/token", headers={"Authorization": f"Bearer {token}"})
        assert (response.status_code, response.json()["code"]) == (401, "revoked")


async def test_no_token_stands_in_the_database(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT, RT_AREA)
    following = await renewed(rt)

    row = str(row_of(centre, rt))

    assert rt.token not in row
    assert following not in row


async def test_what_a_device_holds_is_what_it_said_last(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT, RT_AREA)
    await rt.post({"changes": []})
    never = row_of(centre, rt).holding_changes
    await rt.post({"changes": [], "holding": {"changes": 5, "files": 2}})
    await rt.post({"changes": [], "holding": {"changes": 0, "files": 1}})
    await rt.post({"changes": []})

    row = row_of(centre, rt)

    assert never is None
    assert (row.holding_changes, row.holding_files) == (0, 1)


@pytest.mark.parametrize("holding", [{"changes": -1, "files": 0}, {"changes": 2**60, "files": 0}])
async def test_a_count_that_is_none_is_not_kept_and_does_not_stop_a_sync(
    enrol: Enrol, centre: Centre, holding: dict[str, int]
) -> None:
    rt = enrol(Role.RT, RT_AREA)

    response = await rt.post({"changes": [], "holding": holding})

    assert response.status_code == 200
    assert row_of(centre, rt).holding_changes is None


async def test_a_token_is_renewed_only_with_a_token(enrol: Enrol) -> None:
    rt = enrol(Role.RT, RT_AREA)

    response = await ask(rt, "POST", "/v1/token")
    without = await rt.http.post("/v1/token")

    assert response.status_code == 200
    assert (without.status_code, without.json()["code"]) == (401, "unauthorised")
