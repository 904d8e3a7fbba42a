"""The pages of the bank, as a reader gets them."""

from __future__ import annotations

import re

import httpx
import pytest

from sync.domain.ids import number_of
from tests.support.bank import JPEG, Offices, addressing, store_photo
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI

PHOTO = {
    "sha256": "a" * 64,
    "preview": "b" * 64,
    "people": "none",
    "caption": "Dua lubang",
    "taken_at": "2026-11-01",
}


async def text_of(http: httpx.AsyncClient, path: str) -> str:
    response = await http.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.text


def page_of(kind: str, record: str) -> str:
    return f"/{kind}/{number_of(record)}"


async def follow(http: httpx.AsyncClient, path: str) -> str:
    response = await http.get(path, follow_redirects=True)
    assert response.status_code == 200, (path, response.status_code)
    return response.text


async def test_the_front_page_shows_the_newest_first(city: Offices, http: httpx.AsyncClient) -> None:
    await city.published(title="Teba kompos")
    await city.listed(title="Drainase tersumbat")

    text = await text_of(http, "/")

    assert text.index("Drainase tersumbat") < text.index("Teba kompos")


@pytest.mark.parametrize(
    "query",
    [
        "q=komps",
        f"kecamatan={RAPPOCINI}&q=kompos",
        "urusan=lingkungan",
        "tahap=running",
        "jenis=innovation",
        "sdg=11",
        "sdg=11&urusan=lingkungan&tahap=running",
    ],
)
async def test_what_is_looked_for_is_found(city: Offices, http: httpx.AsyncClient, query: str) -> None:
    await city.published(title="Teba kompos", sdgs=["11"])
    await city.published(title="Kelas malam", theme="school", stage="trial", problem="Anak putus belajar.")
    await city.listed(title="Drainase tersumbat")
    city.index()

    text = await text_of(http, f"/?{query}")

    assert "Teba kompos" in text
    assert "Drainase tersumbat" not in text


@pytest.mark.parametrize("query", ["kecamatan=73.71.01", "sdg=1", "urusan=kesehatan", "q=angkutan", "jenis=issue"])
async def test_what_does_not_fit_is_left_out(city: Offices, http: httpx.AsyncClient, query: str) -> None:
    await city.published(title="Teba kompos", sdgs=["11"])
    city.index()

    text = await text_of(http, f"/?{query}")

    assert "Teba kompos" not in text
    assert "Tidak ada yang cocok" in text


async def test_strategic_issues_are_found_by_themselves(city: Offices, http: httpx.AsyncClient) -> None:
    marked = await city.listed(title="Drainase tersumbat")
    await city.listed(title="Lampu mati")
    await city.accepted(city.kota, marked, {"strategic": True}, kind="issue")
    city.index()

    text = await text_of(http, "/?jenis=strategic")

    assert ("Drainase tersumbat" in text, "Lampu mati" in text) == (True, False)


async def test_a_search_does_not_know_what_was_not_approved(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.published(title="Teba kompos")
    await city.accepted(city.rt, record, {"action": "Rahasia belum disetujui."})
    await city.note(title="Rahasia lain")
    city.index()

    assert "Tidak ada yang cocok" in await text_of(http, "/?q=rahasia")


async def test_pages_of_a_search_follow_one_another(city: Offices, http: httpx.AsyncClient) -> None:
    for number in range(45):
        await city.published(title=f"Teba {number:02}")
    city.index()

    for start in ("/", "/?q=teba"):
        seen: list[str] = []
        path: str | None = start
        while path:
            text = await text_of(http, path)
            seen += re.findall(r">(Teba \d\d)</a>", text)
            following = re.search(r'href="([^"]+)">Berikutnya', text)
            path = following[1].replace("&amp;", "&") if following else None
        assert seen == [f"Teba {number:02}" for number in reversed(range(45))]


async def test_an_innovation_shows_its_story_its_issue_and_its_family(
    city: Offices, http: httpx.AsyncClient
) -> None:
    issue = await city.listed(title="Sampah dapur menumpuk")
    first = await city.published(
        title="Teba kompos", **addressing(issue), before="Enam kantong.", after="Dua kantong."
    )
    second = await city.published(title="Teba Lorong 9", replicates=first)
    unpublished = await city.note(title="Teba diam-diam", replicates=first)

    text = await follow(http, page_of("inovasi", first))

    for expected in ("Teba kompos", "Enam kantong.", "Dua kantong.", "Sampah dapur menumpuk", "Teba Lorong 9"):
        assert expected in text
    assert "Teba diam-diam" not in text
    assert "Teba kompos" in await follow(http, page_of("inovasi", second))
    assert "Teba kompos" in await follow(http, page_of("isu", issue))
    assert (await http.get(page_of("inovasi", unpublished))).status_code == 404


async def test_an_address_without_the_title_leads_to_the_one_with_it(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record = await city.published(title="Teba kompos")
    number = number_of(record)

    for path in (
        f"/inovasi/{record}",
        f"/inovasi/{number}",
        f"/inovasi/{number.lower()}-lama",
        f"/inovasi/{number}-",
    ):
        response = await http.get(path)
        assert (response.status_code, response.headers["location"]) == (301, f"/inovasi/{number}-teba-kompos")


@pytest.mark.parametrize(
    "path", ["/inovasi/x", "/inovasi/7K4Q-2MXD-tidak-ada", "/isu/%FF", "/wilayah/73.71.99", "/wilayah/73.71"]
)
async def test_what_is_not_there_is_a_page_too(http: httpx.AsyncClient, path: str) -> None:
    response = await http.get(path)

    assert response.status_code == 404
    assert "Tidak ditemukan" in response.text


@pytest.mark.parametrize(
    "query", ["sesudah=x", "sesudah=99999999999999999999999", "kecamatan=';--", "sdg=99", "q=%01%FF", "jenis=idea"]
)
async def test_a_strange_question_is_answered_all_the_same(http: httpx.AsyncClient, query: str) -> None:
    await text_of(http, f"/?{query}")


async def test_a_kelurahan_shows_what_comes_from_it(city: Offices, http: httpx.AsyncClient) -> None:
    await city.published(title="Teba kompos")

    assert "Teba kompos" in await text_of(http, f"/wilayah/{KASSI}")
    assert "Teba kompos" not in await text_of(http, f"/wilayah/{MARISO_KELURAHAN}")


async def test_a_photo_is_given_only_while_a_published_record_shows_it(
    city: Offices, http: httpx.AsyncClient
) -> None:
    photos = {"photos/p1": PHOTO, "photos/p2": PHOTO | {"sha256": "c" * 64, "preview": "d" * 64}}
    record = await city.published(ticks={"p1": True}, **photos)
    for letter in "abcd":
        store_photo(city.centre, letter * 64)

    shown, unticked = await http.get("/foto/" + "a" * 64), await http.get("/foto/" + "c" * 64)
    again = await http.get("/foto/" + "a" * 64, headers={"If-None-Match": shown.headers["etag"]})
    await city.hide(record)
    hidden = await http.get("/foto/" + "a" * 64, headers={"If-None-Match": shown.headers["etag"]})

    assert (shown.status_code, shown.content) == (200, JPEG)
    assert (unticked.status_code, again.status_code, hidden.status_code) == (404, 304, 404)


async def test_a_photo_that_has_not_arrived_is_not_shown_as_a_broken_one(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record = await city.published(ticks={"p1": True}, **{"photos/p1": PHOTO})
    before = await follow(http, page_of("inovasi", record))
    store_photo(city.centre, PHOTO["preview"])
    after = await follow(http, page_of("inovasi", record))

    assert ("/foto/" in before, "/foto/" in after) == (False, True)


async def test_what_people_typed_is_text_and_not_html(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.published(title="<script>alert(1)</script>")

    assert "<script" not in await text_of(http, "/")
    assert "<script" not in await follow(http, page_of("inovasi", record))


async def test_areas_stand_in_the_order_of_their_codes(city: Offices, http: httpx.AsyncClient) -> None:
    await city.published()

    codes = re.findall(r'href="/wilayah/([0-9.]+)"', await text_of(http, "/wilayah"))

    assert codes == sorted(codes)
    assert len(codes) == 15 + 153
