"""A UMKM's business contact on the page of its own innovation: by its consent, there alone, and gone at once."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sync.central import business_contacts, people
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.erase_record import erase_record
from sync.central.json_text import parsed
from sync.central.resealing import Exchange, reseal
from sync.central.retention import Keeping, tidy
from sync.central.tables import business_contacts as kept
from sync.central.tables import changes, editions, records, views
from sync.domain.ids import number_of
from sync.domain.people import Role
from sync.protocol.people import EraseRequest
from tests.central.public.walking import walk
from tests.conftest import Enrol
from tests.support.bank import Offices, offices
from tests.support.centres import MARISO_KELURAHAN, Speaker
from tests.support.clock import StandingClock
from tests.support.logs import faults

NAME, PHONE = "Kripik Bu Rahma", "0812 3456 7890"


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    """The author is a UMKM."""
    found = offices(enrol)
    found.rt = enrol(Role.UMKM)
    return found


def a_contact(**values: Any) -> dict[str, Any]:
    return {"name": NAME, "phone": PHONE, "consent": True} | values


async def give(who: Speaker, record: str, **values: Any) -> httpx.Response:
    mine = {"Authorization": f"Bearer {who.token}"}
    return await who.http.put(f"/v1/contacts/{record}/business", json=a_contact(**values), headers=mine)


async def own(who: Speaker, record: str) -> httpx.Response:
    mine = {"Authorization": f"Bearer {who.token}"}
    return await who.http.get(f"/v1/contacts/{record}/business", headers=mine)


async def page(http: httpx.AsyncClient, record: str) -> httpx.Response:
    return await http.get(f"/inovasi/{number_of(record)}", follow_redirects=True)


def rows(centre: Centre) -> int:
    with centre.database.read() as connection:
        return len(connection.execute(select(kept.c.record)).all())


async def test_a_umkm_shows_its_contact_and_takes_it_off_at_once(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.published()

    assert (await give(city.rt, record)).status_code == 204
    there = (await page(http, record)).text
    assert (await own(city.rt, record)).json() == a_contact()
    assert (await give(city.rt, record, consent=False)).status_code == 204
    gone = (await page(http, record)).text

    for expected in (NAME, 'href="tel:081234567890"', "https://wa.me/6281234567890", "persetujuan"):
        assert expected in there
    assert (NAME in gone, PHONE in gone, rows(city.centre)) == (False, False, 0)
    assert (await own(city.rt, record)).json() == {"name": "", "phone": "", "consent": False}


async def test_a_landline_has_no_link_to_whatsapp(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.published()
    await give(city.rt, record, phone="0411 555-123")

    text = (await page(http, record)).text

    assert 'href="tel:0411555123"' in text
    assert "wa.me" not in text


async def test_it_stands_on_that_page_alone_and_in_no_list_export_feed_or_device(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record = await city.published(title="Kripik pisang")
    await give(city.rt, record)
    city.index()

    pages = await walk(http, "/?q=kripik", f"/?q={PHONE.replace(' ', '')}", f"/?q={NAME.replace(' ', '+')}")
    feed = await http.get("/v1/bank/feed", headers={"Authorization": f"Bearer {city.rt.token}"})
    held = await city.rt.post({"changes": [], "cursors": {}, "limit": 200})

    shown = [path for path, found in pages.items() if "Bu Rahma" in found.text and not path.startswith("/?q=")]
    assert shown == [f"/inovasi/{number_of(record)}-kripik-pisang"]
    for text in (feed.text, held.text, *(found.text for path, found in pages.items() if path not in shown)):
        assert PHONE not in text
    with city.centre.database.read() as connection:
        columns = (changes.c.body, records.c.view, editions.c.body, kept.c.sealed)
        stored = [bytes(one) for column in columns for one in connection.execute(select(column)).scalars()]
        assert connection.execute(select(views)).all() == []
    assert [text for text in stored if b"Rahma" in text or PHONE.encode() in text] == []


async def test_hiding_takes_it_off_and_showing_again_brings_it_back(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record = await city.published()
    await give(city.rt, record)

    await city.hide(record)
    hidden = await page(http, record)
    await city.unhide(record)

    assert (hidden.status_code, NAME in hidden.text) == (404, False)
    assert NAME in (await page(http, record)).text


async def test_before_it_is_published_it_waits(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.note()
    assert (await give(city.rt, record)).status_code == 204
    await city.approve(record)
    assert (await page(http, record)).status_code == 404

    await city.publish(record)

    assert NAME in (await page(http, record)).text


async def test_erasing_the_record_erases_it(city: Offices) -> None:
    record = await city.published()
    await give(city.rt, record)

    kota = Caller(city.kota.person, city.kota.device)
    erase_record(city.centre, kota, record, EraseRequest("asked", []))

    assert rows(city.centre) == 0
    assert faults(city.centre) == []


async def test_only_the_umkm_itself_gives_or_reads_it_and_only_for_its_own(
    city: Offices, http: httpx.AsyncClient, enrol: Enrol
) -> None:
    record = await city.published()
    others = [enrol(role) for role in (Role.RT, Role.RW, Role.UMKM, Role.KELURAHAN)]
    others += [enrol(Role.UMKM, MARISO_KELURAHAN), enrol(Role.AUDITOR, "73.71"), city.kecamatan, city.kota]

    for who in others:
        assert (await give(who, record)).status_code == 404, who.person.role
        assert (await own(who, record)).status_code == 404, who.person.role
    assert NAME not in (await page(http, record)).text


async def test_an_officer_gives_none_for_their_own_innovation(city: Offices, enrol: Enrol) -> None:
    city.rt = enrol(Role.RT)
    record = await city.note()

    assert (await give(city.rt, record)).status_code == 404


async def test_a_problem_has_no_contact(city: Offices) -> None:
    record = await city.issue()

    assert (await give(city.rt, record)).status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Kripik\x00"}, None),
        ({"name": "Kripik\nBu Rahma"}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "tanya saja"}, "phone"),
        ({"name": "NIK 7371131205800001"}, "name"),
        ({"consent": "ya"}, None),
    ],
)
async def test_what_cannot_be_called_is_refused_and_the_field_is_named(
    city: Offices, values: dict[str, Any], field: str | None
) -> None:
    record = await city.note()

    response = await give(city.rt, record, **values)

    assert response.status_code in (400, 422)
    assert field is None or field in response.json()["fields"]
    assert rows(city.centre) == 0


async def test_consent_and_its_withdrawal_are_chained_once_each_and_without_the_contact(city: Offices) -> None:
    record = await city.note()
    for values in ({}, {"phone": "0813 1111 2222"}, {"consent": False}, {"consent": False}):
        await give(city.rt, record, **values)

    with city.centre.database.read() as connection:
        query = select(changes.c.body).where(changes.c.stream == "73.71", changes.c.record == record)
        bodies = connection.execute(query.order_by(changes.c.seq)).scalars()
        told = [body for body in bodies if parsed(body)["kind"] == business_contacts.CHAINED]
    assert [b'"consent":true' in body for body in told] == [True, False]
    assert faults(city.centre) == []


async def test_of_a_business_that_is_in_office_no_more_nothing_is_shown_and_later_nothing_kept(
    city: Offices, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    record = await city.published()
    await give(city.rt, record)
    with city.centre.database.write() as connection:
        people.end_term(connection, city.rt.person.id, "test", clock())

    assert NAME not in (await page(http, record)).text
    clock.move(days=4)
    assert tidy(city.centre, Keeping(contacts=4))["businesses"] == 0
    clock.move(seconds=1)
    assert tidy(city.centre, Keeping(contacts=4))["businesses"] == 1


async def test_it_goes_some_days_after_its_innovation_was_hidden_and_not_while_that_is_shown(
    city: Offices, clock: StandingClock
) -> None:
    shown, hidden = await city.published(), await city.published()
    await give(city.rt, shown)
    await give(city.rt, hidden)
    await city.hide(hidden)

    clock.move(days=5)

    assert tidy(city.centre, Keeping(contacts=4))["businesses"] == 1
    assert (await own(city.rt, shown)).json()["consent"]


async def test_it_is_sealed_anew_when_the_secret_is_exchanged(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.published()
    await give(city.rt, record)
    secret = city.centre.keys.secret
    with city.centre.database.write() as connection:
        assert reseal(connection, Exchange("73.71", "2026-12-03T06:05:00.000Z", b"n" * 32, secret)) == 1
        assert reseal(connection, Exchange("73.71", "2026-12-03T06:05:00.000Z", b"n" * 32, secret)) == 0

    # This centre still has the older secret: the page stands all the same.
    found = await page(http, record)

    assert (found.status_code, NAME in found.text) == (200, False)
    with city.centre.database.write() as connection:
        reseal(connection, Exchange("73.71", "2026-12-03T06:05:00.000Z", secret, b"n" * 32))
    assert NAME in (await page(http, record)).text


def test_what_belongs_to_one_record_opens_for_no_other() -> None:
    assert business_contacts.about("a") != business_contacts.about("b")
