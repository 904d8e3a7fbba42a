from __future__ import annotations

import flet as ft

from sync.client import review_memory
from sync.client.replica import state_of
from sync.domain.ids import number_of
from tests.mobile.screens.desk import (
    PHONE,
    PHOTO,
    Desk,
    Record,
    a_desk,
    a_record,
    record_id,
    texts_in,
    texts_of,
)
from tests.support.sessions import FakeClock, a_session, pulled

QUESTION = {
    "title": "Nama inovasi",
    "problem": "Masalah apa yang mau diatasi?",
    "action": "Apa yang dilakukan?",
    "since": "Sejak kapan?",
    "stage": "Sudah sampai mana?",
    "photos": "Foto",
}


def sent_again(**changes: object) -> Record:
    """Reviewed with a question about the date, then corrected and sent again."""
    record = a_record(1, days=9).reviewed(since="Sejak bulan apa?")
    answer = {f"answers/{record.review_id}/since": "Sejak Maret, waktu terpal datang."}
    return record.change({**changes, **answer, "status": "submitted"}, days=1)


async def test_the_fields_read_as_text_in_words() -> None:
    desk = await a_desk(a_record(1))

    await desk.open(1)

    assert "Maret 2026" in texts_in(desk.field_tile(QUESTION["since"]))
    assert "Sudah berjalan (Penerapan)" in texts_in(desk.field_tile(QUESTION["stage"]))
    assert "40 keluarga" in texts_in(desk.field_tile("Kira-kira berapa?"))
    assert desk.shows(f"Nomor {number_of(record_id(1))}")
    assert [field for field in desk.find(ft.TextField) if field.key != "search"] == []


async def test_an_empty_required_field_is_shown_as_empty() -> None:
    desk = await a_desk(a_record(1, beneficiaries=None))

    await desk.open(1)

    assert "Belum diisi" in texts_in(desk.field_tile("Kira-kira berapa?"))


async def test_at_the_first_reading_nothing_is_called_changed() -> None:
    desk = await a_desk(a_record(1))

    await desk.open(1)

    assert not desk.shows("Berubah")


async def test_what_changed_since_my_review_is_named_and_highlighted() -> None:
    desk = await a_desk(sent_again(since="2025-11"))

    await desk.open(1)

    assert desk.shows("Berubah sejak tinjauan Anda: Sejak kapan?")
    assert "Berubah" in texts_in(desk.field_tile(QUESTION["since"]))
    assert desk.field_tile(QUESTION["since"]).bgcolor == ft.Colors.SECONDARY_CONTAINER
    assert desk.field_tile(QUESTION["title"]).bgcolor is None


async def test_the_old_value_stands_there_where_this_device_decided() -> None:
    record = sent_again(since="2025-11")
    session = a_session("kecamatan", "73.71.13", FakeClock(), person_id="0192aaaa-0000-7000-8000-000000000001")
    review_memory.keep_seen(session.tables, state_of(a_record(1).view()), "c1")
    desk = await a_desk(record, session=session)

    await desk.open(1)

    assert "Berubah. Sebelumnya: Maret 2026" in texts_in(desk.field_tile(QUESTION["since"]))


async def test_a_field_that_the_author_emptied_is_shown_with_what_was_there() -> None:
    session = a_session("kecamatan", "73.71.13", FakeClock(), person_id="0192aaaa-0000-7000-8000-000000000001")
    review_memory.keep_seen(session.tables, state_of(a_record(1, lorong="Lorong 4").view()), "c1")
    desk = await a_desk(sent_again(lorong=None), session=session)

    await desk.open(1)

    assert texts_in(desk.field_tile("Nama lorong"))[1:] == ["Belum diisi", "Berubah. Sebelumnya: Lorong 4"]


async def test_when_nothing_changed_since_my_review_it_says_so() -> None:
    record = a_record(1).reviewed(since="Kapan?").change({"status": "submitted"})
    desk = await a_desk(record)

    await desk.open(1)

    assert desk.shows("Tidak ada isian yang berubah sejak tinjauan Anda.")


async def test_my_earlier_mark_and_the_authors_answer_stand_under_the_field() -> None:
    desk = await a_desk(sent_again())

    await desk.open(1)

    shown = texts_in(desk.field_tile(QUESTION["since"]))
    assert "Tanda sebelumnya: Sejak bulan apa?" in shown
    assert "Jawaban penulis: Sejak Maret, waktu terpal datang." in shown


async def test_comments_are_read_with_who_and_when() -> None:
    desk = await a_desk(a_record(1).change({"comments/k1": "Becak dari swadaya."}))

    await desk.open(1)

    assert desk.shows("Ibu RT contoh, 2 Des 2025 pukul 12.00: Becak dari swadaya.")


async def test_the_record_text_can_be_selected() -> None:
    desk = await a_desk(a_record(1))

    await desk.open(1)

    selectable = [text for area in desk.find(ft.SelectionArea) for text in texts_of(area.content)]
    assert "Teba kompos" in selectable
    assert "Semua warga" in [t.value for area in desk.find(ft.SelectionArea) for t in _texts_below(desk, area)]


def _texts_below(desk: Desk, control: object) -> list[ft.Text]:
    return [each for each in desk._walk(control, set()) if isinstance(each, ft.Text)]


# Photos


async def test_a_photo_is_shown_and_a_tap_enlarges_it() -> None:
    desk = await a_desk(a_record(1, photos={"f1": PHOTO}))
    desk.lorong.files.files |= {PHOTO["sha256"]: b"full", PHOTO["preview"]: b"small"}  # type: ignore[attr-defined]
    await desk.open(1)
    assert [image.src for image in desk.find(ft.Image)] == [b"small"]

    await desk.tap(desk.get(ft.TextButton, key="photo:f1"))
    assert [image.src for dialog in desk.dialogs for image in _images(desk, dialog)] == [b"full"]
    assert "Lubang teba" in [t.value for dialog in desk.dialogs for t in _texts_below(desk, dialog)]

    await desk.press("Tutup")
    assert desk.dialogs == []


def _images(desk: Desk, control: object) -> list[ft.Image]:
    return [each for each in desk._walk(control, set()) if isinstance(each, ft.Image)]


async def test_a_photo_that_is_not_on_this_phone_says_so() -> None:
    desk = await a_desk(a_record(1, photos={"f1": PHOTO}))

    await desk.open(1)
    await desk.until(lambda: desk.label("Foto belum ada di HP ini"))

    assert desk.label("Foto belum ada di HP ini")


async def test_a_tick_travels_with_the_decision() -> None:
    desk = await a_desk(a_record(1, photos={"f1": PHOTO, "f2": PHOTO}))
    await desk.open(1)

    await desk.choose("tick:f1")
    await desk.choose("tick:f2")
    await desk.choose("tick:f1")
    await desk.press("Setujui")

    (change,) = desk.changes.values()
    assert {path: value for path, value in change.items() if path.startswith("public/")} == {"public/f2": True}


async def test_a_photo_of_a_child_cannot_be_ticked_unless_blurred() -> None:
    child = PHOTO | {"people": "child"}
    desk = await a_desk(a_record(1, photos={"f1": child, "f2": child | {"blurred": True}}))

    await desk.open(1)

    ticks = [str(button.key) for button in desk.find(ft.OutlinedButton) if str(button.key).startswith("tick:")]
    assert ticks == ["tick:f2"]
    assert desk.shows("Tidak bisa ditampilkan. Minta penulis menyamarkan wajah anak.")
    assert desk.shows("Ada anak, sudah disamarkan")


async def test_a_photo_without_an_answer_about_people_says_so() -> None:
    photo = {key: value for key, value in PHOTO.items() if key != "people"}
    desk = await a_desk(a_record(1, photos={"f1": photo}))

    await desk.open(1)

    assert desk.shows("Penulis belum menjawab siapa yang ada di foto")


async def test_new_and_removed_photos_are_named_after_my_review() -> None:
    first = a_record(1, days=9, photos={"f1": PHOTO}).reviewed(photos="Tambah foto")
    record = first.change({"photos/f1": None, "photos/f2": PHOTO, "status": "submitted"})
    desk = await a_desk(record)

    await desk.open(1)

    assert desk.shows("Berubah sejak tinjauan Anda: Foto")
    assert desk.shows("Baru atau berubah")
    assert desk.shows("1 foto diambil kembali penulis")


# Hints that never block


async def test_what_looks_like_a_complaint_is_said_and_blocks_nothing() -> None:
    desk = await a_desk(a_record(1, title="Lampu jalan mati", action="Mohon segera diperbaiki"))
    await desk.open(1)
    assert desk.shows("Mirip keluhan (lampu jalan). Bila benar, pilih Kembalikan.")

    await desk.press("Setujui")

    assert desk.decision["decision"] == "approved"


async def test_a_twin_in_the_queue_is_named_and_blocks_nothing() -> None:
    desk = await a_desk(a_record(1), a_record(2, title=" teba  KOMPOS"))
    await desk.open(1)
    assert desk.shows(f"Namanya sama dengan nomor {number_of(record_id(2))}")

    await desk.press("Setujui")

    assert desk.decision["decision"] == "approved"


async def test_on_a_phone_arrows_lead_to_the_records_before_and_behind() -> None:
    desk = await a_desk(a_record(1, days=3), a_record(2, days=2), a_record(3), width=PHONE)
    await desk.open(1)
    assert desk.button("Catatan sebelumnya").disabled

    await desk.press("Catatan berikutnya")

    assert desk.shows("2 dari 3")
    assert desk.shows("Teba kompos 2")


async def test_the_history_is_one_tap_away_and_leaves_the_desk_as_it_is() -> None:
    desk = await a_desk(a_record(1), a_record(2))
    await desk.open(1)

    await desk.press("Rincian dan riwayat")

    assert desk.page.route == f"/record/{record_id(1)}"
    assert desk.app.review.record == record_id(1)


async def test_a_change_that_comes_while_i_read_is_looked_at_before_deciding() -> None:
    record = a_record(1)
    desk = await a_desk(record)
    await desk.open(1)

    pulled(desk.lorong, record.change({"title": "Teba kompos Lorong 4"}).view())
    await desk.settle()
    assert desk.shows("Catatan ini berubah saat Anda membacanya. Lihat dulu yang baru.")
    assert "Teba kompos" in texts_in(desk.field_tile(QUESTION["title"]))
    assert not desk.has_button("Setujui")

    await desk.press("Lihat yang berubah")
    assert texts_in(desk.field_tile(QUESTION["title"]))[1:] == [
        "Teba kompos Lorong 4",
        "Berubah. Sebelumnya: Teba kompos",
    ]

    await desk.press("Setujui")
    assert desk.decision["seen"] == 2
