"""*Orang & HP*: the list, one person, and adding somebody, beside the real endpoint."""

from __future__ import annotations

import io
import uuid

import flet as ft
import pytest
from pypdf import PdfReader

from sync.central import people
from sync.central.answer import Centre
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from tests.mobile.screens.office import RT_AREA, OpenOffice, somebody
from tests.support.centres import KASSI, RAPPOCINI, http_to
from tests.support.officers import enrol_with

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_people_stand_in_the_order_of_areas(office: OpenOffice, centre: Centre) -> None:
    somebody(centre, "Zaenab", area=f"{KASSI}/RW001/RT001")
    somebody(centre, "Amir", area=f"{KASSI}/RW002/RT001")

    lurah = await office()
    await lurah.until_shown("Zaenab")

    assert lurah.names == ["Petugas kelurahan", "Zaenab rt", "Amir rt"]
    assert lurah.shows("Ketua RT · RT 001 / RW 001, Kassi-Kassi")


async def test_the_list_narrows_with_each_letter(office: OpenOffice, centre: Centre) -> None:
    somebody(centre, "Zaenab")
    somebody(centre, "Amir")
    lurah = await office()
    await lurah.until_shown("Zaenab")

    await lurah.enter(lurah.get(ft.TextField, key="search"), "ami")

    assert lurah.names == ["Amir rt"]


async def test_somebody_beyond_the_first_page_is_found_by_the_centre(office: OpenOffice, centre: Centre) -> None:
    with centre.database.write() as connection:
        for number in range(101):
            person = Person(str(uuid.uuid4()), f"Ibu {number:03}", Role.RT, AreaCode(RT_AREA))
            people.add_person(connection, person, "test", centre.clock())
    lurah = await office()
    await lurah.until_shown("Ibu 000")

    await lurah.enter(lurah.get(ft.TextField, key="search"), "ibu 100")
    assert lurah.names == []
    await lurah.press("Cari di seluruh wilayah")
    await lurah.until(lambda: lurah.names == ["Ibu 100"])


async def test_whose_term_ends_can_be_shown_alone(office: OpenOffice, centre: Centre) -> None:
    somebody(centre, "Lama")
    ending = somebody(centre, "Segera")
    with centre.database.write() as connection:
        people.set_term(connection, ending.person.id, "2026-12-20", "test", centre.clock())
    lurah = await office()
    await lurah.until_shown("Lama")

    await lurah.tap(lurah.get(ft.OutlinedButton, key="ending"))

    await lurah.until(lambda: lurah.names == ["Segera rt"])
    assert lurah.shows("Masa bakti sampai 20 Des 2026")


async def test_without_a_signal_what_was_last_seen_stands_there(office: OpenOffice, centre: Centre) -> None:
    somebody(centre, "Zaenab")
    lurah = await office()
    await lurah.until_shown("Zaenab")
    lurah.phone.set_signal(False)
    lurah.app.people.people = []

    await lurah.tap(lurah.get(ft.OutlinedButton, key="ending"))
    await lurah.tap(lurah.get(ft.OutlinedButton, key="ending"))

    await lurah.until_shown("Perlu sinyal")
    assert lurah.shows("Ini yang terlihat 3 Des 2026")
    assert "Zaenab rt" in lurah.names


async def test_without_a_signal_and_nothing_seen_before_that_is_said(office: OpenOffice) -> None:
    lurah = await office(route="/account")
    lurah.phone.set_signal(False)

    await lurah.tap(lurah.get(ft.ListTile, key="people"))

    await lurah.until_shown("Belum ada daftar di HP ini")


@pytest.mark.parametrize(
    ("role", "area", "has_row"),
    [
        (Role.KELURAHAN, KASSI, True),
        (Role.KECAMATAN, RAPPOCINI, True),
        (Role.KOTA, "73.71", True),
        (Role.RT, RT_AREA, False),
    ],
)
async def test_akun_leads_there_for_those_who_keep_people(
    office: OpenOffice, role: Role, area: str, *, has_row: bool
) -> None:
    here = await office(role, area, "/account")

    assert bool(here.find(ft.ListTile, key="people")) is has_row


async def test_an_rt_finds_no_such_screen(office: OpenOffice) -> None:
    here = await office(Role.RT, RT_AREA)

    assert here.shows("Halaman tidak ditemukan")


# Adding


async def test_somebody_is_added_and_their_code_enrols_a_phone(office: OpenOffice, centre: Centre) -> None:
    lurah = await office(route="/people/new")

    await lurah.enter(lurah.get(ft.TextField, key="name"), "Ibu Baru")
    await lurah.tap(lurah.get(ft.OutlinedButton, key="role=rt"))
    await lurah.enter(lurah.get(ft.TextField, key="area.RW"), "3")
    await lurah.enter(lurah.get(ft.TextField, key="area.RT"), "2")
    await lurah.enter(lurah.get(ft.TextField, key="term"), "31-12-2031")
    await lurah.press("Tambah dan buat kode")
    await lurah.until_shown("Kode untuk Ibu Baru")

    reply = lurah.app.people.code
    assert reply is not None
    assert lurah.shows(reply.code)
    assert (reply.person.area, reply.person.term_ends) == (RT_AREA, "2031-12-31")
    assert (await enrol_with(http_to(centre), reply.code)).json()["person"]["name"] == "Ibu Baru"


async def test_the_last_letters_of_a_day_are_sent_when_the_tap_comes_with_them(office: OpenOffice) -> None:
    lurah = await office(route="/people/new")
    await lurah.enter(lurah.get(ft.TextField, key="name"), "Pak Baru")
    await lurah.tap(lurah.get(ft.OutlinedButton, key="role=rw"))
    await lurah.enter(lurah.get(ft.TextField, key="area.RW"), "3")
    term = lurah.get(ft.TextField, key="term")
    await lurah.enter(term, "31-12-20")

    await lurah.enter_and_tap(term, "31-12-2031", lurah.button("Tambah dan buat kode"))
    await lurah.until_shown("Kode untuk Pak Baru")

    assert lurah.app.people.code
    assert lurah.app.people.code.person.term_ends == "2031-12-31"


async def test_what_is_missing_is_named_and_nothing_is_sent(office: OpenOffice) -> None:
    lurah = await office(route="/people/new")
    before = len(lurah.phone.line.requests)

    await lurah.tap(lurah.get(ft.OutlinedButton, key="role=rt"))
    await lurah.enter(lurah.get(ft.TextField, key="term"), "31-12-2001")
    await lurah.press("Tambah dan buat kode")

    assert lurah.shows("Isi namanya")
    assert lurah.shows("Lengkapi wilayahnya.")
    assert lurah.get(ft.TextField, key="term").error == "Tulis tanggal yang akan datang, misalnya 31-12-2031."
    assert len(lurah.phone.line.requests) == before


async def test_a_lost_reply_adds_nobody_twice(office: OpenOffice) -> None:
    lurah = await office(route="/people/new")
    await lurah.enter(lurah.get(ft.TextField, key="name"), "Pak Baru")
    await lurah.tap(lurah.get(ft.OutlinedButton, key="role=rw"))
    await lurah.enter(lurah.get(ft.TextField, key="area.RW"), "3")
    lurah.phone.line.faults.append("reply lost")

    await lurah.press("Tambah dan buat kode")
    await lurah.until_shown("Perlu sinyal")
    await lurah.press("Tambah dan buat kode")
    await lurah.until_shown("Kode untuk Pak Baru")
    await lurah.press("Selesai")

    await lurah.until(lambda: lurah.names == ["Petugas kelurahan", "Pak Baru"])


async def test_the_city_chooses_kecamatan_and_kelurahan_for_a_lurah(office: OpenOffice) -> None:
    kota = await office(Role.KOTA, "73.71", "/people/new")
    await kota.enter(kota.get(ft.TextField, key="name"), "Bu Lurah")
    await kota.tap(kota.get(ft.OutlinedButton, key="role=kelurahan"))

    await kota.tap(kota.get(ft.OutlinedButton, key=f"area={RAPPOCINI}"))
    await kota.tap(kota.get(ft.OutlinedButton, key=f"area={KASSI}"))
    await kota.press("Tambah dan buat kode")
    await kota.until_shown("Kode untuk Bu Lurah")

    assert kota.shows("Petugas kelurahan · Kassi-Kassi")


async def test_a_code_is_not_shown_a_second_time(office: OpenOffice, centre: Centre) -> None:
    rt = somebody(centre)
    lurah = await office(route=f"/person/{rt.person.id}/code")

    assert lurah.shows("Kode hanya tampil sekali")


async def test_the_code_is_passed_on_within_the_tap(office: OpenOffice, centre: Centre) -> None:
    somebody(centre, "Zaenab")
    lurah = await office()
    await lurah.until_shown("Zaenab")
    await lurah.open_person("Zaenab")
    await lurah.press("Kode baru")
    await lurah.confirm("Buat kode")
    await lurah.until_shown("Kode untuk Zaenab")

    code = lurah.app.people.code
    assert code is not None
    for name in ("Bagikan", "Salin pesan"):
        action = lurah.button(name).action
        text = action.text if isinstance(action, ft.ShareText) else action.data
        assert code.code in text
        assert code.link in text
    (picture,) = [each for each in lurah.find(ft.Image) if each.semantics_label]
    assert picture.src.startswith(b"\x89PNG")


@pytest.mark.parametrize(("role", "area", "pages"), [(Role.KELURAHAN, KASSI, 1), (Role.KECAMATAN, RAPPOCINI, 11)])
async def test_an_office_takes_the_posters_of_its_kelurahan(
    office: OpenOffice, role: Role, area: str, pages: int
) -> None:
    opened = await office(role, area)
    await opened.until(lambda: opened.has_button("Poster usulan (PDF)"))
    opened.phone.set_signal(False)

    await opened.press("Poster usulan (PDF)")
    await opened.until_shown("Perlu sinyal")
    opened.phone.set_signal(True)
    await opened.press("Poster usulan (PDF)")
    await opened.until(lambda: bool(opened.exchange.given))

    assert len(PdfReader(io.BytesIO(opened.exchange.given[f"poster-{area}.pdf"])).pages) == pages
    assert not opened.shows("Perlu sinyal")
