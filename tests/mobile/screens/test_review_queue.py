from __future__ import annotations

import flet as ft
import pytest

from sync.domain.areas import gazetteer
from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.mobile.screens.desk import BALLA, KASSI, PHONE, Desk, a_desk, a_record, record_id, texts_in
from tests.support.sessions import a_session, pulled


async def test_the_longest_waiting_stands_first() -> None:
    desk = await a_desk(a_record(1, days=1), a_record(2, days=12), a_record(3, days=3))

    assert desk.queue == ["Teba kompos 2", "Teba kompos 3", "Teba kompos"]
    assert desk.shows("menunggu 12 hari")
    assert desk.shows("3 catatan menunggu")


async def test_a_record_sent_again_waits_since_then_and_says_so() -> None:
    again = a_record(1, days=9).reviewed(since="Kapan?").change({"status": "submitted"}, days=2)
    desk = await a_desk(again, a_record(2, days=3))

    assert desk.queue == ["Teba kompos 2", "Teba kompos"]
    assert "Dikirim lagi" in texts_in(desk.row(1))
    assert "menunggu 2 hari" in texts_in(desk.row(1))
    assert "Dikirim lagi" not in texts_in(desk.row(2))


async def test_a_row_names_kelurahan_and_theme_and_open_two_values() -> None:
    desk = await a_desk(a_record(1).two("title", "Teba", "Teba kompos"))

    shown = texts_in(desk.row(1))

    assert f"{gazetteer().name(KASSI)} · Sampah dan lingkungan" in shown
    assert "Dua isian berbeda" in shown


async def test_records_of_others_and_decided_ones_are_not_in_the_queue() -> None:
    desk = await a_desk(a_record(1, kelurahan="73.71.14.1001"), a_record(2).reviewed("approved"))

    assert desk.queue == []


async def test_an_empty_queue_says_something_kind() -> None:
    desk = await a_desk()

    assert desk.shows("Semua sudah ditinjau. Terima kasih.")
    assert desk.shows("0 catatan menunggu")


async def test_only_new_ones_or_only_those_sent_again_can_be_shown() -> None:
    again = a_record(1, days=9).reviewed(since="Kapan?").change({"status": "submitted"}, days=2)
    desk = await a_desk(again, a_record(2), a_record(3))

    await desk.press("Dikirim lagi")
    assert desk.queue == ["Teba kompos"]
    assert desk.shows("1 dari 3 catatan menunggu")

    await desk.press("Baru")
    assert sorted(desk.queue) == ["Teba kompos 2", "Teba kompos 3"]

    await desk.press("Baru")
    assert len(desk.queue) == 3


async def test_the_queue_is_filtered_by_kelurahan_in_code_order() -> None:
    desk = await a_desk(a_record(1), a_record(2, kelurahan=BALLA))

    await desk.press("Kelurahan")
    options = [str(b.key) for b in desk.find(ft.OutlinedButton) if str(b.key).startswith("pick=")]
    await desk.choose(f"pick={BALLA}")

    codes = [place.code for place in gazetteer().kelurahan("73.71.13")]
    assert options == ["pick=", *(f"pick={code}" for code in sorted(codes))]
    assert desk.queue == ["Teba kompos 2"]
    assert desk.has_button(gazetteer().name(BALLA))
    assert desk.dialogs == []


async def test_the_queue_is_filtered_by_theme_and_back() -> None:
    desk = await a_desk(a_record(1, theme="health"), a_record(2))

    await desk.press("Tema")
    await desk.choose("pick=health")
    assert desk.queue == ["Teba kompos"]

    await desk.press("Kesehatan")
    await desk.choose("pick=")
    assert len(desk.queue) == 2


@pytest.mark.parametrize(
    "words", ["posyandu becak", "BECAK", number_of(record_id(1)), number_of(record_id(1)).lower()]
)
async def test_words_and_numbers_are_found(words: str) -> None:
    desk = await a_desk(a_record(1, title="Posyandu keliling naik becak"), a_record(2))

    await desk.enter(desk.get(ft.TextField, key="search"), words)

    assert desk.queue == ["Posyandu keliling naik becak"]


async def test_when_nothing_fits_everything_can_be_shown_again() -> None:
    desk = await a_desk(a_record(1))
    await desk.enter(desk.get(ft.TextField, key="search"), "tidak ada yang begini")
    assert desk.shows("Tidak ada yang cocok")

    await desk.press("Tampilkan semua")

    assert desk.queue == ["Teba kompos"]


async def test_where_there_is_room_queue_and_record_stand_side_by_side() -> None:
    desk = await a_desk(a_record(1), a_record(2, days=2))
    assert desk.shows("Pilih catatan untuk ditinjau")

    await desk.open(1)

    assert desk.shows("Warga mengompos bergiliran tiap Sabtu.")
    assert len(desk.queue) == 2


async def test_on_a_phone_comes_the_queue_then_the_record_then_the_queue_as_it_was_left() -> None:
    desk = await a_desk(a_record(1), a_record(2, days=2), width=PHONE)
    await desk.enter(desk.get(ft.TextField, key="search"), "teba")
    await desk.emit(_list(desk), "scroll", SCROLLED)

    await desk.open(1)
    assert desk.queue == []
    assert desk.shows("2 dari 2")
    assert desk.page.route == f"/review/{record_id(1)}"

    await desk.press("Kembali ke daftar")
    assert len(desk.queue) == 2
    assert desk.get(ft.TextField, key="search").value == "teba"
    scrolls = [call.args["offset"] for call in desk.client.calls if call.name == "scroll_to"]
    assert scrolls == [120.0]


async def test_an_address_of_a_record_opens_it() -> None:
    desk = await a_desk(a_record(1), a_record(2, title="Kelas baca"), width=PHONE, record=2)

    assert desk.shows("Kelas baca")
    assert desk.has_button("Setujui")


async def test_an_address_of_a_record_that_is_not_here_says_so() -> None:
    desk = await a_desk(a_record(1), width=PHONE, record=9)

    assert desk.shows("Catatan ini belum ada di HP ini")
    assert not desk.has_button("Setujui")


async def test_another_account_finds_a_desk_of_its_own() -> None:
    desk = await a_desk(a_record(1), a_record(2))
    await desk.press("Baru")
    await desk.open(1)
    other = a_session(
        Role.KECAMATAN, "73.71.13", person_id="p-lain", device="0192bbbb-0000-7000-8000-000000000002"
    )
    pulled(other, a_record(3).view())

    desk.app.session = other
    await desk.settle()

    assert desk.queue == ["Teba kompos 3"]
    assert desk.app.review.record == ""
    assert desk.app.review.filters.is_empty


async def test_nothing_in_the_queue_approves_many_at_once() -> None:
    desk = await a_desk(*(a_record(number) for number in range(1, 6)))

    assert desk.find(ft.Checkbox) == []
    assert not desk.has_button("Setujui")


async def test_a_long_queue_is_built_as_it_is_scrolled() -> None:
    desk = await a_desk(*(a_record(number, days=100 - number) for number in range(1, 91)))

    assert len(desk.queue) == 40
    await desk.emit(_list(desk), "scroll", SCROLLED | {"pixels": 3800.0})

    assert len(desk.queue) == 80


def _list(desk: Desk) -> ft.ListView:
    found = desk.find(ft.ListView)
    assert len(found) == 1
    return found[0]  # type: ignore[no-any-return]


SCROLLED = {
    "event_type": "update",
    "pixels": 120.0,
    "min_scroll_extent": 0.0,
    "max_scroll_extent": 4000.0,
    "viewport_dimension": 800.0,
}
