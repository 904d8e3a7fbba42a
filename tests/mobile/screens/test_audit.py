"""*Audit* and *Catatan akses*: the chain checked on the device, masked data opened with a reason, who looked."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import flet as ft
import pytest
from sqlalchemy import select, update

from sync.central import audit
from sync.central.log import update_log
from sync.central.tables import changes
from sync.client.desk import DeskApi
from sync.client.tables import SETTINGS
from sync.domain.people import Role
from tests.mobile.screens.city_page import PHONE, WIDE, CityPage, OpenPage
from tests.support.bank import Offices
from tests.support.centres import KASSI
from tests.support.clock import StandingClock

NAME = {"name": "Ibu Rahasia", "may_show": False}


@pytest.fixture
def open_record(city_page: OpenPage) -> OpenPage:
    async def opening(record: str, role: Role = Role.AUDITOR, **how: Any) -> CityPage:
        page = await city_page(role, f"/find/{record}", **how)
        await page.sees("Perubahan satu per satu")
        return page

    return opening


def sign(city: Offices, clock: StandingClock) -> None:
    clock.now += timedelta(days=1)
    update_log(city.centre)


@pytest.mark.parametrize("width", [PHONE, WIDE])
async def test_the_chain_of_a_record_is_checked_on_the_device_and_told_in_words(
    city: Offices, clock: StandingClock, open_record: OpenPage, width: float
) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    sign(city, clock)
    await city.publish(record)
    page = await open_record(record, width=width)

    await page.press("Periksa rantai")

    await page.sees("2 perubahan cocok isinya.")
    assert page.shows("1 perubahan menunggu tanda tangan log berikutnya.")
    assert page.shows("isinya cocok dengan log kota")


async def test_a_log_with_another_key_than_was_seen_before_is_told_as_a_break(
    city: Offices, clock: StandingClock, open_record: OpenPage
) -> None:
    record = await city.note(title="Teba kompos")
    sign(city, clock)
    page = await open_record(record)
    await page.press("Periksa rantai")
    await page.sees("1 perubahan cocok isinya.")
    known = page.lorong.tables.table(SETTINGS).read("log") or {}
    forged = known["note"].replace("lorong/", "lorong/palsu", 1)
    page.lorong.tables.table(SETTINGS).put("log", known | {"note": forged})

    await page.press("Periksa rantai")

    await page.sees("Rantainya tidak cocok")
    assert not page.has_button("Unduh berkas bukti")


async def test_the_proofs_are_taken_along_as_a_file(
    city: Offices, clock: StandingClock, open_record: OpenPage
) -> None:
    record = await city.note(title="Teba kompos")
    sign(city, clock)
    page = await open_record(record)
    assert not page.has_button("Unduh berkas bukti")

    await page.press("Periksa rantai")
    await page.sees("1 perubahan cocok isinya.")
    await page.press("Unduh berkas bukti")
    await page.press("Unduh PDF")
    await page.until(lambda: len(page.exchange.given) == 2)

    proofs, pdf = page.exchange.given.values()
    assert json.loads(proofs)["record"] == record
    assert pdf.startswith(b"%PDF-")


async def test_a_change_that_was_altered_at_the_centre_is_named_on_the_screen(
    city: Offices, clock: StandingClock, open_record: OpenPage
) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    sign(city, clock)
    with city.centre.database.write() as connection:
        body = connection.execute(
            select(changes.c.body).where(changes.c.stream == KASSI, changes.c.seq == 1)
        ).scalar_one()
        forged = body.replace(b"Teba kompos", b"Teba lain")
        connection.execute(
            update(changes).where(changes.c.stream == KASSI, changes.c.seq == 1).values(body=forged)
        )
    page = await open_record(record)

    await page.press("Periksa rantai")

    await page.sees("Tidak cocok dengan log kota: perubahan #1.")
    assert page.shows("TIDAK COCOK: yang tampil di sini bukan yang diterima server kota")


async def test_what_is_masked_is_said_to_be_and_is_checked_once_it_is_open(
    city: Offices, clock: StandingClock, open_record: OpenPage
) -> None:
    record = await city.note(title="Teba kompos", originator_name=NAME)
    sign(city, clock)
    page = await open_record(record)
    await page.press("Periksa rantai")
    await page.sees("isi disamarkan, tautannya cocok")

    await page.press("Buka data tersamar")
    await page.enter(page.get(ft.TextField, key="purpose"), "Pemeriksaan dana lorong")
    await page.press("Buka")
    await page.sees("Ibu Rahasia")
    await page.until(lambda: not page.button("Periksa rantai").disabled)
    await page.press("Periksa rantai")

    await page.sees("1 perubahan cocok isinya.")


async def test_what_was_on_the_screen_at_a_decision_is_shown(city: Offices, open_record: OpenPage) -> None:
    record = await city.note(title="Teba satu")
    await city.approve(record)
    page = await open_record(record)

    await page.press("Yang terlihat saat memutuskan")

    assert page.shows("Nama inovasi: Teba satu")


async def test_masked_data_opens_with_a_reason_and_is_not_kept(city: Offices, open_record: OpenPage) -> None:
    record = await city.note(title="Teba kompos", originator_name=NAME)
    page = await open_record(record)
    assert not page.shows("Ibu Rahasia")

    await page.press("Buka data tersamar")
    assert page.button("Buka").disabled
    await page.enter(page.get(ft.TextField, key="purpose"), "Pemeriksaan dana lorong")
    await page.press("Buka")
    await page.sees("Ibu Rahasia")

    assert "Ibu Rahasia" not in str(list(page.lorong.tables.table("records").items()))
    await page.press("Tutup lagi")
    assert not page.shows("Ibu Rahasia")


async def test_the_last_letters_of_a_reason_are_noted_when_the_tap_comes_with_them(
    city: Offices, open_record: OpenPage, city_page: OpenPage
) -> None:
    page = await open_record(await city.note())
    await page.press("Buka data tersamar")
    purpose = page.get(ft.TextField, key="purpose")
    await page.enter(purpose, "Pemeriksaan dana")

    await page.enter_and_tap(purpose, "Pemeriksaan dana lorong", page.button("Buka"))
    await page.until(lambda: page.has_button("Tutup lagi"))

    await (await city_page(Role.AUDITOR, "/views")).sees("Pemeriksaan dana lorong")


async def test_the_kota_checks_the_chain_but_has_nothing_masked(city: Offices, open_record: OpenPage) -> None:
    page = await open_record(await city.note(), Role.KOTA)

    assert page.has_button("Periksa rantai")
    assert not page.has_button("Buka data tersamar")


async def test_the_access_log_shows_who_looked_when_and_why_and_is_narrowed(
    city: Offices, open_record: OpenPage, city_page: OpenPage
) -> None:
    record = await city.note(title="Teba kompos")
    for purpose in ("Pemeriksaan dana lorong", "Pengaduan warga"):
        page = await open_record(record)
        await page.press("Buka data tersamar")
        await page.enter(page.get(ft.TextField, key="purpose"), purpose)
        await page.press("Buka")
        await page.until(lambda page=page: page.has_button("Tutup lagi"))  # type: ignore[misc]
    log = await city_page(Role.AUDITOR, "/views")
    await log.sees("Pengaduan warga")
    assert log.shows("Pemeriksaan dana lorong")

    await log.enter(log.get(ft.TextField, key="reason"), "warga")
    await log.press("Cari")
    await log.until(lambda: not log.shows("Pemeriksaan dana lorong"))

    assert log.shows("Pengaduan warga")
    await log.enter(log.get(ft.TextField, key="since"), "kemarin")
    await log.enter(log.get(ft.TextField, key="reason"), "")
    await log.press("Cari")
    # A day that is none is told, and narrows nothing.
    assert log.get(ft.TextField, key="since").error == "Tulis tanggalnya, misalnya 28-02-2027."
    assert not log.shows("Pemeriksaan dana lorong")

    await log.enter(log.get(ft.TextField, key="since"), "01-01-2020")
    await log.press("Cari")
    await log.sees("Pemeriksaan dana lorong")


async def an_access_log(city: Offices, city_page: OpenPage, *purposes: str) -> CityPage:
    """*Catatan akses* with these reasons, the last one at the top."""
    record = await city.note()
    log = await city_page(Role.AUDITOR, "/views")
    for purpose in purposes:
        await DeskApi(log.lorong.api).opened(record, purpose)
    await log.press("Cari")
    await log.sees(purposes[-1])
    return log


async def test_the_access_log_reads_on_in_what_was_found_also_when_other_words_are_typed(
    city: Offices, city_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 1)
    log = await an_access_log(city, city_page, "Pengaduan warga", "Pemeriksaan dana", "Audit tahunan")

    await log.enter(log.get(ft.TextField, key="reason"), "warga")
    await log.press("Tampilkan lebih banyak")

    await log.sees("Pemeriksaan dana")
    assert not log.shows("Pengaduan warga")


async def test_the_last_letters_are_searched_for_when_the_tap_comes_with_them(
    city: Offices, city_page: OpenPage
) -> None:
    log = await an_access_log(city, city_page, "Pengaduan warga", "Pemeriksaan dana")

    await log.enter_and_tap(log.get(ft.TextField, key="reason"), "warga", log.button("Cari"))

    await log.until(lambda: not log.shows("Pemeriksaan dana"))
    assert log.shows("Pengaduan warga")


async def test_the_access_log_drops_an_answer_that_is_no_longer_asked_for(
    city: Offices, city_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = await an_access_log(city, city_page, "Pengaduan warga", "Pemeriksaan dana")
    ask, may_answer = log.lorong.api.ask, asyncio.Event()

    async def slowly(shape: Any, path: str) -> Any:
        if "q=warga" in path:
            await may_answer.wait()
        return await ask(shape, path)

    monkeypatch.setattr(log.lorong.api, "ask", slowly)
    await log.enter(log.get(ft.TextField, key="reason"), "warga")
    first = asyncio.ensure_future(log.press("Cari"))
    await log.settle()
    await log.enter(log.get(ft.TextField, key="reason"), "dana")
    await log.press("Cari")
    await log.until(lambda: not log.shows("Pengaduan warga"))
    may_answer.set()
    await first

    assert log.shows("Pemeriksaan dana")
    assert not log.shows("Pengaduan warga")
