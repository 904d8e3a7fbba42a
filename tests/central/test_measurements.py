"""Measurements at the centre: of what is here, by whoever may, in the right shape, never a count of very few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from sync.central import transfer
from sync.central.json_text import parsed
from sync.central.stored import read_record
from sync.domain.measuring import longset_indicators
from sync.domain.people import Role
from sync.protocol.messages import Receipt
from tests.conftest import Enrol
from tests.support.bank import Offices, offices
from tests.support.centres import KASSI, MARISO_KELURAHAN, Speaker, a_note
from tests.support.logs import faults
from tests.support.officers import refusal, tell

WASTE = {"name": "Sampah", "unit": "kantong", "kind": "value", "better": "down", "baseline": "6"}
SORTED = {"name": "Rumah yang memilah", "unit": "%", "kind": "ratio", "better": "up"}
FEW = {"below": 5}


@dataclass
class Measuring:
    """An innovation with two indicators, its RT, a neighbour and the kelurahan."""

    city: Offices
    neighbour: Speaker
    kelurahan: Speaker
    far: Speaker
    innovation: str = ""

    @property
    def rt(self) -> Speaker:
        return self.city.rt

    async def measure(self, who: Speaker | None = None, area: str = KASSI, **said: Any) -> Receipt:
        month = {"innovation": self.innovation, "indicator": "waste", "period": "2026-11", "area": area}
        values = {path: value for path, value in (month | said).items() if value is not None}
        who = who or self.rt
        envelope = {"kind": "measurement", "area": area, "seen": 0}
        return await self.city.send(who, who.make_id(), values | {"status": "submitted"}, **envelope)

    async def edit(self, who: Speaker, record: str, seen: int = 10**9, **said: Any) -> Receipt:
        return await self.city.send(who, record, said, kind="measurement", seen=seen)

    async def measured(self, **said: Any) -> str:
        record = self.rt.make_id()
        month = {"innovation": self.innovation, "indicator": "waste", "period": "2026-11", "area": KASSI}
        values = month | {"status": "submitted"} | said
        await self.city.accepted(self.rt, record, values, kind="measurement", seen=0)
        return record

    def value(self, record: str, path: str) -> Any:
        with self.city.centre.database.read() as connection:
            found = read_record(connection, record)
        assert found is not None
        return found.value(path)


@pytest.fixture
async def lane(enrol: Enrol) -> Measuring:
    city = offices(enrol)
    people = enrol(Role.RW), enrol(Role.KELURAHAN), enrol(Role.RT, MARISO_KELURAHAN)
    found = Measuring(city, *people)
    found.innovation = await city.note(**{"indicators/waste": WASTE, "indicators/sorted": SORTED})
    return found


async def test_the_author_and_the_kelurahan_measure_and_a_neighbour_does_not(lane: Measuring) -> None:
    receipts = [await lane.measure(who, value="4") for who in (lane.rt, lane.kelurahan, lane.neighbour)]

    assert [receipt.code for receipt in receipts] == [None, None, "not_allowed"]


async def test_an_innovation_and_its_measurements_arrive_in_one_batch(lane: Measuring) -> None:
    lane.innovation = lane.rt.make_id()
    note = a_note(**{"indicators/waste": WASTE})
    first = lane.rt.change_of(lane.innovation, note)
    month = {"innovation": lane.innovation, "indicator": "waste", "period": "2026-11", "value": "4"}
    second = lane.rt.change_of(
        lane.rt.make_id(), month | {"area": KASSI, "status": "submitted"}, kind="measurement"
    )

    reply = await lane.rt.sync(first, second)

    assert [receipt.status for receipt in reply.receipts] == ["accepted", "accepted"]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"innovation": "0198c0de-0000-7000-8000-000000000001"}, "innovation"),
        ({"indicator": "nothing"}, "indicator"),
        ({"indicator": "\0"}, "indicator"),
    ],
)
async def test_what_is_not_there_is_not_measured(lane: Measuring, said: dict[str, Any], path: str) -> None:
    receipt = await lane.measure(value="4", **said)

    assert receipt.status == "refused"
    assert receipt.code in ("unknown_indicator", "bad_value")
    assert list(receipt.fields or {}) == [path]


async def test_an_innovation_of_another_kelurahan_is_not_measured_here(lane: Measuring) -> None:
    receipt = await lane.measure(lane.far, MARISO_KELURAHAN, value="4")

    assert (receipt.code, receipt.fields) == ("unknown_indicator", {"innovation": "unknown"})


async def test_a_measurement_is_no_innovation_that_can_be_measured(lane: Measuring) -> None:
    receipt = await lane.measure(innovation=await lane.measured(value="4"), value="4")

    assert receipt.code == "unknown_indicator"


@pytest.mark.parametrize(
    ("said", "code", "fields"),
    [
        ({}, "incomplete", {"value": "required"}),
        ({"value": "4", "numerator": "1"}, "bad_value", {"numerator": "not_asked"}),
        ({"value": "empat"}, "bad_value", {"value": "wrong_type"}),
        ({"value": {"below": 9}}, "bad_value", {"value": "wrong_type"}),
        ({"value": "4", "period": "2026-13"}, "bad_value", {"period": "wrong_type"}),
        ({"value": "4", "period": None}, "incomplete", {"period": "required"}),
        (
            {"indicator": "sorted", "numerator": "1", "denominator": "0"},
            "bad_value",
            {"denominator": "out_of_range"},
        ),
        (
            {"indicator": "sorted", "numerator": "9", "denominator": "8"},
            "bad_value",
            {"numerator": "more_than_all"},
        ),
        ({"value": "4", "unit": "kg"}, "unknown_path", {"unit": "unknown_path"}),
    ],
)
async def test_amounts_of_another_shape_are_refused(
    lane: Measuring, said: dict[str, Any], code: str, fields: dict[str, str]
) -> None:
    receipt = await lane.measure(**said)

    assert (receipt.status, receipt.code, receipt.fields) == ("refused", code, fields)


async def test_what_was_refused_left_nothing_behind(lane: Measuring) -> None:
    record = lane.rt.make_id()
    values = {"innovation": lane.innovation, "indicator": "waste", "period": "2026-11", "area": KASSI}
    wrong = lane.rt.change_of(record, values | {"status": "submitted"}, kind="measurement")
    right = lane.rt.change_of(record, values | {"status": "submitted", "value": "4"}, kind="measurement")

    receipts = [(await lane.rt.sync(each)).receipts[0] for each in (wrong, right)]

    assert [receipt.status for receipt in receipts] == ["refused", "accepted"]


@pytest.mark.parametrize("about_health", [{"theme": "health"}, {"affair": "kesehatan"}])
async def test_a_count_of_very_few_about_health_is_refused(lane: Measuring, about_health: dict[str, Any]) -> None:
    lane.innovation = await lane.city.note(**{"indicators/waste": WASTE, **about_health})

    few = await lane.measure(value="3")

    assert (few.code, few.fields) == ("small_number", {"value": "small_number"})
    assert (await lane.measure(value=FEW)).status == "accepted"
    assert (await lane.measure(value="5")).status == "accepted"


async def test_nor_is_it_taken_in_later_or_as_a_baseline(lane: Measuring) -> None:
    lane.innovation = await lane.city.note(theme="health", **{"indicators/waste": WASTE})
    record = await lane.measured(value="12")

    edited = await lane.edit(lane.rt, record, value="3")
    begun = await lane.city.send(lane.rt, lane.innovation, {"indicators/waste": {**WASTE, "baseline": "2"}})
    titled = await lane.city.send(lane.rt, lane.innovation, {"title": "Posyandu lorong"})

    assert [edited.code, begun.code] == ["small_number", "small_number"]
    assert titled.status == "accepted"


async def test_the_recap_of_longset_is_the_kelurahans_to_note(lane: Measuring) -> None:
    twelve = {f"indicators/{key}": each for key, each in longset_indicators().items()}
    lane.innovation = await lane.city.note(**twelve)
    share = {"numerator": "30", "denominator": "40"}

    receipts = {
        (who.person.role.value, number): (await lane.measure(who, indicator=f"longset{number:02}", **share)).code
        for who in (lane.rt, lane.kelurahan)
        for number in (1, 8, 9, 12)
    }

    assert [key for key, code in receipts.items() if code == "not_allowed"] == [("rt", 1), ("rt", 8)]
    assert set(receipts.values()) == {None, "not_allowed"}


async def test_the_kelurahan_stands_by_what_it_saw(lane: Measuring) -> None:
    record = await lane.measured(value="4")
    seen = lane.city.centre.database
    with seen.read() as connection:
        version = read_record(connection, record).version  # type: ignore[union-attr]
    await lane.edit(lane.rt, record, value="5")

    late = await lane.edit(lane.kelurahan, record, seen=version, confirmed=True)
    again = await lane.edit(lane.kelurahan, record, confirmed=True)

    assert (late.code, late.fields) == ("changed_since_seen", {"value": "changed"})
    assert again.status == "accepted"


async def test_a_corrected_measurement_is_to_be_confirmed_again(lane: Measuring) -> None:
    record = await lane.measured(value="4")
    await lane.edit(lane.kelurahan, record, confirmed=True)
    confirmed = lane.value(record, "confirmed")

    await lane.edit(lane.rt, record, value="5")

    assert (confirmed, lane.value(record, "confirmed")) == (True, False)


async def test_a_comment_leaves_it_confirmed(lane: Measuring) -> None:
    record = await lane.measured(value="4")
    await lane.edit(lane.kelurahan, record, confirmed=True)

    comment = {"comments/c1": "Ditimbang tiap Sabtu."}
    await lane.city.send(lane.rt, record, comment, kind="measurement")

    assert lane.value(record, "confirmed") is True


async def test_measurements_go_with_an_innovation_that_is_transferred_to_be_confirmed_there(
    lane: Measuring, enrol: Enrol
) -> None:
    record, there = await lane.measured(value="4"), "73.71.13.1001"
    await lane.edit(lane.kelurahan, record, confirmed=True)
    request = {"id": lane.rt.make_id(), "to": there, "reason": "Tempatnya di kelurahan sebelah."}

    await tell(lane.city.kecamatan, f"/v1/records/{lane.innovation}/transfer", request)

    records = {view.kind: view for view in (await enrol(Role.KELURAHAN, there).sync()).records}
    moved = records["measurement"]
    assert (moved.set["innovation"], moved.set["value"], moved.author) == (request["id"], "4", lane.rt.person.id)
    assert moved.set["moved_from"] == {"record": record, "area": KASSI}
    assert "confirmed" not in moved.set
    assert lane.value(record, "moved_to")["record"] == moved.id
    assert (await lane.edit(lane.rt, record, value="5")).code == "other_stream"
    assert faults(lane.city.centre) == []


@pytest.mark.parametrize("is_indexed", [True, False])
async def test_a_transfer_reads_no_measurements_of_others_and_leaves_none_behind(
    lane: Measuring, monkeypatch: pytest.MonkeyPatch, is_indexed: bool
) -> None:
    other = await lane.city.note(**{"indicators/waste": WASTE})
    mine = [await lane.measured(value="4", period="2026-10"), await lane.measured(value="3")]
    for month in ("2026-08", "2026-09", "2026-10"):
        await lane.measured(innovation=other, value="4", period=month)
    if is_indexed:
        lane.city.index()
    read = list[bytes]()

    def reading(text: bytes) -> Any:
        read.append(text)
        return parsed(text)

    monkeypatch.setattr(transfer, "parsed", reading)
    monkeypatch.setattr(transfer, "catch_up", lambda *_, **__: 0)
    request = {"id": lane.rt.make_id(), "to": "73.71.13.1001", "reason": "Tempatnya di kelurahan sebelah."}

    await tell(lane.city.kecamatan, f"/v1/records/{lane.innovation}/transfer", request)

    assert all(lane.value(record, "moved_to") for record in mine)
    assert len(read) == (2 if is_indexed else 5)


async def test_two_values_of_a_measurement_are_settled_before_a_transfer(
    lane: Measuring,
) -> None:
    record = await lane.measured(value="4")
    await lane.edit(lane.rt, record, seen=1, value="5")
    await lane.edit(lane.kelurahan, record, seen=1, value="6")
    request = {"id": lane.rt.make_id(), "to": "73.71.13.1001", "reason": "Tempatnya di kelurahan sebelah."}

    code = await refusal(lane.city.kecamatan, f"/v1/records/{lane.innovation}/transfer", request)

    assert code == "two_values_open"
