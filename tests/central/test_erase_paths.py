"""What was named is erased wherever it stands, whoever emptied it before, and the record goes on without it."""

from __future__ import annotations

from typing import Any

import pytest

from sync.domain.people import Role
from tests.central.test_erase_record import SECRET, erased, everything, values
from tests.conftest import Enrol
from tests.support.bank import Offices, offices
from tests.support.logs import faults
from tests.support.officers import refusal
from tests.support.residents import filed, pulled, step

NAMED: dict[str, Any] = {"originator_kind": "resident", "originator_name": {"name": SECRET, "may_show": True}}


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    return offices(enrol)


async def test_what_its_author_had_cleared_leaves_the_page_and_its_edition_when_it_is_erased(
    city: Offices,
) -> None:
    record = await city.published(**NAMED)
    await city.accepted(city.rt, record, {"originator_name": None})
    assert SECRET in (await city.rt.http.get("/bank.json")).text

    done = await erased(city.kota, record, paths=["originator_name"])

    assert done["changes"] == 1
    assert "zubaedah" not in everything(city.centre).lower()
    page = (await city.rt.http.get("/bank.json")).json()
    assert [each.get("originator") for each in page["records"]] == [None]
    assert values(city, record)["erased"] == {"reason": "asked", "paths": ["originator_name"]}
    assert faults(city.centre) == []


async def test_the_phones_are_told_of_a_page_from_which_a_cleared_name_was_erased(city: Offices) -> None:
    record = await city.published(**NAMED)
    await city.accepted(city.rt, record, {"originator_name": None})
    headers = {"Authorization": f"Bearer {city.rt.token}"}
    before = (await city.rt.http.get("/v1/bank/feed", headers=headers)).json()["cursor"]

    await erased(city.kota, record, paths=["originator_name"])

    after = (await city.rt.http.get(f"/v1/bank/feed?cursor={before}", headers=headers)).json()
    assert [each["id"] for each in after["editions"]] == [record]


async def test_erasing_the_same_part_again_harms_nothing(city: Offices) -> None:
    record = await city.published(**NAMED)
    await erased(city.kota, record, paths=["originator_name"])
    before = everything(city.centre)

    again = await erased(city.kota, record, paths=["originator_name"])

    assert again["changes"] == 0
    assert everything(city.centre) == before


async def test_a_part_that_was_written_again_is_erased_again(city: Offices) -> None:
    record = await city.published(**NAMED)
    await erased(city.kota, record, paths=["originator_name"])
    await city.accepted(city.rt, record, {"originator_name": {"name": SECRET, "may_show": False}})

    await erased(city.kota, record, paths=["originator_name"])

    assert "zubaedah" not in everything(city.centre).lower()
    assert faults(city.centre) == []


async def test_what_was_published_goes_on_without_its_title(city: Offices) -> None:
    record = await city.published(title=f"Kompos {SECRET}")
    headers = {"Authorization": f"Bearer {city.rt.token}"}

    await erased(city.kota, record, paths=["title"])

    feed = (await city.rt.http.get("/v1/bank/feed", headers=headers)).json()
    assert [(each["id"], each["title"]) for each in feed["editions"]] == [(record, "Judul dihapus")]
    page = await city.rt.http.get(f"/inovasi/{record}", follow_redirects=True)
    assert "<h1>Judul dihapus</h1>" in page.text
    assert "None" not in page.text
    assert faults(city.centre) == []


async def test_a_record_whose_reason_for_hiding_was_erased_is_unhidden(city: Offices) -> None:
    record = await city.published()
    hidden = {"reason": f"Menyebut {SECRET}.", "before": "published"}
    await city.accepted(city.kecamatan, record, {"status": "hidden", "hidden": hidden})

    await erased(city.kota, record, paths=["hidden"])

    assert "zubaedah" not in everything(city.centre).lower()
    assert values(city, record)["hidden"] == {"reason": "", "before": "published"}
    await city.unhide(record)
    assert faults(city.centre) == []


async def test_a_decision_stands_whose_words_were_erased(city: Offices) -> None:
    record = await city.note()
    mark = {"verdict": "revise", "comment": f"Kata {SECRET}"}
    review = {"decision": "revision", "note": f"Kata {SECRET}", "marks": {"title": mark}, "seen": 10**9}
    await city.accepted(city.kecamatan, record, {"status": "revision", "reviews/r1": review})

    await erased(city.kota, record, paths=["reviews/r1"])
    before = everything(city.centre)
    again = await erased(city.kota, record, paths=["reviews/r1"])

    assert "zubaedah" not in before.lower()
    emptied = {"decision": "revision", "note": "", "marks": {"title": {"verdict": "revise", "comment": ""}}}
    assert values(city, record)["reviews/r1"] == emptied | {"seen": 10**9}
    assert (again["changes"], everything(city.centre)) == (0, before)
    assert faults(city.centre) == []


async def test_an_update_that_waits_is_no_words_and_is_not_erased(city: Offices) -> None:
    record = await city.published()
    await city.accepted(city.rt, record, {"title": "Kompos baru", "update": "submitted"})

    named = {"reason": "asked", "paths": ["update"]}

    assert await refusal(city.kota, f"/v1/records/{record}/erase", named) == "unknown_path"


async def test_an_idea_whose_question_was_erased_can_still_be_answered(city: Offices, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    tracking = await filed(city.rt.http)
    idea = (await pulled(lurah)).id
    await step(lurah, "asked", reason=f"Kata {SECRET}?")
    (asked,) = [path for path in values(city, idea) if path.startswith("steps/")]

    await erased(city.kota, idea, paths=[asked])

    assert "zubaedah" not in everything(city.centre).lower()
    assert values(city, idea)[asked] == {"status": "asked", "reason": ""}
    assert (await city.rt.http.get(f"/lacak/{tracking}")).status_code == 200
    assert faults(city.centre) == []
