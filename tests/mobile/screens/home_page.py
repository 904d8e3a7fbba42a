"""Beranda as a test sees it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from mobile.screens.home import HomeScreen
from mobile.session import Session
from tests.mobile.screens.shown import Shown, shown
from tests.support.notes import a_view, an_id
from tests.support.sessions import pulled


class HomePage(Shown):
    @property
    def cards(self) -> list[str]:
        """The names on the cards, from above."""
        return [texts_in(tile.title)[0].value for tile in self.tiles]

    @property
    def tiles(self) -> list[ft.ListTile]:
        return [tile for tile in self.driver.find(ft.ListTile) if isinstance(tile.title, ft.Column)]

    def card(self, title: str) -> ft.ListTile:
        found = [tile for tile in self.tiles if title in [t.value for t in texts_in(tile.title)]]
        assert len(found) == 1, f"{len(found)} cards of {title!r}"
        return found[0]

    def need(self, text: str) -> ft.ListTile:
        tiles: list[ft.ListTile] = self.driver.find(ft.ListTile)
        found = [tile for tile in tiles if isinstance(tile.title, ft.Text) and text in tile.title.value]
        assert len(found) == 1, f"{len(found)} lines of {text!r}"
        return found[0]

    async def search(self, words: str) -> None:
        await self.driver.enter(self.driver.get(ft.TextField), words)


def texts_in(control: Any) -> list[ft.Text]:
    inner = getattr(control, "controls", None) or [getattr(control, "content", None)]
    below = [text for each in inner if isinstance(each, ft.Control) for text in texts_in(each)]
    return [control, *below] if isinstance(control, ft.Text) else below


OpenHome = Callable[..., Awaitable[HomePage]]


async def home_page(session: Session, **state: Any) -> HomePage:
    return await shown(HomePage, HomeScreen, session, **state)


def pull(session: Session, number: int, title: str, **view: Any) -> str:
    pulled(session, a_view(an_id(number), title=title, **view))
    return an_id(number)
