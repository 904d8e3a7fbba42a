"""The questions of *Catat* that are answered with a tap or fill themselves in."""

from __future__ import annotations

import flet as ft

from sync.domain.people import Role
from tests.mobile.screens.desk import KASSI
from tests.mobile.screens.officer import (
    INSIDE,
    OUTSIDE,
    fill_in,
    noting,
)
from tests.support.sessions import FakeLocation

NIK = "7371130101800001"


async def test_optional_fields_are_folded_until_they_are_asked_for() -> None:
    officer = await noting()
    before = officer.shows("Nama lorong")

    await officer.press("Tambah bila sempat")

    assert not before
    assert officer.shows("Nama lorong")
    assert officer.shows("Butuh bantuan apa?")
    assert not officer.shows("Meniru inovasi lain?")


async def test_what_fills_itself_in_is_one_quiet_line() -> None:
    officer = await noting()

    assert officer.shows("RT 005 / RW 003, Kassi-Kassi · Inovasi Desa dan Kelurahan")
    assert not officer.shows("Unit pengusul")


async def test_the_kelurahan_may_narrow_the_area_to_rw_and_rt() -> None:
    officer = await noting(role=Role.KELURAHAN, area=KASSI)

    await officer.press("Pilih RW dan RT")
    await officer.type("area.RW", "3")
    await officer.type("area.RT", "12")

    assert officer.shows("RT 012 / RW 003, Kassi-Kassi")


async def test_since_is_not_needed_for_what_is_only_planned() -> None:
    officer = await noting()
    await officer.press("Ajukan")
    before = "since" in officer.faults

    await officer.choose("stage=planned")

    assert before
    assert "since" not in officer.faults


async def test_a_number_like_a_nik_is_masked_and_the_screen_says_so() -> None:
    officer = await noting()

    await officer.type("problem", f"Milik {NIK}")

    assert officer.field("problem").value == "Milik [nomor pribadi disamarkan]"
    assert officer.shows("Lorong tidak menyimpan nomor pribadi")
    assert NIK not in str(officer.drafts)


async def test_the_place_fills_itself_in_and_warns_outside_the_kelurahan() -> None:
    officer = await noting(location=FakeLocation(last=INSIDE, positions=[OUTSIDE]))

    assert officer.shows("-5.10770, 119.43270 (± 9 m)")
    assert officer.shows("Titik ini di luar Kelurahan Kassi-Kassi")


async def test_the_place_does_not_warn_inside_the_kelurahan() -> None:
    officer = await noting(location=FakeLocation(positions=[INSIDE]))

    assert officer.shows("(± 12 m)")
    assert not officer.shows("Titik ini di luar")


async def test_a_note_goes_without_a_place_when_the_phone_denies_it() -> None:
    officer = await noting()
    await fill_in(officer)

    assert officer.shows("Posisi tidak diizinkan atau dimatikan di HP")
    await officer.press("Ajukan")
    assert "point" not in officer.sent[0]


async def test_the_place_is_taken_again_or_left_out() -> None:
    officer = await noting(location=FakeLocation(positions=[OUTSIDE, INSIDE]))

    await officer.press("Ambil ulang posisi")
    again = officer.shows("(± 12 m)")
    await officer.press("Hapus posisi")

    assert again
    assert officer.shows("Belum ada posisi.")


async def test_a_month_is_picked_from_a_year() -> None:
    officer = await noting()

    await officer.choose("since=other")
    await officer.press("Tahun sebelumnya")
    await officer.choose("month=2024-03")

    assert officer.dialogs == []
    assert officer.get(ft.OutlinedButton, key="since=other").content == "Maret 2024"


async def test_no_month_of_the_future_is_offered() -> None:
    officer = await noting()

    await officer.choose("since=other")
    await officer.press("Tahun sebelumnya")
    await officer.press("Tahun berikutnya")

    assert officer.find(ft.OutlinedButton, key="month=2025-12")
    assert officer.find(ft.IconButton, tooltip="Tahun berikutnya")[0].disabled


async def test_how_many_may_be_not_known_yet() -> None:
    officer = await noting()
    await officer.type("beneficiaries", "12")
    await officer.choose("beneficiaries=family")
    first = next(iter(officer.drafts.values()))["values"]["beneficiaries"]

    await officer.choose("beneficiaries=unknown")
    officer.app.pauses += 1
    await officer.settle()

    assert first == {"unit": "person", "number": 12}
    assert next(iter(officer.drafts.values()))["values"]["beneficiaries"] == {"unit": "unknown"}
    assert officer.field("beneficiaries").value == ""


async def test_a_name_is_shown_only_with_the_consent_of_its_owner() -> None:
    officer = await noting()
    await officer.press("Tambah bila sempat")

    await officer.type("originator_name", "Ibu Contoh")
    before = next(iter(officer.drafts.values()))["values"]["originator_name"]
    await officer.choose("originator_name.may_show")
    officer.app.pauses += 1
    await officer.settle()

    assert before == {"name": "Ibu Contoh", "may_show": False}
    assert next(iter(officer.drafts.values()))["values"]["originator_name"]["may_show"]


async def test_a_place_is_said_to_be_a_home_with_one_tap() -> None:
    officer = await noting()
    await officer.press("Tambah bila sempat")

    await officer.choose("place_private")

    assert officer.is_chosen("place_private")


async def test_nothing_is_needed_stands_alone() -> None:
    officer = await noting()
    await officer.press("Tambah bila sempat")

    await officer.choose("needs=money")
    await officer.choose("needs=nothing")

    assert (officer.is_chosen("needs=money"), officer.is_chosen("needs=nothing")) == (False, True)


async def test_a_keystroke_draws_nothing_again() -> None:
    officer = await noting()
    await officer.enter(officer.field("title"), "T")
    before = len(officer.client.sent)

    await officer.enter(officer.field("title"), "Te")
    await officer.enter(officer.field("title"), "Teb")

    assert len(officer.client.sent) == before
