"""*Lomba* on a record: the kota enters it, told what speaks against it, and moves it on; its author reads it."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest

from mobile.screens.record import RecordScreen
from sync.domain.awards import competitions, track_path
from sync.domain.people import Role
from tests.mobile.screens.city_page import PHONE, CityPage, OpenPage
from tests.mobile.screens.desk import a_record
from tests.mobile.screens.officer import reading
from tests.support.app_driver import AppDriver
from tests.support.bank import Offices
from tests.support.notes import REVIEWER, a_view, an_id
from tests.support.sessions import a_session, pulled, showing

TRACK: dict[str, Any] = {
    "stage": "administration",
    "on": "2025-11-20",
    "outcome": "in",
    "closes_on": "2027-02-28",
    "group": "umum",
    "upp": "Dinas Lingkungan Hidup",
}


@pytest.fixture
def open_page(city_page: OpenPage) -> OpenPage:
    async def opening(record: str, width: float = PHONE) -> CityPage:
        page = await city_page(route="/publish", width=width)
        await page.until(lambda: bool(page.found))
        await page.open_found(record)
        return page

    return opening


async def values_of(city: Offices, record: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {city.rt.token}"}
    return dict((await city.rt.http.get(f"/v1/records/{record}", headers=headers)).json()["set"])


async def begun(page: CityPage, closes: str = "28-02-2027") -> None:
    await page.press("Ikutkan lomba")
    await page.choose("award=kipp-2019")
    await page.enter(page.get(ft.TextField, key="closes"), closes)


async def test_kota_is_told_what_would_make_an_entry_fall(city: Offices, open_page: OpenPage) -> None:
    record = await city.note(title="Teba kompos", since="2026-05")
    await city.note(title="TEBA kompos")
    await city.approve(record)
    page = await open_page(record)

    await begun(page)
    await page.sees("Judulnya sama dengan inovasi lain.")
    assert page.shows("Belum berjalan 2 tahun pada tanggal penutupan.")
    await page.enter(page.get(ft.TextField, key="upp"), "Dinas Lingkungan Hidup")
    await page.tap(page.find(ft.FilledButton, content="Ikutkan")[-1])
    await page.send()

    kept = (await values_of(city, record))["tracks/kipp-2019"]
    assert (kept["stage"], kept["outcome"], kept["closes_on"], kept["upp"]) == (
        "administration",
        "in",
        "2027-02-28",
        "Dinas Lingkungan Hidup",
    )
    await page.sees("Diusulkan oleh Dinas Lingkungan Hidup")
    assert page.shows("KIPP 2019 (Top 99 dan Top 45): Seleksi administrasi")


async def test_nothing_is_entered_without_a_day_and_an_office(city: Offices, open_page: OpenPage) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    page = await open_page(record)

    await begun(page, closes="besok")
    await page.tap(page.find(ft.FilledButton, content="Ikutkan")[-1])

    assert page.get(ft.TextField, key="closes").error == "Tulis tanggalnya, misalnya 28-02-2027."
    assert page.shows("Tulis unit yang setuju mengusulkan.")
    await page.send()
    assert "tracks/kipp-2019" not in await values_of(city, record)


async def test_stages_follow_each_other_and_only_the_last_is_won(city: Offices, open_page: OpenPage) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    await city.accepted(city.kota, record, {"tracks/kipp-2019": TRACK})
    page = await open_page(record)

    await page.press("Perbarui tahap")
    assert not page.find(ft.OutlinedButton, key="stage=top99")
    assert not page.find(ft.OutlinedButton, key="outcome=won")
    await page.enter(page.get(ft.TextField, key="note"), "Lengkapi lampiran foto.")
    await page.tap(page.find(ft.FilledButton, content="Simpan")[-1])
    await page.send()

    kept = (await values_of(city, record))["tracks/kipp-2019"]
    assert (kept["stage"], kept["note"], kept["upp"]) == (
        "evaluation",
        "Lengkapi lampiran foto.",
        "Dinas Lingkungan Hidup",
    )


async def test_an_entry_is_withdrawn_from_the_first_stage(city: Offices, open_page: OpenPage) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    await city.accepted(city.kota, record, {"tracks/kipp-2019": TRACK})
    page = await open_page(record)

    await page.press("Perbarui tahap")
    await page.press("Tarik dari lomba")
    await page.send()

    assert (await values_of(city, record))["tracks/kipp-2019"] is None
    assert not page.shows("Perbarui tahap")


async def test_its_author_reads_how_far_it_came_and_moves_nothing() -> None:
    view = a_view(
        an_id(1), status="approved", by=REVIEWER, also={"tracks/kipp-2019": TRACK | {"note": "Selamat."}}
    )
    session = a_session()
    pulled(session, view)
    driver = await AppDriver().start(showing(lambda: RecordScreen(an_id(1)), session))

    assert driver.shows("Seleksi administrasi · Berjalan · 20 Nov 2025")
    assert driver.shows("Selamat.")
    assert not driver.shows("Perbarui tahap")
    assert not driver.shows("Ikutkan lomba")
    await driver.close()


async def test_the_last_letters_of_a_stages_note_are_kept_when_the_tap_comes_with_them() -> None:
    record, path = a_record().reviewed("approved"), "tracks/kipp-2019"
    officer = await reading(record.change({path: TRACK}), role=Role.KOTA, area="73.71", person_id="p-kota")
    await officer.press("Perbarui tahap")
    await officer.enter(officer.field("note"), "Lengkapi")

    save = officer.find(ft.FilledButton, content="Simpan")[-1]
    await officer.enter_and_tap(officer.field("note"), "Lengkapi foto.", save)

    assert officer.sent[0][path]["note"] == "Lengkapi foto."


async def test_the_last_letters_of_who_enters_it_are_kept_when_the_tap_comes_with_them() -> None:
    record = a_record().reviewed("approved")
    officer = await reading(record, role=Role.KOTA, area="73.71", person_id="p-kota")
    await officer.press("Ikutkan lomba")
    await officer.choose("award=kipp-2019")
    await officer.enter(officer.field("closes"), "28-02-2027")
    await officer.enter(officer.field("upp"), "Dinas")

    save = officer.find(ft.FilledButton, content="Ikutkan")[-1]
    await officer.enter_and_tap(officer.field("upp"), "Dinas Lingkungan Hidup", save)

    assert officer.sent[0]["tracks/kipp-2019"]["upp"] == "Dinas Lingkungan Hidup"


async def test_an_entry_dialog_goes_when_a_colleague_entered_the_last_competition() -> None:
    record = a_record().reviewed("approved")
    officer = await reading(record, role=Role.KOTA, area="73.71", person_id="p-kota")
    await officer.press("Ikutkan lomba")
    entered = {
        track_path(each.code): {
            "stage": each.stages[0].code,
            "on": "2025-12-01",
            "outcome": "in",
            "closes_on": "2026-02-28",
            "group": each.groups[0],
        }
        for each in competitions().values()
    }

    pulled(officer.lorong, record.change(entered, by="p-other").view())
    await officer.settle()

    assert officer.dialogs == []
    assert not officer.has_button("Ikutkan lomba")
