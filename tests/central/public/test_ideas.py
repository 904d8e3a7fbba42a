"""Ideas of residents over JSON: filed once, found by the whole number only, never anybody's but their own."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from sqlalchemy import select

from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.filing import FILED_AN_HOUR
from sync.central.ideas import GUESSES_AN_HOUR
from sync.central.tables import changes, ideas
from sync.domain.ids import IdSource
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import KASSI, RAPPOCINI, a_note
from tests.support.clock import StandingClock
from tests.support.residents import SECRET, an_idea, filed, pulled, told


async def test_an_idea_reaches_the_devices_of_kelurahan_and_kecamatan(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    lurah, kecamatan = enrol(Role.KELURAHAN), enrol(Role.KECAMATAN, RAPPOCINI)

    response = await http.post("/v1/ideas", json=an_idea(title="Kebun lorong"))

    assert response.status_code == 200
    reply = response.json()
    assert reply["tracking"] == f"{reply['number']}-{SECRET}"
    assert reply["receipt"]["status"] == "accepted"
    for officer in (lurah, kecamatan):
        idea = await pulled(officer)
        assert (idea.set["title"], idea.set["status"]) == ("Kebun lorong", "received")
        assert idea.sources[idea.version].by.role == "resident"


async def test_the_tracking_secret_is_on_no_device_and_not_in_the_log(
    http: httpx.AsyncClient, enrol: Enrol, centre: Centre
) -> None:
    lurah = enrol(Role.KELURAHAN)
    await filed(http, secret="QQZZ77")

    held = await lurah.post({"changes": [], "cursors": {}, "limit": 200})

    assert "QQZZ77" not in held.text
    with centre.database.read() as connection:
        bodies = connection.execute(select(changes.c.body)).scalars().all()
        hashes = connection.execute(select(ideas.c.tracking_hash)).scalars().all()
    assert not any(b"QQZZ77" in (body or b"") for body in bodies)
    assert "QQZZ77" not in hashes[0]


async def test_the_same_idea_sent_again_gets_the_same_number_and_receipt_and_counts_once(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    lurah, body = enrol(Role.KELURAHAN), an_idea()

    first, again = (
        (await http.post("/v1/ideas", json=body)).json(),
        (await http.post("/v1/ideas", json=body)).json(),
    )

    assert first == again
    assert (await pulled(lurah)).version == first["receipt"]["seq"]


async def test_the_same_idea_sent_ten_times_at_once_counts_once(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah, body = enrol(Role.KELURAHAN), an_idea()

    replies = await asyncio.gather(*(http.post("/v1/ideas", json=body) for _ in range(10)))

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.text for reply in replies}) == 1
    assert (await pulled(lurah)).id == body["id"]


async def test_an_officer_who_sends_the_words_again_with_another_secret_gets_no_number(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    lurah, body = enrol(Role.KELURAHAN), an_idea()
    await http.post("/v1/ideas", json=body)
    seen = await pulled(lurah)

    copied = body | {"id": seen.id, "secret": "AAAAAA"}
    response = await http.post("/v1/ideas", json=copied)

    assert (response.status_code, response.json()["code"]) == (409, "id_reused")
    assert (await http.get(f"/v1/ideas/{seen.id}")).status_code == 404


async def test_other_words_under_a_known_id_are_refused(http: httpx.AsyncClient) -> None:
    body = an_idea()
    await http.post("/v1/ideas", json=body)

    response = await http.post("/v1/ideas", json=body | {"title": "Lain"})

    assert response.json()["code"] == "id_reused"


async def test_nobody_files_an_idea_under_the_id_of_an_officers_record(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    rt = enrol(Role.RT, f"{KASSI}/RW003/RT002")
    record = rt.make_id()
    await rt.send(rt.change_of(record, a_note()))

    response = await http.post("/v1/ideas", json=an_idea(id=record))

    assert response.json()["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"title": ""}, "incomplete", "title"),
        ({"title": "x" * 101}, "bad_value", "title"),
        ({"text": "x" * 1001}, "bad_value", "text"),
        ({"text": "NIK saya 7371 1312 0580 0001"}, "personal_number", "text"),
        ({"area": "73.71.13.9999"}, "unknown_area", None),
        ({"area": RAPPOCINI}, "unknown_area", None),
        ({"theme": "gossip"}, "bad_value", "theme"),
        ({"joins": IdSource()()}, "bad_value", "joins"),
        ({"id": "1"}, "bad_json", None),
        ({"secret": "abc"}, "bad_json", None),
        ({"contact": {"name": "A", "phone": "0812345678", "consent": False}}, "bad_value", "consent"),
        ({"contact": {"name": "A", "phone": "telepon", "consent": True}}, "bad_value", "phone"),
    ],
)
async def test_what_cannot_be_kept_is_refused_with_the_field(
    http: httpx.AsyncClient, values: dict[str, object], code: str, field: str | None
) -> None:
    response = await http.post("/v1/ideas", json=an_idea(**values))

    assert response.json()["code"] == code, response.text
    assert field is None or field in response.json()["fields"]


async def test_an_address_files_so_many_an_hour_and_others_go_on(
    http: httpx.AsyncClient, clock: StandingClock
) -> None:
    for _ in range(FILED_AN_HOUR):
        assert (await http.post("/v1/ideas", json=an_idea())).status_code == 200

    refused = await http.post("/v1/ideas", json=an_idea())
    clock.move(hours=1)
    later = await http.post("/v1/ideas", json=an_idea())

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert later.status_code == 200


async def test_a_repeat_takes_nothing_from_the_limit(http: httpx.AsyncClient) -> None:
    body = an_idea()
    for _ in range(FILED_AN_HOUR - 1):
        await http.post("/v1/ideas", json=body)

    assert (await http.post("/v1/ideas", json=an_idea())).status_code == 200


async def test_the_whole_number_opens_the_idea_however_it_is_written(http: httpx.AsyncClient) -> None:
    tracking = await filed(http, title="Kebun lorong")

    for typed in (tracking, tracking.lower(), tracking.replace("-", ""), tracking.replace("-", " ")):
        assert (await told(http, typed))["title"] == "Kebun lorong"


async def test_a_part_of_the_number_opens_nothing(http: httpx.AsyncClient) -> None:
    tracking = await filed(http)

    for typed in (tracking[:9], tracking[:-1], f"{tracking[:-1]}{'A' if tracking[-1] != 'A' else 'B'}", "x" * 500):
        assert (await http.get(f"/v1/ideas/{typed}")).status_code == 404


async def test_guessing_ends_for_an_hour(http: httpx.AsyncClient, clock: StandingClock) -> None:
    tracking = await filed(http)
    for number in range(GUESSES_AN_HOUR):
        await http.get(f"/v1/ideas/{tracking[:9]}-{number:06d}")

    assert (await http.get(f"/v1/ideas/{tracking}")).status_code == 429
    clock.move(hours=1)
    assert (await http.get(f"/v1/ideas/{tracking}")).status_code == 200


async def test_the_chain_verifies_with_ideas_in_it(http: httpx.AsyncClient, centre: Centre) -> None:
    for _ in range(3):
        await filed(http)

    with centre.database.read() as connection:
        assert first_break(connection, KASSI) is None
