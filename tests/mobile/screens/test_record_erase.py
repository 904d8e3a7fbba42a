"""*Hapus data pribadi*: kota erases what somebody asked for, and nobody else is offered it."""

from __future__ import annotations

import flet as ft
import pytest

from mobile.store.errors import StoreFull
from sync.central.answer import Centre
from sync.central.stored import read_record
from sync.client import opened
from sync.domain.people import Role
from sync.domain.records import Values
from tests.mobile.screens.city_page import CityPage, OpenPage
from tests.support.bank import Offices


@pytest.fixture
async def record(city: Offices) -> str:
    return await city.note(
        title="Kompos",
        originator_kind="resident",
        originator_name={"name": "Sitti", "may_show": True},
        **{"levels/sid20": 1, "evidence/sid20/e1": {"link": "https://contoh.id/video", "subject": "Sitti"}},
    )


@pytest.fixture
async def kota(city_page: OpenPage, record: str) -> CityPage:
    page = await city_page(route="/find")
    await page.sees("Kompos")
    await page.open_found(record)
    return page


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


async def test_only_the_city_is_offered_it(city_page: OpenPage, record: str) -> None:
    page = await city_page(Role.AUDITOR, route="/find")
    await page.sees("Kompos")

    await page.open_found(record)

    assert not page.shows("Hapus data pribadi")


async def test_evidence_is_named_by_its_words(kota: CityPage) -> None:
    await kota.press("Hapus data pribadi")

    assert (
        kota.get(ft.OutlinedButton, key="erase=levels/sid20").content == "Tingkat: Video inovasi daerah: Tingkat 1"
    )
    named = kota.get(ft.OutlinedButton, key="erase=evidence/sid20/e1").content
    assert named.startswith("Bukti: Video inovasi daerah: https://contoh.id/video")


async def test_what_was_erased_is_said_where_the_phone_cannot_keep_it(
    kota: CityPage, centre: Centre, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull("full")

    await kota.press("Hapus data pribadi")
    await kota.choose("reason=asked")
    await kota.choose("what=whole")
    monkeypatch.setattr(opened, "keep", full)
    await kota.press("Hapus untuk selamanya")

    await kota.until(lambda: kota.shows("Sudah dihapus di server kota."))
    assert values(centre, record)["title"] is None
    assert not kota.app.save_failed
