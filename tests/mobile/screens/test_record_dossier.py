"""*Unduh berkas*: the files of a record, and what is said when one cannot be had."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest

from sync.central.accept import Caller
from sync.central.dossiers.sigap_merge import merge, record_of
from sync.central.dossiers.sigap_plan import plan
from sync.central.dossiers.sigap_rows import read
from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.mobile.screens.city_page import PHONE, WIDE, CityPage, OpenPage
from tests.support.bank import Offices
from tests.support.dossiers import SIGAP_ROW, sigap_table

LONG = {"kipp/2023.umum.1": {"text": "kata " * 201, "checked": True}}


@pytest.fixture
def open_record(city_page: OpenPage) -> OpenPage:
    async def opening(record: str, role: Role = Role.KOTA, **how: Any) -> CityPage:
        page = await city_page(role, f"/find/{record}", **how)
        await page.sees("Riwayat")
        return page

    return opening


async def take(page: CityPage, word: str) -> None:
    """The file is given, and the next can be asked for."""
    before = len(page.exchange.given)
    await page.press(word)
    await page.until(lambda: len(page.exchange.given) > before and not page.button(word).disabled)


@pytest.mark.parametrize("width", [PHONE, WIDE])
async def test_each_file_is_given_under_its_name(city: Offices, open_record: OpenPage, width: float) -> None:
    record = await city.note()
    page = await open_record(record, width=width)

    for word in ("SIGAP (XLSX)", "Map IGA (ZIP)", "KIPP (DOCX)", "Surat pernyataan KIPP (DOCX)", "KIPP (PDF)"):
        await take(page, word)

    number = number_of(record)
    assert list(page.exchange.given) == [
        f"sigap-{number}.xlsx",
        f"iga-{number}.zip",
        f"kipp-{number}.docx",
        f"pernyataan-{number}.docx",
        f"kipp-{number}.pdf",
    ]
    assert [content[:2] for content in page.exchange.given.values()] == [b"PK"] * 4 + [b"%P"]
    assert page.shows(f"Berkas kipp-{number}.pdf sudah jadi. 9 pertanyaan belum dijawab.")
    assert not page.find(ft.ProgressBar)


async def test_without_a_signal_it_says_so_and_the_buttons_stay(city: Offices, open_record: OpenPage) -> None:
    page = await open_record(await city.note())
    page.phone.line.is_up = False

    await page.press("KIPP (PDF)")

    await page.sees("Perlu sinyal")
    assert not page.button("KIPP (PDF)").disabled
    assert page.exchange.given == {}


async def test_an_answer_that_is_too_long_is_named_before_the_centre_is_asked(
    city: Offices, open_record: OpenPage
) -> None:
    page = await open_record(await city.note(**LONG))
    page.phone.line.is_up = False

    await page.press("KIPP (DOCX)")

    await page.sees("Jawaban KIPP terlalu panjang: Ringkasan (201 kata, paling banyak 200).")


async def test_who_gives_up_is_told_nothing(city: Offices, open_record: OpenPage) -> None:
    page = await open_record(await city.note())
    page.exchange.gives_up = True

    await page.press("SIGAP (XLSX)")

    await page.until(lambda: not page.button("SIGAP (XLSX)").disabled)
    assert not page.shows("sudah jadi")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PIMPINAN])
async def test_who_may_not_take_files_along_is_offered_none(
    city: Offices, open_record: OpenPage, role: Role
) -> None:
    page = await open_record(await city.published(), role)

    assert not page.has_button("SIGAP (XLSX)")


async def test_what_was_hidden_has_no_files(city: Offices, open_record: OpenPage) -> None:
    record = await city.published()
    await city.hide(record)

    assert not (await open_record(record)).has_button("SIGAP (XLSX)")


async def test_a_record_that_sigap_had_first_is_shown_as_any_other(city: Offices, open_record: OpenPage) -> None:
    with city.centre.database.read() as connection:
        steps = plan(connection, read(sigap_table(SIGAP_ROW)), city.centre.zone)
    merge(city.centre, Caller(city.kota.person, city.kota.device), steps)

    page = await open_record(record_of(steps[0].row, city.centre.zone))

    assert page.shows("Perpustakaan Keliling Lorong")
    assert page.has_button("SIGAP (XLSX)")
