"""What devices hold of the bank, and how they learn that something is no longer there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from sync.central import bank_feed, editions
from sync.central.answer import Centre
from sync.central.tables import bank, facts
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices, store_photo
from tests.support.centres import MARISO_KELURAHAN, Speaker

NOT_TO_BE_SHOWN = {"name": "Bu Ani", "may_show": False}


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


async def test_what_it_replicates_is_told_with_it(city: Offices) -> None:
    first = await city.published()
    await city.published(replicates=first)

    editions = (await feed(city.rt))["editions"]

    assert [edition["replicates"] for edition in editions] == ["", first]


async def test_a_bank_of_an_earlier_version_is_told_anew(city: Offices, centre: Centre) -> None:
    first = await city.published()
    second = await city.published(replicates=first)
    cursor = (await feed(city.rt))["cursor"]
    with centre.database.write() as connection:
        summary = json.dumps({"id": second, "kind": "innovation"}).encode()
        connection.execute(update(bank).where(bank.c.record == second).values(summary=summary))
        connection.execute(update(facts).where(facts.c.name == "bank_shape").values(value="2"))
        editions.catch_up(connection)

    reply = await feed(city.rt, cursor)

    assert [edition["id"] for edition in reply["editions"]] == [second]


async def test_one_is_read_as_the_public_reads_it_and_no_more_once_it_is_hidden(city: Offices) -> None:
    record = await city.published(title="Teba", before="Enam kantong.", originator_name=NOT_TO_BE_SHOWN)
    mine = {"Authorization": f"Bearer {city.rt.token}"}

    shown = (await city.rt.http.get(f"/v1/bank/{record}", headers=mine)).json()["document"]
    await city.hide(record)
    hidden = await city.rt.http.get(f"/v1/bank/{record}", headers=mine)

    assert (shown["title"], shown["before"]) == ("Teba", "Enam kantong.")
    assert "Bu Ani" not in str(shown)
    assert (hidden.status_code, hidden.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("name", ["x", "0192", "%00", "feed%2F.."])
async def test_what_is_no_record_is_not_there(city: Offices, name: str) -> None:
    mine = {"Authorization": f"Bearer {city.rt.token}"}

    response = await city.rt.http.get(f"/v1/bank/{name}", headers=mine)

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_a_photo_that_the_public_sees_is_read_on_every_phone(city: Offices, enrol: Enrol) -> None:
    shown, inside = ({"sha256": sign * 64, "preview": "b" * 64, "people": "none"} for sign in "ac")
    record = await city.published(ticks={"p1": True}, **{"photos/p1": shown, "photos/p2": inside})
    store_photo(city.centre, "a" * 64)
    store_photo(city.centre, "c" * 64)
    mariso = enrol(Role.RT, f"{MARISO_KELURAHAN}/RW001/RT001")

    async def status_of(sign: str) -> int:
        mine = {"Authorization": f"Bearer {mariso.token}"}
        return (await mariso.http.get(f"/v1/files/{sign * 64}", headers=mine)).status_code

    assert [await status_of(sign) for sign in "ac"] == [200, 404]
    await city.hide(record)
    assert await status_of("a") == 404


async def test_a_cursor_that_is_none_of_ours_is_refused(city: Offices) -> None:
    response = await city.rt.http.get(
        "/v1/bank/feed?cursor=x.y", headers={"Authorization": f"Bearer {city.rt.token}"}
    )

    assert response.json()["code"] == "bad_cursor"


async def test_an_edition_that_cannot_be_read_holds_up_no_other(
    city: Offices, caplog: pytest.LogCaptureFixture
) -> None:
    torn, whole = await city.published(title="Satu"), await city.published(title="Dua")
    with city.centre.database.write() as connection:
        connection.execute(update(bank).where(bank.c.record == torn).values(summary=b'{"id":"x"}'))

    reply = await feed(city.rt)

    assert [edition["id"] for edition in reply["editions"]] == [whole]
    assert torn in caplog.text
