"""Filing an idea over GeoReport: what is taken, under which checks, and what of it is not kept."""

from __future__ import annotations

from xml.etree import ElementTree

import httpx
import pytest
from sqlalchemy import select

from sync.central import filing
from sync.central.answer import Centre
from sync.central.open311.intake import title_of
from sync.central.tables import changes, contacts
from sync.domain.people import Role
from tests.central.open311.asking import INSIDE, filed, post
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, Speaker
from tests.support.residents import an_idea, pulled, told


async def test_a_request_becomes_an_idea_of_the_kelurahan_in_which_its_point_lies(
    http: httpx.AsyncClient, lurah: Speaker
) -> None:
    answer = await filed(http)

    idea = await pulled(lurah)
    assert (idea.area, idea.set["theme"], idea.set["status"]) == (KASSI, "food", "received")
    assert idea.set["title"] == "Kebun sayur di ujung lorong."
    assert idea.set["text"] == "Kebun sayur di ujung lorong.\nTanah kosong ditanami bersama."
    assert (await told(http, answer["service_request_id"]))["status"] == "received"
    assert f"/lacak/{answer['service_request_id']}" in answer["service_notice"]
    assert "point" not in idea.set


async def test_the_answer_has_the_shape_of_the_specification_in_xml(http: httpx.AsyncClient) -> None:
    response = await post(http, "xml")

    root = ElementTree.fromstring(response.content)
    assert response.content.startswith(b"<?xml")
    assert (root.tag, [each.tag for each in root]) == ("service_requests", ["request"])
    assert [each.tag for each in root[0]] == ["service_request_id", "service_notice", "account_id"]


@pytest.mark.parametrize("name", ["attribute[kelurahan]", "attribute[kelurahan][]", "address_id"])
async def test_a_kelurahan_that_is_named_goes_before_the_point(
    http: httpx.AsyncClient, enrol: Enrol, name: str
) -> None:
    await filed(http, **{name: MARISO_KELURAHAN})

    assert (await pulled(enrol(Role.KELURAHAN, MARISO_KELURAHAN))).area == MARISO_KELURAHAN


async def test_title_place_and_whom_it_is_about_are_taken(http: httpx.AsyncClient, lurah: Speaker) -> None:
    more = {"attribute[title]": "Kebun bersama", "attribute[about_office]": "1", "address_string": "Lorong 4"}
    await filed(http, **more)

    idea = await pulled(lurah)
    assert (idea.set["title"], idea.set["about_office"]) == ("Kebun bersama", True)
    assert idea.set["text"].endswith("\n\nLokasi: Lorong 4")


async def test_what_says_who_somebody_is_is_dropped_and_that_is_said(
    http: httpx.AsyncClient, centre: Centre
) -> None:
    person = {"first_name": "Sitti", "last_name": "Contoh", "phone": "081234567890", "email": "sitti@contoh.id"}
    answer = await filed(
        http, **person, device_id="tt222111", account_id="9931", media_url="https://foto.id/1.jpg"
    )

    for expected in ("Nama, nomor HP, surel, dan tanda pengenal", "media_url", "Titik lokasi"):
        assert expected in answer["service_notice"]
    with centre.database.read() as connection:
        assert connection.execute(select(contacts)).all() == []
        stored = b"".join(connection.execute(select(changes.c.body)).scalars())
    for text in ("Sitti", "81234567890", "contoh.id", "tt222111", "9931", "foto.id", INSIDE["lat"]):
        assert text.encode() not in stored


async def test_where_nothing_was_dropped_nothing_is_said_of_it(http: httpx.AsyncClient) -> None:
    answer = await filed(http, lat="", long="", address_id=KASSI)

    for text in ("tidak kami simpan", "media_url", "aduan"):
        assert text not in answer["service_notice"]


async def test_what_looks_like_a_complaint_is_taken_and_told_where_complaints_go(http: httpx.AsyncClient) -> None:
    answer = await filed(http, service_code="works", description="Lampu jalan mati, mohon segera diperbaiki.")

    assert "SP4N-LAPOR!" in answer["service_notice"]


@pytest.mark.parametrize(
    ("fields", "status", "named"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "pothole"}, 404, "service_code"),
        ({"description": ""}, 400, "description"),
        ({"description": "x" * 1001}, 400, "description"),
        ({"attribute[title]": "x" * 101}, 400, "attribute[title]"),
        ({"description": "NIK 7371131205800001 punya gagasan"}, 400, "description"),
        ({"attribute[title]": "KK 7371131205800001"}, 400, "attribute[title]"),
        ({"lat": "", "long": ""}, 400, "lat dan long"),
        ({"long": ""}, 400, "lat dan long"),
        ({"lat": "lima"}, 400, "lat"),
        ({"lat": "nan"}, 400, "lat"),
        ({"lat": "91"}, 400, "lat"),
        ({"lat": "-6.2", "long": "106.8"}, 400, "lat, long"),
        ({"attribute[kelurahan]": "73.71.99.1001"}, 400, "attribute[kelurahan]"),
        ({"attribute[kelurahan]": "73.71.13"}, 400, "attribute[kelurahan]"),
        ({"description": "Kebun\x00sayur"}, 400, ""),
    ],
)
async def test_what_cannot_be_taken_is_said_with_its_name_and_nothing_is_kept(
    http: httpx.AsyncClient, centre: Centre, fields: dict[str, str], status: int, named: str
) -> None:
    response = await post(http, **fields)

    assert response.status_code == status
    (error, *_) = response.json()
    assert (error["code"], set(error)) == (status, {"code", "description"})
    assert named in error["description"]
    assert "7371131205800001" not in response.text
    with centre.database.read() as connection:
        assert connection.execute(select(changes.c.seq).where(changes.c.stream == KASSI)).all() == []


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join(b"a%d=1" % n for n in range(60)), b"x" * 70_000])
async def test_a_body_that_is_no_form_is_refused_in_georeports_shape(http: httpx.AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await http.post("/open311/v2/requests.json", content=body, headers=headers)

    assert response.status_code in (400, 413)
    assert response.json()[0]["code"] == response.status_code


async def test_an_address_files_no_more_here_and_on_the_page_together_than_on_the_page_alone(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "FILED_AN_HOUR", 2)
    await filed(http)
    await http.post("/v1/ideas", json=an_idea())

    response = await post(http)

    assert (response.status_code, response.json()[0]["code"]) == (429, 429)
    assert int(response.headers["retry-after"]) > 0


async def test_a_key_is_not_asked_for_and_one_that_comes_is_not_looked_at(http: httpx.AsyncClient) -> None:
    await filed(http)
    await filed(http, api_key="xyz", jurisdiction_id="city.gov")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kebun sayur\ndi ujung lorong", "Kebun sayur"),
        ("a" * 100, "a" * 100),
        ("kata " * 30, "kata " * 18 + "kata…"),
        ("b" * 200, "b" * 99 + "…"),
        ("", ""),
    ],
)
def test_a_title_is_the_first_line_as_far_as_it_holds(text: str, title: str) -> None:
    assert title_of(text) == title
