"""The city's partners: one list for all, kept by the city, and links by which a partner reads."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from sync.central.accept import Caller
from sync.central.partners import make_link
from sync.central.verify import verify
from sync.domain.people import Role
from sync.protocol.partners import MOST_LINKS, NewLink
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, Speaker
from tests.support.clock import StandingClock
from tests.support.officers import ask
from tests.support.partnering import CITY, a_partner, form_in, working_with

HIDDEN = {"status": "hidden", "hidden": {"reason": "Sudah bubar.", "before": "submitted"}}


async def listed(who: Speaker, cursor: str = "") -> dict[str, Any]:
    response = await ask(who, "GET", "/v1/partners", params={"cursor": cursor})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def a_link(city: Offices, partner: str, days: int = 30) -> dict[str, Any]:
    response = await ask(city.kota, "POST", f"/v1/partners/{partner}/links", {"days": days})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def test_everybody_reads_the_list_and_then_what_changed(city: Offices) -> None:
    first = await a_partner(city, part="Melatih kader", office="0411 000", agreed_until="2027-12-31")
    page = await listed(city.rt)
    second = await a_partner(city, title="Bank Contoh", helix="business")
    await city.accepted(city.kota, first, HIDDEN, kind="partner", area=CITY)

    news = await listed(city.rt, page["cursor"])

    assert page["partners"] == [
        {
            "id": first,
            "title": "Universitas Contoh",
            "helix": "academia",
            "part": "Melatih kader",
            "until": "2027-12-31",
        }
    ]
    assert ([each["id"] for each in news["partners"]], news["gone"]) == ([second], [first])
    assert (await listed(city.rt, news["cursor"]))["partners"] == []


async def test_a_partner_is_noted_once_for_the_city_and_not_in_a_kelurahan(city: Offices, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    values = {"title": "Universitas Contoh", "helix": "academia", "status": "submitted"}

    theirs = await city.send(lurah, lurah.make_id(), values | {"area": KASSI}, kind="partner", seen=0)
    ours = await city.send(city.kota, city.kota.make_id(), values | {"area": KASSI}, kind="partner", seen=0)

    assert (theirs.code, ours.code) == ("not_allowed", "not_allowed")


async def test_a_note_of_the_street_never_stands_in_the_citys_stream(city: Offices) -> None:
    receipt = await city.send(city.kota, city.kota.make_id(), {"title": "Teba"}, seen=0, area=CITY)

    assert receipt.code == "unknown_area"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_only_a_device_of_the_city_that_knows_its_stream_holds_it(city: Offices) -> None:
    partner = await a_partner(city)
    body: dict[str, Any] = {"changes": [], "cursors": {}, "holds_city": True}

    new, old = (await city.kota.post(body)).json(), (await city.kota.sync())
    others = (await city.kecamatan.post(body)).json()

    assert [each["id"] for each in new["records"]] == [partner]
    assert list(new["cursors"]) == [CITY]
    assert (old.records, old.cursors) == ([], {})
    assert partner not in {each["id"] for each in others["records"]}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_chain_the_records_and_the_search_stand_by_what_the_city_keeps(city: Offices) -> None:
    partner = await a_partner(city)
    await city.published(**working_with(partner))
    city.index()
    city.index()

    with city.centre.database.read() as connection:
        found = verify(connection, city.centre.city, [])

    assert found.wrong == []


async def test_a_partner_reads_what_it_works_on_and_its_note_waits_at_brida(
    city: Offices, http: httpx.AsyncClient
) -> None:
    partner = await a_partner(city)
    record = await city.published(title="Teba kompos", **working_with(partner))
    await city.published(title="Bukan urusannya")
    path = (await a_link(city, partner))["path"]

    page = await http.get(path)
    text = "Kami bisa melatih kader bulan depan."
    sent = await http.post(path, data=form_in(page, catatan=record, isi=text))

    assert "Universitas Contoh" in page.text
    assert "Teba kompos" in page.text
    assert "Bukan urusannya" not in page.text
    assert (page.headers["cache-control"], len(page.content) < 30_000) == ("no-store", True)
    assert "sudah kami terima" in sent.text
    assert text not in (await http.get(f"/inovasi/{record}", follow_redirects=True)).text
    body = {"changes": [], "cursors": {}, "holds_city": True}
    records = (await city.kota.post(body)).json()["records"]
    (note,) = [each for each in records if each["kind"] == "offer"]
    assert (note["set"]["partner"], note["set"]["record"], note["set"]["text"]) == (partner, record, text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"isi": ""}, "Tulis dulu catatannya."),
        ({"isi": "x" * 401}, "Paling banyak 400 huruf"),
        ({"isi": "NIK 7371010101900001"}, "NIK"),
        ({"isi": "Halo", "website": "x"}, "Kosongkan"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_note_that_does_not_fit_is_shown_again_and_kept_nowhere(
    city: Offices, http: httpx.AsyncClient, typed: dict[str, str], said: str
) -> None:
    partner = await a_partner(city)
    record = await city.published(**working_with(partner))
    path = (await a_link(city, partner))["path"]

    response = await http.post(path, data=form_in(await http.get(path), catatan=record) | typed)

    assert response.status_code == 422
    assert said in response.text
    body = {"changes": [], "cursors": {}, "holds_city": True}
    assert {each["kind"] for each in (await city.kota.post(body)).json()["records"]} == {"partner"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_note_on_what_it_does_not_work_on_is_not_taken(city: Offices, http: httpx.AsyncClient) -> None:
    partner, other = await a_partner(city), await city.published()
    path = (await a_link(city, partner))["path"]

    response = await http.post(path, data={"catatan": other, "isi": "Halo", "id": city.kota.make_id()})

    assert response.status_code == 404
    assert "Tautan ini tidak berlaku" not in response.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_note_on_what_was_hidden_meanwhile_is_given_back(city: Offices, http: httpx.AsyncClient) -> None:
    partner = await a_partner(city)
    record = await city.published(**working_with(partner))
    path = (await a_link(city, partner))["path"]
    typed = form_in(await http.get(path), catatan=record, isi="Kami datang bulan depan.")
    await city.hide(record)

    response = await http.post(path, data=typed)

    assert response.status_code == 404
    assert "Inovasi itu sedang tidak ditayangkan." in response.text
    assert "Kami datang bulan depan." in response.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_note_that_came_with_other_words_is_told_so_as_a_note(
    city: Offices, http: httpx.AsyncClient
) -> None:
    partner = await a_partner(city)
    record = await city.published(**working_with(partner))
    path = (await a_link(city, partner))["path"]
    typed = form_in(await http.get(path), catatan=record)
    await http.post(path, data=typed | {"isi": "Kami datang bulan depan."})

    response = await http.post(path, data=typed | {"isi": "Kami datang minggu depan."})

    assert "Catatan yang tadi sudah kami terima." in response.text
    assert "Usulan" not in response.text.partition("<h1>")[2].partition("</main>")[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_partner_reads_the_day_on_which_it_was_published_in_the_city(
    city: Offices, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    partner = await a_partner(city)
    clock.now = clock.now.replace(hour=20)
    await city.published(**working_with(partner))

    page = await http.get((await a_link(city, partner))["path"])

    assert "terbit 4 Des 2026" in page.text


async def test_a_link_opens_until_its_last_day_until_it_is_taken_back_and_while_there_is_a_partner(
    city: Offices, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    partner = await a_partner(city)
    brief, revoked, orphaned = [await a_link(city, partner, days) for days in (1, 300, 300)]

    clock.now += timedelta(days=1, seconds=1)
    await ask(city.kota, "POST", f"/v1/partners/{partner}/links/{revoked['link']['id']}/revoke", {})
    answers = [(await http.get(each["path"])).status_code for each in (brief, revoked, orphaned)]
    await city.accepted(city.kota, partner, HIDDEN, kind="partner", area=CITY)

    assert answers == [404, 404, 200]
    assert (await http.get(orphaned["path"])).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_link_is_shown_once_and_kept_as_a_hash(city: Offices) -> None:
    partner = await a_partner(city)
    token = (await a_link(city, partner))["path"].rpartition("/")[2]

    shown = await ask(city.kota, "GET", f"/v1/partners/{partner}/links")

    assert token not in shown.text
    with city.centre.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM partner_links").all()
    assert len(kept) == 1
    assert token not in str(kept)


@pytest.mark.parametrize("link", ["x", "../x", "a" * 36])
async def test_a_link_under_what_is_no_id_is_not_made(city: Offices, link: str) -> None:
    asked = {"days": 30, "id": link}
    response = await ask(city.kota, "POST", f"/v1/partners/{await a_partner(city)}/links", asked)

    assert (response.status_code, response.json()["fields"]) == (422, {"id": "wrong_type"})


async def test_a_link_that_is_asked_for_again_is_the_same_link(city: Offices, http: httpx.AsyncClient) -> None:
    partner, other = await a_partner(city), await a_partner(city, title="Komunitas Contoh")
    path, asked = f"/v1/partners/{partner}/links", {"days": 30, "id": city.kota.make_id()}

    first, again = [(await ask(city.kota, "POST", path, asked)).json() for _ in range(2)]
    longer = await ask(city.kota, "POST", path, asked | {"days": 31})
    elsewhere = await ask(city.kota, "POST", f"/v1/partners/{other}/links", asked)
    another = (await ask(city.kota, "POST", path, asked | {"id": city.kota.make_id()})).json()

    assert first == again
    assert (await http.get(first["path"])).status_code == 200
    assert [each.json()["code"] for each in (longer, elsewhere)] == ["id_reused", "id_reused"]
    assert another["path"] != first["path"]
    assert len((await ask(city.kota, "GET", path)).json()["links"]) == 2


def test_the_same_link_that_is_asked_for_several_times_at_once_is_made_once(city: Offices) -> None:
    partner = asyncio.run(a_partner(city))
    caller, asked = Caller(city.kota.person, city.kota.device), NewLink(30, city.kota.make_id())

    with ThreadPoolExecutor(4) as several:
        made = list(several.map(lambda _: make_link(city.centre, caller, partner, asked), range(8)))

    assert len({each.path for each in made}) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_link_that_opens_is_in_the_list_however_many_were_taken_back_since(
    city: Offices, clock: StandingClock
) -> None:
    partner = await a_partner(city)
    first = (await a_link(city, partner))["link"]["id"]
    path = f"/v1/partners/{partner}/links"
    for _ in range(MOST_LINKS + 1):
        clock.move(minutes=1)
        link = (await a_link(city, partner))["link"]["id"]
        await ask(city.kota, "POST", f"{path}/{link}/revoke", {})

    links = (await ask(city.kota, "GET", path)).json()["links"]

    assert first in [each["id"] for each in links if not each.get("revoked_at")]
    assert len(links) < MOST_LINKS
    assert links == sorted(links, key=lambda each: str(each["made_at"]), reverse=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_link_more_than_a_partner_has_is_refused_and_not_to_be_tried_again(city: Offices) -> None:
    partner = await a_partner(city)
    for _ in range(MOST_LINKS):
        await a_link(city, partner)

    response = await ask(city.kota, "POST", f"/v1/partners/{partner}/links", {"days": 30})

    assert (response.status_code, response.json()["code"]) == (409, "illegal_transition")


@pytest.mark.parametrize("days", [0, 367, -1])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_link_for_no_day_or_for_years_is_not_made(city: Offices, days: int) -> None:
    response = await ask(city.kota, "POST", f"/v1/partners/{await a_partner(city)}/links", {"days": days})

    assert (response.status_code, response.json()["code"]) == (422, "bad_value")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_tries_links_is_not_heard_after_thirty(city: Offices, http: httpx.AsyncClient) -> None:
    partner = await a_partner(city)
    path = (await a_link(city, partner))["path"]
    for _ in range(30):
        assert (await http.get("/mitra/tebakan")).status_code == 404

    assert (await http.get(path)).status_code == 429
