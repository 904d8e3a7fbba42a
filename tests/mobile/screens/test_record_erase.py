"""*Hapus data pribadi*: kota erases what somebody asked for, and nobody else is offered it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import flet as ft
import pytest

from sync.central.answer import Centre
from sync.central.stored import read_record
from sync.domain.people import Role
from sync.domain.records import Values
from tests.conftest import Enrol
from tests.mobile.screens.city_page import CityPage, a_city_page
from tests.support.bank import Offices, offices
from tests.support.clock import StandingClock


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    return offices(enrol)


@pytest.fixture
async def record(city: Offices) -> str:
    return await city.note(
        title="Kompos", originator_kind="resident", originator_name={"name": "Sitti", "may_show": True}
    )


@pytest.fixture
async def kota(centre: Centre, clock: StandingClock, record: str) -> AsyncIterator[CityPage]:
    page = await a_city_page(centre, clock, Role.KOTA, "/find")
    await page.sees("Kompos")
    await page.open_found(record)
    yield page
    await page.close()


def values(centre: Centre, record: str) -> Values:
    with centre.database.read() as connection:
        found = read_record(connection, record)
    assert found is not None
    return found.set


async def test_the_city_erases_only_what_it_chose(kota: CityPage, centre: Centre, record: str) -> None:
    await kota.press("Hapus data pribadi")
    assert kota.shows("Tidak bisa dibatalkan")
    await kota.choose("reason=consent_withdrawn")
    await kota.choose("erase=originator_name")
    await kota.press("Hapus untuk selamanya")
    await kota.until(lambda: values(centre, record)["originator_name"] is None)

    assert values(centre, record)["title"] == "Kompos"
    assert values(centre, record)["erased"] == {"reason": "consent_withdrawn", "paths": ["originator_name"]}


async def test_a_whole_record_that_was_erased_says_so(kota: CityPage, centre: Centre, record: str) -> None:
    await kota.press("Hapus data pribadi")
    await kota.choose("reason=asked")
    await kota.choose("what=whole")
    await kota.press("Hapus untuk selamanya")
    await kota.sees("sudah dihapus atas permintaan")

    assert values(centre, record)["title"] is None
    assert not kota.shows("Hapus data pribadi")


async def test_nothing_is_erased_without_a_reason_or_without_a_part(kota: CityPage) -> None:
    await kota.press("Hapus data pribadi")

    button = next(each for each in kota.find(ft.FilledButton) if "Hapus untuk selamanya" in str(each.content))
    assert button.disabled


async def test_only_the_city_is_offered_it(centre: Centre, clock: StandingClock, record: str) -> None:
    page = await a_city_page(centre, clock, Role.AUDITOR, "/find")
    try:
        await page.sees("Kompos")
        await page.open_found(record)

        assert not page.shows("Hapus data pribadi")
    finally:
        await page.close()
