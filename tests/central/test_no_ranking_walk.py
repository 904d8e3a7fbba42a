"""No ranking, walked: whoever writes most changes the place of nobody and nothing in any list, page or export.

Two RT of one kelurahan and one of another note the same kinds of things; every answer of the centre that lists
them is asked for. Then the one whose things were fewest writes more than all others, and each list is asked for
again: what stood in it stands in the same order. A call or an export that is in neither table fails the test.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pypdf
import pytest

from sync.central import digest, page_reports, tallies
from sync.central.answer import Centre
from sync.central.commands.exporting import export
from sync.central.page_reports import Report
from sync.domain.people import Role
from tests.central.test_registrations import register
from tests.conftest import Enrol
from tests.support.bank import Offices, an_issue
from tests.support.catalogues import as_file, proposed, send_catalogue
from tests.support.centres import KASSI, RAPPOCINI, Speaker, a_note, a_person
from tests.support.clock import StandingClock
from tests.support.every_page import routes
from tests.support.officers import ask
from tests.support.partnering import a_partner
from tests.support.planned import LINES, run
from tests.support.residents import an_idea, filed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
A_VIDEO: dict[str, Any] = {"levels/sid20": 3, "evidence/sid20/e1": {"link": "https://contoh.id/video"}}
FAR = "73.71.14.1007"
"""The last kelurahan in the order of codes."""


@dataclass
class World:
    """Who writes, and who reads."""

    enrol: Enrol
    http: httpx.AsyncClient
    clock: StandingClock
    folder: Path

    def __post_init__(self) -> None:
        quiet, busy = (
            self.enrol(Role.RT, f"{KASSI}/RW00{at}/RT001", name) for at, name in ((3, "Amir"), (1, "Zul"))
        )
        far = self.enrol(Role.RT, f"{FAR}/RW001/RT001", "Far")
        kota = self.enrol(Role.KOTA, "73.71")
        near, there = self.enrol(Role.KECAMATAN, RAPPOCINI), self.enrol(Role.KECAMATAN, FAR[:8])
        for area, name in ((f"{KASSI}/RW001/RT009", "Sari"), (f"{FAR}/RW001/RT009", "Bakri")):
            a_person(kota.centre, Role.RT, area, name)  # with no phone yet: they are on the sheets of codes
        self.proposal = str(uuid.uuid4())
        self.lurah, self.far_lurah = self.enrol(Role.KELURAHAN), self.enrol(Role.KELURAHAN, FAR)
        self.auditor = self.enrol(Role.AUDITOR, "73.71")
        self.writers = {
            "Amir": Offices(quiet, near, kota),
            "Zul": Offices(busy, near, kota),
            "Far": Offices(far, there, kota),
        }

    @property
    def kota(self) -> Speaker:
        return self.writers["Zul"].kota

    @property
    def centre(self) -> Centre:
        return self.kota.centre

    async def write(self, who: str, word: str) -> None:
        """One of each kind, told apart by the word, published as far as it can be."""
        city, home = self.writers[who], self.writers[who].rt.person.area
        self.clock.move(minutes=61)
        place, stream = {"area": home.text}, home.kelurahan or ""
        note, idea = city.rt.make_id(), await self._idea(city.rt, word, stream)
        values = a_note(title=word, **place) | {f"grew_from/{idea}": True, **A_VIDEO}
        await city.accepted(city.rt, note, values, seen=0, area=stream)
        if stream == KASSI:
            await city.accepted(self.lurah, note, LINES)
        approved = {"status": "approved", **city.review("approved")}
        await city.accepted(city.kecamatan, note, approved, area=stream)
        await city.accepted(city.kota, note, {"status": "published", "published": "2026-12-03"}, area=stream)
        await city.accepted(city.kota, note, {"lab": {"stage": "drum_up"}}, area=stream)
        await a_partner(city, title=word)
        issue = city.rt.make_id()
        await city.accepted(city.rt, issue, an_issue(title=word, **place), kind="issue", seen=0, area=stream)
        await city.accepted(city.kecamatan, issue, {"status": "listed"}, kind="issue", area=stream)
        await self._around(word, stream, note)

    async def _idea(self, rt: Speaker, word: str, stream: str) -> str:
        """Filed by a resident, and taken up by the lurah for the RT."""
        asked = an_idea(title=word, text=word, area=stream)
        response = await self.http.post("/v1/ideas", json=asked)
        assert response.status_code == 200, response.text
        lurah = self.lurah if stream == KASSI else self.far_lurah
        step = {"status": "taken_up", "owner": rt.person.id}
        values = {"status": "taken_up", f"steps/{rt.make_id()}": step}
        await self.writers["Zul"].accepted(lurah, asked["id"], values, kind="idea", area=stream)
        return str(asked["id"])

    async def _around(self, word: str, stream: str, note: str) -> None:
        """What others leave at the centre because of it."""
        await register(self.http, business=word, area=stream)
        page_reports.keep(self.centre, Report("/", stream, note, "wrong", word), word)
        await ask(self.auditor, "POST", f"/v1/records/{note}/open", {"purpose": f"Memeriksa {word} kembali."})

    async def begin(self) -> None:
        for who, word in (("Amir", "Akasia"), ("Far", "Flamboyan"), ("Zul", "Zaitun"), ("Amir", "Asam")):
            await self.write(who, word)
        self._count()

    async def more(self) -> None:
        for number in range(5):
            await self.write("Zul", f"Lagi {number}")
        self._count()

    def _count(self) -> None:
        """What the jobs of the night would do."""
        self.writers["Zul"].index()
        tallies.catch_up(self.centre)


Listed = Callable[[World], Awaitable[bytes]]
WRITTEN = ("Akasia", "Flamboyan", "Zaitun", "Asam", "Amir rt", "Zul rt", "Far rt", "Sari rt", "Bakri rt")
"""Things and people that were there before one wrote more than all."""
PLACES = (RAPPOCINI, KASSI, FAR[:8], FAR)


def call(who: str, path: str, method: str = "GET", body: Any = None) -> Listed:
    async def asked(world: World) -> bytes:
        people = {
            "kota": world.kota,
            "auditor": world.auditor,
            "lurah": world.lurah,
            "rt": world.writers["Amir"].rt,
        }
        response = await ask(people[who], method, path, body)
        assert response.status_code == 200, (path, response.text)
        return response.content

    return asked


def public(path: str) -> Listed:
    async def asked(world: World) -> bytes:
        response = await world.http.get(path, headers={"Accept": "text/html"})
        assert response.status_code == 200, path
        return response.content

    return asked


async def rescored(world: World) -> bytes:
    """The records that next year's catalogue would score otherwise."""
    later = {"version": "2028", "valid_from": "2028-01-01", "check": "true"}
    return (await send_catalogue(world.kota, as_file(), **later)).content


async def rescored_by_proposal(world: World) -> bytes:
    entry = await proposed(world.kota, id=world.proposal)
    return (await ask(world.kota, "GET", f"/v1/catalogue-versions/{entry['id']}")).content


LISTS: dict[str, Listed] = {
    "POST /v1/catalogues": rescored,
    "GET /v1/catalogue-versions/{id}": rescored_by_proposal,
    "POST /v1/sync": call("lurah", "/v1/sync", "POST", {"changes": [], "cursors": {}, "limit": 200}),
    "GET /v1/records": call("kota", "/v1/records"),
    "GET /v1/bank/feed": call("rt", "/v1/bank/feed"),
    "GET /v1/reports": call("kota", "/v1/reports"),
    "GET /v1/partners": call("rt", "/v1/partners"),
    "GET /v1/board": call("kota", "/v1/board"),
    "GET /v1/registrations": call("kota", "/v1/registrations"),
    "GET /v1/views": call("auditor", "/v1/views"),
    "GET /v1/portfolio": call("kota", "/v1/portfolio"),
    "GET /v1/people": call("kota", "/v1/people?limit=200"),
    "POST /v1/sheets": call("kota", "/v1/sheets", "POST", {"area": "73.71"}),
    "GET /bank.csv": public("/bank.csv"),
    "GET /bank.geojson": public("/bank.geojson"),
    "GET /bank.json": public("/bank.json"),
    "GET /open311/v2/requests.{form}": public("/open311/v2/requests.json"),
    "GET /": public("/?jenis=innovation"),
    "GET /wilayah": public("/wilayah"),
    "GET /wilayah/{code}": public(f"/wilayah/{KASSI}"),
    "GET /usul": public("/usul"),
}
OF_ONE = """
GET /health GET /metrics GET /v1/log/checkpoint GET /v1/log/key GET /v1/log/proof GET /v1/log/consistency
GET /v1/log/tile/{path:path} POST /v1/enrol POST /v1/token GET /v1/handover-key POST /v1/handover POST /v1/roster
GET /v1/posters/{area}
POST /v1/files/{sha256} GET /v1/files/{sha256} HEAD /v1/files/{sha256} PATCH /v1/files/{sha256}
OPTIONS /v1/files/{sha256} GET /foto/{sha256} POST /v1/people POST /v1/people/{person}
POST /v1/people/{person}/code POST /v1/people/{person}/end POST /v1/devices/{device}/revoke
POST /v1/register POST /v1/register/{registration} POST /v1/registrations/{registration}
POST /v1/registrations/{registration}/contact POST /v1/records/{record}/transfer POST /v1/records/{record}/erase
POST /v1/records/{record}/open GET /v1/records/{record} GET /v1/records/{record}/history
GET /v1/records/{record}/preview GET /v1/bank/{record} GET /v1/dossiers/{kind} POST /v1/reports/{report}/answer
POST /v1/dossiers/{kind} PUT /v1/city-sheet/{code}
GET /v1/catalogues/{kind}/{version} GET /v1/catalogue-versions/{id}/file POST /v1/catalogue-versions/{id}
GET /v1/audit/{record}.pdf GET /v1/audit/{record}.json POST /v1/audit/{record}.json
GET /v1/contacts/{record} PUT /v1/contacts/{record} GET /v1/contacts/{record}/business
PUT /v1/contacts/{record}/business POST /v1/ideas GET /v1/ideas/{tracking} POST /v1/ideas/{tracking}/answers
POST /v1/ideas/{tracking}/appeal POST /v1/ideas/{tracking}/photos DELETE /v1/ideas/{tracking}/contact
GET /open311/v2/discovery.{form} GET /open311/v2/services/{service_code}.{form}
POST /open311/v2/requests.{form} GET /open311/v2/requests/{service_request_id}.{form}
GET /inovasi/{name} GET /inovasi/{name}/lengkap GET /isu/{name} GET /pratinjau/{name}
GET /pratinjau/{name}/foto/{sha256} POST /usul POST /laporkan
GET /v1/partners/{partner}/links POST /v1/partners/{partner}/links
POST /v1/partners/{partner}/links/{link}/revoke GET /bantu/{record}/{need} POST /bantu/{record}/{need}
GET /mitra/{link} POST /mitra/{link}
GET /lacak POST /lacak GET /lacak/{tracking} GET /lacak/{tracking}/bukti.json POST /lacak/{tracking}/foto
POST /lacak/{tracking}/jawab POST /lacak/{tracking}/kontak POST /lacak/{tracking}/tinjau
"""
"""Calls about one thing, or that only take something in: what they list is of that thing, in the order of time, or
stands as the caller asked for it."""


def exported(name: str, suffix: str, *options: str) -> Listed:
    async def asked(world: World) -> bytes:
        file = world.folder / f"{name}{suffix}"
        result = run("export", name, *(["73.71"] if name == "laporan" else []), file, *options)
        assert result.exit_code == 0, result.output
        return file.read_bytes()

    return asked


async def told_people(_: World) -> bytes:
    return run("people", "73.71").output.encode()


EXPORTS: dict[str, Listed] = {
    "sigap": exported("sigap", ".xlsx", "--published"),
    "rkpd": exported("rkpd", ".csv", "--year", "2027"),
    "anggaran": exported("anggaran", ".xlsx", "--year", "2027"),
    "monev": exported("monev", ".csv", "--year", "2027"),
    "ocds": exported("ocds", ".json", "--year", "2027", "--prefix", "ocds-abc123"),
}
NAMES_NOBODY: dict[str, Listed] = {
    "GET /v1/catalogues": call("kota", "/v1/catalogues"),
    "GET /v1/figures/{area}": call("kota", "/v1/figures/73.71"),
    "GET /v1/figures/{area}.pdf": call("kota", "/v1/figures/73.71.pdf"),
    "laporan": exported("laporan", ".xlsx"),
    "GET /v1/city-sheet": call("kota", "/v1/city-sheet"),
    "GET /v1/city-sheet.pdf": call("kota", "/v1/city-sheet.pdf"),
    "GET /v1/city-sheet.xlsx": call("kota", "/v1/city-sheet.xlsx"),
    "lembar-kota": exported("lembar-kota", ".xlsx"),
    "GET /open311/v2/services.{form}": public("/open311/v2/services.json"),
    "GET /peta.svg": public("/peta.svg"),
}
"""Figures of an area as a whole, kinds of things, a map without words: nothing inside is told apart in them."""
EXPORTS_OF_ONE = {"iga", "kipp", "audit"}
OTHERS: dict[str, Listed] = {"lorong people": told_people}


@pytest.fixture
async def world(
    enrol: Enrol,
    http: httpx.AsyncClient,
    clock: StandingClock,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    monkeypatch.setenv("LORONG_DATABASE_URL", database_url)
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "commands"))
    return World(enrol, http, clock, tmp_path)


def text_in(content: bytes) -> str:
    """What a reader of the file meets, from its beginning."""
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    return content.decode()


def standing(content: bytes) -> list[str]:
    """Things and people in the order in which they stand first; places, in a list of places."""
    text = text_in(content)
    written, places = ([mark for mark in marks if mark in text] for marks in (WRITTEN, PLACES))
    return sorted(written or places, key=text.index)


async def test_whoever_writes_most_changes_the_place_of_nothing_in_any_list(world: World) -> None:
    every = LISTS | EXPORTS | OTHERS
    await world.begin()
    before = {name: standing(await listed(world)) for name, listed in every.items()}
    await world.more()

    after = {name: standing(await listed(world)) for name, listed in every.items()}

    assert {name: marks for name, marks in before.items() if len(marks) < 2} == {}, "these could not tell"
    assert after == before
    assert {name: marks for name, listed in NAMES_NOBODY.items() if (marks := standing(await listed(world)))} == {}


def test_every_call_and_every_export_is_walked_or_is_of_one_thing(centre: Centre) -> None:
    calls = {f"{method} {one.path}" for one in routes(centre) for method in one.methods or ()}
    groups = [export, *(group.typer_instance for group in export.registered_groups)]
    exports = {one.name for group in groups if group for one in group.registered_commands}
    of_one = {f"{method} {path}" for method, path in zip(*[iter(OF_ONE.split())] * 2, strict=True)}

    assert calls == LISTS.keys() | of_one | {name for name in NAMES_NOBODY if " " in name}
    assert exports == EXPORTS.keys() | EXPORTS_OF_ONE | {"laporan", "lembar-kota"}


async def test_the_letter_of_the_morning_names_kinds_in_one_order_and_nobody(world: World) -> None:
    await world.begin()
    await world.writers["Amir"].note(title="Menunggu")
    await filed(world.http)
    offices = [world.lurah.person.area, world.writers["Amir"].kecamatan.person.area, world.kota.person.area]

    def kinds() -> list[list[str]]:
        with world.centre.database.read() as connection:
            return [[each.what for each in digest.waiting(connection, area, world.clock())] for area in offices]

    before = kinds()
    await world.more()

    assert kinds() == before
    assert all(before)
