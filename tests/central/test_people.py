"""Officers and the people of their area: who is listed, added, corrected, moved, given a code, ended."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sync.central import windows
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.office import CALLS_AN_HOUR
from sync.central.tables import changes
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, a_device
from tests.support.officers import RT_AREA, a_new_person, ask, enrol_with, listed, refusal, tell

AREA_OF = {Role.KELURAHAN: KASSI, Role.KECAMATAN: RAPPOCINI, Role.KOTA: "73.71"}
MAY_ADD = {
    Role.KELURAHAN: {"rt", "rw", "umkm"},
    Role.KECAMATAN: {"rt", "rw", "umkm", "kelurahan"},
    Role.KOTA: {"rt", "rw", "umkm", "kelurahan", "kecamatan", "pimpinan", "auditor"},
}
PLACE_OF = {
    "rt": RT_AREA,
    "rw": f"{KASSI}/RW003",
    "umkm": KASSI,
    "kelurahan": KASSI,
    "kecamatan": RAPPOCINI,
    "kota": "73.71",
    "pimpinan": "73.71",
    "auditor": "73.71",
}


async def test_somebody_new_gets_a_code_with_which_their_phone_enrols(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    lurah = enrol(Role.KELURAHAN)
    new = a_new_person(term_ends="2031-12-31")

    reply = await tell(lurah, "/v1/people", new)
    enrolled = await enrol_with(http, reply["code"])

    assert reply["link"].endswith(f"/app/#{reply['code']}")
    assert reply["person"]["term_ends"] == "2031-12-31"
    assert reply["person"]["code_until"] == reply["expires_at"] == "2026-12-17T06:05:00.000Z"
    assert enrolled.status_code == 200
    assert enrolled.json()["person"]["id"] == new["id"]


async def test_the_same_person_added_again_is_there_once_and_only_the_newest_code_opens(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    lurah, new = enrol(Role.KELURAHAN), a_new_person()

    first, second = await tell(lurah, "/v1/people", new), await tell(lurah, "/v1/people", new)

    assert [entry["id"] for entry in await listed(lurah, area=RT_AREA)] == [new["id"]]
    assert (await enrol_with(http, first["code"])).json()["code"] == "bad_code"
    assert (await enrol_with(http, second["code"])).status_code == 200


async def test_another_person_under_a_known_id_is_refused(enrol: Enrol) -> None:
    lurah, new = enrol(Role.KELURAHAN), a_new_person()
    await tell(lurah, "/v1/people", new)

    assert await refusal(lurah, "/v1/people", new | {"name": "Pak Lain"}) == "id_reused"


@pytest.mark.parametrize("officer", AREA_OF)
async def test_each_office_adds_those_below_it_in_its_area_only(enrol: Enrol, officer: Role) -> None:
    who = enrol(officer, AREA_OF[officer])

    for role, place in PLACE_OF.items():
        response = await ask(who, "POST", "/v1/people", a_new_person(role=role, area=place))
        assert response.status_code == (200 if role in MAY_ADD[officer] else 403), role
    if officer is not Role.KOTA:
        assert (
            await refusal(who, "/v1/people", a_new_person(area=f"{MARISO_KELURAHAN}/RW001/RT001")) == "forbidden"
        )


@pytest.mark.parametrize("role", [Role.RT, Role.RW, Role.UMKM, Role.PIMPINAN, Role.AUDITOR])
async def test_whoever_enrols_nobody_sees_and_changes_nobody(enrol: Enrol, role: Role) -> None:
    who, victim = enrol(role, PLACE_OF[role]), enrol(Role.RT, RT_AREA)

    assert (await ask(who, "GET", "/v1/people")).json()["code"] == "forbidden"
    assert await refusal(who, "/v1/people", a_new_person()) == "forbidden"
    for path in (
        f"people/{victim.person.id}",
        f"people/{victim.person.id}/code",
        f"people/{victim.person.id}/end",
    ):
        assert await refusal(who, f"/v1/{path}") == "not_found"
    assert await refusal(who, f"/v1/devices/{victim.device}/revoke") == "not_found"
    assert (await victim.post({"changes": []})).status_code == 200


async def test_who_is_outside_the_area_is_not_there(enrol: Enrol) -> None:
    lurah, elsewhere = enrol(Role.KELURAHAN), enrol(Role.RT, f"{MARISO_KELURAHAN}/RW001/RT001")

    assert elsewhere.person.id not in [entry["id"] for entry in await listed(lurah)]
    assert (await ask(lurah, "GET", "/v1/people", params={"area": MARISO_KELURAHAN})).status_code == 403
    assert await refusal(lurah, f"/v1/people/{elsewhere.person.id}/code") == "not_found"
    assert await refusal(lurah, f"/v1/devices/{elsewhere.device}/revoke") == "not_found"
    assert (await elsewhere.post({"changes": []})).status_code == 200


async def test_colleagues_are_listed_and_cannot_be_changed(enrol: Enrol) -> None:
    lurah, colleague = enrol(Role.KELURAHAN), enrol(Role.KELURAHAN, KASSI, "Pak Staf")

    entry = next(entry for entry in await listed(lurah) if entry["id"] == colleague.person.id)

    assert entry["may_change"] is False
    assert await refusal(lurah, f"/v1/people/{colleague.person.id}/end") == "not_found"


async def test_a_list_tells_devices_with_contact_version_and_what_they_hold(enrol: Enrol) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    await rt.post({"changes": [], "holding": {"changes": 3, "files": 7}})

    (entry,) = await listed(lurah, area=RT_AREA)

    (device,) = entry["devices"]
    assert (device["id"], device["app_version"], device["platform"]) == (rt.device, "0.1.0", "android")
    assert device["last_contact"] == "2026-12-03T06:05:00.000Z"
    assert device["holding"] == {"changes": 3, "files": 7}


async def test_pages_hold_everybody_once_in_order_of_area_and_name(enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    for number in range(7):
        area = f"{KASSI}/RW00{number % 3 + 1}"
        await tell(lurah, "/v1/people", a_new_person(role="rw", area=area, name=f"Nama {number}"))

    found: list[dict[str, Any]] = []
    after, pages = "", 0
    while after is not None:
        page = (await ask(lurah, "GET", "/v1/people", params={"limit": 3, "after": after})).json()
        found, after, pages = found + page["people"], page.get("after"), pages + 1

    assert pages == 3
    keys = [(entry["area"], entry["name"]) for entry in found]
    assert keys == sorted(keys)
    assert len({entry["id"] for entry in found}) == 8


async def test_a_name_is_found_by_a_part_of_it(enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    await tell(lurah, "/v1/people", a_new_person(name="Sitti Aminah"))
    await tell(lurah, "/v1/people", a_new_person(name="Baharuddin"))

    assert [entry["name"] for entry in await listed(lurah, q="AMIN")] == ["Sitti Aminah"]
    assert await listed(lurah, q="%") == []


async def test_a_lost_phone_is_switched_off_and_the_new_one_enrols_in_one_step(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)

    reply = await tell(lurah, f"/v1/people/{rt.person.id}/code", {"lost": [rt.device]})
    old, new = await rt.post({"changes": []}), await enrol_with(http, reply["code"])

    assert reply["person"]["devices"] == []
    assert (old.status_code, old.json()["code"]) == (401, "revoked")
    assert new.json()["person"]["id"] == rt.person.id


async def test_nothing_is_switched_off_when_one_of_the_lost_devices_is_somebody_elses(enrol: Enrol) -> None:
    lurah, rt, other = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA), enrol(Role.RT, RT_AREA)

    code = await refusal(lurah, f"/v1/people/{rt.person.id}/code", {"lost": [rt.device, other.device]})

    assert code == "not_found"
    assert (await rt.post({"changes": []})).status_code == 200
    assert (await other.post({"changes": []})).status_code == 200


async def test_one_of_two_devices_is_switched_off_and_the_other_goes_on(
    enrol: Enrol, centre: Centre, http: httpx.AsyncClient
) -> None:
    lurah, first = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    second = a_device(centre, http, first.person)

    entry = await tell(lurah, f"/v1/devices/{first.device}/revoke")
    again = await tell(lurah, f"/v1/devices/{first.device}/revoke")

    assert [device["id"] for device in entry["devices"]] == [second.device]
    assert again == entry
    assert (await first.post({"changes": []})).json()["code"] == "revoked"
    assert (await second.post({"changes": []})).status_code == 200


async def test_a_corrected_name_and_another_rt_keep_the_devices(enrol: Enrol) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)

    entry = await tell(
        lurah, f"/v1/people/{rt.person.id}", {"name": "  Ibu  Benar ", "area": f"{KASSI}/RW003/RT004"}
    )

    assert (entry["name"], entry["area"]) == ("Ibu Benar", f"{KASSI}/RW003/RT004")
    assert (await rt.post({"changes": []})).status_code == 200


async def test_only_who_holds_both_kelurahan_moves_somebody_between_them(enrol: Enrol) -> None:
    lurah, kecamatan = enrol(Role.KELURAHAN), enrol(Role.KECAMATAN, RAPPOCINI)
    rt, there = enrol(Role.RT, RT_AREA), {"area": "73.71.13.1001/RW001/RT001"}

    assert await refusal(lurah, f"/v1/people/{rt.person.id}", there) == "forbidden"
    assert await refusal(kecamatan, f"/v1/people/{rt.person.id}", {"area": MARISO_KELURAHAN}) == "forbidden"
    moved = await tell(kecamatan, f"/v1/people/{rt.person.id}", there)

    assert moved["area"] == there["area"]
    assert list((await rt.sync()).cursors) == ["73.71.13.1001"]


async def test_an_area_that_is_no_such_office_is_refused(enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)

    assert await refusal(lurah, "/v1/people", a_new_person(role="rt", area=KASSI)) == "bad_value"
    assert await refusal(lurah, "/v1/people", a_new_person(role="rw", area=RT_AREA)) == "bad_value"
    assert await refusal(lurah, "/v1/people", a_new_person(area="73.71.99.1001/RW001/RT001")) == "unknown_area"
    assert await refusal(lurah, "/v1/people", a_new_person(role="resident")) == "forbidden"
    assert await refusal(lurah, "/v1/people", a_new_person(role="raja")) == "bad_value"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\u202eb", "a\u0007b"])
async def test_a_name_that_is_none_is_refused(enrol: Enrol, name: str) -> None:
    assert await refusal(enrol(Role.KELURAHAN), "/v1/people", a_new_person(name=name)) == "bad_value"


async def test_a_personal_number_in_a_name_is_refused(enrol: Enrol) -> None:
    new = a_new_person(name="Ibu 7371010101900001")

    assert await refusal(enrol(Role.KELURAHAN), "/v1/people", new) == "personal_number"


async def test_everything_done_to_people_stands_in_the_citys_chain_without_names(
    enrol: Enrol, centre: Centre
) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    await tell(lurah, f"/v1/people/{rt.person.id}", {"name": "Nama Rahasia", "term_ends": "2030-01-01"})
    await tell(lurah, f"/v1/people/{rt.person.id}/code", {"lost": [rt.device]})
    await tell(lurah, f"/v1/people/{rt.person.id}/end")

    with centre.database.read() as connection:
        query = select(changes).where(changes.c.record == rt.person.id, changes.c.person == lurah.person.id)
        told = [bytes(row.body).decode() for row in connection.execute(query.order_by(changes.c.seq))]
        assert first_break(connection, "73.71") is None
    for sign, text in zip(('"renamed"', '"term_ends"', '"revoked"', '"code"', '"ended"'), told, strict=True):
        assert sign in text
    assert not any("Rahasia" in text for text in told)


async def test_a_stolen_phone_does_only_so_much_in_an_hour(enrol: Enrol, centre: Centre) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    with centre.database.write() as connection:
        for _ in range(CALLS_AN_HOUR):
            windows.add(connection, f"people:{lurah.person.id}", centre.clock())

    response = await ask(lurah, "POST", f"/v1/people/{rt.person.id}/end", {})

    assert (response.status_code, response.json()["code"]) == (429, "too_many")
    assert response.headers["Retry-After"] == "3300"


async def test_an_id_that_is_none_is_refused(enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)

    assert await refusal(lurah, "/v1/people", a_new_person(id="x")) == "bad_json"
    assert await refusal(lurah, f"/v1/people/{uuid.uuid4()}/code") == "not_found"
    assert await refusal(lurah, f"/v1/devices/{uuid.uuid4()}/revoke") == "not_found"


@pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": "x"}, {"q": "x" * 81}, {"ending": "perhaps"}])
async def test_a_question_that_does_not_fit_is_refused_as_a_problem(enrol: Enrol, asked: dict[str, Any]) -> None:
    response = await ask(enrol(Role.KELURAHAN), "GET", "/v1/people", params=asked)

    assert (response.status_code, response.json()["code"]) == (422, "bad_value")
    assert list(response.json()["fields"]) == list(asked)
    assert response.headers["Content-Type"] == "application/problem+json"


async def test_the_same_person_added_twice_at_once_is_there_once(enrol: Enrol) -> None:
    lurah, new = enrol(Role.KELURAHAN), a_new_person()

    await asyncio.gather(*[tell(lurah, "/v1/people", new) for _ in range(4)])

    assert [entry["id"] for entry in await listed(lurah, area=RT_AREA)] == [new["id"]]
