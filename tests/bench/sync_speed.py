"""Sync against a bare floor and against PouchDB, in one run: `python -m tests.bench.sync_speed [--quick]`.

Every server is driven by the same load over loopback, in turn, several times, and the median run counts. The
centre runs as the README runs it, with accounts, rights, validation, merge and chain; the floor (sync_floor.py)
keeps the same changes durably and does nothing else; PouchDB's server is express-pouchdb on leveldb, which gets
the requests of a replication like all others, and is then met by PouchDB's own client, which has to work on the
same machine. Numbers of a machine drift: read the ratios.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, median_low

from sync.domain.ids import IdSource
from tests.bench import bars, sync_servers
from tests.bench.sync_load import Request, Run, ask, drive
from tests.bench.sync_servers import AREAS, LANES, Change, Lorong, Pouch, Server, replicated
from tests.support import postgresql

PAGE = 500
LETTERS = "".join(Random(0).choices("abcdefghij klmnop ", k=10_000))


@dataclass(frozen=True, slots=True)
class Size:
    """How much one run sends, for each of the eight lanes, and how many runs there are."""

    runs: int
    batches: int
    singles: int
    pages: int


FULL, QUICK = Size(5, 25, 250, 100), Size(1, 10, 60, 20)


@dataclass(frozen=True, slots=True)
class Measure:
    """`least` and `goal` are shares of the floor's rate."""

    name: str
    least: float
    goal: float


PUSHED = Measure("pushed, batches of 100", 0.4, 0.5)
SINGLE = Measure("pushed, one a request", 0.4, 0.6)
PULLED = Measure("pulled, pages of 500", 0.8, 1.0)
MEASURES = (PUSHED, SINGLE, PULLED)


def a_note(area: str, number: int) -> dict[str, object]:
    """25 paths of a whole note, with the change around them 1.9 KB of JSON."""

    def text(place: int, length: int) -> str:
        start = (number * 7 + place * 61) % (len(LETTERS) - length)
        return LETTERS[start : start + length].strip() or "x"

    return {
        "action": text(1, 260),
        "affair": "kesehatan",
        "after": text(2, 120),
        "area": f"{area}/RW001/RT001",
        "before": text(3, 120),
        "beneficiaries": {"number": 24, "unit": "family"},
        "beneficiary_groups": ["everyone", "women"],
        "classification": "village",
        "digital": "non_digital",
        "form": "note/2026.1",
        "initiator": "civil_servant",
        "initiator_name": text(4, 40),
        "lorong": text(5, 24),
        "needs": {"choices": ["tools", "money"], "note": text(6, 80)},
        "originator_kind": "self",
        "originator_name": {"may_show": False, "name": text(7, 30)},
        "place_private": False,
        "point": {"accuracy_m": 12, "lat": -51477000, "lng": 1194327000, "source": "phone"},
        "problem": text(8, 260),
        "since": "2026-05",
        "stage": "running",
        "status": "submitted",
        "theme": "waste",
        "title": f"“{text(9, 66)}”" if number % 10 == 0 else text(9, 70),
        "unit": "Kelurahan contoh",
    }


@dataclass
class Material:
    """Changes that no server has seen."""

    make_id: IdSource = field(default_factory=IdSource)
    numbers: Iterator[int] = field(default_factory=count)

    def changes(self, lane: int, how_many: int) -> list[Change]:
        return [self._change(AREAS[lane]) for _ in range(how_many)]

    def _change(self, area: str) -> Change:
        note = a_note(area, next(self.numbers))
        ids = {"id": self.make_id(), "record": self.make_id()}
        return ids | {"kind": "innovation", "area": area, "seen": 0, "at": "2026-12-03T06:05:00Z", "set": note}


def pushing(server: Server, batches: Sequence[Sequence[Sequence[Change]]]) -> Run:
    """The batches of each lane."""
    if isinstance(server, Lorong):
        catch_up(server)
    lanes = [[server.push(lane, batch) for batch in of_lane] for lane, of_lane in enumerate(batches)]
    return drive(server.port, lanes, sum(len(b) for of_lane in batches for b in of_lane), server.processes())


def catch_up(server: Lorong) -> None:
    """As after the pull that came with the last reply: each lane's cursor at the end of its stream."""
    for lane in range(LANES):
        *_, (_, server.heads[lane]) = pages(server, lane, server.heads.get(lane, ""), 10_000)


def pages(server: Server, lane: int, cursor: str, most: int) -> Iterator[tuple[Request, str]]:
    """The requests of a whole pull, each with the cursor that its reply gives."""
    for _ in range(most):
        request = server.pull(lane, cursor, PAGE)
        before, cursor = cursor, server.cursor(ask(server.port, request))
        if cursor == before:
            return
        yield request, cursor


def pulling(server: Server, most: int, held: int) -> Run:
    """Every lane pulls its kelurahan, from the start, again and again."""
    whole = [[request for request, _ in pages(server, lane, "", held // PAGE)] for lane in range(LANES)]
    lanes = [[[requests[n % len(requests)]] for n in range(most)] for requests in whole]
    return drive(server.port, lanes, most * PAGE * LANES, server.processes())


Runs = dict[tuple[Measure, str], list[Run]]
Rates = list[float]
"""Of PouchDB's own client, run by run."""


def measure(servers: Sequence[Server], size: Size) -> tuple[Runs, Rates]:
    """All servers get the same changes, in turn, each run in another order."""
    found: Runs = {}
    replications: Rates = []
    material = Material()
    shuffled = Random(1)
    for _ in range(size.runs):
        batches = [[material.changes(lane, 100) for _ in range(size.batches)] for lane in range(LANES)]
        singles = [[material.changes(lane, 1) for _ in range(size.singles)] for lane in range(LANES)]
        for server in shuffled.sample(list(servers), len(servers)):
            found.setdefault((PUSHED, server.name), []).append(pushing(server, batches))
            found.setdefault((SINGLE, server.name), []).append(pushing(server, singles))
            found.setdefault((PULLED, server.name), []).append(pulling(server, size.pages, size.batches * 100))
            if isinstance(server, Pouch):
                fresh = [[material.changes(lane, 100) for _ in range(size.batches)] for lane in range(LANES)]
                replications.append(replicated(server, fresh))
    return found, replications


def report(database: str, servers: Sequence[Server], runs: Runs) -> None:
    print(f"\n{database}")
    heads = f"{'docs/s':>10}{'of floor':>10}{'CPU us':>9}{'of floor':>10}{'p50 ms':>9}{'p99 ms':>9}{'client':>8}"
    print(f"{'':24}{'':10}{heads}")
    for what in MEASURES:
        for server in servers:
            share = median(rates(runs, what, server.name, "floor"))
            run = middle(runs[what, server.name])
            cpu = middle(runs[what, "floor"]).cpu_us / run.cpu_us
            print(
                f"{what.name:24}{server.name:10}{run.rate:10,.0f}{share:10.0%}{run.cpu_us:9,.0f}{cpu:10.0%}"
                f"{run.p50_ms:9.1f}{run.p99_ms:9.1f}{run.client_cpu_s / run.seconds:8.0%}"
            )


def judge(database: str, runs: Runs, replications: Rates) -> None:
    for what in MEASURES:
        share = median(rates(runs, what, "Lorong", "floor"))
        bars.at_least("4", f"{what.name}, of the floor on {database} (goal {what.goal:.0%})", share, what.least)
    if replications:
        print(f"{PUSHED.name:24}PouchDB to express-pouchdb: {median(replications):,.0f} docs/s")
        ours = [run.rate for run in runs[PUSHED, "Lorong"]]
        times = median(mine / theirs for mine, theirs in zip(ours, replications, strict=True))
        bars.at_least("4", f"{PUSHED.name}, of PouchDB to express-pouchdb", times, 2, "{:.1f}x")


def rates(runs: Runs, what: Measure, name: str, other: str) -> list[float]:
    """Of one server by the other's, run by run: both met the machine in the same mood."""
    both = zip(runs[what, name], runs[what, other], strict=True)
    return [mine.rate / others.rate for mine, others in both]


def middle(runs: Sequence[Run]) -> Run:
    rate = median_low(run.rate for run in runs)
    return next(run for run in runs if run.rate == rate)


def compare(database: str, servers: Sequence[Server], size: Size) -> None:
    runs, replications = measure(servers, size)
    report(database, servers, runs)
    judge(database, runs, replications)


def on_sqlite(size: Size) -> None:
    with tempfile.TemporaryDirectory(prefix="lorong-bench-") as name, ExitStack() as running:
        folder = Path(name)
        floor = running.enter_context(sync_servers.floor(folder))
        centre = running.enter_context(sync_servers.lorong(folder))
        compare("SQLite", [floor, centre, running.enter_context(sync_servers.pouch(folder))], size)


def on_postgresql(size: Size) -> None:
    with tempfile.TemporaryDirectory(prefix="lorong-bench-") as name, ExitStack() as running:
        folder, url = Path(name), running.enter_context(postgresql.server())
        of_floor, of_centre = (running.enter_context(postgresql.database(url)) for _ in range(2))
        floor = running.enter_context(sync_servers.floor(folder, of_floor))
        centre = running.enter_context(sync_servers.lorong(folder, of_centre))
        compare("PostgreSQL", [floor, centre], size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short run of each")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database")
    chosen = parser.parse_args()
    size = QUICK if chosen.quick else FULL
    if chosen.only != "postgresql":
        on_sqlite(size)
    if chosen.only != "sqlite":
        on_postgresql(size)


if __name__ == "__main__":
    main()
