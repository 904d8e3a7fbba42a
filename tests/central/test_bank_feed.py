"""What devices hold of the bank, and how they learn that something is no longer there."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from sync.central import bank_feed
from sync.central.tables import facts
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices, offices
from tests.support.centres import MARISO_KELURAHAN, Speaker


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    return offices(enrol)


async def feed(who: Speaker, cursor: str = "") -> dict[str, Any]:
    response = await who.http.get(
        f"/v1/bank/feed?cursor={cursor}", headers={"Authorization": f"Bearer {who.token}"}
    )
    assert response.status_code == 200, response.text
    reply: dict[str, Any] = response.json()
    return reply


async def test_a_device_gets_what_is_published_and_then_what_changed(city: Offices) -> None:
    first = await city.published(title="Satu")
    one = await feed(city.rt)
    second = await city.published(title="Dua")
    two = await feed(city.rt, one["cursor"])

    assert [edition["id"] for edition in one["editions"]] == [first]
    assert [edition["id"] for edition in two["editions"]] == [second]
    assert (one["anew"], two["anew"]) == (True, False)
    assert (await feed(city.rt, two["cursor"]))["editions"] == []


async def test_a_hidden_edition_is_told_as_gone(city: Offices) -> None:
    record = await city.published()
    cursor = (await feed(city.rt))["cursor"]
    await city.hide(record)

    reply = await feed(city.rt, cursor)

    assert (reply["editions"], reply["gone"]) == ([], [record])
    assert (await feed(city.rt))["gone"] == []


async def test_pages_are_complete(city: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_feed, "PAGE", 2)
    records = [await city.published() for _ in range(5)]

    got, cursor, more = [], "", True
    while more:
        reply = await feed(city.rt, cursor)
        got += [edition["id"] for edition in reply["editions"]]
        cursor, more = reply["cursor"], reply["more"]

    assert got == records


async def test_elsewhere_only_the_newest_are_held(
    city: Offices, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_feed, "NEWEST", 1)
    old, new = await city.published(), await city.published()
    mariso = enrol(Role.RT, f"{MARISO_KELURAHAN}/RW001/RT001")

    assert [edition["id"] for edition in (await feed(mariso))["editions"]] == [new]
    assert [edition["id"] for edition in (await feed(city.rt))["editions"]] == [old, new]


async def test_after_a_restore_a_device_starts_anew(city: Offices) -> None:
    record = await city.published()
    cursor = (await feed(city.rt))["cursor"]
    with city.centre.database.write() as connection:
        connection.execute(update(facts).where(facts.c.name == "epoch").values(value="another"))

    reply = await feed(city.rt, cursor)

    assert (reply["anew"], [edition["id"] for edition in reply["editions"]]) == (True, [record])


async def test_a_cursor_that_is_none_of_ours_is_refused(city: Offices) -> None:
    response = await city.rt.http.get(
        "/v1/bank/feed?cursor=x.y", headers={"Authorization": f"Bearer {city.rt.token}"}
    )

    assert response.json()["code"] == "bad_cursor"
