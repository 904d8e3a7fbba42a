from dataclasses import replace
from typing import Any

import flet as ft
import pytest

from sync.protocol.messages import PersonInfo
from tests.support.centres import a_note
from tests.support.homes import MemoryHome
from tests.support.phone import Phone, a_phone, enrolled
from tests.support.some_centre import IBU_RT, PAK_CAMAT

BU_KOTA = PersonInfo("0192aaaa-0000-7000-8000-000000000009", "Bu Kota Contoh", "kota", "73.71")
BU_LURAH = PersonInfo("0192aaaa-0000-7000-8000-000000000008", "Bu Lurah Contoh", "kelurahan", "73.71.13.1005")


def labels(phone: Phone) -> list[str]:
    bar: Any = (phone.driver.find(ft.NavigationBar) + phone.driver.find(ft.NavigationRail))[0]
    return [each.label for each in bar.destinations]


@pytest.mark.parametrize(
    ("person", "tabs"),
    [
        (IBU_RT, ["Beranda", "Catat", "Kiriman", "Akun"]),
        (BU_LURAH, ["Beranda", "Usulan", "Catat", "Kiriman", "Akun"]),
        (PAK_CAMAT, ["Tinjau", "Usulan", "Beranda", "Kiriman", "Akun"]),
        (replace(BU_KOTA, role="auditor"), ["Audit", "Akses", "Beranda", "Kiriman", "Akun"]),
        (replace(BU_KOTA, role="pimpinan"), ["Laporan", "Cari", "Beranda", "Kiriman", "Akun"]),
        (BU_KOTA, ["Terbitkan", "Cari", "Orang", "Kiriman", "Akun"]),
    ],
)
async def test_the_role_decides_the_main_screens(person: PersonInfo, tabs: list[str]) -> None:
    phone = await a_phone(person)

    assert labels(phone) == tabs
    await phone.close()


async def test_a_bar_below_600_px_and_a_rail_from_there() -> None:
    phone = await a_phone(width=390)
    assert phone.driver.find(ft.NavigationRail) == []

    await phone.driver.resize(1200)

    assert phone.driver.find(ft.NavigationBar) == []
    assert labels(phone) == ["Beranda", "Catat", "Kiriman", "Akun"]
    await phone.close()


async def test_turning_the_phone_loses_nothing_that_a_screen_shows() -> None:
    phone = await a_phone(width=390)
    await phone.open_tab("Akun")
    await phone.driver.tap(phone.driver.button("Privasi dan data Anda"))

    await phone.driver.resize(700)

    assert phone.driver.shows("UU 27/2022")
    await phone.close()


async def test_small_changes_of_the_width_render_nothing_at_once() -> None:
    phone = await a_phone(width=700)
    before = len(phone.driver.client.sent)

    for width in range(701, 760):
        await phone.driver.resize(width)

    assert len(phone.driver.client.sent) == before
    await phone.close()


async def test_catat_begins_a_new_note() -> None:
    phone = await a_phone()

    await phone.open_tab("Catat")

    assert phone.route == "/note/new"
    await phone.close()


async def test_catat_offers_the_note_that_was_begun() -> None:
    phone = await a_phone()
    draft = phone.session.keep(phone.session.begin())
    await phone.driver.settle()

    await phone.open_tab("Catat")

    assert phone.driver.shows("Lanjutkan “Tanpa nama”?")
    await phone.driver.tap(phone.driver.button("Lanjutkan"))
    assert phone.route == f"/note/{draft.record}"
    await phone.close()


async def test_catat_begins_anew_beside_the_note_that_was_begun() -> None:
    phone = await a_phone()
    phone.session.keep(phone.session.begin().with_value("title", "Teba"))
    await phone.driver.settle()

    await phone.open_tab("Catat")
    await phone.driver.tap(phone.driver.button("Mulai baru"))

    assert phone.route == "/note/new"
    await phone.close()


async def test_what_was_submitted_is_not_offered_as_begun() -> None:
    phone = await a_phone()
    phone.session.submit(phone.session.begin().with_value("title", "Teba"))
    await phone.driver.settle()

    await phone.open_tab("Catat")

    assert phone.route == "/note/new"
    await phone.close()


async def test_back_leads_from_a_note_to_the_tab_below_it() -> None:
    phone = await a_phone()
    await phone.open_tab("Kiriman")
    await phone.open_tab("Catat")

    await phone.driver.emit(phone.driver.page, "view_pop", {"route": phone.route})

    assert phone.route == "/outbox"
    await phone.close()


async def test_back_leads_from_a_tab_to_the_first_one() -> None:
    phone = await a_phone()
    await phone.open_tab("Akun")
    shown = next(each for each in phone.driver.find(ft.View) if each.navigation_bar)
    assert not shown.can_pop

    await phone.driver.emit(shown, "confirm_pop")

    assert phone.route == "/"
    await phone.close()


async def test_every_step_keeps_the_profile_of_the_address() -> None:
    home = MemoryHome(server="http://test")
    await enrolled(home)
    phone = await Phone(home, url="http://test/app/?p=rt", route="/?p=rt").start()

    await phone.open_tab("Akun")
    assert phone.route == "/account?p=rt"
    await phone.driver.tap(phone.driver.button("Tambah akun"))
    await phone.driver.emit(phone.driver.page, "view_pop", {"route": phone.route})

    assert phone.route == "/account?p=rt"
    await phone.close()


async def test_from_840_px_a_record_stands_beside_the_list() -> None:
    phone = await a_phone(width=1200)
    change = phone.session.submit(phone.session.begin().with_value("title", "Teba kompos"))
    assert change is not None
    await phone.driver.settle()
    assert phone.driver.shows("Pilih satu catatan")

    phone.driver.page.navigate(f"/record/{change.record}")
    await phone.driver.settle()

    assert phone.driver.find(ft.NavigationRail)
    assert not phone.driver.shows("Pilih satu catatan")
    assert phone.driver.texts.count("Teba kompos") >= 2
    await phone.close()


async def test_on_a_phone_a_record_lies_on_top_with_a_way_back() -> None:
    phone = await a_phone()
    change = phone.session.submit(phone.session.begin().with_value("title", "Teba kompos"))
    assert change is not None

    phone.driver.page.navigate(f"/record/{change.record}")
    await phone.driver.settle()

    assert [bar.title for bar in phone.driver.find(ft.AppBar)] == ["Rincian"]
    await phone.close()


async def test_a_record_that_is_opened_by_its_address_has_a_way_back_too() -> None:
    home = MemoryHome()
    account = await enrolled(home)
    made = await Phone(home).start()
    change = made.session.submit(made.session.begin().with_value("title", "Teba kompos"))
    assert change is not None
    await made.close()

    phone = await Phone(home.restarted(), route=f"/record/{change.record}").start()

    assert phone.session.account.id == account.id
    assert len(phone.driver.find(ft.View)) == 2
    await phone.driver.emit(phone.driver.page, "view_pop", {"route": phone.route})
    assert phone.route == "/"
    await phone.close()


async def test_an_address_that_does_not_exist_leads_home() -> None:
    phone = await a_phone(route="/rahasia")
    assert phone.driver.shows("Halaman tidak ditemukan")

    await phone.driver.tap(phone.driver.button("Ke Beranda"))

    assert labels(phone)[0] == "Beranda"
    await phone.close()


async def test_tinjau_is_not_there_for_others() -> None:
    phone = await a_phone(route="/review")

    assert phone.driver.shows("Halaman tidak ditemukan")
    await phone.close()


async def test_another_tab_is_named_and_can_be_taken_over() -> None:
    home = MemoryHome(is_busy=True)
    await enrolled(home)
    phone = await Phone(home).start()
    assert phone.driver.shows("Lorong sudah terbuka di tab lain")

    await phone.driver.tap(phone.driver.button("Pakai di sini"))

    assert labels(phone)[0] == "Beranda"
    await phone.close()


async def test_a_pause_and_a_return_are_noticed() -> None:
    phone = await a_phone()
    rounds = phone.session.engine.state.retry_at_ms

    await phone.driver.lifecycle(ft.AppLifecycleState.PAUSE)
    await phone.driver.lifecycle(ft.AppLifecycleState.RESUME)

    assert phone.app.pauses == 1
    assert phone.session.engine.state.retry_at_ms >= rounds
    await phone.close()


async def test_lengkapi_lies_above_the_record_and_back_leads_out_of_a_part_first() -> None:
    phone = await a_phone()
    session = phone.session
    copy = session.begin()
    for path, value in a_note().items():
        copy = copy.with_value(path, value)
    change = session.submit(copy)
    assert change is not None
    record = f"/record/{change.record}"
    phone.driver.page.navigate(record)
    await phone.driver.settle()

    await phone.driver.tap(phone.driver.button("Lengkapi"))
    await phone.driver.tap(phone.driver.get(ft.ListTile, key="part=design"))
    assert phone.route == f"/grow/{change.record}/design"
    await phone.driver.tap(phone.driver.button("Kembali"))
    assert phone.route == f"/grow/{change.record}"
    await phone.driver.tap(phone.driver.button("Kembali"))

    assert phone.route == record
    await phone.close()
