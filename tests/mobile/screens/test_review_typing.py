"""What is typed into the dialogs of *Tinjau* is not lost: neither to a kill of the app nor to a busy phone."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest

from sync.client.tables import SETTINGS
from tests.mobile.screens.desk import PROBLEM, SINCE, Desk, a_desk, a_record, mark

REVISION, GIVEN_BACK = "Tulis catatan, lalu minta perbaikan", "Kembalikan"


def box(desk: Desk, key: str) -> Any:
    return desk.get(ft.TextField, key=key)


def half_written(desk: Desk) -> list[str]:
    kept = desk.lorong.tables.table(SETTINGS).items()
    return [key for key, _ in kept if key.startswith("half_written/")]


async def killed(desk: Desk) -> Desk:
    """The app goes to the background, is killed there and is opened anew, with the first record on the desk."""
    desk.app.pauses += 1
    await desk.settle()
    again = await a_desk(session=desk.lorong)
    await again.open(1)
    return again


async def test_a_mark_that_was_left_half_written_is_found_again_after_the_app_was_killed() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.tap_field(SINCE)
    await desk.choose("verdict=reject")
    await desk.enter(box(desk, "comment"), "Sejak bulan")

    again = await killed(desk)
    await again.tap_field(SINCE)
    assert box(again, "comment").value == "Sejak bulan"
    await again.press("Simpan tanda")

    assert again.label("1 isian ditolak → Ditolak")


async def test_a_mark_that_was_given_up_is_not_found_again() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.tap_field(SINCE)
    await desk.enter(box(desk, "comment"), "Sejak bulan")
    await desk.press("Batal")

    again = await killed(desk)
    await again.tap_field(SINCE)

    assert box(again, "comment").value == ""


async def test_a_note_that_was_left_half_written_is_found_again_after_the_app_was_killed() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await mark(desk, SINCE, "Kapan?")
    await desk.press(REVISION)
    await desk.enter(box(desk, "comment"), "Lengkapi tanggalnya")

    again = await killed(desk)
    await again.press(REVISION)

    assert box(again, "comment").value == "Lengkapi tanggalnya"


async def test_why_a_record_is_given_back_is_found_again_after_the_app_was_killed() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.press(GIVEN_BACK)
    await desk.choose("reason=elsewhere")
    await desk.enter(box(desk, "more"), "Tempatnya di Balla Parang.")

    again = await killed(desk)
    await again.press(GIVEN_BACK)
    await again.press("Simpan: Dikembalikan")

    assert again.decision["note"].endswith("Tempatnya di Balla Parang.")


async def test_nothing_of_a_review_is_half_written_any_more_once_the_decision_was_made() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.tap_field(PROBLEM)
    await desk.enter(box(desk, "comment"), "Siapa?")
    await desk.emit(desk.dialogs[0], "dismiss")
    await mark(desk, SINCE, "Kapan?")
    await desk.press(REVISION)
    await desk.enter(box(desk, "comment"), "Lengkapi")
    desk.app.pauses += 1
    await desk.settle()
    assert len(half_written(desk)) == 2

    await desk.press("Simpan: Revisi")

    assert half_written(desk) == []


async def test_the_last_letters_of_a_mark_are_kept_when_the_tap_comes_with_them() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.tap_field(SINCE)

    await desk.enter_and_tap(box(desk, "comment"), "Sejak kapan?", desk.button("Simpan tanda"))

    assert desk.app.review.draft.marks["since"].comment == "Sejak kapan?"


async def test_a_sentence_is_put_behind_the_last_letters() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await desk.tap_field(SINCE)
    sentence = next(tile for tile in desk.find(ft.ListTile) if isinstance(tile.leading, ft.Icon) and tile.bgcolor)

    await desk.enter_and_tap(box(desk, "comment"), "Mohon dicek.", sentence)

    assert box(desk, "comment").value == f"Mohon dicek. {sentence.title.value}"


@pytest.mark.parametrize(
    ("way", "key", "button"),
    [(REVISION, "comment", "Simpan: Revisi"), (GIVEN_BACK, "more", "Simpan: Dikembalikan")],
)
async def test_the_last_letters_of_a_decision_are_kept_when_the_tap_comes_with_them(
    way: str, key: str, button: str
) -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    if way == REVISION:
        await mark(desk, SINCE, "Kapan?")
    await desk.press(way)
    if way == GIVEN_BACK:
        await desk.choose("reason=elsewhere")
    await desk.enter(box(desk, key), "Lengk")

    await desk.enter_and_tap(box(desk, key), "Lengkapi", desk.button(button))

    assert desk.decision["note"].endswith("Lengkapi")
