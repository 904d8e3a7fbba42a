"""Figures at the centre: against a ledger that a test keeps for itself, for every area, now and a year ago."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median_low
from typing import Any

import pytest

from sync.central import tallies
from sync.central.answer import Centre
from sync.central.cases import standing, stood
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.figures import AreaFigures
from tests.conftest import Enrol
from tests.support.bank import Offices, an_issue
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker, a_note
from tests.support.clock import StandingClock
from tests.support.officers import ask

KELURAHAN = [KASSI, "73.71.13.1005", MARISO_KELURAHAN]
AREAS = ["73.71", RAPPOCINI, MARISO_KELURAHAN[:8], *KELURAHAN, "73.71.02"]


@dataclass
class Entry:
    """What the ledger knows of a record: on which day it had which status, and when it was answered."""

    kind: str
    area: str
    submitted: date
    statuses: list[tuple[date, str]]
    stage: str = ""
    answered: date | None = None
    solves: list[tuple[date, str]] = field(default_factory=list)
    measured: list[tuple[date, int]] = field(default_factory=list)

    def status(self, on: date) -> str:
        return next((status for day, status in reversed(self.statuses) if day <= on), "")


@dataclass
class Ledger:
    """Does what people do, and keeps a book of its own on it."""

    cities: dict[str, Offices]
    clock: StandingClock
    random: Random
    book: dict[str, Entry] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return (self.clock.now + timedelta(hours=8)).date()

    async def act(self) -> None:
        await self.random.choice(
            [self.note, self.issue, self.idea, self.review, self.sort, self.step, self.solve]
        )()

    async def _submit(self, kind: str, values: dict[str, Any], area: str = "") -> None:
        area = area or self.random.choice(KELURAHAN)
        rt = self.cities[area].rt
        record, values = rt.make_id(), values | {"area": f"{area}/RW001/RT001"}
        await self.cities[area].accepted(rt, record, values, kind=kind, seen=0, area=area)
        status, stage = values["status"], values.get("stage", "")
        self.book[record] = Entry(kind, area, self.today, [(self.today, status)], stage)

    async def note(self) -> None:
        indicator = {"name": "Kantong", "unit": "kantong", "kind": "value", "better": "down", "baseline": "10"}
        stage = self.random.choice(["planned", "trial", "running"])
        await self._submit("innovation", a_note(stage=stage) | {"indicators/kantong": indicator})

    async def issue(self) -> None:
        await self._submit("issue", an_issue())

    async def idea(self) -> None:
        await self._submit("idea", {"title": "Taman", "text": "Taman kecil.", "status": "received"})

    def _some(self, kind: str, *statuses: str) -> str | None:
        fitting = [r for r, e in self.book.items() if e.kind == kind and e.status(self.today) in statuses]
        return self.random.choice(fitting) if fitting else None

    async def _set(self, record: str, values: dict[str, Any], role: str = "kecamatan") -> None:
        entry = self.book[record]
        city = self.cities[entry.area]
        await city.accepted(getattr(city, role), record, values, kind=entry.kind, area=entry.area)
        if "status" in values:
            entry.statuses.append((self.today, values["status"]))

    async def review(self) -> None:
        record = self._some("innovation", "submitted")
        if record is None:
            return
        marks = self.random.choice([{}, {"title": "revise"}])
        decision = "revision" if marks else "approved"
        note = "Tolong dilengkapi." if marks else ""
        review = self.cities[self.book[record].area].review(decision, note, **marks)
        await self._set(record, {"status": decision, **review})
        self.book[record].answered = self.book[record].answered or self.today
        if decision == "revision" and self.random.random() < 0.5:
            await self._set(record, {"status": self.random.choice(["submitted", "withdrawn"])}, "rt")

    async def sort(self) -> None:
        if record := self._some("issue", "submitted"):
            status = self.random.choice(["listed", "listed", "declined"])
            outcome = {"status": status, "reason": "Sudah masuk rencana."}
            await self._set(record, {"status": status, "outcome": outcome})

    async def step(self) -> None:
        record = self._some("idea", "received", "read")
        if record is None:
            return
        status = self.random.choice(["read", "declined", "asked"])
        if status == self.book[record].status(self.today):
            return
        step = {"status": status} | ({} if status == "read" else {"reason": "Belum ada tempatnya."})
        step_id = self.cities[KASSI].rt.make_id()
        await self._set(record, {"status": status, f"steps/{step_id}": step})
        if status != "read":
            self.book[record].answered = self.book[record].answered or self.today

    async def solve(self) -> None:
        issue = self._some("issue", "listed")
        record = self._some("innovation", "submitted", "revision", "approved")
        if issue and record:
            await self._set(record, {f"addresses/{issue}": {"degree": "partly"}}, "rt")
            self.book[record].solves.append((self.today, issue))

    async def measure(self) -> None:
        if record := self._some("innovation", "submitted", "approved"):
            value = self.random.randrange(8, 13)
            said = {"innovation": record, "indicator": "kantong", "period": "2025-08", "value": str(value)}
            await self._submit("measurement", said | {"status": "submitted"}, self.book[record].area)
            self.book[record].measured.append((self.today, value))

    def expected(self, area: str, on: date) -> dict[str, int | None]:
        """By reading the book from its first page to that day."""
        there = {r: e for r, e in self.book.items() if e.submitted <= on}
        here = {r: e for r, e in there.items() if e.area.startswith(area)}
        year = [e for e in here.values() if e.answered and e.answered <= on and e.answered.year == on.year]
        standing = [
            e for e in here.values() if e.kind == "innovation" and e.status(on) not in ("withdrawn", "rejected")
        ]
        waiting = [e for e in standing if e.status(on) == "submitted" and not (e.answered and e.answered <= on)]
        waits = {
            kind: [(e.answered - e.submitted).days for e in year if e.kind == kind and e.answered]
            for kind in ("innovation", "idea")
        }
        solved = {
            issue
            for e in there.values()
            if e.status(on) in ("submitted", "revision", "approved")
            for day, issue in e.solves
            if day <= on
        }
        issues = {r: e.status(on) for r, e in here.items() if e.kind == "issue" and e.status(on) != "declined"}
        going_on = [(r, e) for r, e in here.items() if e.status(on) in ("submitted", "revision", "approved")]
        last = {r: value for r, e in going_on for day, value in e.measured if day <= on}
        ideas = [e.status(on) for e in here.values() if e.kind == "idea"]
        return {
            "innovations": len(standing),
            "stages": sum(e.stage == "running" for e in standing),
            "noted": sum(e.submitted.year == on.year for e in standing),
            "answer_days": median_low(waits["innovation"]) if waits["innovation"] else None,
            "wait_days": max(((on - e.submitted).days for e in waiting), default=None),
            "issues": len(issues),
            "issues_open": sum(s == "listed" and r not in solved for r, s in issues.items()),
            "ideas_waiting": sum(s in ("received", "read") for s in ideas),
            "ideas_answered": len(waits["idea"]),
            "idea_days": median_low(waits["idea"]) if waits["idea"] else None,
            "measured": sum(value < 10 for value in last.values()),
            "iga_ready": 0,
            "kipp_ready": 0,
            "money_planned": None,
            "money_realised": None,
        }


@pytest.fixture
def pimpinan(enrol: Enrol) -> Speaker:
    return enrol(Role.PIMPINAN, "73.71")


def offices_at(enrol: Enrol, area: str) -> Offices:
    return Offices(
        enrol(Role.RT, f"{area}/RW001/RT001"), enrol(Role.KECAMATAN, area[:8]), enrol(Role.KOTA, "73.71")
    )


async def figures(who: Speaker, area: str) -> AreaFigures:
    response = await ask(who, "GET", f"/v1/figures/{area}")
    assert response.status_code == 200, response.text
    return wire.read(AreaFigures, response.json())


@pytest.mark.parametrize("seed", range(3))
async def test_figures_are_those_of_a_plain_book_now_and_a_year_ago(
    centre: Centre, clock: StandingClock, enrol: Enrol, pimpinan: Speaker, seed: int
) -> None:
    clock.now = datetime(2025, 9, 1, 15, 30, tzinfo=UTC)
    ledger = Ledger({area: offices_at(enrol, area) for area in KELURAHAN}, clock, Random(seed))
    for _ in range(90):
        await ledger.act()
        clock.move(hours=ledger.random.randrange(220))
    today = ledger.today
    a_year_ago = today.replace(year=today.year - 1)
    tallies.catch_up(centre)

    for area in AREAS:
        found = await figures(pimpinan, area)
        expected, before = ledger.expected(area, today), ledger.expected(area, a_year_ago)
        assert {each.code: each.value for each in found.figures} == expected, area
        if any(e.submitted <= a_year_ago and e.area.startswith(area) for e in ledger.book.values()):
            assert {each.code: each.before for each in found.figures} == before, area
        else:
            assert {each.before for each in found.figures} == {None}, area
        assert len(wire.write(found)) < 4096


async def test_the_log_played_to_its_end_gives_the_records_as_they_stand(
    centre: Centre, clock: StandingClock, enrol: Enrol
) -> None:
    ledger = Ledger({area: offices_at(enrol, area) for area in KELURAHAN}, clock, Random(73))
    for _ in range(40):
        await ledger.act()
        clock.move(hours=7)
    city, other = ledger.cities[KASSI], enrol(Role.KELURAHAN, KASSI)
    record = await city.note(stage="trial")
    await city.accepted(city.rt, record, {"stage": "running"}, seen=0)
    receipt = await city.send(other, record, {"stage": "planned"}, seen=1)
    assert receipt.status == "conflicted"

    for area in KELURAHAN:
        with centre.database.read() as connection:
            stand = sorted(standing(connection, area, centre.zone), key=lambda case: case.id)
            replayed = sorted(stood(connection, area, ledger.today, centre.zone), key=lambda case: case.id)
        assert replayed == stand


def in_figures(found: AreaFigures, code: str) -> int | None:
    return next(each.value for each in found.figures if each.code == code)


async def test_what_was_counted_today_is_told_with_its_date_until_it_is_counted_again(
    centre: Centre, clock: StandingClock, enrol: Enrol
) -> None:
    city, lurah = offices_at(enrol, KASSI), enrol(Role.KELURAHAN, KASSI)
    await city.note()
    first = await figures(lurah, KASSI)
    clock.move(minutes=5)
    untouched = await figures(lurah, KASSI)
    await city.note()

    late = await figures(lurah, KASSI)
    tallies.catch_up(centre)
    counted = await figures(lurah, KASSI)

    assert [in_figures(each, "innovations") for each in (first, late, counted)] == [1, 1, 2]
    assert (first.at, untouched.at) == ("2026-12-03T06:05:00.000Z", "2026-12-03T06:10:00.000Z")
    assert (late.at, counted.at) == (first.at, untouched.at), "what is behind says since when"


async def test_the_kelurahan_counted_longest_ago_is_counted_first_however_many_move_on(
    centre: Centre, clock: StandingClock, enrol: Enrol
) -> None:
    busy, quiet = offices_at(enrol, MARISO_KELURAHAN), offices_at(enrol, KASSI)
    lurah = enrol(Role.KELURAHAN, KASSI)

    async def moves_on(city: Offices, area: str) -> None:
        clock.move(minutes=1)
        await city.accepted(city.rt, city.rt.make_id(), a_note(area=f"{area}/RW001/RT001"), seen=0, area=area)

    await moves_on(busy, MARISO_KELURAHAN)
    await moves_on(quiet, KASSI)
    tallies.catch_up(centre)
    await moves_on(quiet, KASSI)
    for _ in range(2):
        await moves_on(busy, MARISO_KELURAHAN)
        tallies.catch_up(centre, most=1)

    assert in_figures(await figures(lurah, KASSI), "innovations") == 2


async def test_a_new_day_is_counted_for_who_asks_first(clock: StandingClock, enrol: Enrol) -> None:
    city, lurah = offices_at(enrol, KASSI), enrol(Role.KELURAHAN, KASSI)
    await city.note()
    assert in_figures(await figures(lurah, KASSI), "wait_days") == 0

    clock.move(days=29)
    next_year = await figures(lurah, KASSI)

    assert in_figures(next_year, "wait_days") == 29
    assert in_figures(next_year, "noted") == 0
    assert (next_year.since, next_year.until_before) == ("2027-01-01", "2026-01-01")


async def test_a_day_begins_at_the_citys_midnight(clock: StandingClock, enrol: Enrol) -> None:
    city, lurah = offices_at(enrol, KASSI), enrol(Role.KELURAHAN, KASSI)
    clock.now = datetime(2026, 12, 3, 15, 59, tzinfo=UTC)
    await city.note()
    clock.move(minutes=2)

    assert in_figures(await figures(lurah, KASSI), "wait_days") == 1


async def test_a_city_that_is_not_counted_yet_asks_to_come_again_and_gets_there(
    centre: Centre, enrol: Enrol, pimpinan: Speaker
) -> None:
    await offices_at(enrol, KASSI).note()

    response = await ask(pimpinan, "GET", "/v1/figures/73.71")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    while tallies.tally_job().run(centre):
        pass

    assert in_figures(await figures(pimpinan, "73.71"), "innovations") == 1


@pytest.mark.parametrize("area", [f"{KASSI}/RW001", f"{KASSI}/RW001/RT001", "73.72", "Kassi", "73.71.13.9999"])
async def test_nothing_is_counted_below_a_kelurahan_or_in_another_city(enrol: Enrol, area: str) -> None:
    lurah = enrol(Role.KELURAHAN, KASSI)

    response = await ask(lurah, "GET", f"/v1/figures/{area}")

    assert response.json()["code"] in ("unknown_area", "not_found")


@pytest.mark.parametrize(
    ("role", "home", "area", "may"),
    [
        (Role.KELURAHAN, KASSI, "73.71.13.1005", False),
        (Role.KELURAHAN, KASSI, RAPPOCINI, False),
        (Role.KECAMATAN, RAPPOCINI, KASSI, True),
        (Role.KECAMATAN, RAPPOCINI, MARISO_KELURAHAN, False),
        (Role.PIMPINAN, RAPPOCINI, KASSI, True),
        (Role.PIMPINAN, RAPPOCINI, "73.71", False),
        (Role.KOTA, "73.71", RAPPOCINI, True),
    ],
)
async def test_nobody_reads_beyond_their_area(
    enrol: Enrol, role: Role, home: str, area: str, *, may: bool
) -> None:
    response = await ask(enrol(role, home), "GET", f"/v1/figures/{area}")

    assert response.status_code == (200 if may else 403)


async def test_what_was_moved_is_counted_where_it_lives_on(enrol: Enrol, pimpinan: Speaker) -> None:
    city, there = offices_at(enrol, KASSI), "73.71.13.1005"
    record = await city.note()
    moving = {"id": city.kecamatan.make_id(), "to": there, "reason": "Tempatnya di kelurahan sebelah."}
    moved = await ask(city.kecamatan, "POST", f"/v1/records/{record}/transfer", moving)
    assert moved.status_code == 200, moved.text

    found = {area: in_figures(await figures(pimpinan, area), "innovations") for area in (KASSI, there, RAPPOCINI)}

    assert found == {KASSI: 0, there: 1, RAPPOCINI: 1}


async def test_the_report_is_printed_on_one_page_and_drawn_on_the_next(enrol: Enrol) -> None:
    city, lurah = offices_at(enrol, KASSI), enrol(Role.KELURAHAN, KASSI)
    await city.published()

    sheet = await ask(lurah, "GET", f"/v1/figures/{KASSI}.pdf")

    assert (sheet.status_code, sheet.headers["content-type"]) == (200, "application/pdf")
    assert sheet.content.startswith(b"%PDF-")
    assert b"/Count 2" in sheet.content
