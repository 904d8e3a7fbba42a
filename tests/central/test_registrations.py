"""A UMKM registers itself; the lurah admits or declines; the same device fetches the answer."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.registering import REGISTRATIONS_AN_HOUR
from sync.central.registrations import open_contact
from sync.central.tables import registrations, views
from sync.domain.ids import IdSource
from sync.domain.people import Role
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker
from tests.support.clock import StandingClock
from tests.support.officers import RT_AREA, ask, refusal, tell

make_id = IdSource()
SECRET = "s" * 43


def a_registration(**values: Any) -> dict[str, Any]:
    phone = {"id": str(uuid.uuid4()), "name": "HP", "platform": "android", "app_version": "0.1.0"}
    whole = {
        "id": make_id(),
        "secret": SECRET,
        "device": phone,
        "business": "Kue Tradisional Contoh",
        "area": KASSI,
        "lorong": "Lorong Contoh 2",
        "theme": "business",
        "contact": "0812-0000-0000",
        "nib": "1234567890123",
    }
    return whole | values


async def register(http: httpx.AsyncClient, **values: Any) -> dict[str, Any]:
    """A registration that was taken in."""
    asked = a_registration(**values)
    response = await http.post("/v1/register", json=asked)
    assert response.status_code == 200, response.text
    assert response.json()["state"] == "waiting"
    return asked


async def state(http: httpx.AsyncClient, asked: dict[str, Any]) -> dict[str, Any]:
    response = await http.post(f"/v1/register/{asked['id']}", json={"secret": asked["secret"]})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def waiting(who: Speaker, **asked: str) -> list[dict[str, Any]]:
    response = await ask(who, "GET", "/v1/registrations", params=asked)
    assert response.status_code == 200, response.text
    listed: list[dict[str, Any]] = response.json()["registrations"]
    return listed


async def sync_status(http: httpx.AsyncClient, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return (await http.post("/v1/sync", json={"changes": []}, headers=headers)).status_code


async def test_an_admitted_umkm_is_enrolled_on_the_device_that_registered(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    lurah, asked = enrol(Role.KELURAHAN), await register(http)

    before = await state(http, asked)
    await tell(lurah, f"/v1/registrations/{asked['id']}", {"admit": True})
    after = await state(http, asked)

    assert before == {"id": asked["id"], "state": "waiting", "reason": ""}
    assert after["state"] == "admitted"
    enrolled = after["enrolled"]
    assert enrolled["person"] | {"id": ""} == {
        "id": "",
        "name": "Kue Tradisional Contoh",
        "role": "umkm",
        "area": KASSI,
    }
    assert (enrolled["streams"], len(enrolled["handover_key"])) == ([KASSI], 64)
    assert await sync_status(http, enrolled["token"]) == 200


async def test_a_declined_one_reads_the_reason_and_leaves_no_contact(
    enrol: Enrol, http: httpx.AsyncClient, centre: Centre
) -> None:
    lurah, asked = enrol(Role.KELURAHAN), await register(http)

    no_reason = await refusal(lurah, f"/v1/registrations/{asked['id']}", {"admit": False, "reason": "  "})
    await tell(lurah, f"/v1/registrations/{asked['id']}", {"admit": False, "reason": "Usaha ini di wilayah lain."})

    assert no_reason == "note_needed"
    assert await state(http, asked) == {
        "id": asked["id"],
        "state": "declined",
        "reason": "Usaha ini di wilayah lain.",
    }
    with centre.database.read() as connection:
        assert connection.execute(select(registrations.c.contact)).scalar_one() is None


async def test_the_same_registration_again_is_one(enrol: Enrol, http: httpx.AsyncClient) -> None:
    lurah, asked = enrol(Role.KELURAHAN), await register(http)

    again = await http.post("/v1/register", json=asked)
    foreign = await http.post("/v1/register", json=asked | {"secret": "t" * 43})

    assert again.json()["state"] == "waiting"
    assert (foreign.status_code, foreign.json()["code"]) == (409, "id_reused")
    assert len(await waiting(lurah)) == 1


async def test_the_token_is_given_again_until_it_is_first_used_since_a_reply_can_be_lost(
    enrol: Enrol, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    lurah, asked = enrol(Role.KELURAHAN), await register(http)
    await tell(lurah, f"/v1/registrations/{asked['id']}", {"admit": True})
    lost = (await state(http, asked))["enrolled"]["token"]
    clock.move(days=30)

    got = (await state(http, asked))["enrolled"]["token"]
    used = await sync_status(http, got)
    later = await state(http, asked)

    assert used == 200
    assert await sync_status(http, lost) == 401
    assert later == {"id": asked["id"], "state": "admitted", "reason": ""}


async def test_a_secret_opens_nothing_after_the_device_was_switched_off(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    lurah, asked = enrol(Role.KELURAHAN), await register(http)
    await tell(lurah, f"/v1/registrations/{asked['id']}", {"admit": True})
    await state(http, asked)
    await tell(lurah, f"/v1/devices/{asked['device']['id']}/revoke")

    assert "enrolled" not in await state(http, asked)


async def test_a_wrong_secret_and_an_unknown_registration_look_the_same(http: httpx.AsyncClient) -> None:
    asked = await register(http)

    wrong = await http.post(f"/v1/register/{asked['id']}", json={"secret": "t" * 43})
    unknown = await http.post(f"/v1/register/{make_id()}", json={"secret": SECRET})

    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert wrong.json()["code"] == "not_found"


async def test_registrations_are_seen_and_decided_in_their_area_by_those_who_enrol(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    asked = await register(http)
    path = f"/v1/registrations/{asked['id']}"

    for role, area in ((Role.KELURAHAN, KASSI), (Role.KECAMATAN, RAPPOCINI), (Role.KOTA, "73.71")):
        assert [entry["id"] for entry in await waiting(enrol(role, area))] == [asked["id"]]
    for role in (Role.KELURAHAN, Role.KECAMATAN):
        elsewhere = enrol(role, MARISO_KELURAHAN if role is Role.KELURAHAN else "73.71.01")
        assert await waiting(elsewhere) == []
        assert await refusal(elsewhere, path, {"admit": True}) == "not_found"
        assert await refusal(elsewhere, f"{path}/contact", {"purpose": "Ingin tahu"}) == "not_found"
    for role, area in ((Role.RT, RT_AREA), (Role.UMKM, KASSI), (Role.PIMPINAN, "73.71"), (Role.AUDITOR, "73.71")):
        nobody = enrol(role, area)
        assert (await ask(nobody, "GET", "/v1/registrations")).json()["code"] == "forbidden"
        assert await refusal(nobody, path, {"admit": True}) == "not_found"
        assert await refusal(nobody, f"{path}/contact", {"purpose": "Ingin tahu"}) == "not_found"
    assert (await state(http, asked))["state"] == "waiting"


async def test_a_decision_stands_and_the_same_one_again_is_harmless(enrol: Enrol, http: httpx.AsyncClient) -> None:
    lurah, asked = enrol(Role.KELURAHAN), await register(http)
    path = f"/v1/registrations/{asked['id']}"

    first = await tell(lurah, path, {"admit": True})
    again = await tell(lurah, path, {"admit": True})

    assert first == again
    assert first["decided_by"] == lurah.person.id
    assert await refusal(lurah, path, {"admit": False, "reason": "Salah tekan."}) == "already_decided"
    assert await waiting(lurah) == []
    assert len(await waiting(lurah, state="admitted")) == 1


async def test_a_contact_is_sealed_and_opened_only_with_a_purpose_that_is_kept(
    enrol: Enrol, http: httpx.AsyncClient, centre: Centre
) -> None:
    lurah, asked = enrol(Role.KELURAHAN), await register(http)
    (entry,) = await waiting(lurah)

    no_purpose = await refusal(lurah, f"/v1/registrations/{asked['id']}/contact", {"purpose": " "})
    opened = await tell(lurah, f"/v1/registrations/{asked['id']}/contact", {"purpose": "Menanyakan alamat"})

    assert entry["has_contact"] is True
    assert "0812" not in str(entry)
    assert no_purpose == "note_needed"
    assert opened == {"contact": "0812-0000-0000"}
    with centre.database.read() as connection:
        assert b"0812" not in connection.execute(select(registrations.c.contact)).scalar_one()
        (seen,) = connection.execute(select(views)).all()
    assert (seen.person, seen.subject, seen.purpose) == (lurah.person.id, asked["id"], "Menanyakan alamat")


async def test_a_contact_that_the_new_secret_does_not_open_yet_is_not_found_and_nobody_saw_it(
    enrol: Enrol, http: httpx.AsyncClient, centre: Centre
) -> None:
    lurah, asked = enrol(Role.KELURAHAN), await register(http)
    exchanged = replace(centre, keys=replace(centre.keys, secret=b"n" * 32))

    with pytest.raises(Problem) as problem:
        open_contact(exchanged, Caller(lurah.person, lurah.device), asked["id"], "Menanyakan alamat")

    assert problem.value.code is Code.NOT_FOUND
    with centre.database.read() as connection:
        assert connection.execute(select(views)).all() == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"nib": "123"}, "bad_value"),
        ({"nib": "12345678901ab"}, "bad_value"),
        ({"theme": "gold"}, "bad_value"),
        ({"business": " "}, "bad_value"),
        ({"business": "x" * 121}, "bad_value"),
        ({"contact": "0812\n0000"}, "bad_value"),
        ({"contact": ""}, "bad_value"),
        ({"lorong": "x" * 121}, "bad_value"),
        ({"area": RAPPOCINI}, "unknown_area"),
        ({"area": "73.71.99.1001"}, "unknown_area"),
        ({"contact": "NIK 7371010101900001"}, "personal_number"),
        ({"secret": "short"}, "bad_json"),
        ({"id": str(uuid.uuid4())}, "bad_json"),
    ],
)
async def test_a_registration_that_does_not_fit_is_refused(
    http: httpx.AsyncClient, values: dict[str, Any], code: str
) -> None:
    assert (await http.post("/v1/register", json=a_registration(**values))).json()["code"] == code


async def test_a_registration_needs_no_nib(http: httpx.AsyncClient) -> None:
    await register(http, nib="")


async def test_an_address_registers_only_so_often_in_an_hour(
    http: httpx.AsyncClient, clock: StandingClock
) -> None:
    for _ in range(REGISTRATIONS_AN_HOUR):
        await register(http)

    closed = await http.post("/v1/register", json=a_registration())
    clock.move(hours=1)

    assert (closed.status_code, closed.json()["code"]) == (429, "too_many")
    await register(http)


async def test_a_device_of_somebody_else_is_not_taken_over(enrol: Enrol, http: httpx.AsyncClient) -> None:
    lurah, rt = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    phone = {"id": rt.device, "name": "HP", "platform": "android", "app_version": "0.1.0"}
    asked = await register(http, device=phone)
    await tell(lurah, f"/v1/registrations/{asked['id']}", {"admit": True})

    response = await http.post(f"/v1/register/{asked['id']}", json={"secret": asked["secret"]})

    assert response.json().get("enrolled") is None
    assert (await rt.post({"changes": []})).status_code == 200
