from __future__ import annotations

from itertools import pairwise

import flet as ft

from sync.client import outbox
from sync.domain.ids import number_of
from tests.mobile.screens.desk import PHONE, PROBLEM, SINCE, a_desk, a_record, mark, record_id

# What will happen, and the note


async def test_with_no_mark_one_tap_approves() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    assert desk.label("Semua baik → Disetujui")

    await desk.press("Setujui")

    assert (desk.decision["decision"], desk.decision["note"], desk.decision["marks"]) == ("approved", "", {})


async def test_a_revision_is_saved_with_its_marks_and_the_note() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await mark(desk, SINCE, "Sejak bulan apa?")

    await desk.press("Tulis catatan, lalu minta perbaikan")
    await desk.tap_sentence("Gagasannya baik.")
    await desk.press("Simpan: Revisi")

    assert desk.decision["decision"] == "revision"
    assert desk.decision["note"] == "Gagasannya baik. Perbaiki isian yang ditandai, lalu kirim lagi."
    assert desk.decision["marks"] == {"since": {"verdict": "revise", "comment": "Sejak bulan apa?"}}


async def test_without_the_note_a_revision_is_not_saved() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await mark(desk, SINCE, "Sejak bulan apa?")
    await desk.press("Tulis catatan, lalu minta perbaikan")

    await desk.press("Simpan: Revisi")

    assert desk.decisions == []
    assert desk.get(ft.TextField, key="comment").error == "Tulis catatan dulu: penulis perlu tahu sebabnya."


async def test_a_note_that_is_closed_is_found_again() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await mark(desk, SINCE, "Sejak bulan apa?")
    await desk.press("Tulis catatan, lalu minta perbaikan")
    await desk.enter(desk.get(ft.TextField, key="comment"), "Tolong lengkapi tanggalnya")
    await desk.press("Batal")

    await desk.press("Tulis catatan, lalu minta perbaikan")

    assert desk.get(ft.TextField, key="comment").value == "Tolong lengkapi tanggalnya"


async def test_a_rejection_says_that_it_is_final_and_needs_the_note() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await mark(desk, PROBLEM, "Bukan wewenang warga", verdict="reject")

    await desk.press("Tulis catatan, lalu tolak")
    assert desk.shows("Ditolak bersifat akhir.")
    await desk.enter(desk.get(ft.TextField, key="comment"), "Sudah menjadi tugas rutin")
    await desk.press("Simpan: Ditolak")

    assert desk.decision["decision"] == "rejected"
    assert desk.decision["note"] == "Sudah menjadi tugas rutin"


async def test_while_a_field_is_marked_it_can_be_neither_approved_nor_given_back() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)

    await mark(desk, SINCE, "Sejak bulan apa?")

    assert not desk.has_button("Setujui")
    assert not desk.has_button("Kembalikan")


# Giving back


async def test_giving_back_needs_a_reason_which_becomes_the_note() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.press("Kembalikan")
    await desk.press("Simpan: Dikembalikan")
    assert desk.shows("Pilih dulu sebabnya.")
    assert desk.decisions == []

    await desk.choose("reason=complaint")
    await desk.enter(desk.get(ft.TextField, key="more"), "Sudah kami teruskan.")
    await desk.press("Simpan: Dikembalikan")

    assert desk.decision["decision"] == "returned"
    assert desk.decision["note"] == (
        "Ini keluhan, bukan inovasi. Sampaikan lewat Lontara+ atau SP4N-LAPOR!. Sudah kami teruskan."
    )


async def test_what_belongs_elsewhere_is_given_back_in_three_taps() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    before = desk.taps

    await desk.press("Kembalikan")
    await desk.choose("reason=elsewhere")
    await desk.press("Simpan: Dikembalikan")

    assert desk.taps - before == 3
    assert desk.decision["note"].startswith("Ini milik wilayah lain.")


async def test_a_twin_is_given_back_with_the_number_of_the_other() -> None:
    desk = await a_desk(a_record(1), a_record(2, title="teba kompos"))
    await desk.open(1)

    await desk.press("Kembalikan")
    assert desk.get(ft.TextField, key="number").value == number_of(record_id(2))
    await desk.press("Simpan: Dikembalikan")

    assert (
        desk.decision["note"] == f"Kembar dengan nomor {number_of(record_id(2))}. Mohon lanjutkan di catatan itu."
    )


async def test_a_twin_needs_a_whole_number_which_may_be_written_as_people_do() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.press("Kembalikan")
    await desk.choose("reason=twin")
    await desk.enter(desk.get(ft.TextField, key="number"), "7k4q")
    await desk.press("Simpan: Dikembalikan")
    assert desk.get(ft.TextField, key="number").error == "Tulis nomornya, misalnya 7K4Q-2MXD."

    await desk.enter(desk.get(ft.TextField, key="number"), "7k4q 2mxd")
    await desk.press("Simpan: Dikembalikan")

    assert "7K4Q-2MXD" in desk.decision["note"]


# On to the next


async def test_after_a_decision_the_next_one_lies_open() -> None:
    desk = await a_desk(a_record(1, days=3), a_record(2, days=2), a_record(3, days=1))
    await desk.open(2)

    await desk.press("Setujui")

    assert desk.app.review.record == record_id(3)
    assert desk.queue == ["Teba kompos", "Teba kompos 3"]


async def test_behind_the_last_one_comes_the_one_before() -> None:
    desk = await a_desk(a_record(1, days=3), a_record(2, days=2))
    await desk.open(2)

    await desk.press("Setujui")

    assert desk.app.review.record == record_id(1)


async def test_the_next_one_is_taken_from_what_the_filters_show() -> None:
    again = a_record(2, days=5).reviewed(since="Kapan?").change({"status": "submitted"}, days=2)
    desk = await a_desk(a_record(1, days=3), again, a_record(3, days=1))
    await desk.press("Baru")
    await desk.open(1)

    await desk.press("Setujui")

    assert desk.app.review.record == record_id(3)
    assert desk.app.review.filters.sent == "new"


async def test_after_the_last_one_on_a_phone_the_empty_queue_stands_there() -> None:
    desk = await a_desk(a_record(1), width=PHONE)
    await desk.open(1)

    await desk.press("Setujui")

    assert desk.page.route == "/review"
    assert desk.shows("Semua sudah ditinjau. Terima kasih.")
    assert desk.has_button("Urungkan")


# Ten seconds


async def test_a_decision_rests_ten_seconds_before_it_may_be_sent() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.press("Setujui")

    def to_send() -> int:
        return len(outbox.next_batch(desk.lorong.tables, desk.clock.now_ms()))

    assert desk.shows("Dikirim dalam 10 detik")
    await desk.wait(9)
    assert desk.shows("Dikirim dalam 1 detik")
    assert to_send() == 0

    await desk.wait(1)

    assert to_send() == 1
    assert not desk.has_button("Urungkan")


async def test_urungkan_brings_record_marks_and_note_back() -> None:
    desk = await a_desk(a_record(1, days=2), a_record(2))
    await desk.open(1)
    await mark(desk, SINCE, "Sejak bulan apa?")
    await desk.press("Tulis catatan, lalu minta perbaikan")
    await desk.enter(desk.get(ft.TextField, key="comment"), "Lengkapi")
    await desk.press("Simpan: Revisi")
    assert desk.shows("Revisi: Teba kompos")

    await desk.press("Urungkan")

    assert desk.decisions == []
    assert desk.app.review.record == record_id(1)
    assert desk.label("1 isian perlu diperbaiki → Revisi")
    await desk.press("Tulis catatan, lalu minta perbaikan")
    assert desk.get(ft.TextField, key="comment").value == "Lengkapi"


async def test_of_two_resting_decisions_the_newer_is_taken_back_first() -> None:
    desk = await a_desk(a_record(1, days=3), a_record(2, days=2), a_record(3))
    await desk.open(1)
    await desk.press("Setujui")
    await desk.wait(2)
    await desk.press("Setujui")
    assert desk.shows("Disetujui: Teba kompos 2")

    await desk.press("Urungkan")
    assert desk.shows("Disetujui: Teba kompos")
    await desk.press("Urungkan")

    assert desk.decisions == []
    assert len(desk.queue) == 3


async def test_what_is_on_its_way_is_not_taken_back_and_it_says_so() -> None:
    desk = await a_desk(a_record(1, days=2), a_record(2))
    await desk.open(1)
    await desk.press("Setujui")
    outbox.mark_on_its_way(desk.lorong.tables, outbox.next_batch(desk.lorong.tables, desk.clock.now_ms() + 10_000))

    await desk.press("Urungkan")

    assert len(desk.decisions) == 1
    assert desk.shows("Keputusan sudah dikirim dan tidak bisa diurungkan lagi.")


async def test_a_decision_that_waits_for_a_signal_can_be_taken_back_on_its_record() -> None:
    desk = await a_desk(a_record(1), width=PHONE, record=1)
    await desk.press("Setujui")
    await desk.wait(3600)
    again = await a_desk(session=desk.lorong, clock=desk.clock, width=PHONE, record=1)
    assert again.shows("Anda memutuskan: Disetujui. Belum dikirim.")

    await again.press("Urungkan")

    assert again.decisions == []
    assert again.has_button("Setujui")


# Never many at once


async def test_a_double_tap_decides_once() -> None:
    desk = await a_desk(a_record(1, days=2), a_record(2))
    await desk.open(1)

    await desk.press("Setujui")
    desk.clock.advance(0.2)
    await desk.press("Setujui")

    assert len(desk.decisions) == 1
    assert desk.app.review.record == record_id(2)


async def test_twenty_clean_notes_are_approved_in_at_most_sixty_taps() -> None:
    desk = await a_desk(*(a_record(number, days=30 - number) for number in range(1, 21)), width=PHONE)

    await desk.open(1)
    for _ in range(20):
        await desk.press("Setujui")
        await desk.wait(3)

    assert [each["decision"] for each in desk.decisions] == ["approved"] * 20
    assert desk.taps <= 60
    assert desk.taps == 21
    ids = list(desk.changes)
    assert all(before < after for before, after in pairwise(ids))


# Without a signal


async def test_a_decision_without_a_signal_waits_and_stays() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.press("Setujui")
    desk.clock.advance(11)

    await desk.lorong.engine.round()
    await desk.settle()

    assert len(desk.decisions) == 1
    assert desk.queue == []
    assert desk.lorong.engine.state.trouble == "offline"
