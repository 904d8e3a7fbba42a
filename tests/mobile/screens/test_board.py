"""*Papan Labinov*: five columns or one at a time, and what a card still needs, in words."""

from __future__ import annotations

from functools import partial

import flet as ft
import pytest

from mobile import board_desk, city_desk
from sync.central import board
from tests.mobile.screens.city_page import PHONE, WIDE, CityPage, OpenPage
from tests.mobile.screens.desk import texts_of
from tests.support.bank import Offices, addressing
from tests.support.clock import StandingClock

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def open_page(city_page: OpenPage) -> OpenPage:
    return partial(city_page, route="/board")


def cards_in(page: CityPage, column: str) -> list[str]:
    box = page.get(ft.Container, key=f"column:{column}")
    return [text for text in texts_of(box) if text.startswith("Teba")]


async def test_a_card_says_what_is_missing_and_moves_once_it_is_there(city: Offices, open_page: OpenPage) -> None:
    record = await city.note(title="Teba kompos")
    await city.accepted(city.kota, record, {"lab": {"stage": "drum_up"}})
    page = await open_page(width=WIDE)
    await page.until(lambda: page.shows("Belum ada: masalah yang tercatat."))
    assert cards_in(page, "drum_up") == ["Teba kompos"]

    await page.press("Pindah")
    await page.tap(page.get(ft.OutlinedButton, key="stage=diagnose"))
    assert next(button for button in page.find(ft.FilledButton) if button.content == "Simpan").disabled
    await page.press("Batal")
    await city.accepted(city.rt, record, addressing(await city.listed()))
    await page.close()
    page = await open_page(width=WIDE)
    await page.until(lambda: page.shows("Buktinya lengkap: siap maju."))
    await page.press("Pindah")
    await page.tap(page.get(ft.OutlinedButton, key="stage=diagnose"))
    await page.enter(page.get(ft.TextField, key="helps"), "Unhas")
    await page.until(lambda: not page.find(ft.FilledButton)[-1].disabled)
    await page.press("Simpan")
    await page.until(lambda: cards_in(page, "diagnose") == ["Teba kompos"])
    await page.send()

    await page.until(lambda: page.shows("Dibantu: Unhas"))
    assert cards_in(page, "drum_up") == []


async def test_the_last_letters_of_who_helps_are_kept_when_the_tap_comes_with_them(
    city: Offices, open_page: OpenPage
) -> None:
    record = await city.note(title="Teba kompos")
    await city.accepted(city.kota, record, {"lab": {"stage": "drum_up"}})
    page = await open_page(width=PHONE)
    await page.sees("Teba kompos")
    await page.press("Pindah")
    await page.until(lambda: not page.button("Simpan").disabled)
    await page.enter(page.get(ft.TextField, key="helps"), "Un")

    await page.enter_and_tap(page.get(ft.TextField, key="helps"), "Unhas", page.button("Simpan"))

    await page.sees("Dibantu: Unhas")


async def test_a_phone_shows_one_column_and_the_last_board_without_a_signal(
    city: Offices, open_page: OpenPage
) -> None:
    record = await city.note(title="Teba kompos")
    await city.accepted(city.kota, record, {"lab": {"stage": "drum_up"}})
    page = await open_page(width=PHONE)
    await page.until(lambda: page.shows("Teba kompos"))

    assert page.has_button("Galang (1)")
    assert page.has_button("Rancang (0)")
    await page.tap(page.get(ft.OutlinedButton, key="column=design"))
    assert not page.shows("Teba kompos")
    assert page.shows("Kolom ini kosong")

    page.phone.line.is_up = False
    page.app.city.board.cards = []
    page.app.city.board.column = "drum_up"
    await board_desk.load(page.app.city.board, page.phone.session)
    await page.settle()
    assert page.shows("Teba kompos")
    assert page.shows("Ini yang terlihat")


async def test_what_a_colleague_moved_since_is_not_laid_over_by_an_old_move(
    city: Offices, open_page: OpenPage, clock: StandingClock
) -> None:
    record = await city.note(title="Teba kompos", **addressing(await city.listed()))
    page = await open_page(width=PHONE)
    await city_desk.read_record(page.lorong, record)
    state = page.lorong.record(record)
    assert state is not None
    board_desk.move(page.lorong, state, {"stage": "drum_up"})
    await page.send()
    await city.accepted(city.kota, record, {"lab": {"stage": "diagnose"}})
    clock.move(minutes=5)
    desk = board_desk.BoardDesk()

    await board_desk.load(desk, page.lorong)

    (card,) = board_desk.cards_now(desk, page.lorong)
    assert card.stage == "diagnose"


async def test_a_full_board_says_that_not_all_is_on_it(
    city: Offices, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        await city.accepted(city.kota, await city.note(), {"lab": {"stage": "drum_up"}})
    monkeypatch.setattr(board, "MOST", 1)

    page = await open_page(width=PHONE)

    await page.sees("Papan penuh: hanya 1 kartu")
