"""No ranking on the phone, walked: what is worth more, costs more or has more supporters stands where it stood.

Every list of every screen is looked at twice beside a real centre. Between the two, one RT wrote more than all
others, and what had the fewest points, rupiah, copies, notes of partners and ideas joined to it has the most. Then
each list has to be in the order in which it was. A screen that is in no table fails the test. (The centre's own
lists, pages and exports: tests/central/test_no_ranking_walk.py.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import flet as ft
import httpx
import pytest

from mobile.context import AppState
from mobile.shell import routes_for
from sync.central import offers
from sync.domain.people import Role
from tests.central.test_no_ranking_walk import World, standing
from tests.conftest import Enrol
from tests.mobile.screens.city_page import Unhurried
from tests.mobile.screens.office import Office, an_office
from tests.support.bank import Offices
from tests.support.catalogues import proposed
from tests.support.centres import KASSI, RAPPOCINI, Speaker, a_note
from tests.support.clock import StandingClock
from tests.support.partnering import a_partner
from tests.support.residents import an_idea
from tests.support.sessions import a_session, some_devices

CITY = "73.71"
THINGS = ("Akasia", "Flamboyan", "Zaitun", "Asam")
"""In the order in which they were written; the second is in another kelurahan."""
_MORE = "Tampilkan lebih banyak"
LEAST_FIRST, MOST_FIRST = (1, 2, 3, 4), (4, 3, 2, 1)
INDICATORS = [f"sid{n:02}" for n in range(1, 21)]
Who = tuple[Role, str]
RT, LURAH, KECAMATAN = (Role.RT, f"{KASSI}/RW003/RT001"), (Role.KELURAHAN, KASSI), (Role.KECAMATAN, RAPPOCINI)
KOTA, AUDITOR, MAYOR = (Role.KOTA, CITY), (Role.AUDITOR, CITY), (Role.PIMPINAN, CITY)

LISTS: dict[str, Who] = {
    "/": LURAH,
    "/issues": LURAH,
    "/explore/:record?": RT,
    "/ideas/:record?": LURAH,
    "/review/:record?": KECAMATAN,
    "/registrations": LURAH,
    "/find/:record?": KOTA,
    "/publish/:record?": KOTA,
    "/reports": KOTA,
    "/people": KOTA,
    "/partners": KOTA,
    "/offers": KOTA,
    "/board": KOTA,
    "/portfolio": KOTA,
    "/catalogue/:catalogue": KOTA,
    "/views": AUDITOR,
}
NAMES_NOBODY: dict[str, Who] = {"/figures": MAYOR, "/city-sheet": KOTA, "/catalogues": KOTA}
"""Figures of an area as a whole, and versions of a catalogue: nothing inside is told apart in them."""
OF_ONE = """
/outbox /account /sign-in /note/:record /record/:record /measure/:record/:indicator /grow/:record/:part?
/plans/:record /catalogues/new /people/new /people/roster /person/:person /person/:person/code
/my-ideas /my-idea/:idea /write/:idea
"""
"""Screens about one thing, or the person's own: what they list is in the order of time or of the form. The next
steps of *Lengkapi* are by what each is worth to the one record that is open, which is its people's own work."""


@dataclass
class Graded(World):
    """What each word wrote: a published innovation, an approved one, one that waits, and an idea that waits."""

    notes: dict[str, list[str]] = field(default_factory=dict)
    ideas: dict[str, str] = field(default_factory=dict)
    partner: str = ""

    def office_of(self, word: str) -> tuple[Speaker, Offices]:
        is_far = word == "Flamboyan"
        return (self.far_lurah, self.writers["Far"]) if is_far else (self.lurah, self.writers["Amir"])

    async def begin(self) -> None:
        self.partner = await a_partner(self.writers["Zul"], title="Mitra")
        await super().begin()
        await proposed(self.kota, id=self.proposal)
        await self.grade(LEAST_FIRST)

    async def _around(self, word: str, stream: str, note: str) -> None:
        await super()._around(word, stream, note)
        if word not in THINGS:
            return
        city, self.notes[word] = self.office_of(word)[1], [note]
        for title in (f"{word} disetujui", f"{word} menunggu"):
            record = city.rt.make_id()
            values = a_note(title=title, area=city.rt.person.area.text)
            await city.accepted(city.rt, record, values, seen=0, area=stream)
            self.notes[word].append(record)
        approved = {"status": "approved", **city.review("approved")}
        await city.accepted(city.kecamatan, self.notes[word][1], approved, area=stream)
        self.ideas[word] = await self._asked(stream, word)

    async def _asked(self, stream: str, title: str) -> str:
        asked = an_idea(title=title, area=stream)
        assert (await self.http.post("/v1/ideas", json=asked)).status_code == 200
        return str(asked["id"])

    async def grade(self, amounts: tuple[int, ...]) -> None:
        """In the order of writing, so that what changed last is the same thing whatever it is worth."""
        for word, amount in zip(THINGS, amounts, strict=True):
            lurah, city = self.office_of(word)
            for record in self.notes[word]:
                await city.accepted(lurah, record, worth(amount), area=lurah.person.area.text)
            for _ in range(amount):
                await self.writers["Amir"].note(title="Tiruan", replicates=self.notes[word][0])
                offers.file_note(self.centre, self.partner, self.notes[word][0], lurah.make_id(), word, word)
                await self._join(lurah, city, self.ideas[word])
        self._count()

    async def _join(self, lurah: Speaker, city: Offices, idea: str) -> None:
        self.clock.move(minutes=61)  # a resident files so many an hour
        stream = lurah.person.area.text
        other = await self._asked(stream, "Sama saja")
        step = {f"steps/{lurah.make_id()}": {"status": "joined", "target": idea}}
        await city.accepted(lurah, other, {"status": "joined", **step}, kind="idea", area=stream)


def worth(amount: int) -> dict[str, Any]:
    """Five indicators and ten times the money for each."""
    scored = INDICATORS[::-1][: 5 * amount]
    values: dict[str, Any] = {f"levels/{code}": 3 for code in scored}
    values |= {f"evidence/{code}/e9": {"link": "https://contoh.id/bukti"} for code in scored}
    return values | {"budget/b9": {"year": 2027, "source": "apbd", "ceiling": 1_000_000 * 10**amount}}


@dataclass(frozen=True)
class Seen:
    """Things, people or places in the order in which the screen shows them first, and every row about a thing."""

    standing: list[str]
    rows: list[str]


async def listed(world: World, route: str, who: Who) -> Seen:
    address = route.replace("/:record?", "").replace(":catalogue", world.proposal)
    office = await an_office(world.centre, world.clock, *who, route="/account")
    asked = office.phone.line._inner = Unhurried(office.phone.line._inner)  # type: ignore[assignment]
    try:
        await office.phone.round()
        await office.officer.bank.reader.read()
        await office.visit(address)
        await quiet(office, asked)
        while office.has_button(_MORE):
            await office.press(_MORE)
            await quiet(office, asked)
        shown = list(map(str, office.texts))
        rows = [word for text in shown for word in THINGS if word in text]
        return Seen(standing("\n".join(shown).encode()), rows)
    finally:
        await office.close()


async def quiet(office: Office, asked: Unhurried) -> None:
    """Until nothing is asked any more; what was answered may lead to another question."""
    for _ in range(2):
        await office.until(lambda: not asked.under_way)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_worth_more_or_has_more_supporters_changes_its_place_on_no_screen(
    enrol: Enrol, http: httpx.AsyncClient, clock: StandingClock, tmp_path: Path
) -> None:
    world = Graded(enrol, http, clock, tmp_path)
    await world.begin()
    before = {route: await listed(world, route, who) for route, who in LISTS.items()}
    await world.more()
    await world.grade(MOST_FIRST)

    after = {route: await listed(world, route, who) for route, who in LISTS.items()}

    # What a list does not show at once any more, now that it is longer, is left out of the comparison.
    there = {route: seen.standing for route, seen in after.items()}
    both = {route: [mark for mark in seen.standing if mark in there[route]] for route, seen in before.items()}
    assert {route: marks for route, marks in both.items() if len(marks) < 2} == {}, "these could not tell"
    assert there == both
    # Of several lists on one screen each one counts, where none of them is longer or shorter now.
    as_long = {route for route, seen in after.items() if len(seen.rows) == len(before[route].rows)}
    assert {route: after[route].rows for route in as_long} == {route: before[route].rows for route in as_long}
    assert [mark for each in NAMES_NOBODY.items() for mark in (await listed(world, *each)).standing] == []


def test_every_screen_is_walked_or_is_of_one_thing() -> None:
    every: set[str] = set()
    for role in Role:
        app = AppState(some_devices(), a_session(role), resident=cast(Any, "somebody"))
        every |= set(paths(routes_for(app)))
    app.session = None
    every |= set(paths(routes_for(app)))

    assert every == LISTS.keys() | NAMES_NOBODY.keys() | set(OF_ONE.split())


def paths(routes: list[ft.Route]) -> Iterator[str]:
    for route in routes:
        yield from ["/"] if route.index else []
        yield from [f"/{route.path}"] if route.path else []
        yield from paths(route.children or [])
