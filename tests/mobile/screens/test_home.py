from __future__ import annotations

import asyncio

import flet as ft
import httpx

from mobile.components.place import STEP
from mobile.theme import TARGET
from sync.domain.ids import number_of
from tests.mobile.screens.home_page import OpenHome, pull, texts_in
from tests.support.notes import KELURAHAN, NEIGHBOUR, OWN_RT, REVIEWER, a_photo, an_id, draft, file, refuse, save
from tests.support.sessions import FakeClock, FakeNetwork, a_session

# What was sent


async def test_the_line_about_sending_stands_on_top(home: OpenHome) -> None:
    session = a_session(network=FakeNetwork(is_up=False))
    save(session.tables, 11, an_id(1))

    screen = await home(session)

    assert screen.driver.shows("1 catatan menunggu sinyal. Aman di HP ini; terkirim sendiri")


async def test_the_button_of_the_line_sends_now(home: OpenHome) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(503)

    session = a_session(answer=answer)
    save(session.tables, 11, an_id(1))
    screen = await home(session)
    running = asyncio.create_task(session.engine.run())
    await screen.driver.until(lambda: len(asked) == 1)

    await screen.driver.tap(screen.driver.button("Kirim sekarang"))
    await screen.driver.until(lambda: len(asked) == 2)

    running.cancel()


async def test_a_card_follows_its_record_from_the_draft_to_the_batch(home: OpenHome) -> None:
    session = a_session(network=FakeNetwork(is_up=False))
    draft(session.tables, an_id(1), title="Teba kompos")
    screen = await home(session)
    before = screen.driver.shows("Draf · hanya di HP ini")

    save(session.tables, 11, an_id(1), title="Teba kompos", status="submitted")
    session.discard(an_id(1))
    await screen.driver.settle()

    assert before
    assert screen.driver.shows("Menunggu sinyal")
    assert not screen.driver.shows("Draf")


# Whose records


async def test_an_rt_sees_its_own_records_and_then_those_of_the_kelurahan_nearest_first(home: OpenHome) -> None:
    session = a_session()
    pull(session, 9, "Jauh", author=NEIGHBOUR, area=f"{KELURAHAN}/RW001/RT001")
    pull(session, 2, "Satu RW", author=NEIGHBOUR, area=f"{KELURAHAN}/RW003/RT001")
    pull(session, 1, "Satu RT", author=REVIEWER, area=OWN_RT)
    pull(session, 3, "Punya saya")

    screen = await home(session)

    assert screen.cards == ["Punya saya", "Satu RT", "Satu RW", "Jauh"]
    assert screen.driver.texts.index("Catatan saya") < screen.driver.texts.index("Di kelurahan ini")


async def test_an_rt_without_records_is_invited_above_those_of_the_kelurahan(home: OpenHome) -> None:
    session = a_session()
    pull(session, 1, "Punya tetangga", author=NEIGHBOUR)

    screen = await home(session)

    assert screen.driver.shows("Belum ada catatan Anda. Ketuk Catat untuk mencatat yang pertama.")


async def test_a_umkm_sees_its_own_records_alone(home: OpenHome) -> None:
    session = a_session("umkm")
    pull(session, 1, "Punya saya")

    screen = await home(session)

    assert not screen.driver.shows("Di kelurahan ini")


async def test_a_kelurahan_sees_the_records_of_the_kelurahan(home: OpenHome) -> None:
    session = a_session("kelurahan", KELURAHAN)
    pull(session, 1, "Punya RT", author=NEIGHBOUR)
    draft(session.tables, an_id(2), title="Draf lurah")

    screen = await home(session)

    assert screen.cards == ["Draf lurah", "Punya RT"]
    assert screen.driver.shows("Di kelurahan ini")


async def test_a_kecamatan_filters_by_status_without_figures(home: OpenHome) -> None:
    session = a_session("kecamatan", "73.71.13", person_id=REVIEWER)
    for number in range(1, 10):
        status = "approved" if number == 5 else "submitted"
        pull(session, number, f"Catatan {number}", author=NEIGHBOUR, status=status)
    screen = await home(session)

    await screen.driver.tap(screen.driver.button("Disetujui"))

    assert screen.cards == ["Catatan 5"]
    assert not screen.driver.has_button("Ditolak")
    assert not any(
        character.isdigit() for b in screen.driver.find(ft.OutlinedButton) for character in str(b.content)
    )


async def test_no_card_names_a_person(home: OpenHome) -> None:
    session = a_session(name="Ibu Contoh")
    pull(session, 1, "Teba kompos", author=NEIGHBOUR)

    screen = await home(session)

    assert not screen.driver.shows("Contoh")


# Nothing yet


async def test_an_empty_list_invites_to_note(home: OpenHome) -> None:
    screen = await home(a_session())

    await screen.driver.tap(screen.driver.button("Catat"))

    assert screen.driver.shows("Apa yang baik di lorong Anda?")
    assert screen.route == "/note/new"


async def test_a_kecamatan_without_records_is_not_told_to_note(home: OpenHome) -> None:
    screen = await home(a_session("kecamatan", "73.71.13"))

    assert not screen.driver.has_button("Catat")
    assert not screen.driver.shows("Ketuk Catat")
    assert screen.driver.shows("Catatan dari kelurahan muncul di sini sendiri")


async def test_who_works_through_search_is_led_there_when_nothing_was_opened_yet(home: OpenHome) -> None:
    screen = await home(a_session("pimpinan", "73.71"))

    assert screen.driver.shows("Yang Anda buka dari pencarian tersimpan di sini")
    assert not screen.driver.shows("muncul di sini sendiri")


# Cards


async def test_a_card_shows_name_number_place_theme_and_photo(home: OpenHome) -> None:
    session = a_session()
    record = pull(session, 1, "Teba kompos", also={"photos/p1": a_photo("sha-1", "small")})
    await session.files.write("small", b"picture")

    screen = await home(session)

    shown = [text.value for text in texts_in(screen.card("Teba kompos").title)]
    assert shown == [
        "Teba kompos",
        f"{number_of(record)} · RT 005 / RW 003, Bonto Makkio",
        "Sampah dan lingkungan",
        "Menunggu Verifikasi",
    ]
    assert screen.driver.get(ft.Image).src == b"picture"


async def test_a_record_without_a_name_is_called_so(home: OpenHome) -> None:
    session = a_session()
    draft(session.tables, an_id(1))

    screen = await home(session)

    assert screen.cards == ["Tanpa nama"]


async def test_a_draft_is_opened_to_go_on_with_and_a_record_to_be_read(home: OpenHome) -> None:
    session = a_session()
    draft(session.tables, an_id(2), title="Draf")
    pull(session, 1, "Terkirim")
    screen = await home(session)

    await screen.driver.tap(screen.card("Draf"))
    first = screen.route
    await screen.driver.tap(screen.card("Terkirim"))

    assert (first, screen.route) == (f"/note/{an_id(2)}", f"/record/{an_id(1)}")


async def test_days_are_counted_on_while_the_app_stays_open(home: OpenHome) -> None:
    clock = FakeClock()
    session = a_session(clock=clock)
    pull(session, 1, "Teba kompos")
    screen = await home(session)

    clock.advance(3 * 86_400)
    screen.app.beat()
    await screen.driver.settle()

    assert screen.driver.shows("Menunggu Verifikasi · 3 hari")


async def test_photos_under_way_are_counted_on_the_card(home: OpenHome) -> None:
    session = a_session()
    photos = {f"photos/p{n}": a_photo(f"sha-{n}") for n in (1, 2, 3)}
    pull(session, 1, "Teba kompos", also=photos)
    for number, state in ((1, "stored"), (2, "stored"), (3, "kept")):
        file(session.tables, f"sha-{number}", an_id(1), state=state)

    screen = await home(session)

    assert screen.driver.shows("foto 2/3")


# Search


async def test_search_comes_with_more_than_eight_records(home: OpenHome) -> None:
    session = a_session()
    for number in range(1, 9):
        pull(session, number, f"Catatan {number}")
    screen = await home(session)
    before = screen.driver.find(ft.TextField)

    pull(session, 9, "Catatan 9")
    await screen.driver.settle()

    assert not before
    assert len(screen.driver.find(ft.TextField)) == 1


async def test_a_record_is_found_by_words_or_by_its_number(home: OpenHome) -> None:
    session = a_session()
    for number in range(1, 11):
        pull(session, number, f"Catatan {number}")
    pull(session, 11, "Bank sampah", author=NEIGHBOUR)
    screen = await home(session)

    await screen.search("sampah bank")
    by_words = screen.cards
    await screen.search(number_of(an_id(3)).lower())

    assert by_words == ["Bank sampah"]
    assert screen.cards == ["Catatan 3"]


async def test_a_search_without_a_hit_says_so_and_can_be_left(home: OpenHome) -> None:
    session = a_session()
    for number in range(1, 10):
        pull(session, number, f"Catatan {number}")
    screen = await home(session)

    await screen.search("lumba-lumba")
    said = screen.driver.shows("Tidak ada yang cocok")
    await screen.driver.tap(screen.driver.button("Tampilkan semua catatan"))

    assert said
    assert len(screen.cards) == 9


# Long lists


async def test_a_long_list_grows_while_it_is_scrolled(home: OpenHome) -> None:
    session = a_session()
    for number in range(1, 120):
        pull(session, number, f"Catatan {number}")
    screen = await home(session)
    before = len(screen.cards)

    rows = screen.driver.get(ft.ListView)
    at_end = {"event_type": "update", "pixels": 4000, "min_scroll_extent": 0, "max_scroll_extent": 4100}
    await screen.driver.emit(rows, "scroll", at_end | {"viewport_dimension": 700})

    assert before < STEP
    assert len(screen.cards) == before + STEP


async def test_an_update_of_one_record_renders_its_card_alone(home: OpenHome) -> None:
    session = a_session()
    for number in range(1, 300):
        pull(session, number, f"Catatan {number}")
    screen = await home(session)
    before = {id(tile): tile for tile in screen.tiles}

    pull(session, 290, "Catatan yang berubah")
    await screen.driver.settle()

    assert len([tile for tile in screen.tiles if id(tile) not in before]) == 1
    assert "Catatan yang berubah" in screen.cards


async def test_a_step_of_the_engine_renders_no_card(home: OpenHome) -> None:
    session = a_session()
    for number in range(1, 100):
        pull(session, number, f"Catatan {number}", also={"photos/p1": a_photo(f"sha-{number}")})
    screen = await home(session)
    before = {id(tile): tile for tile in screen.tiles}

    screen.app.beat()
    await screen.driver.settle()

    assert all(id(tile) in before for tile in screen.tiles)


# For everyone


async def test_in_english_every_text_is_english(home: OpenHome) -> None:
    session = a_session()
    save(session.tables, 11, an_id(1))
    pull(session, 2, "Kompos", author=NEIGHBOUR)

    screen = await home(session, language="en")

    for indonesian in ("Catatan saya", "Di kelurahan ini", "Beranda", "Menunggu dikirim"):
        assert not screen.driver.shows(indonesian)


async def test_what_can_be_tapped_is_large_enough_and_has_a_name(home: OpenHome) -> None:
    session = a_session()
    for number in range(1, 11):
        pull(session, number, f"Catatan {number}")
    refuse(session.tables, save(session.tables, 11, an_id(20)))
    screen = await home(session)
    await screen.search("catatan")

    icons = screen.driver.find(ft.IconButton)

    assert icons
    assert all(icon.tooltip and icon.size_constraints.min_width >= TARGET for icon in icons)
    assert all(texts_in(tile.title) for tile in screen.driver.find(ft.ListTile))
