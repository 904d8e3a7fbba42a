from __future__ import annotations

import flet as ft

from sync.protocol.messages import Held
from tests.mobile.screens.home_page import OpenHome, pull
from tests.support.notes import an_id, refuse, save
from tests.support.sessions import a_session

TWO = [Held("Satu", 3), Held("Dua", 4)]


async def test_what_was_not_accepted_leads_to_kiriman(home: OpenHome) -> None:
    session = a_session()
    refuse(session.tables, save(session.tables, 11, an_id(1)))
    screen = await home(session)

    await screen.driver.tap(screen.need("1 kiriman belum diterima. Lihat sebabnya dan betulkan."))

    assert screen.route == "/outbox"


async def test_the_only_record_with_two_values_is_opened(home: OpenHome) -> None:
    session = a_session()
    record = pull(session, 1, "Teba kompos", problem=TWO)
    screen = await home(session)

    await screen.driver.tap(screen.need("1 catatan punya dua isian berbeda."))

    assert screen.route == f"/record/{record}"


async def test_several_records_with_two_values_are_listed_and_left_again(home: OpenHome) -> None:
    session = a_session()
    for number, title in ((1, "Satu"), (2, "Dua")):
        pull(session, number, title, problem=TWO)
    pull(session, 3, "Tiga")
    screen = await home(session)

    await screen.driver.tap(screen.need("2 catatan punya dua isian berbeda."))
    narrowed = screen.cards
    await screen.driver.tap(screen.driver.button("Tampilkan semua catatan"))

    assert narrowed == ["Dua", "Satu"]
    assert screen.cards == ["Tiga", "Dua", "Satu"]


async def test_notices_of_the_phone_stand_there_with_what_can_be_done(home: OpenHome) -> None:
    screen = await home(a_session(), notices={"storage_low": True, "journal_damaged": True, "refetched": False})

    await screen.driver.tap(screen.driver.button("Kosongkan foto yang sudah dicadangkan server kota"))

    assert screen.driver.shows("Sebagian data di HP ini rusak dan disisihkan.")
    assert not screen.driver.shows("Data wilayah diambil ulang")
    assert screen.route == "/account"


async def test_a_phone_without_room_for_news_says_that_notes_still_go(home: OpenHome) -> None:
    session = a_session()
    session.files.room = 0  # type: ignore[attr-defined]
    await session.engine.round()

    screen = await home(session, notices={"storage_low": True})

    assert screen.driver.shows("Catatan Anda tetap dikirim; kabar dari server kota diambil lagi begitu ada ruang.")
    assert not screen.driver.shows("Ruang HP hampir habis.")


async def test_a_new_version_is_loaded_by_opening_the_same_page_again(home: OpenHome) -> None:
    screen = await home(a_session(), notices={"update_ready": True})

    button = screen.driver.button("Muat ulang")

    assert (button.action.url, button.action.target) == ("http://test", ft.UrlTarget.SELF)


async def test_nothing_is_asked_when_nothing_waits(home: OpenHome) -> None:
    screen = await home(a_session())

    assert not screen.driver.shows("Perlu Anda")
