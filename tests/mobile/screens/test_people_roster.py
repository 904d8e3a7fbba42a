"""*Daftar dari CSV*: a file is checked, its faults are named by line, and it is taken in as a whole."""

from __future__ import annotations

import pytest

from mobile.device.ports import DeviceError
from sync.domain.people import Role
from tests.mobile.screens.office import Office, OpenOffice
from tests.support.centres import KASSI

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

GOOD = f"nama;peran;wilayah\nIbu Satu;rt;{KASSI}/RW003/RT002\nPak Dua;rw;{KASSI}/RW003\n".encode()
BAD = GOOD.replace(b";rt;", b";raja;") + b";rw;somewhere\n"


@pytest.fixture
async def kota(office: OpenOffice) -> Office:
    return await office(Role.KOTA, "73.71", "/people/roster")


async def chosen(kota: Office, file: bytes | DeviceError) -> None:
    kota.exchange.files.append(file)
    await kota.press("Pilih berkas CSV")


def asked(kota: Office) -> list[str]:
    return [str(r.url.query.decode()) for r in kota.phone.line.requests if r.url.path == "/v1/roster"]


async def test_a_good_file_is_checked_first_and_then_taken_in(kota: Office) -> None:
    await chosen(kota, GOOD)
    await kota.until_shown("Berkasnya benar. Orang baru: 2. Sudah tercatat: 0.")
    assert asked(kota) == ["check=true"]

    await kota.press("Masukkan 2 orang")
    await kota.until_shown("Sudah masuk. Orang baru: 2.")

    assert asked(kota) == ["check=true", ""]


async def test_faults_are_named_by_line_and_nothing_can_be_taken_in(kota: Office) -> None:
    await chosen(kota, BAD)

    await kota.until_shown("2 baris perlu dibetulkan. Tidak ada yang dimasukkan.")

    assert any(text.startswith("Baris 2: ") for text in kota.texts)
    assert any(text.startswith("Baris 4: ") for text in kota.texts)
    assert not kota.has_button("Masukkan 2 orang")


async def test_a_file_of_known_people_has_nothing_to_take_in(kota: Office) -> None:
    await chosen(kota, GOOD)
    await kota.until_shown("Berkasnya benar")
    await kota.press("Masukkan 2 orang")
    await kota.until_shown("Sudah masuk")

    await chosen(kota, GOOD)

    await kota.until_shown("Semua orang di berkas ini sudah tercatat")
    assert not kota.has_button("Masukkan 0 orang")


async def test_a_file_picked_within_the_tap_is_checked_too(kota: Office) -> None:
    await kota.exchange.take(GOOD)

    await kota.until_shown("Berkasnya benar")


async def test_a_file_that_is_no_list_is_said_to_be_too_large(kota: Office) -> None:
    await chosen(kota, b"x" * 2_000_001)

    await kota.until_shown("terlalu besar untuk sebuah daftar")


async def test_without_a_signal_nothing_is_taken_in_and_that_is_said(kota: Office) -> None:
    kota.phone.set_signal(False)

    await chosen(kota, GOOD)

    await kota.until_shown("Perlu sinyal")
    assert not kota.has_button("Masukkan 2 orang")


async def test_the_sheet_of_codes_is_given_as_a_pdf(kota: Office) -> None:
    await chosen(kota, GOOD)
    await kota.until_shown("Berkasnya benar")
    await kota.press("Masukkan 2 orang")
    await kota.until_shown("Sudah masuk")

    await kota.press("Buat lembar kode")
    await kota.until(lambda: bool(kota.exchange.given))

    assert kota.exchange.given["lembar-kode.pdf"].startswith(b"%PDF-")
