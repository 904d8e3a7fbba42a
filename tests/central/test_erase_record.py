"""What somebody asks to be erased is gone from every table, file and page, and the chain verifies."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from sync.central import contacts, filestore
from sync.central.answer import Centre
from sync.central.stored import read_record
from sync.central.tables import metadata, windows
from sync.domain.people import Role
from sync.domain.records import Values
from tests.conftest import Enrol
from tests.support.bank import Offices, offices, store_photo
from tests.support.centres import KASSI, Speaker
from tests.support.logs import faults
from tests.support.officers import refusal, tell

SECRET = "Sitti Zubaedah"
FULL, SMALL = "a" * 64, "b" * 64
PHOTO = {"sha256": FULL, "preview": SMALL, "people": "none", "caption": f"Rumah {SECRET}"}
EVERYTHING: dict[str, Any] = {"reason": "asked", "paths": []}


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    return offices(enrol)


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
