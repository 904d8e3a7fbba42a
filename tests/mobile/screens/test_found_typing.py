"""A record that was found at the centre, while somebody writes below it."""

from __future__ import annotations

import httpx

from mobile.screens.found_record import FoundRecordView
from sync.client import opened
from sync.domain.people import Role
from sync.protocol import wire
from tests.mobile.screens.desk import a_record, days_ago, record_id
from tests.mobile.screens.officer import an_officer
from tests.support.sessions import a_session, unreachable
from tests.support.some_centre import HEADERS


async def test_a_comment_that_is_being_typed_stays_when_the_centre_is_heard_again() -> None:
    view, is_up = a_record().view(), [False]

    def answer(request: httpx.Request) -> httpx.Response:
        if not is_up[0]:
            return unreachable(request)
        return httpx.Response(200, headers=HEADERS, json=wire.write(view))

    session = a_session(Role.KOTA, "73.71", answer=answer)
    opened.keep(session.tables, view, days_ago(1))
    officer = await an_officer(lambda: FoundRecordView(record_id(1)), session=session)
    await officer.enter(officer.field("comment"), "Bagus sekali")

    is_up[0] = True
    await officer.press("Coba lagi")

    assert not officer.has_button("Coba lagi")
    assert officer.field("comment").value == "Bagus sekali"
