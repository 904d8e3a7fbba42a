"""*Portofolio* over HTTP: for the kota alone, in the order of the areas, and the chosen in one file."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import httpx
import pytest

from sync.central.dossiers import portfolio
from sync.domain.ids import number_of
from sync.domain.people import Role
from sync.protocol.portfolio import LEFT_OUT, MOST_AT_ONCE
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import Speaker
from tests.support.dossiers import profiled, rows_in
from tests.support.officers import ask

LONG = {"kipp/2023.umum.1": {"text": "kata " * 201, "checked": True}}


async def lines(who: Speaker, after: str = "") -> dict[str, Any]:
    answer = await ask(who, "GET", f"/v1/portfolio?after={after}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def dossiers(who: Speaker, kind: str, *records: str) -> httpx.Response:
    return await ask(who, "POST", f"/v1/dossiers/{kind}", {"records": list(records)})


async def test_the_city_reads_its_innovations_a_page_at_a_time_in_the_order_of_areas_and_ids(
    city: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio, "PAGE", 2)
    records = [await profiled(city, title=f"Teba {place}") for place in range(3)]
    hidden = await city.published()
    await city.hide(hidden)

    first = await lines(city.kota)
    rest = await lines(city.kota, first["after"])

    assert [line["id"] for line in [*first["lines"], *rest["lines"]]] == records
    assert rest.get("after") is None
    assert first["lines"][0]["started"] == "2026-05-01"


@pytest.mark.parametrize("role", [Role.KECAMATAN, Role.PIMPINAN, Role.AUDITOR, Role.KELURAHAN])
async def test_nobody_but_the_city_reads_it(enrol: Enrol, role: Role) -> None:
    where = {Role.KECAMATAN: "73.71.13", Role.KELURAHAN: "73.71.13.1002"}.get(role, "73.71")

    assert (await ask(enrol(role, where), "GET", "/v1/portfolio")).status_code == 403


async def test_the_chosen_come_as_one_table_and_as_archives_with_all_of_each(city: Offices) -> None:
    one, two = await profiled(city, title="=1+1"), await profiled(city)

    table, folders, proposals = [await dossiers(city.kota, k, one, two, one) for k in ("sigap", "iga", "kipp.pdf")]

    assert [row["ID Inovasi"] for row in rows_in(table.content)] == [number_of(one), number_of(two)]
    with zipfile.ZipFile(io.BytesIO(folders.content)) as archive:
        assert {name.partition("_")[0] for name in archive.namelist()} == {number_of(one), number_of(two)}
    with zipfile.ZipFile(io.BytesIO(proposals.content)) as archive:
        assert archive.namelist() == [f"kipp-{number_of(each)}.pdf" for each in (one, two)]


async def test_what_cannot_be_made_is_named_and_the_others_are_made(city: Offices) -> None:
    fine, long, gone = await profiled(city), await profiled(city, **LONG), city.rt.make_id()

    answer = await dossiers(city.kota, "kipp.pdf", gone, long, fine)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [f"kipp-{number_of(fine)}.pdf", LEFT_OUT]
        told = archive.read(LEFT_OUT).decode().splitlines()
    assert told[0] == f"{number_of(gone)}: tidak ada lagi"
    assert told[1].startswith(f"{number_of(long)}: Jawaban terlalu panjang: Ringkasan (201 dari 200 kata)")


async def test_too_many_none_and_an_unknown_kind_are_refused(city: Offices) -> None:
    many = [city.rt.make_id() for _ in range(MOST_AT_ONCE + 1)]

    assert (await dossiers(city.kota, "iga", *many)).json()["code"] == "bad_value"
    assert (await dossiers(city.kota, "iga")).json()["code"] == "bad_value"
    assert (await dossiers(city.kota, "peringkat", many[0])).status_code == 404
    assert (await ask(city.kota, "POST", "/v1/dossiers/iga", {"records": 7})).status_code == 400
