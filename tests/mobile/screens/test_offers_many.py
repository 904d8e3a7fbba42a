"""*Tawaran* with hundreds of offers that have ended stays quick."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest

from mobile.components.place import STEP
from mobile.screens.offers import OffersScreen
from sync.client import partners
from sync.client.tables import PARTNERS
from sync.domain.people import Role
from sync.protocol.messages import PersonRef, RecordView, Source
from tests.mobile.screens.officer import an_officer
from tests.support.notes import SENT_AT, an_id
from tests.support.sessions import a_session, pulled


def an_offer(number: int) -> RecordView:
    values = {"text": f"Tawaran {number}", "status": "declined", "record": an_id(9), "partner": "p1"}
    sources = {1: Source(an_id(9000), "d", PersonRef("x", "X", "kota"), SENT_AT)}
    return RecordView(an_id(number), "offer", "73.71", 1, "x", values, dict.fromkeys(values, 1), {}, sources)


async def test_of_many_offers_a_window_is_built_and_the_partners_are_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session, read = a_session(Role.KOTA, "73.71"), []
    line = {"id": "p1", "title": "Universitas contoh", "helix": "", "part": "", "until": ""}
    session.tables.table(PARTNERS).put("p1", line)
    for number in range(3 * STEP):
        pulled(session, an_offer(100 + number))
    held = partners.held

    def counted(*given: Any) -> Any:
        read.append(given)
        return held(*given)

    monkeypatch.setattr(partners, "held", counted)
    officer = await an_officer(OffersScreen, session=session)

    cards = [each for each in officer.find(ft.Container) if str(each.key).startswith("offer:")]
    assert 0 < len(cards) <= STEP
    assert officer.shows("Universitas contoh")
    assert len(read) == 1
