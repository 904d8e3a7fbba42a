"""*Katalog*: a file is checked and previewed, proposed by one of the kota and confirmed by another."""

from __future__ import annotations

import flet as ft
import pytest

from sync.domain.people import Role
from tests.conftest import Enrol
from tests.mobile.screens.office import Office, OpenOffice
from tests.support.bank import offices
from tests.support.catalogues import as_file, rows_with
from tests.support.centres import KASSI

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PROOF = {"link": "https://contoh.id/video"}


@pytest.fixture
def kota(office: OpenOffice) -> OpenOffice:
    async def begin(route: str = "/catalogues", role: Role = Role.KOTA, area: str = "73.71") -> Office:
        return await office(role, area, route)

    return begin


async def load(page: Office, content: bytes, *, weights: str = "36") -> None:
    await page.enter(page.get(ft.TextField, key="weights"), weights)
    page.exchange.files.append(content)
    await page.press("Pilih berkas")


async def test_one_of_the_kota_proposes_and_another_confirms(kota: OpenOffice, enrol: Enrol) -> None:
    city = offices(enrol)
    await city.note(title="Video lorong", **{"levels/sid20": 3, "evidence/sid20/e1": PROOF})
    first = await kota()
    await first.until_shown("Berlaku sekarang")

    await first.press("Unduh XLSX")
    await first.until(lambda: bool(first.exchange.given))
    assert list(first.exchange.given) == ["katalog-iga-2026.xlsx"]
    await first.press("Muat berkas")
    assert first.get(ft.TextField, key="version").value == "2027"
    assert first.get(ft.TextField, key="starts").value == "01-01-2027"
    assert first.get(ft.TextField, key="weights").value == "37"

    await load(first, as_file(suffix=".xlsx"))
    await first.until_shown("Berkasnya benar.")
    assert first.shows("Dibandingkan dengan katalog 2026: 1 indikator baru, 1 indikator tidak dinilai lagi, ")
    assert first.shows("1 ambang berubah")
    assert first.shows("1 inovasi berubah nilainya bila dipindahkan, dari 1 yang sudah diisi.")
    assert first.shows("Ambang tingkat 2: “11-30 SDM” menjadi “11-25 SDM”.")
    assert "Video lorong" in first.texts
    assert any("Diklaim: nilai 12 menjadi 9" in text for text in first.texts)
    await first.press("Ajukan")
    await first.until_shown("Katalog 2027 diajukan.")

    second = await kota()
    await second.until_shown("Menunggu Anda: periksa, lalu sahkan atau tolak.")
    await second.press("Periksa")
    await second.until_shown("Sahkan hanya bila sama dengan surat tahun itu.")
    assert "Video lorong" in second.texts
    await second.press("Sahkan")
    # Where the buttons were, since the head of the screen is scrolled away by then.
    await second.until(lambda: sum(text.startswith("Disahkan Petugas") for text in second.texts) == 2)
    assert not second.has_button("Sahkan")


async def test_who_proposed_can_withdraw_and_not_confirm_and_a_rejection_says_why(kota: OpenOffice) -> None:
    first = await kota("/catalogues/new")
    await load(first, as_file())
    await first.until_shown("Berkasnya benar.")
    await first.press("Ajukan")
    await first.press("Ke daftar katalog")
    await first.until_shown("Diusulkan, berlaku mulai 1 Jan 2027")
    await first.press("Lihat")
    await first.until_shown("Yang mengajukan tidak bisa mengesahkan sendiri.")
    assert not first.has_button("Sahkan")
    assert first.has_button("Tarik usulan")

    second = await kota()
    await second.until_shown("Menunggu Anda")
    await second.press("Periksa")
    await second.until_shown("Sahkan hanya bila")
    assert second.button("Tolak").disabled
    note = second.get(ft.TextField, key="note")
    await second.enter(note, "Bobot video")
    # The last letters and the tap come together.
    await second.enter_and_tap(note, "Bobot video di surat 4.", second.button("Tolak"))
    await second.until_shown("Alasan: Bobot video di surat 4.")

    await first.press("Tarik usulan")
    await first.until_shown("Sudah diputuskan orang lain lebih dulu.")


async def test_what_is_wrong_stands_by_its_row_and_nothing_can_be_proposed(kota: OpenOffice) -> None:
    page = await kota("/catalogues/new")

    await load(page, as_file(rows_with({"sid03": {"bobot": "dua"}})), weights="37")
    await page.until_shown("1 hal perlu dibetulkan. Tidak ada yang disimpan.")

    assert page.shows("Baris 4: Kolom bobot: bukan angka 1 sampai 20.")
    assert not page.has_button("Ajukan")

    await load(page, as_file(), weights="37")
    await page.until_shown("jumlah semua bobot 36, padahal seharusnya 37")
    await page.enter(page.get(ft.TextField, key="weights"), "36")
    assert not page.has_button("Ajukan")
    await page.press("Periksa lagi")
    await page.until_shown("Berkasnya benar.")


async def test_without_a_signal_and_in_another_office_the_page_says_so(kota: OpenOffice) -> None:
    page = await kota("/account")
    page.phone.set_signal(False)
    await page.tap(page.get(ft.ListTile, key="catalogues"))
    await page.until_shown("Perlu sinyal")

    lurah = await kota("/account", Role.KELURAHAN, KASSI)
    assert not lurah.find(ft.ListTile, key="catalogues")
