"""Offices have an end: tokens and codes work until the last day, and whoever enrols sees it coming."""

from __future__ import annotations

import httpx
import pytest

from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.clock import StandingClock
from tests.support.officers import RT_AREA, a_new_person, enrol_with, listed, refusal, tell


async def test_a_token_ends_with_the_last_day_of_the_term(enrol: Enrol, clock: StandingClock) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    await tell(lurah, f"/v1/people/{rt.person.id}", {"term_ends": "2026-12-05"})

    clock.move(days=2)
    on_the_last_day = await rt.post({"changes": []})
    clock.move(days=1)
    after_it = await rt.post({"changes": []})

    assert on_the_last_day.status_code == 200
    assert (after_it.status_code, after_it.json()["code"]) == (401, "revoked")


async def test_a_term_that_is_set_anew_opens_the_same_phone_again(enrol: Enrol, clock: StandingClock) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    await tell(lurah, f"/v1/people/{rt.person.id}", {"term_ends": "2026-12-05"})
    clock.move(days=10)

    no_code = await refusal(lurah, f"/v1/people/{rt.person.id}/code")
    await tell(lurah, f"/v1/people/{rt.person.id}", {"term_ends": "2031-12-05"})

    assert no_code == "bad_value"
    assert (await rt.post({"changes": []})).status_code == 200


async def test_a_code_opens_nothing_after_the_term(
    enrol: Enrol, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    code = (await tell(enrol(Role.KELURAHAN), "/v1/people", a_new_person(term_ends="2026-12-04")))["code"]
    clock.move(days=2)

    assert (await enrol_with(http, code)).json()["code"] == "bad_code"


async def test_terms_that_end_within_sixty_days_are_listed_by_themselves(
    enrol: Enrol, clock: StandingClock
) -> None:
    lurah = enrol(Role.KELURAHAN)
    for name, until in (("Besok", "2026-12-04"), ("Hari ke-60", "2027-02-01"), ("Nanti", "2027-02-02")):
        await tell(lurah, "/v1/people", a_new_person(name=name, term_ends=until))
    await tell(lurah, "/v1/people", a_new_person(name="Tanpa akhir"))
    clock.move(days=2)
    lurah_now = await listed(lurah, ending="true")
    clock.move(days=-2)

    assert [entry["name"] for entry in await listed(lurah, ending="true")] == ["Besok", "Hari ke-60"]
    assert [entry["name"] for entry in lurah_now] == ["Besok", "Hari ke-60", "Nanti"]


@pytest.mark.parametrize("until", ["2026-12-02", "2026-02-30", "soon", "20311231", "2099-01-01"])
async def test_a_date_on_which_no_term_can_end_is_refused(enrol: Enrol, until: str) -> None:
    assert await refusal(enrol(Role.KELURAHAN), "/v1/people", a_new_person(term_ends=until)) == "bad_value"


async def test_an_ended_term_is_over_at_once_and_ending_it_again_is_harmless(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    code = (await tell(lurah, f"/v1/people/{rt.person.id}/code"))["code"]

    first = await tell(lurah, f"/v1/people/{rt.person.id}/end")
    second = await tell(lurah, f"/v1/people/{rt.person.id}/end")

    assert first == second
    assert first["ended_at"]
    assert await listed(lurah, area=RT_AREA) == []
    assert (await rt.post({"changes": []})).json()["code"] == "revoked"
    assert (await enrol_with(http, code)).json()["code"] == "bad_code"


async def test_an_rt_serves_five_years_where_nobody_names_an_end(enrol: Enrol) -> None:
    reply = await tell(enrol(Role.KELURAHAN), "/v1/people", a_new_person())

    # The tests' clock stands on 3 December 2026.
    assert reply["person"]["term_ends"] == "2031-12-02"
