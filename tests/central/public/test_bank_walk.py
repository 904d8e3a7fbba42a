"""All pages, exports and feeds at once: nothing hidden, nothing personal, valid and small."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import httpx
import pytest

from sync.central import judge
from sync.domain.personal import has_personal_number
from tests.central.public.walking import walk
from tests.conftest import Enrol
from tests.support.bank import Offices, addressing, store_photo
from tests.support.full_city import PHOTO, fill, taken_up

_PATHS = re.compile(r' d="[^"]*"')
"""Lines of a map are long rows of small numbers."""


async def test_a_hidden_record_is_on_no_page_in_no_export_and_in_no_feed(
    city: Offices, http: httpx.AsyncClient, enrol: Enrol
) -> None:
    issue = await city.listed(title="Sampah dapur menumpuk")
    named = await taken_up(city, enrol, http, title="Usulan Rahasia", text="Rahasia")
    hidden = await city.published(
        title="Namanya Rahasia", **addressing(issue), ticks={"p1": True}, **{"photos/p1": PHOTO}, **named
    )
    await city.published(title="Menirunya saja", replicates=hidden)
    hidden_issue = await city.listed(title="Isu Rahasia")
    for sha256 in (PHOTO["sha256"], PHOTO["preview"]):
        store_photo(city.centre, sha256)
    city.index()
    before = await walk(http, "/?q=rahasia", "/?urusan=lingkungan")
    await city.hide(hidden)
    await city.hide(hidden_issue, kind="issue", before="listed")

    after = await walk(http, *before)
    feed = await http.get("/v1/bank/feed", headers={"Authorization": f"Bearer {city.rt.token}"})

    assert sum("Rahasia" in page.text for page in before.values()) >= 8
    assert [path for path, page in after.items() if "Rahasia" in page.text] == []
    assert {page.status_code for path, page in after.items() if path.startswith("/foto/")} == {404}
    assert "Rahasia" not in feed.text


async def test_no_page_and_no_export_holds_a_personal_number_or_a_contact(
    city: Offices, http: httpx.AsyncClient, enrol: Enrol
) -> None:
    told = "Hubungi 0812 3456 7890 atau ibu@contoh.id di rumah."
    spoken: dict[str, Any] = dict.fromkeys(("title", "problem", "action", "before", "after", "lorong"), told)
    name = {"name": "Ibu Penggagas", "may_show": False}
    named = await taken_up(city, enrol, http, title=told, text=told)
    await city.published(**spoken, **named, originator_name=name, needs={"choices": ["tools"], "note": told})
    await city.listed(title=told, tried=told)
    city.index()

    for path, page in (await walk(http)).items():
        assert not has_personal_number(_PATHS.sub("", page.text)), path
        assert not re.search(r"0812|3456|contoh\.id", page.text), path
        assert "Ibu Penggagas" not in page.text
        assert city.rt.person.name not in page.text
        assert city.rt.person.id not in page.text


async def test_a_personal_number_that_an_older_release_let_in_is_on_no_page(
    city: Offices, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "NIK 7371010101900001 milik ketua kelompok."
    with monkeypatch.context() as older:
        older.setattr(judge, "check_content", lambda _: None)
        spoken: dict[str, Any] = dict.fromkeys(("title", "problem", "action", "before", "after", "lorong"), told)
        await city.published(**spoken, needs={"choices": ["tools"], "note": told})
        await city.listed(title=told, tried=told)
    city.index()
    feed = await http.get("/v1/bank/feed", headers={"Authorization": f"Bearer {city.rt.token}"})

    pages = {**await walk(http), "feed": feed}

    assert sum("milik ketua kelompok" in page.text for page in pages.values()) >= 6
    assert [path for path, page in pages.items() if "7371010101900001" in page.text] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_page_that_a_link_leads_to_is_there_valid_and_small(
    city: Offices, http: httpx.AsyncClient, enrol: Enrol
) -> None:
    await fill(city, enrol, http)

    pages = await walk(http, "/?q=teba", "/?q=tidakada", "/inovasi/x")
    html = {path: page for path, page in pages.items() if "text/html" in page.headers["content-type"]}

    assert len(html) > 190
    for path, page in html.items():
        html5lib.HTMLParser(strict=True).parse(page.text)
        assert len(page.content) < 30_000, (path, len(page.content))
        assert page.status_code in (200, 301, 404)
        assert path == "/inovasi/x" or page.status_code == 200, path
