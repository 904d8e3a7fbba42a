"""Every step between two states, as the lifecycle has them, at the endpoint itself: each role may take those that
are named here, and no others.
"""

from __future__ import annotations

from typing import Any

import pytest

from sync.domain.lifecycle import TRANSITIONS, Act, Status
from sync.domain.records import CITY_KINDS, Kind
from tests.central.test_rights_of_paths import (
    OTHER,
    REASON,
    Make,
    approved,
    asked,
    asked_to_revise,
    declined,
    idea,
    issue,
    listed,
    noted,
    outcome,
    review,
    step,
)
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.cast import Cast, names
from tests.support.centres import KASSI
from tests.support.partnering import CITY, an_offer_record

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
S = Status
Step = tuple[Kind, Status, Status]

MAY = {
    Act.SUBMIT: names("author kelurahan"),
    Act.WITHDRAW: names("author"),
    Act.REVIEW: names("kecamatan"),
    Act.PUBLISH: names("kota"),
    Act.SORT: names("kecamatan kota"),
    Act.HANDLE: names("kecamatan kota"),
    Act.ANSWER_IDEA: names("kelurahan kecamatan"),
    Act.SETTLE_IDEA: names("kelurahan kecamatan"),
    Act.REPLY: names("author kelurahan"),
    Act.APPEAL: names("author"),
    Act.HANDLE_OFFER: names("kota"),
}
"""All of the record's own area. A reply is the answer's words and the step at once."""


async def returned(city: Offices) -> str:
    record = await noted(city)
    await city.accepted(city.kecamatan, record, {"status": "returned", **review("returned")})
    return record


async def idea_that_is(city: Offices, status: Status) -> str:
    record = await idea(city)
    await city.accepted(city.kecamatan, record, await settling(city, status), kind="idea")
    return record


async def settling(city: Offices, status: Status, name: str = "s1") -> dict[str, Any]:
    values = step(status, name)
    if status is S.JOINED:
        values[f"steps/{name}"]["target"] = await idea(city)
    if status is S.TAKEN_UP:
        values[f"steps/{name}"]["owner"] = city.rt.person.id
    return {"status": status.value, **values}


async def offer_that_is(city: Offices, status: Status) -> str:
    record = await an_offer_record(city)
    if status is not S.RECEIVED:
        await city.accepted(city.kota, record, handling(status), kind="offer", area=CITY)
    return record


def handling(status: Status, name: str = "s1") -> dict[str, Any]:
    said = {"status": status.value, "reason": REASON, "on": "2026-12-03", "target": OTHER, "need": OTHER}
    return {"status": status.value, f"steps/{name}": said}


BEGINNINGS: dict[tuple[Kind, Status], Make] = {
    (Kind.INNOVATION, S.SUBMITTED): noted,
    (Kind.INNOVATION, S.REVISION): asked_to_revise,
    (Kind.INNOVATION, S.RETURNED): returned,
    (Kind.INNOVATION, S.APPROVED): approved,
    (Kind.ISSUE, S.SUBMITTED): issue,
    (Kind.ISSUE, S.LISTED): listed,
    (Kind.IDEA, S.RECEIVED): idea,
    (Kind.IDEA, S.ASKED): asked,
    (Kind.IDEA, S.DECLINED): declined,
}


def made(kind: Kind, status: Status) -> Make:
    found = BEGINNINGS.get((kind, status))
    if kind is Kind.OFFER:
        return lambda city: offer_that_is(city, status)
    return found or (lambda city: idea_that_is(city, status))


async def said(city: Offices, kind: Kind, before: Status, after: Status) -> dict[str, Any]:
    """What such a step says beside the status."""
    if kind is Kind.ISSUE and after is not S.WITHDRAWN:
        return outcome(after, **({"target": OTHER} if after == S.JOINED else {"reason": REASON}))
    if kind is Kind.IDEA:
        if after is S.RECEIVED:
            return {"status": "received", "appeal": REASON}
        if (before, after) == (S.ASKED, S.READ):
            return {"status": "read", "answers/s1/text": "Di ujung lorong."}
        return await settling(city, after, "s2")
    if kind is Kind.OFFER:
        return handling(after, "s2")
    marks = {S.REVISION: {"title": "revise"}, S.REJECTED: {"title": "reject"}}.get(after, {})
    is_review = (before, after) in [
        (S.SUBMITTED, each) for each in (S.APPROVED, S.REVISION, S.RETURNED, S.REJECTED)
    ]
    extra = {"published": "2026-12-03"} if after is S.PUBLISHED else {}
    return {"status": after.value, **(review(after, **marks) if is_review else {}), **extra}


STEPS: dict[str, Step] = {
    f"{kind}: {before} → {after}": (kind, before, after)
    for kind, steps in TRANSITIONS.items()
    for before, after in steps
    if before is not None
}


@pytest.fixture
def cast(enrol: Enrol) -> Cast:
    return Cast(enrol)


@pytest.mark.parametrize("name", STEPS)
async def test_a_step_is_taken_by_those_who_may_and_by_nobody_else(cast: Cast, name: str) -> None:
    kind, before, after = STEPS[name]
    act = TRANSITIONS[kind][before, after]
    values = await said(cast.city, kind, before, after)

    may = set()
    for who, speaker in cast.items():
        record = await made(kind, before)(cast.city)
        area = CITY if kind in CITY_KINDS else KASSI
        receipt = await cast.city.send(speaker, record, values, kind=kind.value, area=area)
        if receipt.status == "accepted":
            may.add(who)
        else:
            assert who not in MAY[act], (who, receipt.code, receipt.fields)

    assert may == MAY[act]
