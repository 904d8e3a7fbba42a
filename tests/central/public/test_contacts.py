"""A resident's contact: sealed, shown only to those who may ask, each view written down, gone when consent is."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from sqlalchemy import select

from sync.central import contacts, views
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.resealing import Exchange, reseal
from sync.central.sealed import CannotOpen, key_name, seal, unseal
from sync.central.tables import changes, records
from sync.central.tables import contacts as kept
from sync.central.tables import views as book
from sync.domain.people import Role
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker
from tests.support.residents import PHONE, a_contact, an_idea, filed, pulled, told

PURPOSE = {"purpose": "Bertanya soal tanah kosong"}


async def looked_up(http: httpx.AsyncClient, who: Speaker, record: str, **query: str) -> httpx.Response:
    mine = {"Authorization": f"Bearer {who.token}"}
    return await http.get(f"/v1/contacts/{record}", params=query or PURPOSE, headers=mine)


@pytest.mark.parametrize(
    ("role", "area"), [(Role.KELURAHAN, KASSI), (Role.KECAMATAN, RAPPOCINI), (Role.KOTA, "73.71")]
)
async def test_kelurahan_kecamatan_and_city_see_it_and_the_view_is_written_down(
    http: httpx.AsyncClient, enrol: Enrol, centre: Centre, role: Role, area: str
) -> None:
    who, lurah = enrol(role, area), enrol(Role.KELURAHAN)
    await filed(http, contact=a_contact())
    record = (await pulled(lurah)).id

    response = await looked_up(http, who, record)

    assert response.status_code == 200
    assert (response.json()["name"], response.json()["phone"]) == ("Warga Contoh", PHONE)
    assert response.headers["Cache-Control"] == "no-store"
    with centre.database.read() as connection:
        (row,) = connection.execute(select(book)).all()
    assert (row.person, row.what, row.subject, row.stream) == (who.person.id, views.CONTACT, record, KASSI)
    assert (row.purpose, row.at) == (PURPOSE["purpose"], "2026-12-03T06:05:00.000Z")


@pytest.mark.parametrize(
    ("role", "area"),
    [
        (Role.RT, f"{KASSI}/RW003/RT002"),
        (Role.RW, f"{KASSI}/RW003"),
        (Role.UMKM, KASSI),
        (Role.PIMPINAN, "73.71"),
        (Role.AUDITOR, "73.71"),
        (Role.KELURAHAN, MARISO_KELURAHAN),
        (Role.KECAMATAN, "73.71.01"),
    ],
)
async def test_others_learn_not_even_that_there_is_one(
    http: httpx.AsyncClient, enrol: Enrol, centre: Centre, role: Role, area: str
) -> None:
    who, lurah = enrol(role, area), enrol(Role.KELURAHAN)
    await filed(http, contact=a_contact())

    response = await looked_up(http, who, (await pulled(lurah)).id)

    assert response.status_code == 404
    with centre.database.read() as connection:
        assert connection.execute(select(book)).all() == []


async def test_the_kelurahan_sees_no_contact_of_an_idea_about_itself(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    lurah, kecamatan = enrol(Role.KELURAHAN), enrol(Role.KECAMATAN, RAPPOCINI)
    await filed(http, contact=a_contact(), about_office=True)
    record = (await pulled(lurah)).id

    assert (await looked_up(http, lurah, record)).status_code == 404
    assert (await looked_up(http, kecamatan, record)).status_code == 200


@pytest.mark.parametrize("purpose", ["", "    ", "tes", "x" * 201, "NIK 7371131205800001 dicek", "tanya\x00kan"])
async def test_nothing_is_shown_without_a_purpose_that_can_be_kept(
    http: httpx.AsyncClient, enrol: Enrol, centre: Centre, purpose: str
) -> None:
    lurah = enrol(Role.KELURAHAN)
    await filed(http, contact=a_contact())

    response = await looked_up(http, lurah, (await pulled(lurah)).id, purpose=purpose)

    assert response.json()["code"] in ("note_needed", "personal_number", "bad_value")
    with centre.database.read() as connection:
        assert connection.execute(select(book)).all() == []


async def test_a_contact_is_on_no_device_and_nowhere_readable(
    http: httpx.AsyncClient, enrol: Enrol, centre: Centre
) -> None:
    lurah = enrol(Role.KELURAHAN)
    tracking = await filed(http, contact=a_contact())

    held = await lurah.post({"changes": [], "cursors": {}, "limit": 200})
    story = await http.get(f"/v1/ideas/{tracking}")

    with centre.database.read() as connection:
        stored = [
            bytes(one)
            for table in (changes.c.body, records.c.view, kept.c.sealed)
            for one in connection.execute(select(table)).scalars()
        ]
    for text in (held.content, story.content, *stored):
        assert b"Warga Contoh" not in text
        assert PHONE.encode() not in text
    assert (await pulled(lurah)).set["contact_given"] is True


async def test_withdrawing_consent_erases_it_and_says_so_to_the_devices(
    http: httpx.AsyncClient, enrol: Enrol, centre: Centre
) -> None:
    lurah = enrol(Role.KELURAHAN)
    tracking = await filed(http, contact=a_contact())
    assert (await told(http, tracking))["has_contact"]

    first = await http.delete(f"/v1/ideas/{tracking}/contact")
    again = await http.delete(f"/v1/ideas/{tracking}/contact")

    assert (first.status_code, again.status_code) == (200, 200)
    assert not first.json()["has_contact"]
    idea = await pulled(lurah)
    assert idea.set["contact_given"] is False
    assert "contact_given" not in idea.values
    assert (await looked_up(http, lurah, idea.id)).status_code == 404
    with centre.database.read() as connection:
        assert connection.execute(select(kept)).all() == []


async def test_a_repeated_idea_does_not_bring_back_an_erased_contact(http: httpx.AsyncClient) -> None:
    body = an_idea(contact=a_contact())
    tracking = (await http.post("/v1/ideas", json=body)).json()["tracking"]
    await http.delete(f"/v1/ideas/{tracking}/contact")

    await http.post("/v1/ideas", json=body)

    assert not (await told(http, tracking))["has_contact"]


async def test_an_officer_notes_the_contact_of_an_idea_they_wrote_down(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    rt, lurah = enrol(Role.RT, f"{KASSI}/RW003/RT002"), enrol(Role.KELURAHAN)
    values = {"title": "Usulan Bu Sari", "text": "Bank sampah", "area": KASSI, "status": "received"}
    record = rt.make_id()
    await rt.send(rt.change_of(record, values, kind="idea"))

    mine = {"Authorization": f"Bearer {rt.token}"}
    response = await http.put(f"/v1/contacts/{record}", json=a_contact(), headers=mine)

    assert response.status_code == 204
    assert (await looked_up(http, lurah, record)).json()["phone"] == PHONE
    assert (await pulled(lurah)).set["contact_given"] is True


async def test_a_stranger_notes_no_contact(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah, elsewhere = enrol(Role.KELURAHAN), enrol(Role.KELURAHAN, MARISO_KELURAHAN)
    await filed(http)
    record = (await pulled(lurah)).id

    mine = {"Authorization": f"Bearer {elsewhere.token}"}
    response = await http.put(f"/v1/contacts/{record}", json=a_contact(), headers=mine)

    assert response.status_code == 404


async def test_without_consent_nothing_is_noted(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    await filed(http)
    record = (await pulled(lurah)).id

    mine = {"Authorization": f"Bearer {lurah.token}"}
    response = await http.put(f"/v1/contacts/{record}", json=a_contact(consent=False), headers=mine)

    assert (response.status_code, response.json()["fields"]) == (422, {"consent": "required"})


async def test_contacts_are_sealed_anew_when_the_secret_is_exchanged(
    http: httpx.AsyncClient, centre: Centre
) -> None:
    await filed(http, contact=a_contact())
    old, new = centre.keys.secret, b"n" * 32

    with centre.database.write() as connection:
        with pytest.raises(CannotOpen):
            reseal(connection, Exchange("73.71", "2026-12-03T06:05:00.000Z", new, b"x" * 32))
        assert reseal(connection, Exchange("73.71", "2026-12-03T06:05:00.000Z", new, old)) == 1
        assert reseal(connection, Exchange("73.71", "2026-12-03T06:05:00.000Z", new, old)) == 0
        row = connection.execute(select(kept)).one()

    assert row.key == key_name(new)
    assert PHONE in unseal([new], f"contact:{row.record}", row.sealed)


async def test_a_contact_that_the_new_secret_does_not_open_yet_is_not_found_and_nobody_saw_it(
    http: httpx.AsyncClient, enrol: Enrol, centre: Centre
) -> None:
    lurah = enrol(Role.KELURAHAN)
    await filed(http, contact=a_contact())
    record = (await pulled(lurah)).id
    exchanged = replace(centre, keys=replace(centre.keys, secret=b"n" * 32))
    caller = Caller(lurah.person, lurah.device)

    with pytest.raises(Problem) as problem:
        contacts.show(exchanged, caller, record, PURPOSE["purpose"])

    assert problem.value.code is Code.NOT_FOUND
    with centre.database.read() as connection:
        assert connection.execute(select(book)).all() == []


def test_what_is_sealed_opens_only_with_its_secret_for_its_subject_and_unaltered() -> None:
    sealed = seal(b"a" * 32, "contact:1", "rahasia")

    assert unseal([b"b" * 32, b"a" * 32], "contact:1", sealed) == "rahasia"
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for secret, about, content in ((b"b", "contact:1", sealed), (b"a" * 32, "contact:2", sealed)):
        with pytest.raises(CannotOpen):
            unseal([secret], about, content)
    with pytest.raises(CannotOpen):
        unseal([b"a" * 32], "contact:1", altered)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal(b"a" * 32, "contact:1", "rahasia") != seal(b"a" * 32, "contact:1", "rahasia")


@pytest.mark.parametrize("record", ["x", "%00", "0192aaaa-0000-7000-8000-000000000001"])
async def test_what_is_no_record_has_no_contact(http: httpx.AsyncClient, enrol: Enrol, record: str) -> None:
    mine = {"Authorization": f"Bearer {enrol(Role.KELURAHAN).token}"}

    for response in (
        await http.get(f"/v1/contacts/{record}", params=PURPOSE, headers=mine),
        await http.put(f"/v1/contacts/{record}", json=a_contact(), headers=mine),
    ):
        assert response.status_code == 404
