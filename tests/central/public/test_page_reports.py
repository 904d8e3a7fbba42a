"""*Laporkan halaman ini*: from a plain form to the officer's answer."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, Speaker
from tests.support.clock import StandingClock


async def report(http: httpx.AsyncClient, page: str, **fields: str) -> httpx.Response:
    form = {"halaman": page, "alasan": "wrong", "isi": "Angkanya keliru.", "situs": ""} | fields
    return await http.post("/laporkan", data=form)


async def reports(who: Speaker) -> dict[str, Any]:
    response = await who.http.get("/v1/reports", headers={"Authorization": f"Bearer {who.token}"})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def answer(who: Speaker, report_id: str, text: str = "Sudah diperbaiki.") -> httpx.Response:
    headers = {"Authorization": f"Bearer {who.token}"}
    return await who.http.post(f"/v1/reports/{report_id}/answer", json={"answer": text}, headers=headers)


async def test_a_report_reaches_kecamatan_and_city_with_its_record(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.published(title="Teba kompos")

    response = await report(http, f"/inovasi/{number_of(record)}-teba-kompos")

    assert (response.status_code, "Terima kasih" in response.text) == (200, True)
    for who in (city.kecamatan, city.kota):
        found = await reports(who)
        assert (found["open"], found["reports"][0]["record"]) == (1, record)
        assert found["reports"][0]["area"] == KASSI


async def test_a_report_elsewhere_is_not_for_this_kecamatan(
    city: Offices, http: httpx.AsyncClient, enrol: Enrol
) -> None:
    await report(http, f"/wilayah/{KASSI}")
    await report(http, "/")
    mariso = enrol(Role.KECAMATAN, "73.71.01")

    assert (await reports(mariso))["reports"] == []
    assert len((await reports(city.kecamatan))["reports"]) == 1
    assert len((await reports(city.kota))["reports"]) == 2
    (first,) = (await reports(city.kecamatan))["reports"]
    assert (await answer(mariso, first["id"])).status_code == 404


async def test_open_reports_stand_first_and_an_answer_closes_one(
    city: Offices, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    for text in ("Satu", "Dua", "Tiga"):
        await report(http, "/", isi=text)
        clock.move(minutes=1)
    first = (await reports(city.kota))["reports"][0]
    done = await answer(city.kota, first["id"])
    again = await answer(city.kota, first["id"], "Lain.")

    found = await reports(city.kota)

    assert first["text"] == "Satu"
    assert (done.status_code, again.json()["code"]) == (200, "already_decided")
    assert [one["text"] for one in found["reports"]] == ["Dua", "Tiga", "Satu"]
    assert (found["open"], found["reports"][2]["answer"]) == (2, "Sudah diperbaiki.")


async def test_an_answer_needs_words(city: Offices, http: httpx.AsyncClient) -> None:
    await report(http, "/")
    (one,) = (await reports(city.kota))["reports"]

    assert (await answer(city.kota, one["id"], "  ")).json()["code"] == "bad_value"


@pytest.mark.parametrize("role", [Role.RT, Role.KELURAHAN, Role.PIMPINAN, Role.AUDITOR])
async def test_nobody_else_reads_reports(enrol: Enrol, role: Role) -> None:
    area = KASSI if role in (Role.RT, Role.KELURAHAN) else "73.71"
    who = enrol(role, area)

    response = await who.http.get("/v1/reports", headers={"Authorization": f"Bearer {who.token}"})

    assert response.json()["code"] == "forbidden"


async def test_a_personal_number_is_masked_before_it_is_kept(city: Offices, http: httpx.AsyncClient) -> None:
    await report(http, "/", isi="NIK-nya 7371 0112 0390 0001")

    assert "7371 0112" not in (await reports(city.kota))["reports"][0]["text"]


@pytest.mark.parametrize("form", [{"alasan": "x"}, {"isi": "x" * 1001}, {"halaman": "https://x.id/"}])
async def test_what_is_no_report_is_said_to_be_none(
    city: Offices, http: httpx.AsyncClient, form: dict[str, str]
) -> None:
    response = await report(http, "/", **form)

    assert response.status_code == 422
    assert (await reports(city.kota))["reports"] == []


async def test_a_machine_that_fills_every_field_is_thanked_and_forgotten(
    city: Offices, http: httpx.AsyncClient
) -> None:
    assert (await report(http, "/", situs="https://spam.example")).status_code == 200
    assert (await reports(city.kota))["reports"] == []


async def test_an_address_reports_ten_times_an_hour(http: httpx.AsyncClient, clock: StandingClock) -> None:
    codes = [(await report(http, "/")).status_code for _ in range(11)]
    clock.move(hours=1)

    assert codes == [200] * 10 + [429]
    assert (await report(http, "/")).status_code == 200


async def test_a_form_without_end_is_cut_off(http: httpx.AsyncClient) -> None:
    assert (await report(http, "/", isi="x" * 70_000)).status_code == 413
