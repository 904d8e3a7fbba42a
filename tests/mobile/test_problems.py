"""Problems and the innovations that address them, as they are asked of the centre."""

from __future__ import annotations

import httpx

from mobile import problems
from sync.domain.people import Role
from tests.support.sessions import a_session
from tests.support.some_centre import HEADERS


def _pages(request: httpx.Request) -> httpx.Response:
    """Two pages of those that solve it partly, none of another degree."""
    wanted, after = request.url.params["addresses"], request.url.params.get("after", "")
    found = [] if not wanted.startswith("partly:") else [_found("second" if after else "first")]
    page = {"records": found, "after": "1" if found and not after else None}
    return httpx.Response(200, headers=HEADERS, json=page)


def _found(name: str) -> dict[str, object]:
    facts = {"kind": "innovation", "area": "73.71.13.1002", "title": name, "status": "published"}
    also = {"number": "0000-0001", "theme": "waste", "updated_at": "2025-12-02T03:00:00Z"}
    return {"id": name, "version": 1} | facts | also


async def test_every_innovation_that_addresses_a_problem_is_asked_for_also_beyond_the_first_page() -> None:
    session = a_session(Role.KOTA, "73.71", answer=_pages)

    links = await problems.addressing_at_centre(session, "0192aaaa-0000-7000-8000-0000000000aa")

    assert [(link.record, link.degree) for link in links] == [("first", "partly"), ("second", "partly")]
