"""A record that lives on in another kelurahan says so and is only read; kecamatan and kota can move one."""

from __future__ import annotations

import flet as ft
import pytest

from mobile.screens.record import RecordScreen
from sync.central.answer import Centre
from sync.client.api import CentralApi
from sync.client.people import PeopleApi
from sync.domain.ids import IdSource, number_of
from sync.domain.people import Role
from sync.protocol.people import TransferRequest
from tests.mobile.screens.office import Office, OpenOffice
from tests.support.app_driver import AppDriver
from tests.support.centres import KASSI, RAPPOCINI, a_device, a_person, http_to
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone
from tests.support.sessions import showing

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

THERE = "73.71.13.1001"
REASON = "Lorong ini masuk wilayah sebelah."


@pytest.fixture
async def rt(centre: Centre, clock: StandingClock) -> Phone:
    return await a_phone(centre, a_person(centre, Role.RT, f"{KASSI}/RW003/RT002"), clock)


@pytest.fixture
async def record(rt: Phone) -> str:
    record = rt.note(title="Teba kompos (contoh)")
    await rt.round()
    return record


@pytest.fixture
async def camat(office: OpenOffice, record: str) -> Office:
    """With the record open."""
    opened = await office(Role.KECAMATAN, RAPPOCINI, f"/record/{record}")
    await opened.phone.round()
    await opened.until_shown("Teba kompos")
    return opened


async def moved(centre: Centre, record: str) -> str:
    speaker = a_device(centre, http_to(centre), a_person(centre, Role.KECAMATAN, RAPPOCINI))
    request = TransferRequest(IdSource()(), THERE, REASON)
    return (await PeopleApi(CentralApi(speaker.http, speaker.token)).transfer(record, request)).id


async def shown(phone: Phone, record: str) -> AppDriver:
    return await AppDriver().start(showing(lambda: RecordScreen(record), phone.session))


async def test_a_record_that_was_moved_says_where_to_and_why_and_is_only_read(
    rt: Phone, centre: Centre, record: str
) -> None:
    before = await shown(rt, record)
    could_edit, could_comment = before.has_button("Ubah"), before.has_button("Kirim komentar")
    await before.close()
    new = await moved(centre, record)
    await rt.round()

    page = await shown(rt, record)

    assert (could_edit, could_comment) == (True, True)
    assert page.shows(f"dengan nomor {number_of(new)}. Di sini hanya bisa dibaca. {REASON}")
    assert page.shows("Dipindahkan")
    assert not page.shows("Mengubah: moved_to")
    for button in ("Ubah", "Perbaiki dan kirim lagi", "Batalkan pengajuan", "Kirim komentar"):
        assert not page.has_button(button)
    await page.close()


async def test_a_record_that_came_from_elsewhere_says_from_where(
    centre: Centre, clock: StandingClock, record: str
) -> None:
    new = await moved(centre, record)
    lurah = await a_phone(centre, a_person(centre, Role.KELURAHAN, THERE), clock)
    await lurah.round()

    page = await shown(lurah, new)

    assert page.shows(f"Pindahan dari Kassi-Kassi, di sana bernomor {number_of(record)}.")
    assert page.shows("Dipindahkan ke sini")
    assert page.has_button("Ubah")
    await page.close()


async def test_who_holds_both_halves_goes_from_one_to_the_other(
    office: OpenOffice, centre: Centre, record: str
) -> None:
    new = await moved(centre, record)
    camat = await office(Role.KECAMATAN, RAPPOCINI, f"/record/{record}")
    await camat.phone.round()
    await camat.until_shown("Dipindahkan ke")

    await camat.press("Buka")

    assert camat.where == f"/record/{new}"


async def test_the_last_letters_of_a_reason_are_sent_when_the_tap_comes_with_them(
    camat: Office, record: str
) -> None:
    await camat.press("Pindahkan ke kelurahan lain")
    await camat.tap(camat.get(ft.OutlinedButton, key=f"area={THERE}"))
    await camat.enter(camat.get(ft.TextField, key="reason"), "Tempatnya")

    reason, (move,) = camat.get(ft.TextField, key="reason"), camat.find(ft.FilledButton, content="Pindahkan")
    await camat.enter_and_tap(reason, REASON, move)
    await camat.until_shown("Sudah dipindahkan.")
    await camat.phone.round()

    assert camat.phone.values(record)["moved_to"]["reason"] == REASON


async def test_a_kecamatan_moves_a_record_with_a_reason(camat: Office, record: str) -> None:
    await camat.press("Pindahkan ke kelurahan lain")
    assert "Perubahan yang belum terkirim dari HP penulisnya tidak ikut pindah." in camat.dialog_texts
    assert camat.button("Pindahkan").disabled

    await camat.tap(camat.get(ft.OutlinedButton, key=f"area={THERE}"))
    await camat.enter(camat.get(ft.TextField, key="reason"), REASON)
    await camat.confirm("Pindahkan")
    await camat.until_shown("Sudah dipindahkan.")
    await camat.phone.round()

    await camat.until_shown("Dipindahkan ke")
    assert camat.phone.values(record)["moved_to"]["area"] == THERE
    assert not camat.has_button("Pindahkan ke kelurahan lain")


async def test_to_where_it_is_already_it_is_not_moved(camat: Office) -> None:
    await camat.press("Pindahkan ke kelurahan lain")
    await camat.tap(camat.get(ft.OutlinedButton, key=f"area={KASSI}"))
    await camat.enter(camat.get(ft.TextField, key="reason"), REASON)

    assert camat.shows("Catatan ini sudah di kelurahan itu.")
    assert camat.button("Pindahkan").disabled


async def test_a_lost_reply_moves_it_once(camat: Office, record: str) -> None:
    await camat.press("Pindahkan ke kelurahan lain")
    await camat.tap(camat.get(ft.OutlinedButton, key=f"area={THERE}"))
    await camat.enter(camat.get(ft.TextField, key="reason"), REASON)
    camat.phone.line.faults.append("reply lost")

    await camat.confirm("Pindahkan")
    await camat.until_shown("Perlu sinyal")
    await camat.confirm("Pindahkan")
    await camat.until_shown("Sudah dipindahkan.")
    await camat.phone.round()

    new = camat.phone.values(record)["moved_to"]["record"]
    assert camat.phone.values(new)["moved_from"]["record"] == record


async def test_an_rt_and_a_lurah_move_nothing(
    rt: Phone, centre: Centre, clock: StandingClock, record: str
) -> None:
    lurah = await a_phone(centre, a_person(centre, Role.KELURAHAN, KASSI), clock)
    await lurah.round()

    for phone in (rt, lurah):
        page = await shown(phone, record)
        assert not page.has_button("Pindahkan ke kelurahan lain")
        await page.close()
