"""The list of partners as a device reads it, page by page."""

from __future__ import annotations

import httpx

from sync.client import partners
from sync.client.partners import PartnersReader
from tests.support.sessions import FakeClock, a_session, unreachable
from tests.support.some_centre import HEADERS


class Feed:
    """Two pages, the second of which may be lost on its way."""

    def __init__(self) -> None:
        self.is_cut = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        cursor = request.url.params.get("cursor", "")
        if cursor and self.is_cut:
            return unreachable(request)
        name = "second" if cursor else "first"
        line = {"id": name, "title": name, "helix": "", "part": "", "until": ""}
        page = {"partners": [line], "gone": [], "cursor": name, "more": not cursor, "anew": not cursor}
        return httpx.Response(200, headers=HEADERS, json=page)


async def test_a_list_that_was_cut_off_is_read_on_at_the_next_rest_not_an_hour_later() -> None:
    feed = Feed()
    session = a_session(answer=feed)
    reader = PartnersReader(session.tables, session.api, FakeClock())
    await reader.read_quietly()
    assert list(partners.held(session.tables)) == ["first"]

    feed.is_cut = False
    await reader.read_quietly()

    assert list(partners.held(session.tables)) == ["first", "second"]
