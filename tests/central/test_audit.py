"""What kota and auditors ask of one record: the public's view of it, masked data with a reason, who looked."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from sync.central import audit_pdf, desk
from sync.central.log import update_log
from sync.central.preview import PAGE_S
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices, store_photo
from tests.support.centres import MARISO_KELURAHAN, Speaker
from tests.support.clock import StandingClock
from tests.support.pages import text_of

CHILD = {"sha256": "a" * 64, "preview": "b" * 64, "people": "child"}
PLAIN = {"sha256": "c" * 64, "preview": "d" * 64, "people": "none"}
NAME = {"name": "Ibu Rahasia", "may_show": False}


@pytest.fixture
def auditor(enrol: Enrol) -> Speaker:
    return enrol(Role.AUDITOR, "73.71")


async def ask(who: Speaker, path: str, body: Any = None, **query: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {who.token}"}
    if body is None:
        return await who.http.get(path, params=query, headers=headers)
    return await who.http.post(path, json=body, headers=headers)


async def test_a_preview_says_what_the_public_reads_and_what_is_left_out_and_why(city: Offices) -> None:
    photos = {"photos/p1": PLAIN, "photos/p2": CHILD, "photos/p3": PLAIN | {"sha256": "e" * 64}}
    values = {"lorong": "Lorong 4", "place_private": True, "originator_name": NAME}
    record = await city.note(title="Teba, 0812-3456-7890", **values, **photos)
    await city.approve(record, p1=True)

    found = (await ask(city.kota, f"/v1/records/{record}/preview")).json()

    assert found["shown"]["title"] == "Teba, [disamarkan]"
    assert [photo["sha256"] for photo in found["shown"]["photos"]] == [PLAIN["sha256"]]
    assert (found["edition"], found["values"]["lorong"]) == (1, "Lorong 4")
    assert {(each["path"], each["why"]) for each in found["left_out"]} == {
        ("lorong", "home"),
        ("area", "home"),
        ("originator_name", "no_consent"),
        ("title", "masked"),
        ("photos/p2", "child"),
        ("photos/p3", "not_ticked"),
    }


async def test_a_preview_is_of_the_edition_that_was_approved(city: Offices) -> None:
    record = await city.published(title="Teba kompos")
    await city.accepted(city.rt, record, {"title": "Teba kompos dua"})

    found = (await ask(city.rt, f"/v1/records/{record}/preview")).json()

    assert found["values"]["title"] == found["shown"]["title"] == "Teba kompos"


async def test_the_page_that_a_preview_names_is_the_one_that_is_published(city: Offices) -> None:
    record = await city.note(title="Teba kompos", **{"photos/p1": PLAIN, "photos/p2": CHILD})
    await city.approve(record, p1=True)
    for photo in (PLAIN, CHILD):
        store_photo(city.centre, photo["sha256"])
        store_photo(city.centre, photo["preview"])
    address = (await ask(city.kota, f"/v1/records/{record}/preview")).json()["page"]

    before = await city.kota.http.get(address)
    of_photo, of_child = [await city.kota.http.get(f"{address}/foto/{each['sha256']}") for each in (PLAIN, CHILD)]
    unpublished = await city.kota.http.get(f"/inovasi/{record}")
    await city.publish(record)
    after = await city.kota.http.get(f"/inovasi/{record}", follow_redirects=True)

    assert (of_photo.status_code, of_child.status_code, unpublished.status_code) == (200, 404, 404)
    assert before.headers["Cache-Control"] == of_photo.headers["Cache-Control"] == "no-store"
    assert before.headers["X-Robots-Tag"] == "noindex"
    told = text_of(before.text).partition("jangan dibagikan. ")[2].partition(" Keterangan ")[0]
    assert told
    assert told in text_of(after.text)
    assert PLAIN["preview"] in before.text
    assert CHILD["preview"] not in before.text


async def test_the_address_of_a_previewed_page_ends_and_opens_no_other(
    city: Offices, clock: StandingClock
) -> None:
    mine, other = await city.note(), await city.note(title="Yang lain")
    address = (await ask(city.kota, f"/v1/records/{mine}/preview")).json()["page"]
    until = address.split(".")[1]
    http = city.kota.http

    altered = [address.replace(mine, other), address.replace(until, str(int(until) + 9)), address + "x"]
    altered += [f"/pratinjau/{mine}", f"/pratinjau/{mine}.", f"/pratinjau/{mine}.²."]

    assert [(await http.get(each)).status_code for each in altered] == [404] * len(altered)
    assert (await http.get(address)).status_code == 200
    clock.move(seconds=PAGE_S + 1)
    assert (await http.get(address)).status_code == 404


async def test_a_preview_is_not_there_for_who_may_not_see_the_record(
    city: Offices, auditor: Speaker, enrol: Enrol
) -> None:
    record = await city.note()
    neighbour = enrol(Role.RT, MARISO_KELURAHAN)

    assert (await ask(neighbour, f"/v1/records/{record}/preview")).status_code == 404
    assert (await ask(auditor, f"/v1/records/{record}/preview")).status_code == 403


async def test_masked_data_opens_with_a_reason_and_stands_in_the_access_log(
    city: Offices, auditor: Speaker
) -> None:
    record = await city.note(originator_name=NAME)

    masked = (await ask(auditor, f"/v1/records/{record}")).json()
    without = await ask(auditor, f"/v1/records/{record}/open", {"purpose": " "})
    opened = (await ask(auditor, f"/v1/records/{record}/open", {"purpose": "Pemeriksaan dana lorong"})).json()
    views = (await ask(auditor, "/v1/views")).json()["views"]

    assert masked["set"]["originator_name"]["name"] == "[disamarkan]"
    assert without.json()["code"] == "note_needed"
    assert opened["set"]["originator_name"] == NAME
    assert [(each["subject"], each["purpose"], each["by"]["role"]) for each in views] == [
        (record, "Pemeriksaan dana lorong", "auditor")
    ]


async def test_the_access_log_is_narrowed_by_person_day_and_reason(
    city: Offices, auditor: Speaker, enrol: Enrol, clock: StandingClock
) -> None:
    record, other = await city.note(), enrol(Role.AUDITOR, "73.71")
    await ask(auditor, f"/v1/records/{record}/open", {"purpose": "Dana lorong"})
    clock.move(hours=48)
    await ask(other, f"/v1/records/{record}/open", {"purpose": "Pengaduan warga"})
    first, today = "2026-12-03", "2026-12-05"

    async def purposes(**query: str) -> list[str]:
        return [each["purpose"] for each in (await ask(auditor, "/v1/views", **query)).json()["views"]]

    assert await purposes() == ["Pengaduan warga", "Dana lorong"]
    assert await purposes(person=auditor.person.id) == ["Dana lorong"]
    assert await purposes(q="WARGA") == ["Pengaduan warga"]
    assert await purposes(**{"from": today}) == ["Pengaduan warga"]
    assert await purposes(**{"from": first, "to": first}) == ["Dana lorong"]
    assert (await ask(auditor, "/v1/views", **{"from": "kemarin"})).json()["code"] == "bad_value"


@pytest.mark.parametrize(
    ("role", "area"),
    [(Role.RT, "73.71.13.1002"), (Role.KECAMATAN, "73.71.13"), (Role.KOTA, "73.71"), (Role.PIMPINAN, "73.71")],
)
async def test_only_an_auditor_reads_the_access_log_and_opens_what_is_masked(
    city: Offices, enrol: Enrol, role: Role, area: str
) -> None:
    record, who = await city.note(), enrol(role, area)

    assert (await ask(who, "/v1/views")).status_code == 403
    assert (await ask(who, f"/v1/records/{record}/open", {"purpose": "Ingin tahu saja"})).status_code == 403


async def test_a_history_is_printed_for_kota_and_auditor_only(city: Offices, auditor: Speaker) -> None:
    record = await city.published()

    for who in (city.kota, auditor):
        answer = await ask(who, f"/v1/audit/{record}.pdf")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert (await ask(city.kecamatan, f"/v1/audit/{record}.pdf")).status_code == 403
    assert (await ask(city.kota, f"/v1/audit/{city.rt.make_id()}.pdf")).status_code == 404


async def paper(who: Speaker, record: str) -> str:
    """The words of the PDF, on one line."""
    content = (await ask(who, f"/v1/audit/{record}.pdf")).content
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def test_the_paper_says_values_and_what_was_seen_at_a_decision(city: Offices, auditor: Speaker) -> None:
    record = await city.note(title="Teba satu", originator_name=NAME)
    await city.approve(record)

    text = await paper(auditor, record)

    assert ": Teba satu" in text.partition("Yang terlihat saat memutuskan:")[0]
    assert ": Teba satu" in text.partition("Yang terlihat saat memutuskan:")[2]
    assert "Rahasia" not in text
    assert "tidak dicetak" not in text


async def test_a_paper_that_is_too_long_says_how_much_it_leaves_out(
    city: Offices, auditor: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = await city.note()
    await city.approve(record)
    await city.publish(record)
    monkeypatch.setattr(audit_pdf, "MOST_CHANGES", 1)
    monkeypatch.setattr(desk, "PAGE", 1)

    text = await paper(auditor, record)

    assert "3 perubahan." in text
    assert "2 perubahan yang lebih baru tidak dicetak di sini." in text


async def test_a_long_answer_is_cut_on_paper_and_whole_in_the_file(
    city: Offices, auditor: Speaker, clock: StandingClock
) -> None:
    long = "Sampah dapur. " * 20 + "Selesai."
    record = await city.note(problem=long)
    clock.move(days=1)
    update_log(city.centre)

    file = (await ask(auditor, f"/v1/audit/{record}.json")).json()

    assert "Selesai" not in await paper(auditor, record)
    assert file["evidence"][0]["stated"]["change"]["set"]["problem"] == long.strip()
