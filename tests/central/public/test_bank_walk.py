"""All pages, exports and feeds at once: nothing hidden, nothing personal, valid and small."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import httpx
import pytest

from sync.central.public.pages import POLICY
from sync.domain.people import Role
from sync.domain.personal import has_personal_number
from tests.central.public.walking import walk
from tests.conftest import Enrol
from tests.support.bank import Offices, offices, store_photo
from tests.support.centres import KASSI, Speaker, a_note
from tests.support.residents import filed, pulled, step

PHOTO = {
    "sha256": "a" * 64,
    "preview": "b" * 64,
    "people": "none",
    "caption": "Dua lubang",
    "taken_at": "2026-11-01",
}
_PATHS = re.compile(r' d="[^"]*"')
"""Lines of a map are long rows of small numbers."""
POINT = {"lat": -51_762_345, "lng": 1_194_412_345}


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    return offices(enrol)


async def taken_up(city: Offices, enrol: Enrol, http: httpx.AsyncClient, **words: str) -> dict[str, Any]:
    """What an innovation says that grew from a resident's idea, and that works with a partner."""
    lurah = enrol(Role.KELURAHAN)
    await filed(http, **words)
    idea = (await pulled(lurah)).id
    await step(lurah, "taken_up", owner=city.rt.person.id)
    partner = lurah.make_id()
    values = {"title": words["title"], "helix": "academia", "area": KASSI, "status": "submitted"}
    await city.accepted(lurah, partner, values, kind="partner", seen=0)
    return {f"grew_from/{idea}": True, f"works_with/{partner}": True}


async def test_a_hidden_record_is_on_no_page_in_no_export_and_in_no_feed(
    city: Offices, http: httpx.AsyncClient, enrol: Enrol
) -> None:
    issue = await city.listed(title="Sampah dapur menumpuk")
    named = await taken_up(city, enrol, http, title="Usulan Rahasia", text="Rahasia")
    hidden = await city.published(
        title="Namanya Rahasia", issue=issue, ticks={"p1": True}, **{"photos/p1": PHOTO}, **named
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


async def a_full_city(city: Offices, enrol: Enrol, http: httpx.AsyncClient) -> None:
    issue = await city.listed(title='Sampah "dapur" <b>menumpuk</b> & bau')
    await city.accepted(city.kota, issue, {"strategic": True, "nature": "structural"}, kind="issue")
    sent = {"office": "Dinas <LH>", "date": "2026-11-20", "answer": "Ya & tidak", "next_date": "2027-01-02"}
    await city.accepted(city.kota, issue, {"forwarded": sent}, kind="issue")
    long = dict.fromkeys(("goals", "benefits", "results"), "Panjang sekali & <lebar>. " * 190)
    named = await taken_up(city, enrol, http, title='Kebun "sayur" <b> & bunga', text="Kebun")
    first = await city.published(
        **a_note(**long),
        **named,
        **{"photos/p1": PHOTO},
        issue=issue,
        point=POINT,
        lorong="Lorong 4",
        before="Enam kantong.",
        after="Dua kantong.",
        sdgs=["11", "12"],
        needs={"choices": ["tools", "money"], "note": "Ember"},
        originator_name={"name": "Ibu Contoh", "may_show": True},
        ticks={"p1": True},
    )
    await city.published(replicates=first, since=None, stage="planned", beneficiaries={"unit": "unknown"})
    for number in range(24):
        await city.published(title=f"Teba {number}", action="Warga membuat lubang. " * 20, replicates=first)
    await show_business(city, enrol(Role.UMKM), replicates=first)
    for sha256 in (PHOTO["sha256"], PHOTO["preview"]):
        store_photo(city.centre, str(sha256))
    city.index()


async def show_business(city: Offices, umkm: Speaker, **values: Any) -> None:
    """A published innovation of the UMKM, with its contact."""
    city.rt = umkm
    record = await city.published(title="Kripik pisang", **values)
    contact = {"name": 'Kripik "Bu" <Rahma> & anak', "phone": "+62 812 3456 7890", "consent": True}
    mine = {"Authorization": f"Bearer {umkm.token}"}
    response = await umkm.http.put(f"/v1/contacts/{record}/business", json=contact, headers=mine)
    assert response.status_code == 204, response.text


async def test_every_page_is_valid_small_and_under_the_policy(
    city: Offices, http: httpx.AsyncClient, enrol: Enrol
) -> None:
    await a_full_city(city, enrol, http)

    pages = await walk(http, "/?q=teba", "/?q=tidakada", "/inovasi/x")
    html = {path: page for path, page in pages.items() if "text/html" in page.headers["content-type"]}

    assert len(html) > 190
    for path, page in html.items():
        html5lib.HTMLParser(strict=True).parse(page.text)
        assert len(page.content) < 30_000, (path, len(page.content))
        assert page.headers["content-security-policy"] == POLICY
        assert "<script" not in page.text
        assert " style=" not in page.text, path
        assert page.status_code in (200, 301, 404)
        assert path == "/inovasi/x" or page.status_code == 200, path
