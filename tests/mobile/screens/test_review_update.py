"""*Pembaruan* before the supervisor: only what changed after the approval, with what stood there before."""

from __future__ import annotations

import flet as ft

from sync.central.answer import Centre
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.mobile.screens.desk import PROBLEM, RT, Desk, Record, a_desk, a_record, texts_in
from tests.support.bank import Offices, offices
from tests.support.centres import RAPPOCINI, a_person
from tests.support.clock import StandingClock
from tests.support.phones import a_phone


def an_update(status: str = "published") -> Record:
    """Approved, published, then changed, and the change put before the supervisor."""
    record = a_record(problem="Sampah menumpuk.").reviewed("approved", note="", seen=1)
    record.change({"status": status}, by="p-kota", name="BRIDA")
    return record.change({"problem": "Dua karung sehari.", "update": "submitted"}, by=RT)


def questions(desk: Desk) -> list[str]:
    tiles = [tile for tile in desk.find(ft.ListTile) if not str(tile.key or "").startswith("queue:")]
    return [texts_in(tile)[0] for tile in tiles]


async def test_an_update_waits_in_the_queue_and_shows_only_what_changed() -> None:
    desk = await a_desk(an_update())

    assert desk.queue == ["Teba kompos"]
    await desk.open(1)

    assert desk.shows("Ini pembaruan")
    assert questions(desk) == [PROBLEM]
    assert not desk.has_button("Kembalikan")
    await desk.close()


async def test_the_decision_is_on_the_update_and_the_status_stays() -> None:
    desk = await a_desk(an_update())
    await desk.open(1)

    await desk.press("Setujui")

    (change,) = desk.changes.values()
    assert change["update"] == "approved"
    assert "status" not in change
    assert desk.queue == []
    await desk.close()


async def test_a_record_without_an_update_asks_for_nothing() -> None:
    record = a_record().reviewed("approved", note="", seen=1).change({"problem": "Dua karung."}, by=RT)

    desk = await a_desk(record)

    assert desk.queue == []
    await desk.close()


async def test_the_old_value_comes_from_the_centre_where_this_device_does_not_know_it(
    centre: Centre, enrol: Enrol, clock: StandingClock
) -> None:
    city: Offices = offices(enrol)
    record = await city.note(title="Teba satu")
    await city.approve(record)
    await city.accepted(city.rt, record, {"title": "Teba dua", "update": "submitted"})
    phone = await a_phone(centre, a_person(centre, Role.KECAMATAN, RAPPOCINI), clock)
    await phone.round()
    desk = await a_desk(session=phone.session)

    desk.app.review.open(phone.session, record)
    await desk.until(lambda: desk.shows("Sebelumnya: Teba satu"))

    await desk.press("Setujui")
    assert len(phone.session.tables.table(OUTBOX)) == 1
    clock.move(seconds=11)
    await phone.round()
    edition = (await city_preview(city, record))["shown"]["title"]
    assert (edition, phone.session.refusals(record)) == ("Teba dua", [])
    await desk.close()


async def city_preview(city: Offices, record: str) -> dict[str, dict[str, str]]:
    headers = {"Authorization": f"Bearer {city.kota.token}"}
    found: dict[str, dict[str, str]] = (
        await city.kota.http.get(f"/v1/records/{record}/preview", headers=headers)
    ).json()
    return found
