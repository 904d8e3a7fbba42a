"""Papan Labinov at the centre: what moves a card, judged when the change arrives, and the board that is read."""

from __future__ import annotations

from typing import Any

import pytest

from sync.central import board
from sync.domain.lab import LAB
from sync.protocol.messages import Receipt
from tests.support.bank import Offices, addressing
from tests.support.officers import ask
from tests.support.partnering import a_partner, working_with

INDICATOR = {"name": "Sampah", "unit": "kg", "kind": "value", "better": "down"}


async def move(city: Offices, record: str, stage: str, kind: str = "innovation", **said: str) -> Receipt:
    return await city.send(city.kota, record, {LAB: {"stage": stage} | said}, kind=kind)


async def cards(city: Offices) -> list[dict[str, Any]]:
    response = await ask(city.kota, "GET", "/v1/board")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["cards"]
    return found


async def measured(city: Offices, record: str) -> None:
    month = {"innovation": record, "indicator": "waste", "period": "2026-11", "value": "12"}
    await city.submit("measurement", month | {"area": "73.71.13.1002", "status": "submitted"})
    city.index()


async def test_an_innovation_goes_through_all_columns_each_with_its_proof(city: Offices) -> None:
    record = await city.note(**{"indicators/waste": INDICATOR})
    issue = await city.listed()

    assert (await move(city, record, "drum_up")).status == "accepted"
    assert (await move(city, record, "diagnose")).fields == {"lab/issue": "required"}
    await city.accepted(city.rt, record, addressing(issue))
    assert (await move(city, record, "diagnose")).status == "accepted"
    assert (await move(city, record, "design")).fields == {"lab/root_cause": "required"}
    await city.accepted(city.kota, issue, {"root_cause": "Tidak ada jadwal."}, kind="issue")
    assert (await move(city, record, "design")).status == "accepted"
    assert (await move(city, record, "delivery")).fields == {"lab/design": "required", "lab/partner": "required"}
    await city.accepted(city.kota, record, {f"works_with/{await a_partner(city)}": True})
    await city.accepted(city.rt, record, {"design": "Teba modern di tiap lorong."})
    assert (await move(city, record, "delivery")).status == "accepted"
    assert (await move(city, record, "display")).fields == {"lab/measurement": "required"}
    await measured(city, record)
    assert (await move(city, record, "display", helps="Unhas", next_date="2026-12-20")).status == "accepted"
    assert (await move(city, record, "off")).code == "note_needed"
    (card,) = await cards(city)
    await city.approve(record)
    await city.publish(record)

    assert (card["stage"], card["helps"], card["next_date"]) == ("display", "Unhas", "2026-12-20")
    assert card["proofs"] == ["design", "issue", "measurement", "partner", "root_cause"]
    assert (await move(city, record, "off")).status == "accepted"
    assert await cards(city) == []


async def test_a_problem_on_the_board_lives_by_the_innovations_that_address_it(city: Offices) -> None:
    issue = await city.listed(tried="Kerja bakti")
    await city.accepted(city.kota, issue, {"root_cause": "Tidak ada jadwal."}, kind="issue")
    await move(city, issue, "drum_up", kind="issue")
    assert (await move(city, issue, "delivery", kind="issue")).fields == {
        "lab/design": "required",
        "lab/partner": "required",
    }
    partner = await a_partner(city)
    values: dict[str, Any] = {"indicators/waste": INDICATOR, "design": "Teba modern.", **working_with(partner)}
    record = await city.published(**addressing(issue), **values)
    await measured(city, record)

    assert (await move(city, issue, "display", kind="issue")).status == "accepted"
    assert (await move(city, issue, "off", kind="issue")).status == "accepted"


async def test_back_goes_a_card_with_a_reason_and_a_first_column_is_the_first(city: Offices) -> None:
    record = await city.note(**addressing(await city.listed()))

    assert (await move(city, record, "diagnose")).code == "illegal_transition"
    await move(city, record, "drum_up")
    await move(city, record, "diagnose")
    assert (await move(city, record, "drum_up")).code == "note_needed"
    assert (await move(city, record, "drum_up", reason="Masalahnya lain.")).status == "accepted"


async def test_cards_stand_by_column_and_area_and_the_board_is_the_citys(city: Offices) -> None:
    first, second = await city.note(), await city.note(**addressing(await city.listed()))
    await move(city, second, "drum_up")
    await move(city, second, "diagnose")
    await move(city, first, "drum_up")

    assert [card["id"] for card in await cards(city)] == [first, second]
    assert (await ask(city.kecamatan, "GET", "/v1/board")).status_code == 403


async def test_a_board_that_is_fuller_than_one_answer_says_so(
    city: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = [await city.note() for _ in range(3)]
    for record in noted:
        await move(city, record, "drum_up")
    monkeypatch.setattr(board, "MOST", 2)

    cut = (await ask(city.kota, "GET", "/v1/board")).json()
    monkeypatch.setattr(board, "MOST", 3)
    whole = (await ask(city.kota, "GET", "/v1/board")).json()

    assert ([card["id"] for card in cut["cards"]], cut["is_cut"]) == ([noted[2], noted[1]], True)
    assert (len(whole["cards"]), whole["is_cut"]) == (3, False)
