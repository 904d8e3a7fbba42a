"""Offers that come again, or too often, or for what never was: as a browser on a bad line sends them."""

from __future__ import annotations

import httpx
import pytest

from sync.central import offers
from sync.central.offers import OFFERS_FROM_ONE, OFFERS_OF_A_NEED
from tests.conftest import Enrol
from tests.support.bank import Offices, offices
from tests.support.partnering import a_published_need, an_offer, form_in, offered

TYPED = {"text": "Dua mesin jahit bekas.", "helix": "resident"}


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    return offices(enrol)


async def test_an_offer_for_a_need_of_any_name_is_not_needed_and_no_fault(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    typed = form_in(await http.get(f"/bantu/{record}/{need}"), **TYPED)

    for path in (f"/bantu/{record}/{'a' * 200}", f"/bantu/{'a' * 200}/{need}", f"/bantu/{record}/bukan"):
        assert (await http.post(path, data=typed)).status_code == 404
        assert (await http.get(path)).status_code == 404


async def test_an_offer_whose_reply_was_lost_gets_its_number_again_after_the_need_was_met(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    path = f"/bantu/{record}/{need}"
    typed = form_in(await http.get(path), **TYPED)
    first = await http.post(path, data=typed)
    met = {"state": "matched", "on": "2026-12-03", "helper": "Seorang warga"}
    await city.accepted(city.kota, record, {f"met/{need}": met})

    again = await http.post(path, data=typed)
    other = await http.post(path, data=typed | {"id": city.rt.make_id()})

    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    assert other.status_code == 404


async def test_another_offer_under_the_same_id_is_told_so_as_an_offer(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    path = f"/bantu/{record}/{need}"
    typed = form_in(await http.get(path), **TYPED)
    await http.post(path, data=typed)

    response = await http.post(path, data=typed | {"text": "Tiga mesin jahit."})

    assert response.status_code == 409
    assert "Tawaran yang tadi sudah kami terima." in response.text


async def test_a_repeat_counts_against_no_limit(city: Offices, http: httpx.AsyncClient) -> None:
    record, need = await a_published_need(city)
    path = f"/bantu/{record}/{need}"
    typed = form_in(await http.get(path), **TYPED)

    answers = [(await http.post(path, data=typed)).status_code for _ in range(12)]

    assert answers == [303] * 12


async def test_who_offers_too_often_from_one_address_is_stopped_and_others_are_not(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    path = f"/bantu/{record}/{need}"
    for _ in range(OFFERS_FROM_ONE):
        offered(city, record, need)

    mine = await http.post(path, data=form_in(await http.get(path), **TYPED))
    theirs = offers.file_offer(city.centre, an_offer(record, need), "192.0.2.1")

    assert mine.status_code == 429
    assert "Dua mesin jahit bekas." in mine.text
    assert "Sudah beberapa tawaran untuk kebutuhan ini dari jaringan ini." in mine.text
    assert theirs.number


async def test_a_flood_of_offers_for_one_need_is_stopped_whatever_addresses_it_comes_from(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    path = f"/bantu/{record}/{need}"
    for number in range(OFFERS_OF_A_NEED):
        offers.file_offer(city.centre, an_offer(record, need), f"192.0.2.{number}")

    response = await http.post(path, data=form_in(await http.get(path), **TYPED))

    assert response.status_code == 429
    assert "Sudah banyak yang menawarkan bantuan untuk kebutuhan ini." in response.text


async def test_a_partners_note_that_comes_again_counts_against_no_limit(city: Offices) -> None:
    record, note, partner = await city.published(), city.rt.make_id(), city.kota.make_id()

    for _ in range(offers.NOTES_AN_HOUR + 2):
        offers.file_note(city.centre, partner, record, note, "Kapan kami datang?", "a" * 32)
