"""An errand says that it is on its way, and what kept it from being done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import flet as ft
import pytest

from mobile.context import AppState, use_app
from mobile.device.ports import DeviceError
from mobile.errand import use_errand
from mobile.store.errors import StoreFull
from sync.client.errors import Offline
from tests.support.app_driver import AppDriver
from tests.support.sessions import showing


class Shown:
    """A screen with one button. Pressed, it does as `fails_with` says; before it does, `gate` has to be open."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails_with: Exception | None = None
        self.times = 0
        self.app: AppState
        self.driver: AppDriver

    def screen(self, **how: Any) -> ft.Control:
        @ft.component
        def Screen() -> ft.Control:  # noqa: N802
            errand = use_errand(**how)

            @errand.work
            async def go() -> None:
                self.times += 1
                await self.gate.wait()
                if self.fails_with is not None:
                    raise self.fails_with

            told = f"{'busy' if errand.is_busy else 'idle'}: {errand.trouble}"
            return ft.Column([ft.Button("Go", on_click=go), ft.Text(told)])

        @ft.component
        def Until() -> ft.Control:  # noqa: N802
            return ft.Text("gone") if use_app().phase == "gone" else Screen()

        return Until()

    @property
    def says(self) -> str:
        return next(text for text in self.driver.texts if ":" in text)

    async def press(self, fails_with: Exception | None = None) -> None:
        self.fails_with = fails_with
        await self.driver.tap(self.driver.get(ft.Button))


@pytest.fixture
async def shown() -> AsyncIterator[Shown]:
    shown = Shown()
    await opened(shown)
    yield shown
    await shown.driver.close()


async def opened(shown: Shown, **how: Any) -> None:
    def main(page: ft.Page) -> None:
        shown.app = showing(lambda: shown.screen(**how), None)(page)

    shown.driver = await AppDriver().start(main)


async def test_why_the_centre_did_not_answer_is_told(shown: Shown) -> None:
    await shown.press(Offline())

    assert shown.says.startswith("idle: Perlu sinyal")


async def test_why_the_phone_could_not_is_told(shown: Shown) -> None:
    await shown.press(DeviceError("denied"))

    assert shown.says.startswith("idle: Izin belum diberikan")


async def test_a_screen_has_its_own_words_for_it() -> None:
    shown = Shown()

    def words(*_: object) -> str:
        return "No signal here"

    await opened(shown, unanswered=words)

    await shown.press(Offline())

    assert shown.says == "idle: No signal here"
    await shown.driver.close()


async def test_the_line_about_sending_tells_of_a_disk_without_room(shown: Shown) -> None:
    await shown.press(StoreFull())

    assert shown.app.save_failed
    assert shown.says == "idle: "


async def test_an_earlier_trouble_is_not_told_while_it_is_on_its_way_again(shown: Shown) -> None:
    await shown.press(Offline())
    shown.gate.clear()

    pressing = asyncio.create_task(shown.press())

    await shown.driver.until(lambda: shown.says == "busy: ")
    shown.gate.set()
    await pressing
    assert shown.says == "idle: "


async def test_a_second_tap_sets_out_on_nothing_while_the_first_is_on_its_way(shown: Shown) -> None:
    shown.gate.clear()
    button = shown.driver.get(ft.Button)
    first, second = (asyncio.create_task(shown.driver.emit(button, "click")) for _ in range(2))
    await shown.driver.until(lambda: shown.says == "busy: ")

    shown.gate.set()
    await asyncio.gather(first, second)

    assert shown.times == 1


async def test_a_tap_after_it_was_done_sets_out_again(shown: Shown) -> None:
    await shown.press()
    await shown.press()

    assert shown.times == 2


async def test_a_tap_on_what_is_gone_sets_out_on_nothing(shown: Shown) -> None:
    button = shown.driver.get(ft.Button)
    act = button.on_click
    shown.app.phase = "gone"
    await shown.driver.settle()

    await act()

    assert shown.times == 0
