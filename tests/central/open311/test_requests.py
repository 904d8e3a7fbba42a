"""Which requests are told to whom: to all those that became a published innovation, to its sender his own."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from sync.central import ideas
from sync.central.accept import Caller
from sync.central.erase_record import erase_record
from sync.central.open311 import listing
from sync.domain.people import Role
from sync.protocol.people import EraseRequest
from tests.central.open311.asking import BASE, ask, ask_xml, filed
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, Speaker
from tests.support.clock import StandingClock
from tests.support.residents import an_idea, pulled, step

FIELDS = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "requested_datetime",
    "updated_datetime",
    "address",
    "address_id",
    "service_notice",
    "expected_datetime",
    "zipcode",
    "lat",
    "long",
    "media_url",
]


async def grown(city: Offices, lurah: Speaker, title: str = "Kebun Lorong 4") -> tuple[str, str]:
    """The one idea was taken up, and the innovation that grew from it is published; returns both ids."""
    idea = (await pulled(lurah)).id
    await step(lurah, "taken_up", owner=city.rt.person.id)
    named: dict[str, Any] = {f"grew_from/{idea}": True}
    return idea, await city.published(title=title, **named)


async def told_xml(http: httpx.AsyncClient) -> list[ElementTree.Element]:
    return list(await ask_xml(http, "requests.xml"))


async def test_an_idea_is_public_when_its_innovation_is_and_then_with_its_title_alone(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker
) -> None:
    answer = await filed(http, description="Kebun sayur, tanya 0812 3456 7890.\nDi rumah Bu Sari.")
    number = answer["service_request_id"][:9]
    before = await ask(http, "requests.json")
    await grown(city, lurah)

    (found,) = await ask(http, "requests.json")

    assert before == []
    assert sorted(found) == sorted(FIELDS)
    assert (found["service_request_id"], found["status"]) == (number, "closed")
    assert found["description"] == "Kebun sayur, tanya [disamarkan]."
    assert found["status_notes"].startswith("Diangkat menjadi inovasi: Kebun Lorong 4. ")
    assert (found["address"], found["address_id"]) == ("Kelurahan Kassi-Kassi, Kecamatan Rappocini", KASSI)
    assert (found["service_code"], found["requested_datetime"]) == ("food", "2026-12-03T06:05:00.000Z")
    assert [found[name] for name in ("lat", "long", "media_url", "zipcode")] == [None] * 4
    assert await ask(http, f"requests/{number}.json") == [found]
    assert answer["service_request_id"] not in str(found)


async def test_xml_has_the_elements_of_the_specification(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker
) -> None:
    await filed(http, description="Kebun <b>sayur</b> & \x0bbunga")
    await grown(city, lurah)

    (request,) = await told_xml(http)

    assert request.tag == "request"
    assert sorted(each.tag for each in request) == sorted(FIELDS)
    assert request.findtext("description") == "Kebun <b>sayur</b> & bunga"
    assert request.findtext("lat") == ""


async def test_hiding_or_erasing_either_takes_it_off_at_once(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker
) -> None:
    number = (await filed(http))["service_request_id"][:9]
    idea, record = await grown(city, lurah)

    await city.hide(record)
    hidden = await ask(http, "requests.json")
    one = await http.get(f"{BASE}/requests/{number}.json")
    await city.unhide(record)
    shown = await ask(http, "requests.json")
    erase_record(city.centre, Caller(city.kota.person, city.kota.device), idea, EraseRequest("asked", []))

    assert (hidden, one.status_code, len(shown)) == ([], 404, 1)
    assert await ask(http, "requests.json") == []


async def test_an_idea_that_was_taken_up_waits_for_its_innovation(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker
) -> None:
    number = (await filed(http))["service_request_id"][:9]
    idea = (await pulled(lurah)).id
    await step(lurah, "taken_up", owner=city.rt.person.id)
    named: dict[str, Any] = {f"grew_from/{idea}": True}
    await city.approve(await city.note(**named))

    assert await ask(http, "requests.json") == []
    assert (await http.get(f"{BASE}/requests/{number}.json")).status_code == 404


async def test_a_link_to_an_idea_that_was_not_taken_up_makes_it_not_public(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker
) -> None:
    await filed(http)
    named: dict[str, Any] = {f"grew_from/{(await pulled(lurah)).id}": True}
    await city.published(**named)

    assert await ask(http, "requests.json") == []


async def test_its_sender_follows_it_by_the_whole_number_from_the_first_moment(
    http: httpx.AsyncClient, lurah: Speaker
) -> None:
    tracking = (await filed(http, description="Kebun sayur"))["service_request_id"]
    (before,) = await ask(http, f"requests/{tracking}.json")
    await step(lurah, "declined", reason="Tanahnya milik orang.")

    (after,) = await ask(http, f"requests/{tracking.lower()}.json")

    assert (before["status"], before["status_notes"]) == ("open", "Diterima.")
    assert before["description"] == "Kebun sayur\n\nKebun sayur"
    assert (after["status"], after["service_request_id"]) == ("closed", tracking)
    assert after["status_notes"] == "Belum dapat diangkat. Tanahnya milik orang."


async def test_an_idea_without_a_theme_is_told_under_another_service(http: httpx.AsyncClient) -> None:
    response = await http.post("/v1/ideas", json=an_idea())

    (found,) = await ask(http, f"requests/{response.json()['tracking']}.json")

    assert (found["service_code"], found["service_name"]) == ("other", "Usulan: Lainnya")


async def test_one_that_was_erased_is_told_as_that_to_its_sender(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker
) -> None:
    tracking = (await filed(http))["service_request_id"]
    idea = (await pulled(lurah)).id
    erase_record(city.centre, Caller(city.kota.person, city.kota.device), idea, EraseRequest("asked", []))

    (found,) = await ask(http, f"requests/{tracking}.json")

    assert (found["status"], found["status_notes"], found["description"]) == ("closed", "Dihapus.", None)


async def test_wrong_tracking_numbers_are_counted_as_on_the_page(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ideas, "GUESSES_AN_HOUR", 2)
    wrong = "7K4Q-2MXD-R8T3VW"

    seen = [(await http.get(f"{BASE}/requests/{wrong}.json")).status_code for _ in range(3)]

    assert seen == [404, 404, 429]
    assert (await http.get(f"{BASE}/requests.json", params={"service_request_id": wrong})).status_code == 429


@pytest.mark.parametrize("name", ["x", "7K4Q-2MXD", "%00", "0192aaaa-0000-7000-8000-000000000001", "' OR 1=1"])
async def test_what_is_no_request_is_not_there(http: httpx.AsyncClient, name: str) -> None:
    response = await http.get(f"{BASE}/requests/{name}.json")

    assert (response.status_code, response.json()[0]["code"]) == (404, 404)


async def test_several_are_asked_for_by_their_ids_whatever_else_is_asked(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker
) -> None:
    first = (await filed(http))["service_request_id"]
    await grown(city, lurah)
    both = f"{first[:9]},{first},7K4Q-2MXD"

    found = await ask(http, "requests.json", service_request_id=both, status="open", start_date="x")

    assert [each["service_request_id"] for each in found] == [first[:9], first]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"service_code": "food,waste"}, 1),
        ({"service_code": "waste"}, 0),
        ({"status": "closed"}, 1),
        ({"status": "open"}, 0),
        ({"status": "open,closed"}, 1),
        ({"start_date": "2026-12-03T06:05:00Z", "end_date": "2026-12-03T06:05:00Z"}, 1),
        ({"start_date": "2026-12-03T14:05:00+08:00"}, 1),
        ({"start_date": "2026-12-03T06:05:01Z"}, 0),
        ({"end_date": "2026-12-03T06:04:59Z"}, 0),
        ({"end_date": "2027-03-01T00:00:00Z"}, 1),
    ],
)
async def test_what_is_asked_for_is_found(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker, query: dict[str, str], count: int
) -> None:
    await filed(http)
    await grown(city, lurah)

    assert len(await ask(http, "requests.json", **query)) == count


async def test_without_dates_the_newest_90_days_are_told(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker, clock: StandingClock
) -> None:
    await filed(http)
    await grown(city, lurah)
    clock.move(days=90)
    at_last = await ask(http, "requests.json")
    clock.move(seconds=1)

    assert (len(at_last), await ask(http, "requests.json")) == (1, [])
    assert len(await ask(http, "requests.json", end_date="2026-12-31T00:00:00Z")) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "kemarin"},
        {"start_date": "2026-12-03T06:05:00"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"start_date": "9999-12-31T23:59:59Z"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        {"start_date": "x" * 41},
    ],
)
async def test_a_span_that_cannot_be_told_is_refused(http: httpx.AsyncClient, query: dict[str, str]) -> None:
    response = await http.get(f"{BASE}/requests.json", params=query)

    assert (response.status_code, response.json()[0]["code"]) == (400, 400)
    assert "date" in response.json()[0]["description"]


async def test_two_innovations_of_one_idea_are_one_request_and_the_list_ends_somewhere(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filed(http)
    idea, _ = await grown(city, lurah, title="Kebun pertama")
    named: dict[str, Any] = {f"grew_from/{idea}": True}
    await city.published(title="Kebun kedua", **named)

    (found,) = await ask(http, "requests.json")
    monkeypatch.setattr(listing, "MOST", 0)

    assert "Kebun pertama" in found["status_notes"]
    assert await ask(http, "requests.json") == []


async def test_a_title_that_was_erased_is_said_to_be(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker, enrol: Enrol
) -> None:
    await filed(http)
    idea, record = await grown(city, lurah)
    caller = Caller(enrol(Role.KOTA, "73.71").person, "centre")

    for one in (idea, record):
        erase_record(city.centre, caller, one, EraseRequest("asked", ["title"]))

    (found,) = await ask(http, "requests.json")
    assert found["description"] == "Judul dihapus"
    assert found["status_notes"].startswith("Diangkat menjadi inovasi: Judul dihapus. ")
