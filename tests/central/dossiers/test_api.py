"""`GET /v1/dossiers/{kind}`: the files, for whom they are, and what is said when one cannot be made."""

from __future__ import annotations

import io
import zipfile

import httpx
import pytest

from sync.central import windows
from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.dossiers.api import DOSSIERS_AN_HOUR
from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import Speaker
from tests.support.dossiers import profiled, rows_in
from tests.support.officers import ask

KINDS = ("sigap", "iga", "kipp.docx", "kipp.pdf", "letters.docx")
NAMES = dict(
    zip(KINDS, ("sigap-{}.xlsx", "iga-{}.zip", "kipp-{}.docx", "kipp-{}.pdf", "pernyataan-{}.docx"), strict=True)
)


async def dossier(who: Speaker, kind: str, record: str) -> httpx.Response:
    return await ask(who, "GET", f"/v1/dossiers/{kind}?record={record}")


async def test_each_kind_comes_as_a_file_with_its_name(city: Offices) -> None:
    record = await profiled(city)

    answers = {kind: await dossier(city.kota, kind, record) for kind in KINDS}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert [row["ID Inovasi"] for row in rows_in(answers["sigap"].content)] == [number_of(record)]
    with zipfile.ZipFile(io.BytesIO(answers["iga"].content)) as folder:
        assert folder.testzip() is None
    assert answers["kipp.docx"].content.startswith(b"PK")
    assert answers["kipp.pdf"].content.startswith(b"%PDF-")
    for kind, answer in answers.items():
        name = NAMES[kind].format(number_of(record))
        assert f'filename="{name}"' in answer.headers["content-disposition"]


@pytest.mark.parametrize("kind", KINDS)
async def test_no_file_is_made_for_an_auditor_or_for_the_author(city: Offices, enrol: Enrol, kind: str) -> None:
    record = await city.published()

    for who in (city.rt, enrol(Role.AUDITOR, "73.71"), enrol(Role.KECAMATAN, "73.71.01")):
        assert (await dossier(who, kind, record)).status_code == 404


async def test_what_is_not_there_or_hidden_is_not_found(city: Offices) -> None:
    hidden = await city.published()
    await city.hide(hidden)

    assert (await dossier(city.kota, "sigap", hidden)).status_code == 404
    assert (await dossier(city.kota, "sigap", city.rt.make_id())).status_code == 404
    assert (await dossier(city.kota, "sigap", "'; drop table")).status_code == 404
    assert (await dossier(city.kota, "peringkat", await city.note())).status_code == 404


async def test_a_proposal_that_is_too_long_says_which_answer(city: Offices) -> None:
    record = await profiled(city, **{"kipp/2023.umum.1": {"text": "kata " * 201, "checked": True}})

    answer = await dossier(city.kota, "kipp.pdf", record)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_value")
    assert answer.json()["fields"] == {"kipp/2023.umum.1": "too_long"}
    assert "Ringkasan (201 dari 200 kata)" in answer.json()["detail"]


async def test_who_asks_without_end_is_asked_to_wait(city: Offices) -> None:
    record = await city.note()
    with city.centre.database.write() as connection:
        for _ in range(DOSSIERS_AN_HOUR):
            windows.add(connection, f"dossiers:{city.kota.person.id}", city.centre.clock())

    assert (await dossier(city.kota, "sigap", record)).status_code == 429


def test_the_description_names_the_types_of_the_files(centre: Centre) -> None:
    described = make_app(centre).openapi()["paths"]["/v1/dossiers/{kind}"]["get"]["responses"]["200"]

    assert {"application/pdf", "application/zip"} < set(described["content"])
