"""Every guarded path, and every step between two states, set by every role in the area of the record and in
another one: at the endpoint itself, where rights, legality and forms come together.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sync.domain.records import CITY_KINDS, family, is_guarded
from sync.domain.rights import RIGHT_TO_WRITE
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.cast import Cast, names
from tests.support.centres import KASSI
from tests.support.partnering import CITY as CITY_CODE
from tests.support.partnering import a_need, a_partner, an_offer_record

Make = Callable[[Offices], Awaitable[str]]
OTHER = "0192aaaa-0000-7000-8000-0000000000ff"
NEED = "0192aaaa-0000-7000-8000-0000000000fe"
REASON = "Alasannya tertulis di sini."
PHOTO = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none"}


async def noted(city: Offices) -> str:
    return await city.note(**{"photos/p1": PHOTO})


async def asked_to_revise(city: Offices) -> str:
    record = await city.note()
    review = city.review("revision", "Lengkapi.", title="revise")
    await city.accepted(city.kecamatan, record, {"status": "revision", **review})
    return record


async def needing(city: Offices) -> str:
    return await city.note(**{f"needs/{NEED}": a_need()})


async def approved(city: Offices) -> str:
    record = await city.note(**{"photos/p1": PHOTO})
    await city.approve(record)
    return record


async def measured(city: Offices) -> str:
    indicator = {"name": "Sampah", "unit": "kg", "kind": "value", "better": "down"}
    innovation = await city.note(**{"indicators/waste": indicator})
    month = {"innovation": innovation, "indicator": "waste", "period": "2026-11", "value": "12"}
    return await city.submit("measurement", month | {"area": KASSI, "status": "submitted"})


async def hidden(city: Offices) -> str:
    record = await city.published()
    await city.hide(record)
    return record


async def rejected(city: Offices) -> str:
    record = await city.note()
    review = city.review("rejected", "Tidak.", title="reject")
    await city.accepted(city.kecamatan, record, {"status": "rejected", **review})
    return record


async def objected(city: Offices) -> str:
    record = await rejected(city)
    await city.accepted(city.rt, record, {"objection": REASON})
    return record


async def updated(city: Offices) -> str:
    record = await approved(city)
    await city.accepted(city.rt, record, {"title": "Judul baru", "update": "submitted"})
    return record


async def issue(city: Offices) -> str:
    return await city.issue()


async def listed(city: Offices) -> str:
    record = await city.listed()
    await city.accepted(city.kecamatan, record, {"nature": "structural"}, kind="issue")
    return record


async def idea(city: Offices, **values: Any) -> str:
    record = city.rt.make_id()
    whole = {"title": "Taman", "text": "Taman kecil.", "status": "received", "area": KASSI} | values
    await city.accepted(city.rt, record, whole, kind="idea", seen=0)
    return record


async def asked(city: Offices) -> str:
    record = await idea(city)
    await city.accepted(city.kecamatan, record, {"status": "asked", **step("asked")}, kind="idea")
    return record


async def declined(city: Offices) -> str:
    record = await idea(city)
    await city.accepted(city.kecamatan, record, {"status": "declined", **step("declined")}, kind="idea")
    return record


async def about_the_office(city: Offices) -> str:
    return await idea(city, about_office=True)


def outcome(status: str, **said: str) -> dict[str, Any]:
    return {"status": status, "outcome": {"status": status, **said}}


def step(status: str, name: str = "s1") -> dict[str, Any]:
    value: dict[str, Any] = {"status": status, "reason": REASON}
    if status == "forwarded":
        value["office"] = "Dinas PU"
    return {f"steps/{name}": value}


def review(decision: str, **marks: str) -> dict[str, Any]:
    listed = {path: {"verdict": verdict, "comment": "Lengkapi."} for path, verdict in marks.items()}
    return {"reviews/r9": {"decision": decision, "note": REASON, "marks": listed, "seen": 10**9}}


@dataclass(frozen=True, slots=True)
class Cell:
    make: Make
    values: dict[str, Any]
    may: frozenset[str]
    kind: str = "innovation"


def cell(make: Make, values: dict[str, Any], may: str, kind: str = "innovation") -> Cell:
    return Cell(make, values, names(may), kind)


EDITORS, CITY = "author kelurahan", "kecamatan kota"
ANSWERS, PLANNERS = "kelurahan kecamatan", "kelurahan kecamatan kota"
FORWARDED = {"office": "Dinas PU", "date": "2026-12-03"}
TRACK = {
    "stage": "administration",
    "on": "2026-12-03",
    "outcome": "in",
    "closes_on": "2027-02-28",
    "group": "umum",
    "upp": "BRIDA",
}
HIDDEN = {"reason": REASON, "before": "published"}
NOT_THERE = {"reason": REASON, "before": "submitted"}
MET = {"state": "matched", "on": "2026-12-03", "helper": "Universitas Contoh"}
CELLS: dict[str, Cell] = {
    "submit again": cell(asked_to_revise, {"title": "Lebih lengkap", "status": "submitted"}, EDITORS),
    "withdraw": cell(noted, {"status": "withdrawn"}, "author"),
    "approve": cell(noted, {"status": "approved", **review("approved")}, "kecamatan"),
    "ask for revision": cell(noted, {"status": "revision", **review("revision", title="revise")}, "kecamatan"),
    "give back": cell(noted, {"status": "returned", **review("returned")}, "kecamatan"),
    "reject": cell(noted, {"status": "rejected", **review("rejected", title="reject")}, "kecamatan"),
    "a tick for the public": cell(approved, {"public/p1": True}, "kecamatan"),
    "grant a level": cell(noted, {"granted/sid20": {"level": 2, "note": ""}}, "kota"),
    "move to another catalogue": cell(noted, {"catalogue/iga": "2027"}, "author kelurahan kota"),
    "enter a competition": cell(approved, {"tracks/kipp-2019": TRACK}, "kota"),
    "confirm a measurement": cell(measured, {"confirmed": True}, "kelurahan", "measurement"),
    "plan a line": cell(noted, {"plans/p1": {"year": 2027, "stage": "lurah", "activity": "Teba"}}, PLANNERS),
    "note money": cell(noted, {"budget/b1": {"year": 2027, "source": "apbd", "ceiling": 5}}, PLANNERS),
    "note a quarter": cell(noted, {"monev/m1": {"year": 2027, "quarter": 1, "target": "3 teba"}}, PLANNERS),
    "publish": cell(approved, {"status": "published", "published": "2026-12-03"}, "kota"),
    "hide": cell(lambda city: city.published(), {"status": "hidden", "hidden": HIDDEN}, CITY),
    "show again": cell(hidden, {"status": "published", "hidden": None}, CITY),
    "acknowledge": cell(noted, {"acknowledged": "2026-12-03"}, "kelurahan"),
    "object": cell(rejected, {"objection": REASON}, "author"),
    "hear": cell(objected, {"heard": {"decision": "upheld", "note": REASON}}, "kota"),
    "ask for an update": cell(approved, {"title": "Judul baru", "update": "submitted"}, EDITORS),
    "approve an update": cell(updated, {"update": "approved", **review("approved")}, "kecamatan"),
    "say that it moved": cell(noted, {"moved_to": "x"}, ""),
    "say where it came from": cell(noted, {"moved_from": "x"}, ""),
    "say that it was erased": cell(noted, {"erased": "x"}, ""),
    "say that it is erased": cell(noted, {"status": "erased"}, ""),
    "list an issue": cell(issue, {"status": "listed", "outcome": {"status": "listed"}}, CITY, "issue"),
    "join an issue": cell(issue, outcome("joined", target=OTHER), CITY, "issue"),
    "decline an issue": cell(issue, outcome("declined", reason=REASON), CITY, "issue"),
    "handle an issue": cell(listed, outcome("handled", reason=REASON), CITY, "issue"),
    "sort an issue": cell(issue, {"nature": "structural", "plane": "policy"}, CITY, "issue"),
    "mark an issue as strategic": cell(listed, {"strategic": True}, "kota", "issue"),
    "forward an issue": cell(listed, {"forwarded": FORWARDED}, CITY, "issue"),
    "say that help was found": cell(needing, {f"met/{NEED}": MET}, "kota"),
    "take a record to the board": cell(noted, {"lab": {"stage": "drum_up"}}, "kota"),
    "name a partner": cell(noted, {f"works_with/{OTHER}": True}, "author kelurahan kota"),
    "rename a partner": cell(a_partner, {"title": "Universitas Lain"}, "kota", "partner"),
    "hide a partner": cell(a_partner, {"status": "hidden", "hidden": NOT_THERE}, "kota", "partner"),
    "decline an offer": cell(an_offer_record, {"status": "declined", **step("declined")}, "kota", "offer"),
    "rewrite an offer": cell(an_offer_record, {"text": "Tiga mesin."}, "", "offer"),
    "read an idea": cell(idea, {"status": "read", **step("read")}, ANSWERS, "idea"),
    "ask about an idea": cell(idea, {"status": "asked", **step("asked")}, ANSWERS, "idea"),
    "forward an idea": cell(idea, {"status": "forwarded", **step("forwarded")}, "kecamatan kelurahan", "idea"),
    "decline an idea": cell(idea, {"status": "declined", **step("declined")}, ANSWERS, "idea"),
    "decline an idea about the office": cell(
        about_the_office, {"status": "declined", **step("declined")}, "kecamatan", "idea"
    ),
    "answer a question about an idea": cell(
        asked, {"status": "read", "answers/s1/text": "Di ujung lorong."}, EDITORS, "idea"
    ),
    "appeal for an idea": cell(declined, {"status": "received", "appeal": REASON}, "author", "idea"),
}
"""What is done, to what, with which values, and who may."""


@pytest.fixture
def cast(enrol: Enrol) -> Cast:
    return Cast(enrol)


@pytest.mark.parametrize("act", CELLS)
async def test_an_act_is_taken_from_those_in_the_table_and_from_nobody_else(cast: Cast, act: str) -> None:
    row = CELLS[act]
    may = set()
    for name, who in cast.items():
        record = await row.make(cast.city)
        area = CITY_CODE if row.kind in CITY_KINDS else KASSI
        receipt = await cast.city.send(who, record, row.values, kind=row.kind, area=area)
        if receipt.status == "accepted":
            may.add(name)
        else:
            assert name not in row.may, (name, receipt.code, receipt.fields)

    assert may == row.may


def test_every_guarded_path_is_walked() -> None:
    walked = {family(path) for row in CELLS.values() for path in row.values if is_guarded(path)}

    assert walked == {name for name in RIGHT_TO_WRITE if is_guarded(name) or is_guarded(f"{name}/x")} | {"status"}
