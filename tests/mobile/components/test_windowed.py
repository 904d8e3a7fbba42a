from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

import flet as ft
import pytest

from mobile.components.memo import memo
from mobile.components.place import STEP
from mobile.components.windowed import MOST, Windowed
from mobile.context import AppState, use_app
from tests.support.app_driver import AppDriver
from tests.support.sessions import showing


class Shown:
    """A list of names on the screen, and how often each row was rendered."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.told: list[str] = []
        self.renders: Counter[str] = Counter()
        self.app: AppState
        self.driver: AppDriver

    def screen(self) -> ft.Control:
        renders = self.renders

        @memo
        @ft.component
        def Row(name: str) -> ft.Control:  # noqa: N802
            renders[name.partition(":")[0]] += 1
            return ft.Text(name)

        @ft.component
        def Taps() -> ft.Control:  # noqa: N802
            count, set_count = ft.use_state(0)
            return ft.TextButton(f"{count} taps", on_click=lambda: set_count(count + 1))

        @ft.component
        def Screen() -> ft.Control:  # noqa: N802
            use_app()
            head = [*map(ft.Text, self.told), ft.Text("head"), ft.Row([Taps()], key="counter")]
            return Windowed(self.names, Row, lambda name: name.partition(":")[0], head=head)

        return Screen()

    @property
    def rows(self) -> list[str]:
        return [text for text in self.driver.texts if text != "head" and not text.startswith("T")]

    async def beat(self) -> None:
        self.app.beat()
        await self.driver.settle()

    async def scroll_to_end(self) -> None:
        place = {"pixels": 9000, "min_scroll_extent": 0, "max_scroll_extent": 9100, "viewport_dimension": 700}
        await self.driver.emit(self.driver.get(ft.ListView), "scroll", {"event_type": "update"} | place)


Open = Callable[[int], Awaitable[Shown]]


@pytest.fixture
async def a_list() -> AsyncIterator[Open]:
    opened: list[AppDriver] = []

    async def open_list(length: int) -> Shown:
        shown = Shown([f"row {number}" for number in range(length)])

        def main(page: ft.Page) -> None:
            shown.app = showing(shown.screen, None)(page)

        shown.driver = await AppDriver().start(main)
        opened.append(shown.driver)
        return shown

    yield open_list
    for driver in opened:
        await driver.close()


async def test_a_window_of_a_long_list_is_built(a_list: Open) -> None:
    shown = await a_list(5000)

    assert len(shown.rows) == STEP
    assert shown.driver.shows("head")


async def test_the_window_grows_at_its_end(a_list: Open) -> None:
    shown = await a_list(100)

    await shown.scroll_to_end()
    after_one = len(shown.rows)
    await shown.scroll_to_end()
    await shown.scroll_to_end()

    assert after_one == 2 * STEP
    assert len(shown.rows) == 100


async def test_the_window_stays_while_the_end_is_far(a_list: Open) -> None:
    shown = await a_list(100)

    place = {"pixels": 10, "min_scroll_extent": 0, "max_scroll_extent": 9100, "viewport_dimension": 700}
    await shown.driver.emit(shown.driver.get(ft.ListView), "scroll", {"event_type": "update"} | place)

    assert len(shown.rows) == STEP


async def test_an_update_of_one_item_renders_one_row(a_list: Open) -> None:
    shown = await a_list(5000)
    before = sum(shown.renders.values())

    shown.names[3] = "row 3: changed"
    await shown.beat()

    assert sum(shown.renders.values()) - before == 1
    assert "row 3: changed" in shown.rows


async def test_a_beat_without_a_change_renders_no_row(a_list: Open) -> None:
    shown = await a_list(200)
    before = sum(shown.renders.values())

    await shown.beat()

    assert sum(shown.renders.values()) == before


async def test_a_new_item_renders_its_row_alone(a_list: Open) -> None:
    shown = await a_list(200)
    before = sum(shown.renders.values())

    shown.names.insert(0, "row new")
    await shown.beat()

    assert sum(shown.renders.values()) - before == 1
    assert shown.rows[0] == "row new"


async def test_never_more_rows_than_the_most_are_held(a_list: Open) -> None:
    shown = await a_list(MOST + 50)
    for _ in range(MOST // STEP + 2):
        await shown.scroll_to_end()
    held = len(shown.rows)

    await shown.driver.tap(shown.driver.button("Tampilkan yang berikutnya"))
    following = shown.rows[0]
    await shown.driver.tap(shown.driver.button("Kembali ke yang sebelumnya"))

    assert held == MOST
    assert following == f"row {MOST}"
    assert shown.rows[0] == "row 0"


async def test_a_list_that_became_short_is_shown_from_its_start(a_list: Open) -> None:
    shown = await a_list(MOST + 50)
    for _ in range(MOST // STEP):
        await shown.scroll_to_end()
    await shown.driver.tap(shown.driver.button("Tampilkan yang berikutnya"))

    del shown.names[5:]
    await shown.beat()

    assert len(shown.rows) == 5


async def test_what_has_a_key_above_the_rows_keeps_its_state_when_something_comes_before_it(
    a_list: Open,
) -> None:
    shown = await a_list(3)
    await shown.driver.tap(shown.driver.button("0 taps"))

    shown.told = ["the list did not come"]
    await shown.beat()

    assert shown.driver.has_button("1 taps")
