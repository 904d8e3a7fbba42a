from __future__ import annotations

import flet as ft
import pytest

from tests.mobile.screens.desk import PHONE, SINCE, Desk, a_desk, a_record, mark, record_id, texts_of


async def three() -> Desk:
    return await a_desk(a_record(1, days=3), a_record(2, days=2), a_record(3, days=1))


async def test_j_and_k_move_through_the_queue_and_stop_at_its_ends() -> None:
    desk = await three()
    opened = []

    for key in ("J", "J", "J", "J", "K", "K", "K"):
        await desk.key(key)
        opened.append(desk.app.review.record)

    assert opened == [record_id(number) for number in (1, 2, 3, 3, 2, 1, 1)]


async def test_the_row_that_a_key_opened_is_brought_into_view() -> None:
    desk = await three()

    await desk.key("J")
    await desk.key("J")

    (*_, last) = [call.args["scroll_key"] for call in desk.client.calls if call.name == "scroll_to"]
    assert str(last) == f"queue:{record_id(2)}"


async def test_s_approves_the_open_record() -> None:
    desk = await three()
    await desk.key("J")

    await desk.key("S")

    assert desk.decision["decision"] == "approved"
    assert desk.app.review.record == record_id(2)


async def test_s_decides_nothing_while_no_record_is_open() -> None:
    desk = await three()

    await desk.key("S")

    assert desk.decisions == []


async def test_s_does_not_approve_what_is_marked_and_says_why() -> None:
    desk = await three()
    await desk.key("J")
    await mark(desk, SINCE, "Sejak bulan apa?")

    await desk.key("S")

    assert desk.decisions == []
    assert desk.shows("Ada isian bertanda, jadi keputusannya bukan Disetujui. Hapus tandanya dulu.")


async def test_p_without_a_mark_asks_for_one() -> None:
    desk = await three()
    await desk.key("J")

    await desk.key("P")

    assert desk.decisions == []
    assert desk.shows("Ketuk isian yang perlu diperbaiki, lalu beri tanda.")


async def test_p_with_a_mark_asks_for_the_note() -> None:
    desk = await three()
    await desk.key("J")
    await mark(desk, SINCE, "Sejak bulan apa?")

    await desk.key("P")

    assert [texts_of(dialog.title) for dialog in desk.dialogs] == [["Revisi: 1 isian perlu diperbaiki"]]


async def test_s_and_p_do_nothing_while_two_values_are_open() -> None:
    desk = await a_desk(a_record(1).two("title", "Teba", "Teba kompos"))
    await desk.key("J")

    await desk.key("S")
    await desk.key("P")

    assert desk.decisions == []
    assert desk.dialogs == []


async def test_a_slash_puts_the_cursor_into_the_search_field_and_keys_rest_at_once() -> None:
    desk = await three()
    await desk.key("J")

    await desk.key("/")
    await desk.key("S")

    assert desk.focused()
    assert desk.decisions == []


async def test_keys_come_back_when_the_search_field_could_not_be_reached() -> None:
    desk = await three()
    await desk.key("J")
    desk.client.answers["focus"] = RuntimeError("gone")

    await desk.key("/")
    await desk.key("S")

    assert len(desk.decisions) == 1


async def test_keys_are_off_while_the_search_field_has_the_focus() -> None:
    desk = await three()
    await desk.key("J")
    search = desk.get(ft.TextField, key="search")
    await desk.emit(search, "focus")

    await desk.key("S")
    await desk.key("J")
    assert desk.decisions == []
    assert desk.app.review.record == record_id(1)

    await desk.emit(desk.get(ft.TextField, key="search"), "blur")
    await desk.key("S")
    assert len(desk.decisions) == 1


async def test_keys_are_off_while_a_dialog_is_open() -> None:
    desk = await three()
    await desk.key("J")
    await desk.tap_field(SINCE)

    await desk.key("S")
    await desk.key("J")
    assert desk.decisions == []
    assert desk.app.review.record == record_id(1)

    await desk.press("Batal")
    await desk.key("J")
    assert desk.app.review.record == record_id(2)


@pytest.mark.parametrize("held", ["ctrl", "alt", "meta"])
async def test_keys_with_ctrl_alt_or_meta_belong_to_the_browser(held: str) -> None:
    desk = await three()
    await desk.key("J")

    await desk.key("S", **{held: True})

    assert desk.decisions == []


@pytest.mark.parametrize(("key", "shift"), [("?", True), ("/", True)])
async def test_a_question_mark_lists_the_keys(key: str, shift: bool) -> None:
    desk = await three()

    await desk.key(key, shift=shift)

    assert desk.shows("Tombol papan ketik")
    assert desk.shows("Setujui, bila tidak ada tanda")
    await desk.press("Tutup")
    assert desk.dialogs == []


async def test_on_a_phone_the_queue_alone_decides_nothing() -> None:
    desk = await a_desk(a_record(1), a_record(2), width=PHONE)
    await desk.open(1)
    await desk.press("Kembali ke daftar")

    await desk.key("S")

    assert desk.decisions == []


async def test_keys_are_off_below_a_screen_that_lies_on_top() -> None:
    desk = await a_desk(a_record(1), a_record(2), width=PHONE)
    await desk.open(1)
    await desk.press("Rincian dan riwayat")

    await desk.key("S")

    assert desk.decisions == []
