"""Tawarkan bantuan: without an account, read by BRIDA first, told to both sides."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sync.domain.lifecycle import Status
from tests.support.bank import Offices
from tests.support.officers import ask, tell
from tests.support.partnering import CITY, a_need, a_published_need, an_offer, form_in, offered
from tests.support.residents import PHONE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON = "2026-12-03"
MET = {"state": "matched", "on": ON, "helper": "Seorang warga"}
TYPED = {"text": "Dua mesin jahit bekas.", "helix": "resident"}


async def page_of(http: httpx.AsyncClient, record: str, kind: str = "inovasi") -> str:
    return (await http.get(f"/{kind}/{record}", follow_redirects=True)).text


async def the_offer(city: Offices) -> dict[str, Any]:
    body: dict[str, Any] = {"changes": [], "cursors": {}, "holds_city": True}
    records = (await city.kota.post(body)).json()["records"]
    (found,) = [each for each in records if each["kind"] == "offer"]
    whole: dict[str, Any] = found
    return whole


async def handle(city: Offices, offer: str, status: Status, **said: str) -> None:
    step = {"status": status.value} | said
    values = {"status": status.value, f"steps/{city.kota.make_id()}": step}
    await city.accepted(city.kota, offer, values, kind="offer", area=CITY)


async def test_somebody_offers_help_brida_matches_it_and_both_sides_read_date_and_result(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city, how_many="2 buah", by="2026-12-31")
    public = await page_of(http, record)
    assert f"/bantu/{record}/{need}" in public
    assert "2 buah" in public

    form = await http.get(f"/bantu/{record}/{need}")
    typed = form_in(form, name="Ibu Penolong", phone=PHONE, consent="1", **TYPED)
    filed = await http.post(f"/bantu/{record}/{need}", data=typed)
    tracking = filed.headers["location"]
    offer = await the_offer(city)
    assert "Terima kasih" in (await http.get(tracking)).text
    assert PHONE not in str(offer)
    assert "Ibu Penolong" not in str(offer)
    assert "Dua mesin jahit" not in await page_of(http, record)

    await handle(city, offer["id"], Status.READ)
    await handle(city, offer["id"], Status.MATCHED, target=record, need=need, on=ON)
    await city.accepted(city.kota, record, {f"met/{need}": MET})
    matched = (await http.get(tracking.partition("?")[0])).text
    assert "Sudah dipertemukan" in matched
    assert "3 Des 2026" in matched
    assert "Sudah ada yang membantu" in await page_of(http, record)
    assert (await http.get(f"/bantu/{record}/{need}")).status_code == 404

    await handle(city, offer["id"], Status.DONE, on="2026-12-20")
    await city.accepted(city.kota, record, {f"met/{need}": MET | {"state": "done", "on": "2026-12-20"}})
    assert "Terwujud" in (await http.get(tracking.partition("?")[0])).text
    assert "Sudah terpenuhi" in await page_of(http, record)


async def test_help_that_failed_opens_the_need_again_and_says_why_to_who_offered(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    tracking = offered(city, record, need)
    offer = (await the_offer(city))["id"]
    await handle(city, offer, Status.MATCHED, target=record, need=need, on=ON)
    await city.accepted(city.kota, record, {f"met/{need}": MET})

    await handle(city, offer, Status.FAILED, on=ON, reason="Mesinnya ternyata rusak.")
    failed = MET | {"state": "failed", "reason": "Mesinnya ternyata rusak."}
    await city.accepted(city.kota, record, {f"met/{need}": failed})

    assert "Mesinnya ternyata rusak." in (await http.get(f"/lacak/{tracking}")).text
    public = await page_of(http, record)
    assert "Tawarkan bantuan" in public
    assert "rusak" not in public


async def test_a_listed_problem_has_needs_too(city: Offices, http: httpx.AsyncClient) -> None:
    need = city.rt.make_id()
    record = await city.listed(**{f"needs/{need}": a_need()})

    assert f"/bantu/{record}/{need}" in await page_of(http, record, "isu")


async def test_a_need_that_was_not_approved_is_on_no_page_and_one_taken_back_no_more(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    later = city.rt.make_id()
    await city.accepted(city.rt, record, {f"needs/{later}": a_need(text="Terpal (contoh)"), f"needs/{need}": None})

    public = await page_of(http, record)

    assert "Terpal" not in public
    assert "Tawarkan bantuan" not in public
    assert (await http.get(f"/bantu/{record}/{later}")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Tulis bantuan yang bisa Anda berikan."),
        ({"text": "x" * 501}, "Paling banyak 500 huruf."),
        ({"text": "NIK 7371010101900001"}, "NIK"),
        ({"name": "Ani", "phone": PHONE}, "Beri tanda setuju"),
        ({"phone": "x", "consent": "1"}, "Tulis nomor HP"),
        ({"helix": "nobody"}, "belum benar"),
        ({"website": "x"}, "Kosongkan isian ini."),
    ],
)
async def test_an_offer_that_does_not_fit_is_shown_again_with_what_was_typed(
    city: Offices, http: httpx.AsyncClient, typed: dict[str, str], said: str
) -> None:
    record, need = await a_published_need(city)
    path = f"/bantu/{record}/{need}"

    response = await http.post(path, data=form_in(await http.get(path), **TYPED | typed))

    assert response.status_code == 422
    assert said in response.text
    assert len(response.content) < 30_000


async def test_the_same_offer_again_is_one_offer(city: Offices, http: httpx.AsyncClient) -> None:
    record, need = await a_published_need(city)
    path = f"/bantu/{record}/{need}"
    typed = form_in(await http.get(path), **TYPED)

    first, second = [await http.post(path, data=typed) for _ in range(2)]

    assert first.headers["location"] == second.headers["location"]
    await the_offer(city)


async def test_a_contact_is_opened_by_the_city_alone_with_a_purpose_and_taken_back_by_who_gave_it(
    city: Offices, http: httpx.AsyncClient
) -> None:
    record, need = await a_published_need(city)
    path = f"/bantu/{record}/{need}"
    typed = form_in(await http.get(path), name="Ibu Penolong", phone=PHONE, consent="1", **TYPED)
    tracking = (await http.post(path, data=typed)).headers["location"].partition("?")[0]
    offer = (await the_offer(city))["id"]
    why = {"purpose": "Menanyakan kapan mesinnya bisa diambil."}

    seen = await ask(city.kota, "GET", f"/v1/contacts/{offer}", params=why)
    theirs = await ask(city.kecamatan, "GET", f"/v1/contacts/{offer}", params=why)
    await http.post(f"{tracking}/kontak")

    assert (seen.json()["phone"], theirs.status_code) == (PHONE, 404)
    assert (await ask(city.kota, "GET", f"/v1/contacts/{offer}", params=why)).status_code == 404


async def test_an_offer_is_no_idea_and_takes_no_appeal(city: Offices, http: httpx.AsyncClient) -> None:
    record, need = await a_published_need(city)
    tracking = offered(city, record, need)

    assert (await http.get(f"/v1/ideas/{tracking}")).status_code == 404
    assert (await http.post(f"/lacak/{tracking}/tinjau", data={"alasan": "Tolong."})).status_code == 404


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"on": ON}, "incomplete"),
        ({"on": "besok", "target": "x", "need": "x"}, "bad_value"),
    ],
)
async def test_a_match_says_for_what_and_when(city: Offices, said: dict[str, str], code: str) -> None:
    record, need = await a_published_need(city)
    offered(city, record, need)
    offer = (await the_offer(city))["id"]
    values = {"status": "matched", "steps/s1": {"status": "matched"} | said}

    receipt = await city.send(city.kota, offer, values, kind="offer", area=CITY)

    assert receipt.code == code


async def test_help_is_only_found_for_a_need_that_is_there(city: Offices) -> None:
    record, need = await a_published_need(city)
    other = city.rt.make_id()

    unknown = await city.send(city.kota, record, {f"met/{other}": MET})
    too_soon = await city.send(city.kota, record, {f"met/{need}": MET | {"state": "done"}})

    assert (unknown.code, too_soon.code) == ("bad_value", "illegal_transition")


async def test_an_offer_for_what_is_not_needed_is_not_taken(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.published()
    request = an_offer(record, city.rt.make_id())

    response = await http.post(f"/bantu/{record}/{request.need}", data={"text": "Dua mesin."})

    assert response.status_code == 404


async def test_a_need_is_met_also_where_its_title_was_erased(city: Offices, http: httpx.AsyncClient) -> None:
    record, need = await a_published_need(city)

    await tell(city.kota, f"/v1/records/{record}/erase", {"reason": "asked", "paths": ["title"]})

    assert "Judul dihapus" in (await http.get(f"/bantu/{record}/{need}")).text
