"""Every call with a token, walked by every role, in the area of what it asks for and in another one.

The table says who may; everybody else is refused, and told no more than that. A call that is not in the table
fails the test.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import httpx
import pytest
from fastapi.routing import APIRoute

from sync.central import page_reports
from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.log import update_log
from sync.central.page_reports import Report
from sync.domain.people import Role
from tests.central.test_registrations import a_registration
from tests.conftest import Enrol
from tests.support.bank import store_photo
from tests.support.cast import EVERYBODY, Cast, names
from tests.support.catalogues import as_file, decide, proposed, send_catalogue
from tests.support.centres import KASSI, Speaker, a_note, a_person
from tests.support.officers import ROSTER_HEAD, a_new_person, ask
from tests.support.partnering import a_partner
from tests.support.residents import a_contact
from tests.support.tus import BYTES, a_photo, name_of, note_naming

NO = frozenset({"unauthorised", "revoked", "forbidden", "not_found", "not_allowed"})
WHY = {"purpose": "Menanyakan kabar usulan ini."}
REASON = "Tempatnya di kelurahan sebelah."
_YET = frozenset({"not_logged", "bad_json"})
"""Answers that only somebody gets who may ask."""

Ask = Callable[[Cast, Speaker], Awaitable[bool]]


def granted(response: httpx.Response) -> bool:
    if response.status_code < 300:
        return True
    code = "not_found" if not response.content else response.json()["code"]
    assert code in NO | _YET, response.text
    return code in _YET


async def published(cast: Cast) -> str:
    """A published record of the author, with a photo that is here."""
    photo: dict[str, Any] = {"photos/p1": {"sha256": "a" * 64, "preview": "b" * 64, "people": "none"}}
    record = await cast.city.published(**photo)
    store_photo(cast.city.centre, "a" * 64)
    return record


async def an_idea(cast: Cast) -> str:
    """Noted by the author for a resident who gave a contact."""
    values = {"title": "Taman", "text": "Taman kecil.", "status": "received", "area": KASSI}
    record = cast["author"].make_id()
    await cast.city.accepted(cast["author"], record, values, kind="idea", seen=0)
    response = await ask(cast["kelurahan"], "PUT", f"/v1/contacts/{record}", a_contact())
    assert response.status_code < 300, response.text
    return record


async def a_business(cast: Cast) -> str:
    """An innovation of the UMKM."""
    record = cast["umkm"].make_id()
    await cast.city.accepted(cast["umkm"], record, a_note(area=KASSI), seen=0)
    return record


def an_rt(cast: Cast) -> str:
    return a_person(cast.city.centre, Role.RT, f"{KASSI}/RW005/RT00{1 + len(cast) % 9}").id


async def a_registered(cast: Cast) -> str:
    asked = a_registration()
    response = await cast["author"].http.post("/v1/register", json=asked)
    assert response.status_code == 200, response.text
    return str(asked["id"])


async def a_report(cast: Cast) -> str:
    """Each from an address of its own: one address is only heard ten times an hour."""
    page = f"/inovasi/{uuid.uuid4()}"
    report = Report(page, KASSI, None, "wrong", "Angkanya keliru.")
    page_reports.keep(cast.city.centre, report, str(uuid.uuid4()))
    listed = await ask(cast["kecamatan"], "GET", "/v1/reports")
    return next(str(each["id"]) for each in listed.json()["reports"] if each["page"] == page)


def of(make: Callable[[Cast], Awaitable[str]], method: str, path: str, body: Any = None, **more: Any) -> Ask:
    """A call about something that is made anew for each who asks: `{}` in the path is its id."""

    async def asked(cast: Cast, who: Speaker) -> bool:
        return granted(await ask(who, method, path.format(await make(cast)), body, **more))

    return asked


def plain(method: str, path: str, body: Any = None, **more: Any) -> Ask:
    async def asked(_: Cast, who: Speaker) -> bool:
        return granted(await ask(who, method, path, body() if callable(body) else body, **more))

    return asked


def listing(make: Callable[[Cast], Awaitable[str]], path: str, key: str) -> Ask:
    """Whether what was made stands in the list that the call gives."""

    async def asked(cast: Cast, who: Speaker) -> bool:
        made = await make(cast)
        response = await ask(who, "GET", path)
        return granted(response) and made in {each["id"] for each in response.json()[key]}

    return asked


async def person(cast: Cast) -> str:
    return an_rt(cast)


async def device(cast: Cast) -> str:
    return cast.enrolled(Role.RT, f"{KASSI}/RW006/RT001").device


async def partner(cast: Cast) -> str:
    return await a_partner(cast.city)


async def revoke_link(cast: Cast, who: Speaker) -> bool:
    path = f"/v1/partners/{await partner(cast)}/links"
    made = (await ask(cast["kota"], "POST", path, {"days": 30})).json()["link"]["id"]
    return granted(await ask(who, "POST", f"{path}/{made}/revoke", {}))


async def in_pull(cast: Cast, who: Speaker) -> bool:
    record = await published(cast)
    return record in {view.id for view in (await who.sync()).records}


async def send_file(cast: Cast, who: Speaker) -> bool:
    content = a_photo(seed=crc32(who.person.id.encode()))
    await note_naming(cast["author"], content)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Content-Length": "0"}
    return granted(await _tus(who, "POST", content, headers))


async def look_at_file(cast: Cast, who: Speaker) -> bool:
    return granted(await _tus(who, "HEAD", await _begun(cast, who), {"Tus-Resumable": "1.0.0"}))


async def go_on_with_file(cast: Cast, who: Speaker) -> bool:
    content = await _begun(cast, who)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": BYTES}
    return granted(await _tus(who, "PATCH", content, headers, content[:1000]))


async def _begun(cast: Cast, who: Speaker) -> bytes:
    """An upload that the author announced, of which nothing is here."""
    content = a_photo(seed=1 + crc32(who.person.id.encode()))
    await note_naming(cast["author"], content)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Content-Length": "0"}
    assert granted(await _tus(cast["author"], "POST", content, headers))
    return content


async def _tus(
    who: Speaker, method: str, content: bytes, headers: dict[str, str], body: bytes = b""
) -> httpx.Response:
    mine = {"Authorization": f"Bearer {who.token}"} | headers
    return await who.http.request(method, f"/v1/files/{name_of(content)}", headers=mine, content=body)


async def proof(cast: Cast, who: Speaker) -> bool:
    await published(cast)
    update_log(cast.city.centre)
    return granted(await ask(who, "GET", f"/v1/log/proof?stream={KASSI}&seq=1"))


async def import_roster(_: Cast, who: Speaker) -> bool:
    line = f"Pengurus {uuid.uuid4()},rt,{KASSI}/RW007/RT001,2031-12-31"
    headers = {"Authorization": f"Bearer {who.token}", "Content-Type": "text/csv"}
    response = await who.http.post("/v1/roster", content=f"{ROSTER_HEAD}\n{line}", headers=headers)
    return granted(response) and response.json()["wrong"] == 0


async def sheet(cast: Cast, who: Speaker) -> bool:
    an_rt(cast)
    return granted(await ask(who, "POST", "/v1/sheets", {"area": KASSI}))


async def transfer(cast: Cast, who: Speaker) -> bool:
    record = await cast.city.note()
    there = {"id": who.make_id(), "to": "73.71.13.1001", "reason": REASON}
    return granted(await ask(who, "POST", f"/v1/records/{record}/transfer", there))


async def propose_catalogue(_: Cast, who: Speaker) -> bool:
    return granted(await send_catalogue(who, as_file(), check="true"))


async def a_catalogue(cast: Cast) -> dict[str, Any]:
    """Proposed by somebody else of the kota, for the year after the last one."""
    colleague = cast.enrolled(Role.KOTA, "73.71")
    year = 2026 + len((await ask(colleague, "GET", "/v1/catalogues")).json()["catalogues"])
    return await proposed(colleague, version=str(year), valid_from=f"{year}-01-01")


async def catalogue_id(cast: Cast) -> str:
    return str((await a_catalogue(cast))["id"])


async def confirm_catalogue(cast: Cast, who: Speaker) -> bool:
    return granted(await decide(who, await a_catalogue(cast), "confirm"))


async def read_catalogue(cast: Cast, who: Speaker) -> bool:
    entry = await a_catalogue(cast)
    assert granted(await decide(cast["kota"], entry, "confirm"))
    return granted(await ask(who, "GET", f"/v1/catalogues/iga/{entry['version']}"))


IN_KELURAHAN = "author rt rw kelurahan"
HOLDERS = f"{IN_KELURAHAN} kecamatan"
READERS = f"{HOLDERS} pimpinan kota auditor"
OFFICE = "kelurahan kecamatan kota"


@dataclass(frozen=True, slots=True)
class Cell:
    ask: Ask
    may: frozenset[str]


def row(ask: Ask, may: str | frozenset[str]) -> Cell:
    return Cell(ask, names(may) if isinstance(may, str) else may)


CALLS: dict[str, Cell] = {
    "POST /v1/sync": row(in_pull, HOLDERS),
    "POST /v1/handover": row(plain("POST", "/v1/handover", {}), EVERYBODY),
    "GET /v1/files/{sha256}": row(of(published, "GET", f"/v1/files/{'a' * 64}"), READERS),
    "POST /v1/files/{sha256}": row(send_file, "author kelurahan"),
    "HEAD /v1/files/{sha256}": row(look_at_file, "author kelurahan"),
    "PATCH /v1/files/{sha256}": row(go_on_with_file, "author kelurahan"),
    "GET /v1/log/proof": row(proof, f"{HOLDERS} umkm kota auditor"),
    "GET /v1/people": row(plain("GET", f"/v1/people?area={KASSI}"), OFFICE),
    "POST /v1/people": row(plain("POST", "/v1/people", a_new_person), OFFICE),
    "POST /v1/people/{person}": row(of(person, "POST", "/v1/people/{}", {"name": "Nama Baru"}), OFFICE),
    "POST /v1/people/{person}/code": row(of(person, "POST", "/v1/people/{}/code", {}), OFFICE),
    "POST /v1/people/{person}/end": row(of(person, "POST", "/v1/people/{}/end", {}), OFFICE),
    "POST /v1/devices/{device}/revoke": row(of(device, "POST", "/v1/devices/{}/revoke", {}), OFFICE),
    "POST /v1/roster": row(import_roster, OFFICE),
    "POST /v1/sheets": row(sheet, OFFICE),
    "GET /v1/posters/{area}": row(plain("GET", f"/v1/posters/{KASSI}"), OFFICE),
    "POST /v1/token": row(plain("POST", "/v1/token", {}), EVERYBODY),
    "GET /v1/handover-key": row(plain("GET", "/v1/handover-key"), EVERYBODY),
    "POST /v1/records/{record}/transfer": row(transfer, "kecamatan kota"),
    "POST /v1/records/{record}/erase": row(
        of(published, "POST", "/v1/records/{}/erase", {"reason": "asked"}), "kota"
    ),
    "GET /v1/registrations": row(listing(a_registered, "/v1/registrations", "registrations"), OFFICE),
    "POST /v1/registrations/{registration}": row(
        of(a_registered, "POST", "/v1/registrations/{}", {"admit": True}), OFFICE
    ),
    "POST /v1/registrations/{registration}/contact": row(
        of(a_registered, "POST", "/v1/registrations/{}/contact", WHY), OFFICE
    ),
    "PUT /v1/contacts/{record}": row(of(an_idea, "PUT", "/v1/contacts/{}", a_contact()), "author kelurahan"),
    "GET /v1/contacts/{record}": row(of(an_idea, "GET", "/v1/contacts/{}", params=WHY), OFFICE),
    "PUT /v1/contacts/{record}/business": row(
        of(a_business, "PUT", "/v1/contacts/{}/business", a_contact()), "umkm"
    ),
    "GET /v1/contacts/{record}/business": row(of(a_business, "GET", "/v1/contacts/{}/business"), "umkm"),
    "GET /v1/records": row(listing(published, f"/v1/records?area={KASSI}", "records"), READERS),
    "GET /v1/records/{record}": row(of(published, "GET", "/v1/records/{}"), READERS),
    "GET /v1/records/{record}/history": row(
        of(published, "GET", "/v1/records/{}/history"), f"{HOLDERS} kota auditor"
    ),
    "GET /v1/partners": row(plain("GET", "/v1/partners"), EVERYBODY),
    "GET /v1/partners/{partner}/links": row(of(partner, "GET", "/v1/partners/{}/links"), "kota"),
    "POST /v1/partners/{partner}/links": row(of(partner, "POST", "/v1/partners/{}/links", {"days": 30}), "kota"),
    "POST /v1/partners/{partner}/links/{link}/revoke": row(revoke_link, "kota"),
    "GET /v1/board": row(plain("GET", "/v1/board"), "kota"),
    "GET /v1/bank/feed": row(plain("GET", "/v1/bank/feed"), EVERYBODY),
    "GET /v1/bank/{record}": row(of(published, "GET", "/v1/bank/{}"), EVERYBODY),
    "GET /v1/reports": row(listing(a_report, "/v1/reports", "reports"), "kecamatan kota"),
    "POST /v1/reports/{report}/answer": row(
        of(a_report, "POST", "/v1/reports/{}/answer", {"answer": "Sudah dibetulkan."}), "kecamatan kota"
    ),
    "GET /v1/records/{record}/preview": row(
        of(published, "GET", "/v1/records/{}/preview"), f"{HOLDERS} pimpinan kota"
    ),
    "POST /v1/records/{record}/open": row(of(published, "POST", "/v1/records/{}/open", WHY), "auditor"),
    "GET /v1/views": row(plain("GET", "/v1/views"), "auditor"),
    "GET /v1/catalogues/{kind}/{version}": row(read_catalogue, EVERYBODY),
    "GET /v1/catalogues": row(plain("GET", "/v1/catalogues"), "kota"),
    "POST /v1/catalogues": row(propose_catalogue, "kota"),
    "GET /v1/catalogue-versions/{id}": row(of(catalogue_id, "GET", "/v1/catalogue-versions/{}"), "kota"),
    "POST /v1/catalogue-versions/{id}": row(confirm_catalogue, "kota"),
    "GET /v1/catalogue-versions/{id}/file": row(of(catalogue_id, "GET", "/v1/catalogue-versions/{}/file"), "kota"),
    "GET /v1/figures/{area}": row(plain("GET", f"/v1/figures/{KASSI}"), f"{OFFICE} pimpinan"),
    "GET /v1/figures/{area}.pdf": row(plain("GET", f"/v1/figures/{KASSI}.pdf"), f"{OFFICE} pimpinan"),
    "GET /v1/dossiers/{kind}": row(of(published, "GET", "/v1/dossiers/sigap?record={}"), "kecamatan kota"),
    "GET /v1/city-sheet": row(plain("GET", "/v1/city-sheet"), "kota"),
    "GET /v1/city-sheet.pdf": row(plain("GET", "/v1/city-sheet.pdf"), "kota"),
    "GET /v1/city-sheet.xlsx": row(plain("GET", "/v1/city-sheet.xlsx"), "kota"),
    "PUT /v1/city-sheet/{code}": row(plain("PUT", "/v1/city-sheet/8", {"level": 3}), "kota"),
    "GET /v1/portfolio": row(plain("GET", "/v1/portfolio"), "kota"),
    "POST /v1/dossiers/{kind}": row(
        of(published, "POST", "/v1/dossiers/sigap", {"records": ["0192aaaa-0000-7000-8000-000000000001"]}), "kota"
    ),
    "GET /v1/audit/{record}.pdf": row(of(published, "GET", "/v1/audit/{}.pdf"), "kota auditor"),
    "GET /v1/audit/{record}.json": row(of(published, "GET", "/v1/audit/{}.json"), "kota auditor"),
    "POST /v1/audit/{record}.json": row(of(published, "POST", "/v1/audit/{}.json", WHY), "auditor"),
}


@pytest.fixture
def cast(enrol: Enrol) -> Cast:
    return Cast(enrol)


@pytest.mark.parametrize("call", CALLS)
async def test_a_call_is_answered_to_those_in_the_table_and_to_nobody_else(cast: Cast, call: str) -> None:
    cell = CALLS[call]

    may = {name for name in cast if await cell.ask(cast, cast[name])}

    assert may == cell.may


@pytest.mark.parametrize("call", CALLS)
async def test_no_call_is_answered_without_a_token_or_with_one_of_a_phone_that_was_switched_off(
    cast: Cast, call: str
) -> None:
    method, path = call.split()
    path = path.replace("{record}", cast.city.rt.make_id())
    response = await cast["kota"].http.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (401, "application/problem+json")

    gone = cast["kelurahan"]
    await ask(cast["kota"], "POST", f"/v1/devices/{gone.device}/revoke", {})

    assert (await ask(gone, method, path)).status_code == 401


def test_every_call_with_a_token_stands_in_the_table(centre: Centre) -> None:
    assert set(_calls_with_a_token(centre)) == CALLS.keys()


def _calls_with_a_token(centre: Centre) -> Iterator[str]:
    for route in _routes(make_app(centre).routes):
        asks = set(_asked_for(route.dependant))
        if {"token_of", "caller"} & asks or route.path == "/v1/sync":
            yield from (f"{method} {route.path}" for method in route.methods or ())


def _routes(found: Any) -> Iterator[APIRoute]:
    for each in found:
        if isinstance(each, APIRoute):
            yield each
        else:
            inner = getattr(each, "original_router", None)
            yield from _routes(inner.routes if inner is not None else ())


def _asked_for(dependant: Any) -> Iterator[str]:
    yield getattr(dependant.call, "__name__", "")
    for each in dependant.dependencies:
        yield from _asked_for(each)
