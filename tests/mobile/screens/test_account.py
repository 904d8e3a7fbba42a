import flet as ft
import pytest

from mobile.kept_photos import PHOTO_ROOM_BYTES
from sync import VERSION
from sync.client.tables import CURSORS, FILES
from sync.domain.ids import number_of
from tests.support.homes import MemoryHome
from tests.support.notes import a_view, an_id
from tests.support.phone import Phone, a_phone, enrolled
from tests.support.sessions import pulled
from tests.support.some_centre import PAK_CAMAT


async def account_of(phone: Phone) -> Phone:
    await phone.open_tab("Akun")
    return phone


async def test_akun_says_who_i_am_and_which_phone_this_is() -> None:
    phone = await account_of(await a_phone())

    assert phone.driver.shows("Ibu Contoh")
    assert phone.driver.shows("Ketua RT")
    assert phone.driver.shows(number_of(phone.session.account.id))
    assert phone.driver.shows(f"versi {VERSION}")
    await phone.close()


@pytest.mark.parametrize("size", ["1.3", "1.6"])
async def test_the_size_of_text_changes_at_once_and_is_remembered(size: str) -> None:
    phone = await account_of(await a_phone())

    await phone.driver.enter(phone.driver.get(ft.RadioGroup, key="text_size"), size)

    assert phone.driver.page.theme.text_theme.body_medium.size == 15 * float(size)
    assert phone.app.entrance
    assert phone.app.entrance.preference("text_size", "1.0") == size
    await phone.close()


async def test_the_language_changes_at_once() -> None:
    phone = await account_of(await a_phone())

    await phone.driver.enter(phone.driver.get(ft.RadioGroup, key="language"), "en")

    assert phone.driver.shows("Head of RT")
    assert phone.driver.get(ft.NavigationBar).destinations[0].label == "Home"
    await phone.close()


async def test_dark_colours_are_chosen_or_follow_the_phone() -> None:
    phone = await account_of(await a_phone())
    modes = [phone.driver.page.theme_mode]

    await phone.driver.enter(phone.driver.get(ft.RadioGroup, key="theme"), "dark")
    modes.append(phone.driver.page.theme_mode)

    assert modes == [ft.ThemeMode.SYSTEM, ft.ThemeMode.DARK]
    await phone.close()


async def test_photos_over_wifi_only_is_remembered_for_this_account() -> None:
    phone = await account_of(await a_phone())

    await phone.driver.enter(phone.driver.get(ft.Switch, key="wifi_only"), True)

    assert phone.session.engine.state.wifi_only
    assert phone.session.remembers_wifi_only
    assert not phone.session.remembers_charging_only
    await phone.close()


async def test_what_is_kept_here_is_told() -> None:
    phone = await a_phone()
    for _ in range(3):
        phone.session.keep(phone.session.begin())

    await account_of(phone)

    assert phone.driver.shows("3 catatan")
    assert phone.driver.shows("12,4 MB")
    assert phone.driver.shows("10,0 GB")
    await phone.close()


async def test_photos_that_the_centre_has_backed_up_can_be_freed_and_others_cannot() -> None:
    phone = await a_phone()
    view = a_view(an_id(1))
    pulled(phone.session, view)
    cursor = {"cursor": "", "reached": 9, "total": "0", "safe": 9}
    phone.session.tables.table(CURSORS).put(view.area, cursor)
    photo = {"record": view.id, "role": "photo", "type": "image/jpeg", "size": 3_400_000, "added_at": ""}
    # The first arrived before the last backup, the second after it, the third not yet.
    for name, facts in (
        ("a" * 64, {"state": "stored", "stored_at": 5}),
        ("c" * 64, {"state": "stored", "stored_at": 9}),
        ("b" * 64, {"state": "kept"}),
    ):
        phone.session.tables.table(FILES).put(name, photo | facts)
        await phone.session.files.write(name, b"photo")
    await account_of(phone)

    await phone.driver.tap(phone.driver.button("Kosongkan 3,4 MB foto yang sudah dicadangkan server kota"))
    asked = phone.driver.shows("Foto yang belum terkirim tidak disentuh.")
    await phone.driver.tap(phone.driver.button("Kosongkan"))

    assert asked
    assert await phone.session.files.read("a" * 64) is None
    assert await phone.session.files.read("b" * 64) == b"photo"
    assert await phone.session.files.read("c" * 64) == b"photo"
    assert not phone.driver.has_button("Kosongkan 3,4 MB foto yang sudah dicadangkan server kota")
    await phone.close()


async def test_a_phone_with_little_room_and_nothing_to_free_is_told_what_else_to_do() -> None:
    home = MemoryHome(free_bytes=PHOTO_ROOM_BYTES - 1)
    await enrolled(home)
    phone = await account_of(await Phone(home).start())

    assert phone.driver.shows("Belum ada foto yang bisa dikosongkan.")
    await phone.close()


async def test_the_privacy_page_unfolds() -> None:
    phone = await account_of(await a_phone())
    assert not phone.driver.shows("UU 27/2022")

    await phone.driver.tap(phone.driver.button("Privasi dan data Anda"))

    assert phone.driver.shows("UU 27/2022")
    assert phone.driver.shows("Tidak ada peringkat orang, RT, atau RW")
    await phone.close()


async def test_keluar_says_what_stays_before_it_does_anything() -> None:
    phone = await a_phone()
    phone.session.keep(phone.session.begin())
    await account_of(phone)

    await phone.driver.tap(phone.driver.button("Keluar"))

    assert phone.driver.shows("1 catatan yang belum terkirim tetap tersimpan di HP ini")
    assert phone.app.session is not None

    await phone.driver.tap(phone.driver.button("Tetap di sini"))

    assert not phone.driver.get(ft.AlertDialog).open
    assert phone.app.session is not None
    await phone.close()


async def test_after_keluar_masuk_names_whose_notes_wait_here() -> None:
    phone = await account_of(await a_phone())
    await phone.driver.tap(phone.driver.button("Keluar"))

    dialog = phone.driver.get(ft.AlertDialog)
    await phone.driver.tap(dialog.actions[1])

    assert phone.app.session is None
    assert phone.driver.shows("Catatan Ibu Contoh masih aman di HP ini")
    await phone.close()


async def test_another_account_is_one_tap_away() -> None:
    home = MemoryHome()
    await enrolled(home, PAK_CAMAT)
    await enrolled(home)
    phone = await account_of(await Phone(home).start())

    await phone.driver.tap(phone.driver.button("Pakai akun Pak Contoh"))

    assert phone.session.person.name == "Pak Contoh"
    assert phone.driver.get(ft.NavigationBar).destinations[0].label == "Tinjau"
    await phone.close()


async def test_another_tap_on_keluar_leaves_the_account_that_opened_after_it() -> None:
    home = MemoryHome()
    await enrolled(home, PAK_CAMAT)
    await enrolled(home)
    phone = await account_of(await Phone(home).start())
    await phone.driver.tap(phone.driver.button("Keluar"))
    leave = phone.driver.get(ft.AlertDialog).actions[1]

    await phone.driver.tap(leave)
    await phone.driver.tap(leave)

    assert phone.session.person.name == "Pak Contoh"
    await phone.close()


async def test_an_account_is_added_beside_the_one_that_is_open() -> None:
    phone = await account_of(await a_phone())

    await phone.driver.tap(phone.driver.button("Tambah akun"))

    assert phone.route == "/sign-in"
    assert phone.driver.shows("Masuk ke Lorong")

    await phone.driver.tap(phone.driver.button("Batal"))

    assert phone.route == "/account"
    await phone.close()
