"""Kiriman as a test sees it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from mobile.screens.outbox import OutboxScreen
from mobile.session import Session
from sync.client import outbox
from sync.protocol.messages import Receipt
from tests.mobile.screens.shown import Shown, shown
from tests.support.notes import a_photo, an_id, file, save


class OutboxPage(Shown):
    @property
    def texts(self) -> list[str]:
        return self.driver.texts

    def below(self, title: str) -> list[str]:
        """The texts from this title on."""
        return self.texts[self.texts.index(title) :]

    async def tap(self, text: str) -> None:
        await self.driver.tap(self.driver.button(text))


OpenOutbox = Callable[..., Awaitable[OutboxPage]]


async def outbox_page(session: Session, **state: Any) -> OutboxPage:
    return await shown(OutboxPage, OutboxScreen, session, **state)


def a_note(session: Session, number: int, title: str, *photos: str) -> str:
    """A saved note with photos of 600 KB, not yet sent."""
    also = {f"photos/{sha256}": a_photo(sha256) for sha256 in photos}
    save(session.tables, 100 + number, an_id(number), title=title, status="submitted", also=also)
    for sha256 in photos:
        file(session.tables, sha256, an_id(number), size=600_000)
    return an_id(number)


def accepted(session: Session, number: int, title: str, *photos: str, at: str = "2025-12-02T03:05:00Z") -> str:
    record = a_note(session, number, title, *photos)
    change = session.changes(record)[0][0]
    receipt = Receipt(change, "accepted", seq=number, link="ab12cd34" * 8)
    outbox.take_receipts(session.tables, [receipt], at)
    return record
