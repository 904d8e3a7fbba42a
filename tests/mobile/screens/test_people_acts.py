"""What an officer does to one person: each act asks first, and says what becomes of unsent work."""

from __future__ import annotations

import flet as ft
import pytest

from sync.central import people, tokens
from sync.central.answer import Centre
from sync.domain.people import Role
from sync.protocol.messages import Holding
from tests.mobile.screens.office import Office, OpenOffice, somebody
from tests.support.centres import KASSI, RAPPOCINI, Speaker, http_to
from tests.support.officers import ask, enrol_with

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def zaenab(centre: Centre) -> Speaker:
    """An RT whose phone said that it holds two notes and three photos."""
    rt = somebody(centre, "Zaenab")
    with centre.database.write() as connection:
        tokens.note_holding(connection, rt.device, Holding(2, 3), centre.clock())
    return rt


@pytest.fixture
async def lurah(office: OpenOffice, zaenab: Speaker) -> Office:
    """With the page of Zaenab open."""
    opened = await office()
    await opened.until_shown(zaenab.person.name)
    await opened.open_person("Zaenab")
    return opened


async def works(who: Speaker) -> bool:
    return (await ask(who, "POST", "/v1/sync", {"changes": [], "cursors": {}})).status_code == 200


async def test_a_person_is_told_with_their_phone_and_what_it_holds(lurah: Office) -> None:
    assert lurah.shows("RT 002 / RW 003, Kassi-Kassi")
    assert lurah.shows("Android")
    assert lurah.shows("aplikasi versi 0.1.0")
    assert lurah.shows("2 catatan dan 3 foto belum terkirim")


async def test_a_lost_phone_is_switched_off_and_a_code_appears_in_one_step(
    lurah: Office, zaenab: Speaker, centre: Centre
) -> None:
    await lurah.press("HP hilang")
    assert "2 catatan dan 3 foto belum terkirim dan tetap tersimpan di HP itu" in lurah.dialog_texts
    assert await works(zaenab)

    await lurah.confirm("Matikan dan buat kode")
    await lurah.until_shown("Kode untuk Zaenab")

    code = lurah.app.people.code
    assert code is not None
    assert not await works(zaenab)
    assert (await enrol_with(http_to(centre), code.code)).status_code == 200


async def test_nothing_happens_when_the_question_is_left(lurah: Office, zaenab: Speaker) -> None:
    await lurah.press("HP hilang")
    await lurah.confirm("Batal")

    assert await works(zaenab)
    assert lurah.where == f"/person/{zaenab.person.id}"


async def test_a_new_code_leaves_the_phone_as_it_is(lurah: Office, zaenab: Speaker) -> None:
    await lurah.press("Kode baru")
    assert "yang belum terkirim tetap dikirim" in lurah.dialog_texts

    await lurah.confirm("Buat kode")
    await lurah.until_shown("Kode untuk Zaenab")

    assert await works(zaenab)


async def test_a_phone_is_switched_off(lurah: Office, zaenab: Speaker) -> None:
    await lurah.press("Matikan HP ini")
    assert "tetap tersimpan di HP itu" in lurah.dialog_texts
    await lurah.confirm("Matikan")

    await lurah.until_shown("Belum ada HP.")

    assert not await works(zaenab)


async def test_a_term_is_ended_after_it_was_said_what_is_lost(lurah: Office, zaenab: Speaker) -> None:
    await lurah.press("Akhiri masa bakti")
    assert "masih memegang 2 catatan dan 3 foto yang belum terkirim" in lurah.dialog_texts
    await lurah.confirm("Akhiri")

    await lurah.until_shown("Orang ini tidak ada di daftar")

    assert not await works(zaenab)


async def test_a_name_is_corrected(lurah: Office) -> None:
    await lurah.press("Betulkan nama")
    await lurah.enter(lurah.get(ft.TextField, key="name"), "Zainab")
    await lurah.confirm("Simpan")

    await lurah.until_shown("Zainab")

    assert not lurah.shows("Zaenab")


async def test_the_last_letters_of_a_name_are_kept_when_the_tap_comes_with_them(lurah: Office) -> None:
    await lurah.press("Betulkan nama")
    name = lurah.get(ft.TextField, key="name")
    await lurah.enter(name, "Zai")
    (dialog,) = [each for each in lurah.find(ft.AlertDialog) if each.open]
    (save,) = [each for each in dialog.actions if each.content == "Simpan"]

    await lurah.enter_and_tap(name, "Zainab", save)

    await lurah.until_shown("Zainab")


async def test_a_term_is_set_and_a_date_that_is_past_is_not(lurah: Office) -> None:
    await lurah.press("Ubah masa bakti")
    await lurah.enter(lurah.get(ft.TextField, key="term"), "1-1-2020")
    await lurah.confirm("Simpan")
    assert lurah.shows("Tulis tanggal yang akan datang")

    await lurah.enter(lurah.get(ft.TextField, key="term"), "31/12/2030")
    await lurah.confirm("Simpan")

    await lurah.until_shown("Masa bakti sampai 31 Des 2030")


async def test_a_term_that_is_over_is_said_with_what_it_means(
    lurah: Office, zaenab: Speaker, centre: Centre
) -> None:
    with centre.database.write() as connection:
        people.set_term(connection, zaenab.person.id, "2026-11-01", "test", centre.clock())
    await lurah.press("Betulkan nama")
    await lurah.enter(lurah.get(ft.TextField, key="name"), "Zainab")
    await lurah.confirm("Simpan")

    await lurah.until_shown("HP-nya tidak bisa masuk sampai masa baktinya diperpanjang")


async def test_a_lurah_moves_somebody_within_the_kelurahan(lurah: Office) -> None:
    await lurah.press("Pindah RT/RW")
    assert "Catatannya sendiri yang belum terkirim tetap dikirim" in lurah.dialog_texts
    await lurah.enter(lurah.get(ft.TextField, key="area.RW"), "5")
    await lurah.enter(lurah.get(ft.TextField, key="area.RT"), "1")
    await lurah.confirm("Pindahkan")

    await lurah.until_shown("RT 001 / RW 005, Kassi-Kassi")


async def test_a_kecamatan_moves_somebody_to_another_kelurahan(office: OpenOffice, zaenab: Speaker) -> None:
    kecamatan = await office(Role.KECAMATAN, RAPPOCINI)
    await kecamatan.until_shown(zaenab.person.name)
    await kecamatan.open_person("Zaenab")
    await kecamatan.press("Pindah kelurahan")
    await kecamatan.tap(kecamatan.get(ft.OutlinedButton, key="area=73.71.13.1005"))
    await kecamatan.enter(kecamatan.get(ft.TextField, key="area.RW"), "1")
    await kecamatan.enter(kecamatan.get(ft.TextField, key="area.RT"), "1")
    await kecamatan.confirm("Pindahkan")

    await kecamatan.until(lambda: kecamatan.app.people.entry(zaenab.person.id).area.startswith("73.71.13.1005"))  # type: ignore[union-attr]
    await kecamatan.close()


async def test_what_the_centre_refuses_is_said_in_the_question(
    lurah: Office, zaenab: Speaker, centre: Centre
) -> None:
    with centre.database.write() as connection:
        people.end_term(connection, zaenab.person.id, "test", centre.clock())

    await lurah.press("Kode baru")
    await lurah.confirm("Buat kode")

    await lurah.until_shown("Tidak ditemukan di wilayah Anda")


async def test_without_a_signal_nothing_is_done_and_that_is_said(lurah: Office, zaenab: Speaker) -> None:
    lurah.phone.set_signal(False)
    await lurah.press("Matikan HP ini")
    await lurah.confirm("Matikan")

    await lurah.until_shown("Perlu sinyal")

    assert await works(zaenab)


async def test_who_belongs_to_the_office_above_is_only_read(office: OpenOffice, centre: Centre) -> None:
    colleague = somebody(centre, "Rekan", Role.KELURAHAN, KASSI)
    opened = await office()
    await opened.until_shown(colleague.person.name)

    await opened.open_person("Rekan")

    assert opened.shows("Anda hanya bisa melihatnya")
    assert not opened.has_button("HP hilang")
    assert not opened.has_button("Kode baru")
