"""What is typed while a screen draws: the client tells the new text first, and then that it changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import flet as ft
import pytest

from mobile.components.text_box import TextBox
from tests.support.app_driver import AppDriver


@ft.observable
@dataclass
class Search(ft.Observable):
    words: str = ""
    beats: int = 0


@ft.component
def _screen(search: Search) -> ft.Control:
    def typed(words: str) -> None:
        search.words = words[:40]

    box = TextBox(value=search.words, on_change=lambda event: typed(event.control.value or ""))
    return ft.Column([box, ft.Text(f"{search.beats}: {search.words}")])


@dataclass
class Shown:
    driver: AppDriver
    search: Search

    @property
    def box(self) -> ft.TextField:
        return self.driver.get(ft.TextField)  # type: ignore[no-any-return]

    def is_told(self, text: str) -> None:
        """The client shows this text, and will tell of the change."""
        self.driver.session.apply_patch(self.box._i, {"value": text})

    async def draws(self) -> None:
        self.search.beats += 1
        await self.driver.settle()

    async def hears(self) -> None:
        await self.driver.emit(self.box, "change", self.box.value)


@pytest.fixture
async def shown() -> AsyncIterator[Shown]:
    search, driver = Search(), AppDriver()
    await driver.start(lambda page: page.render(lambda: _screen(search)))
    yield Shown(driver, search)
    await driver.close()


async def test_a_text_stays_when_the_screen_draws_before_it_hears_of_it(shown: Shown) -> None:
    shown.is_told("kompos")
    await shown.draws()
    assert shown.box.value == "kompos"

    await shown.hears()
    assert shown.driver.shows("1: kompos")


async def test_a_text_grows_while_the_screen_draws(shown: Shown) -> None:
    await shown.driver.enter(shown.box, "kom")
    shown.is_told("kompos")
    await shown.draws()
    await shown.draws()
    assert shown.box.value == "kompos"

    await shown.hears()
    assert shown.search.words == "kompos"


async def test_a_box_is_cleared_when_the_screen_clears_it(shown: Shown) -> None:
    await shown.driver.enter(shown.box, "kompos")
    shown.search.words = ""
    await shown.driver.settle()

    assert shown.box.value == ""


async def test_what_is_too_long_is_cut_in_the_box_too(shown: Shown) -> None:
    await shown.driver.enter(shown.box, "kompos " * 10)

    assert shown.box.value == ("kompos " * 10)[:40]
