from __future__ import annotations

import flet as ft
import httpx
import pytest

from mobile.session_maker import make_session
from mobile.store.database import open_database
from mobile.store.shelves import Shelves
from sync.client.tables import INDEXES
from tests.mobile.screens.desk import ME, SINCE, Desk, Record, a_desk, a_record, answer, mark, record_id, texts_of
from tests.support.memory_file import MemoryFile
from tests.support.sessions import FakeClock, FakeNetwork, MemoryShelf, a_session, pulled, unreachable

WORDS = "Lengkapi alamatnya."
DIALOGS = pytest.mark.parametrize(
    ("way", "field", "button"),
    [
        ("Tulis catatan, lalu minta perbaikan", "comment", "Simpan: Revisi"),
        ("Kembalikan", "more", "Simpan: Dikembalikan"),
    ],
)

# What stands in the way


async def test_two_open_values_are_shown_and_keep_from_deciding() -> None:
    desk = await a_desk(a_record(1).two("title", "Teba kompos", "Teba kompos Lorong 2"))

    await desk.open(1)

    assert desk.shows("1. Teba kompos")
    assert desk.shows("2. Teba kompos Lorong 2")
    assert desk.shows("Ada dua isian berbeda; penulis memilih dulu.")
    assert not desk.has_button("Setujui")
    assert not desk.has_button("Kembalikan")


async def test_the_author_is_told_once_which_field_holds_two_values() -> None:
    desk = await a_desk(a_record(1).two("title", "Teba kompos", "Teba kompos Lorong 2"))
    await desk.open(1)

    await desk.press("Beri tahu penulis")

    (change,) = desk.changes.values()
    assert list(change.values()) == ["Ada dua isian berbeda pada: Nama inovasi. Mohon pilih yang benar."]
    assert desk.shows("Penulis sudah diberi tahu.")
    assert not desk.has_button("Beri tahu penulis")


async def test_a_record_that_another_decided_meanwhile_says_who() -> None:
    record = a_record(1)
    desk = await a_desk(record)
    await desk.open(1)

    pulled(desk.lorong, record.reviewed("approved", by="p-other", note="Bagus").view())
    await desk.settle()

    assert desk.shows("Sekarang: Disetujui oleh Peninjau contoh, 2 Des 2025 pukul 12.00. Bagus")
    assert not desk.has_button("Setujui")
    assert desk.queue == []


@DIALOGS
async def test_a_dialog_gives_way_to_news_and_what_was_typed_is_found_again(
    way: str, field: str, button: str
) -> None:
    record = a_record(1)
    desk = await a_desk(record)
    await open_with_words(desk, way, field)

    pulled(desk.lorong, record.change({"title": "Teba kompos Lorong 4"}).view())
    await desk.settle()
    await desk.press(button)
    assert (desk.dialogs, desk.decisions) == ([], [])
    assert desk.shows("Catatan ini berubah saat Anda membacanya. Lihat dulu yang baru.")

    await desk.press("Lihat yang berubah")
    await desk.press(way)
    assert desk.get(ft.TextField, key=field).value == WORDS
    await desk.press(button)
    assert desk.decision["note"].endswith(WORDS)


@DIALOGS
async def test_a_dialog_gives_way_to_the_decision_of_a_colleague_and_says_so(
    way: str, field: str, button: str
) -> None:
    record = a_record(1)
    desk = await a_desk(record)
    await open_with_words(desk, way, field)

    pulled(desk.lorong, record.reviewed("approved", by="p-other", note="Bagus").view())
    await desk.settle()
    await desk.press(button)

    assert (desk.dialogs, desk.decisions) == ([], [])
    assert desk.shows("Keadaan catatan ini sudah berubah, jadi putusan Anda tidak disimpan.")
    assert desk.shows("Sekarang: Disetujui oleh Peninjau contoh")


async def open_with_words(desk: Desk, way: str, field: str) -> None:
    """The dialog of a revision, which needs a mark, or of giving back, which needs a reason."""
    await desk.open(1)
    if way == "Kembalikan":
        await desk.press(way)
        await desk.choose("reason=elsewhere")
    else:
        await mark(desk, SINCE, "Sejak bulan apa?")
        await desk.press(way)
    await desk.enter(desk.get(ft.TextField, key=field), WORDS)


# Putuskan lagi


async def test_a_refused_decision_comes_back_with_what_changed_and_its_marks() -> None:
    record = a_record(1)
    desk = await a_desk(record)
    await desk.open(1)
    await mark(desk, SINCE, "Sejak bulan apa?")
    await desk.press("Tulis catatan, lalu minta perbaikan")
    await desk.enter(desk.get(ft.TextField, key="comment"), "Lengkapi")
    await desk.press("Simpan: Revisi")
    (change,) = desk.changes

    pulled(desk.lorong, record.change({"title": "Teba kompos Lorong 4"}).view())
    answer(desk, change, "changed_since_seen", title="changed")
    await desk.wait(11)
    await desk.tap(desk.row(1, "again"))

    assert desk.shows("Putuskan lagi: keputusan Anda (Revisi) belum diterima.")
    assert desk.shows("Berubah sejak tinjauan Anda: Nama inovasi")
    assert desk.shows("Berubah. Sebelumnya: Teba kompos")
    assert desk.label("1 isian perlu diperbaiki → Revisi")

    await desk.press("Tulis catatan, lalu minta perbaikan")
    await desk.press("Simpan: Revisi")
    assert desk.decision["seen"] == 2
    assert desk.lorong.refusals(record_id(1)) == []


async def test_a_decision_that_came_too_late_shows_the_other_one_and_is_let_go() -> None:
    record = a_record(1)
    desk = await a_desk(record, a_record(2))
    await desk.open(1)
    await desk.press("Setujui")
    (change,) = desk.changes
    pulled(desk.lorong, record.reviewed("revision", by="p-other", note="Lengkapi foto").view())
    answer(desk, change, "already_decided")
    await desk.settle()

    await desk.tap(desk.row(1, "again"))
    assert desk.shows("Sekarang: Revisi oleh Peninjau contoh")
    assert desk.shows("Lengkapi foto")
    assert not desk.has_button("Setujui")

    await desk.press("Mengerti")
    assert desk.lorong.refusals(record_id(1)) == []
    assert desk.queue == ["Teba kompos 2"]
    assert not desk.shows("Putuskan lagi")


async def test_a_decision_refused_for_two_values_waits_for_the_author() -> None:
    record = a_record(1)
    desk = await a_desk(record)
    await desk.open(1)
    await desk.press("Setujui")
    (change,) = desk.changes
    pulled(desk.lorong, record.two("title", "Teba kompos", "Teba").view())
    answer(desk, change, "two_values_open", title="two_values")
    await desk.settle()

    await desk.tap(desk.row(1, "again"))

    assert desk.shows("Ada dua isian berbeda. Pilih dulu yang benar, lalu putuskan lagi.")
    assert desk.has_button("Beri tahu penulis")
    assert not desk.has_button("Setujui")


# A full phone


async def on_a_small_phone(*records: Record) -> tuple[Desk, MemoryFile]:
    """A desk, and the file that its phone writes to."""
    file = MemoryFile()
    tables = Shelves(
        open_database(file, MemoryFile(), set_aside=lambda _: None, indexes=INDEXES, new_id=lambda: "unused")
    )
    known = a_session("kecamatan", "73.71.13", person_id=ME)
    clock, http = FakeClock(), httpx.AsyncClient(transport=httpx.MockTransport(unreachable))
    session = make_session(
        known.account,
        tables,
        MemoryShelf(),
        http,
        "token",
        FakeNetwork(),
        clock,
        random_fraction=lambda: 0.5,
    )
    return await a_desk(*records, session=session, clock=clock), file


async def test_when_the_phone_cannot_save_nothing_is_lost_and_it_says_what_to_do() -> None:
    desk, file = await on_a_small_phone(a_record(1), a_record(2))
    await desk.open(1)
    await mark(desk, SINCE, "Sejak bulan apa?")
    await desk.press("Tulis catatan, lalu minta perbaikan")
    await desk.enter(desk.get(ft.TextField, key="comment"), "Lengkapi")

    file.capacity_bytes = file.size_bytes
    await desk.press("Simpan: Revisi")
    assert desk.shows("Belum tersimpan di HP ini. Kosongkan sedikit ruang, lalu ulangi.")
    assert desk.decisions == []
    assert desk.app.save_failed

    file.capacity_bytes = None
    await desk.press("Simpan: Revisi")
    assert desk.decision["note"] == "Lengkapi"
    assert not desk.app.save_failed


async def test_a_mark_that_the_phone_cannot_save_stays_open_and_says_what_to_do() -> None:
    desk, file = await on_a_small_phone(a_record(1))
    await desk.open(1)
    await desk.tap_field(SINCE)
    await desk.enter(desk.get(ft.TextField, key="comment"), "Sejak bulan apa?")

    file.capacity_bytes = file.size_bytes
    await desk.press("Simpan tanda")
    assert desk.get(ft.TextField, key="comment").value == "Sejak bulan apa?"
    assert "Belum tersimpan di HP ini. Kosongkan sedikit ruang, lalu ulangi." in texts_of(desk.dialogs[0])

    file.capacity_bytes = None
    await desk.press("Simpan tanda")
    assert desk.dialogs == []
    assert desk.label("1 isian perlu diperbaiki → Revisi")
