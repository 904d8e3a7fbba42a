"""What somebody asks to be erased is gone from every table, file and page, and the chain verifies."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from sync.central import contacts, filestore
from sync.central.accept import Caller, accept, or_raise, prepare
from sync.central.answer import Centre
from sync.central.chain import lock
from sync.central.erase_record import erase_record
from sync.central.people import iso
from sync.central.stored import read_record
from sync.central.tables import carried, file_references, metadata, windows
from sync.central.transfer import transfer
from sync.central.unnamed_files import drop_unnamed
from sync.domain.ids import IdSource
from sync.domain.people import Role
from sync.domain.records import Values
from sync.protocol.people import EraseRequest, TransferRequest
from tests.central.test_lock_order import how_many_wait
from tests.conftest import Enrol
from tests.support.bank import Offices, store_photo
from tests.support.centres import KASSI, Speaker, a_note
from tests.support.logs import faults
from tests.support.officers import refusal, tell

SECRET = "Sitti Zubaedah"
FULL, SMALL = "a" * 64, "b" * 64
PHOTO = {"sha256": FULL, "preview": SMALL, "people": "none", "caption": f"Rumah {SECRET}"}
EVERYTHING: dict[str, Any] = {"reason": "asked", "paths": []}


@pytest.fixture
async def record(city: Offices) -> str:
    """Published, with a photo, and named all over."""
    record = await city.published(
        ticks={"p1": True},
        title=f"Kompos {SECRET}",
        problem=f"{SECRET} bercerita.",
        originator_kind="resident",
        originator_name={"name": SECRET, "may_show": True},
        **{"photos/p1": PHOTO},
    )
    for sha256 in (FULL, SMALL):
        store_photo(city.centre, sha256)
    await city.accepted(city.rt, record, {"comments/c1": f"Kata {SECRET}"})
    city.index()
    return record


def everything(centre: Centre) -> str:
    """Every row of every table but the counts of calls."""
    with centre.database.read() as connection:
        return "".join(
            repr(tuple(row))
            for table in metadata.sorted_tables
            if table is not windows
            for row in connection.execute(select(table))
        )


async def erased(who: Speaker, record: str, **request: Any) -> dict[str, Any]:
    return await tell(who, f"/v1/records/{record}/erase", EVERYTHING | request)


def values(city: Offices, record: str) -> Values:
    with city.centre.database.read() as connection:
        found = read_record(connection, record)
        assert found is not None
        return found.set


async def test_nothing_of_an_erased_record_is_left_in_any_table_or_file(city: Offices, record: str) -> None:
    assert "Zubaedah" in everything(city.centre)
    assert "zubaedah" in everything(city.centre)

    done = await erased(city.kota, record)

    assert (done["changes"], done["files"]) == (4, 2)
    left = everything(city.centre).lower()
    assert "zubaedah" not in left
    assert FULL not in left
    assert filestore.get(city.centre.files, FULL) is None


async def test_the_chain_verifies_after_a_record_was_erased(city: Offices, record: str) -> None:
    await erased(city.kota, record)

    assert faults(city.centre) == []


async def test_a_device_learns_that_the_record_was_erased_and_why(city: Offices, record: str) -> None:
    await erased(city.kota, record, reason="consent_withdrawn")

    view = next(view for view in (await city.rt.sync()).records if view.id == record)

    assert {path: value for path, value in view.set.items() if value is not None} == {
        "status": "erased",
        "erased": {"reason": "consent_withdrawn"},
    }


async def test_a_page_of_an_erased_record_is_gone(city: Offices, record: str) -> None:
    page = await city.rt.http.get("/bank.json")
    assert "Kompos" in page.text

    await erased(city.kota, record)

    assert "Kompos" not in (await city.rt.http.get("/bank.json")).text


async def test_only_what_was_named_is_erased_and_the_record_stays_published(city: Offices, record: str) -> None:
    done = await erased(city.kota, record, paths=["originator_name"])

    assert (done["changes"], done["files"]) == (1, 0)
    left = values(city, record)
    assert left["originator_name"] is None
    assert left["title"] == f"Kompos {SECRET}"
    assert left["erased"] == {"reason": "asked", "paths": ["originator_name"]}
    page = (await city.rt.http.get("/bank.json")).json()
    assert [each.get("originator") for each in page["records"]] == [None]
    assert faults(city.centre) == []


async def test_an_erased_photo_leaves_page_and_file_store_and_the_other_texts_stay(
    city: Offices, record: str
) -> None:
    done = await erased(city.kota, record, paths=["photos/p1"])

    assert done["files"] == 2
    assert filestore.get(city.centre.files, SMALL) is None
    assert (await city.rt.http.get(f"/foto/{SMALL}")).status_code == 404
    assert values(city, record)["title"] == f"Kompos {SECRET}"


async def test_a_file_that_another_record_names_stays(city: Offices, record: str) -> None:
    await city.note(title="Kompos kedua", **{"photos/p1": PHOTO | {"caption": "Sama"}})

    done = await erased(city.kota, record)

    assert done["files"] == 0
    assert filestore.get(city.centre.files, FULL) is not None


async def test_a_photo_that_somebody_carried_here_goes_too(city: Offices, record: str) -> None:
    with city.centre.database.write() as connection:
        connection.execute(insert(carried).values(sha256=FULL, person=city.kecamatan.person.id))

    done = await erased(city.kota, record)

    assert done["files"] == 2
    assert filestore.get(city.centre.files, FULL) is None
    assert FULL not in everything(city.centre)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("record")
async def test_a_photo_that_is_named_again_while_it_was_to_be_thrown_away_stays(city: Offices) -> None:
    """SQLite has one writer, so nothing happens meanwhile."""
    centre, rt = city.centre, Caller(city.rt.person, city.rt.device)
    again = prepare(city.rt.change_of(city.rt.make_id(), a_note(**{"photos/p1": PHOTO | {"caption": "Sama"}})))
    with centre.database.write() as connection:
        connection.execute(delete(file_references))

    with ThreadPoolExecutor(1) as pool:
        with centre.database.write() as connection:
            or_raise(accept(connection, rt, [again], iso(centre.clock()), centre.make_salt)[0])
            done = pool.submit(drop_unnamed, centre)
            wait_for(centre, done, 1)
        assert done.result() == 0

    assert filestore.get(centre.files, FULL) is not None
    assert FULL not in {item.sha256 for item in (await city.rt.sync()).wanted_files}


async def test_erasing_again_harms_nothing(city: Offices, record: str) -> None:
    await erased(city.kota, record)
    before = everything(city.centre)

    again = await erased(city.kota, record)

    assert (again["changes"], again["files"]) == (0, 0)
    assert everything(city.centre) == before


async def test_nothing_is_added_to_an_erased_record(city: Offices, record: str) -> None:
    await erased(city.kota, record)

    receipt = await city.send(city.rt, record, {"title": "Sekali lagi"})

    assert (receipt.status, receipt.code) == ("refused", "erased")


async def test_a_moved_record_is_erased_at_both_its_places(city: Offices) -> None:
    record = await city.note(title=f"Kompos {SECRET}")
    there = {"id": city.kecamatan.make_id(), "to": "73.71.13.1001", "reason": f"Kata {SECRET}."}
    await tell(city.kecamatan, f"/v1/records/{record}/transfer", there)

    await erased(city.kota, record)

    assert "zubaedah" not in everything(city.centre).lower()
    assert faults(city.centre) == []


async def test_a_contact_goes_with_its_record(city: Offices, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    idea = {"title": "Taman", "text": "Taman kecil.", "status": "received", "area": KASSI}
    record = lurah.make_id()
    receipt = await lurah.send(lurah.change_of(record, idea, kind="idea"))
    assert receipt.status == "accepted", receipt
    who = {"name": SECRET, "phone": "0812 3456 7890", "consent": True}
    response = await lurah.http.put(
        f"/v1/contacts/{record}", json=who, headers={"Authorization": f"Bearer {lurah.token}"}
    )
    assert response.status_code < 300, response.text

    await erased(city.kota, record)

    with city.centre.database.read() as connection:
        assert not contacts.has_contact(connection, record)


@pytest.mark.parametrize("role", [Role.RT, Role.KELURAHAN, Role.KECAMATAN, Role.PIMPINAN, Role.AUDITOR])
async def test_nobody_but_the_city_erases(record: str, enrol: Enrol, role: Role) -> None:
    area = {Role.RT: KASSI, Role.KELURAHAN: KASSI, Role.KECAMATAN: KASSI[:8]}.get(role, "73.71")

    assert await refusal(enrol(role, area), f"/v1/records/{record}/erase", EVERYTHING) == "not_found"


async def test_a_reason_or_a_path_that_does_not_exist_erases_nothing(city: Offices, record: str) -> None:
    path = f"/v1/records/{record}/erase"

    assert await refusal(city.kota, path, EVERYTHING | {"reason": "because"}) == "bad_value"
    for unknown in ("nothing", "status", "erased"):
        assert await refusal(city.kota, path, EVERYTHING | {"paths": ["title", unknown]}) == "unknown_path"
    assert values(city, record)["title"] == f"Kompos {SECRET}"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_was_taken_in_while_the_erasure_waited_is_erased_too(city: Offices, record: str) -> None:
    late = prepare(city.rt.change(record, 10**9, **{"comments/c9": f"Kata {SECRET}", "title": f"Baru {SECRET}"}))
    rt, kota = (Caller(who.person, who.device) for who in (city.rt, city.kota))
    centre, now = city.centre, iso(city.centre.clock())

    with ThreadPoolExecutor(1) as pool:
        with centre.database.write() as connection:
            lock(connection, [KASSI])
            done = pool.submit(erase_record, centre, kota, record, EraseRequest("asked", []))
            wait_for(centre, done, 1)
            or_raise(accept(connection, rt, [late], now, centre.make_salt)[0])
        done.result()

    assert "zubaedah" not in everything(centre).lower()
    assert faults(centre) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_record_that_is_moved_while_the_erasure_waits_is_erased_where_it_went(city: Offices) -> None:
    record, centre = await city.note(title=f"Kompos {SECRET}"), city.centre
    kecamatan, kota = (Caller(who.person, who.device) for who in (city.kecamatan, city.kota))
    there = TransferRequest(city.kecamatan.make_id(), "73.71.13.1001", "Salah kelurahan.")

    with ThreadPoolExecutor(2) as pool:
        with centre.database.write() as connection:
            lock(connection, [KASSI])
            moving = pool.submit(transfer, centre, kecamatan, record, there)
            wait_for(centre, moving, 1)
            done = pool.submit(erase_record, centre, kota, record, EraseRequest("asked", []))
            wait_for(centre, done, 2)
        moving.result()
        done.result()

    assert "zubaedah" not in everything(centre).lower()
    assert faults(centre) == []


def wait_for(centre: Centre, done: Future[Any], waiting: int) -> None:
    while how_many_wait(centre) < waiting:
        assert not done.done()


async def test_erasing_again_clears_what_an_erased_record_still_says(city: Offices, record: str) -> None:
    await erased(city.kota, record)
    city.slip_in(record, {"comments/c9": f"Kata {SECRET}"})

    again = await erased(city.kota, record)

    assert again["changes"] == 1
    assert "zubaedah" not in everything(city.centre).lower()
    assert faults(city.centre) == []


async def test_what_a_phone_had_said_whose_clock_goes_ahead_is_erased_by_that_phone(
    city: Offices, record: str
) -> None:
    tomorrow = int(city.centre.clock().timestamp() * 1000) + 86_400_000
    city.kota.make_id = IdSource(now_ms=lambda: tomorrow)
    await city.accepted(city.kota, record, {"comments/c2": f"Kata {SECRET}"})

    await erased(city.kota, record)

    assert "comments/c2" in values(city, record)
    assert values(city, record)["comments/c2"] is None
    assert "zubaedah" not in everything(city.centre).lower()
