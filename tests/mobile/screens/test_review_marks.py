from __future__ import annotations

import flet as ft

from sync.client import review_memory
from tests.mobile.screens.desk import PROBLEM, SINCE, a_desk, a_record, mark, record_id, texts_in

ACTION, TITLE = "Apa yang dilakukan?", "Nama inovasi"


async def test_a_tap_on_a_field_marks_it_with_a_saved_sentence() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)

    await desk.tap_field(SINCE)
    await desk.tap_sentence("Tulis bulan dan tahun")
    await desk.press("Simpan tanda")

    assert desk.taps == 4
    assert "Perlu diperbaiki: Tulis bulan dan tahun mulai berjalan; kira-kira juga boleh." in texts_in(
        desk.field_tile(SINCE)
    )
    assert desk.label("1 isian perlu diperbaiki → Revisi")


async def test_the_sentences_fit_the_field() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)

    await desk.tap_field(ACTION)

    assert desk.shows("Tulis siapa melakukan apa, dan berapa kali sebulan.")
    assert desk.shows("Sebutkan dari mana angka ini.")
    assert not desk.shows("Tulis bulan dan tahun mulai berjalan; kira-kira juga boleh.")


async def test_a_rejecting_mark_makes_the_decision_a_rejection() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await mark(desk, SINCE, "Kapan?")

    await desk.tap_field(PROBLEM)
    await desk.choose("verdict=reject")
    await desk.press("Simpan tanda")

    assert desk.label("1 isian ditolak → Ditolak")


async def test_a_mark_can_be_changed_and_taken_away() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await mark(desk, SINCE, "Kapan?")

    await desk.tap_field(SINCE)
    assert desk.get(ft.TextField, key="comment").value == "Kapan?"
    await desk.press("Hapus tanda")

    assert desk.label("Semua baik → Disetujui")
    assert not desk.shows("Perlu diperbaiki: Kapan?")


async def test_giving_up_a_mark_leaves_everything_as_it_was() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)

    await desk.tap_field(SINCE)
    await desk.enter(desk.get(ft.TextField, key="comment"), "Kapan?")
    await desk.press("Batal")

    assert desk.label("Semua baik → Disetujui")


async def test_marks_are_found_again_after_another_record_and_after_a_restart() -> None:
    desk = await a_desk(a_record(1), a_record(2, days=2))
    await desk.open(1)
    await mark(desk, SINCE, "Kapan?")
    await desk.open(2)
    assert desk.label("Semua baik → Disetujui")

    again = await a_desk(session=desk.lorong)
    await again.open(1)

    assert again.label("1 isian perlu diperbaiki → Revisi")


async def test_what_looks_like_a_personal_number_is_masked_in_amark() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)

    await mark(desk, PROBLEM, "Hapus 7371130101900001")

    kept = review_memory.draft(desk.lorong.tables, record_id(1))
    assert kept is not None
    assert kept.marks["problem"].comment == "Hapus [nomor pribadi disamarkan]"


async def test_sentences_of_my_own_are_kept_and_removed_on_this_device() -> None:
    desk = await a_desk(a_record(1), a_record(2, days=2))
    await desk.open(1)
    await desk.tap_field(PROBLEM)
    await desk.enter(desk.get(ft.TextField, key="comment"), "Sebut nama lorongnya.")
    await desk.press("Simpan sebagai kalimat saya")
    await desk.press("Simpan tanda")

    await desk.open(2)
    await desk.tap_field(ACTION)
    await desk.tap_sentence("Sebut nama lorongnya.")
    assert desk.get(ft.TextField, key="comment").value == "Sebut nama lorongnya."

    await desk.press("Hapus kalimat saya")
    assert not desk.has_button("Hapus kalimat saya")


async def test_a_second_sentence_is_put_behind_the_first_once() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.tap_field(TITLE)

    await desk.tap_sentence("Sebutkan dari mana")
    await desk.tap_sentence("Lengkapi dengan satu")
    await desk.tap_sentence("Sebutkan dari mana")

    assert desk.get(ft.TextField, key="comment").value == (
        "Sebutkan dari mana angka ini. "
        "Lengkapi dengan satu kalimat yang bisa dibayangkan orang yang belum melihatnya."
    )
