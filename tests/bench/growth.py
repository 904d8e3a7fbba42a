"""What 100 changes cost when the centre holds more and more: `python -m tests.bench.growth`.

Real records are pushed once; their rows are then copied with other ids and sequences, half of them over all
kelurahan of the city and half into one. (The chain of what was copied does not verify, which nothing here asks.)
Centres of all sizes answer in turn, so that they meet the same machine in the same mood: a phone's 100 changes,
half of them new records, half edits of old ones, with the page that comes back; and a page of 100 records alone.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from obstore.store import MemoryStore
from sqlalchemy import Connection, Table, insert, select, text, update

from sync.central import people, syncing
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.database import Database
from sync.central.people import Keys
from sync.central.tables import changes, facts, records, streams
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.ids import IdSource
from sync.domain.people import Person, Role
from sync.domain.records import Values
from sync.protocol.messages import Change, SyncRequest
from tests.bench.bars import at_most
from tests.bench.slow_line import material
from tests.support import postgresql

SIZES = (10_000, 100_000, 1_000_000)
BATCH = 100
REPEATS, WARM = 40, 3
_MARK = 777_000_000
"""Sequences of the rows that are copied: found in any text, and taken for nothing else."""
_ROWS_AT_ONCE = _LOOKED_AT = 2_000
_HOT = "73.71.13.1002"
_COLD = "73.71.01.1001"


@dataclass(slots=True)
class Cost:
    """Milliseconds of each request; the CPU of this process and of PostgreSQL's that answers it."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{median(self.wall):8.2f} ({median(self.cpu):6.2f})"


@dataclass(frozen=True, slots=True)
class Template:
    """The rows of one real record and of the change that made it."""

    seq: int
    record: str
    change: str
    stream: str
    rows: tuple[dict[str, Any], ...]

    def copy(self, stream: str, seq: int, record: str, change: str) -> tuple[dict[str, Any], ...]:
        swaps = ((self.record, record), (self.change, change), (self.stream, stream), (str(self.seq), str(seq)))
        return tuple({name: self._swapped(value, seq, swaps) for name, value in row.items()} for row in self.rows)

    def _swapped(self, value: Any, seq: int, swaps: tuple[tuple[str, str], ...]) -> Any:
        if value == self.seq:
            return seq
        for old, new in swaps:
            if isinstance(value, str):
                value = value.replace(old, new)
            elif isinstance(value, bytes):
                value = value.replace(old.encode(), new.encode())
        return value


@dataclass
class Device:
    """A phone, and PostgreSQL's process that serves its centre's one connection."""

    centre: Centre
    caller: Caller
    stream: str
    make_id: IdSource
    notes: list[Values]
    server_process: int | None

    def new(self, number: int) -> Change:
        values = self.notes[number % len(self.notes)] | {
            "area": f"{self.stream}/RW003/RT002",
            "status": "submitted",
        }
        return self._change(self.make_id(), 0, values)

    def edit(self, record: str, version: int, number: int) -> Change:
        return self._change(record, version, {"after": f"Sudah dipakai {number} keluarga."})

    def _change(self, record: str, seen: int, values: Values) -> Change:
        return Change(self.make_id(), record, "innovation", self.stream, seen, "2026-12-03T06:05:00Z", values)

    def sync(self, batch: list[Change], cursors: Mapping[str, str]) -> None:
        syncing.sync_text(self.centre, self.caller, SyncRequest(batch, dict(cursors), BATCH))


def a_device(centre: Centre, stream: str, seed: int) -> Device:
    person = Person(str(uuid.uuid4()), "Ketua RT", Role.RT, AreaCode(f"{stream}/RW003/RT002"))
    with centre.database.write() as connection:
        people.add_person(connection, person, "bench", centre.clock())
    caller = Caller(person, str(uuid.uuid4()))
    return Device(centre, caller, stream, IdSource(), material.notes(seed), _server_process(centre.database))


def _server_process(database: Database) -> int | None:
    if database.is_sqlite:
        return None
    with database.read() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def templates(device: Device) -> list[Template]:
    """Pushed for real, at sequences that stand out."""
    database, first = device.centre.database, _MARK
    with database.write() as connection:
        connection.execute(update(streams).where(streams.c.code == device.stream).values(seq=first))
    batch = [device.new(number) for number in range(BATCH)]
    device.sync(batch, {})
    with database.read() as connection:
        return [_template(connection, change, first + 1 + place) for place, change in enumerate(batch)]


def _template(connection: Connection, change: Change, seq: int) -> Template:
    record = connection.execute(select(records).where(records.c.id == change.record)).one()
    made = connection.execute(select(changes).where(changes.c.stream == change.area, changes.c.seq == seq)).one()
    return Template(seq, change.record, change.id, change.area, (dict(record._mapping), dict(made._mapping)))


def fill(centre: Centre, made: Sequence[Template], size: int) -> None:
    """Copies the templates' rows until the centre holds so many records."""
    heads: dict[str, int] = defaultdict(int)
    rows = _copies(made, [place.code for place in gazetteer().kelurahan(centre.city)], heads)
    for at in range(0, size, _ROWS_AT_ONCE):
        several = list(islice(rows, min(_ROWS_AT_ONCE, size - at)))
        with centre.database.write() as connection:
            for place, table in enumerate((records, changes)):
                _insert(connection, table, [pair[place] for pair in several])
    with centre.database.write() as connection:
        for code, seq in heads.items():
            connection.execute(update(streams).where(streams.c.code == code).values(seq=seq))
    _tell_planner(centre.database)


def _copies(
    made: Sequence[Template], codes: Sequence[str], heads: dict[str, int]
) -> Iterator[tuple[dict[str, Any], ...]]:
    random, make_id = Random(1), IdSource()
    while True:
        code = _HOT if random.random() < 0.5 else random.choice(codes)
        heads[code] += 1
        yield random.choice(made).copy(code, heads[code], make_id(), make_id())


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([row[column.name] for column in table.columns])


def _tell_planner(database: Database) -> None:
    """As its own housekeeping would."""
    if database.is_sqlite:
        with database.write() as connection:
            connection.exec_driver_sql("PRAGMA optimize")
    else:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))


def measure(device: Device, turn: int, random: Random) -> dict[str, tuple[float, float]]:
    """Wall and CPU of a push, with the page that comes back, and of a pull."""
    old = _some_records(device, random)
    batch = [device.new(turn * BATCH + number) for number in range(BATCH // 2)]
    batch += [device.edit(record, version, turn) for record, version in old]
    head = _cursor(device, 0)
    pushed = _timed(device, lambda: device.sync(batch, head))
    behind = _cursor(device, BATCH)
    return {"push": pushed, "pull": _timed(device, lambda: device.sync([], behind))}


def _some_records(device: Device, random: Random) -> list[tuple[str, int]]:
    """Ids and versions of records of the device's stream, wherever they lie in it, each once."""
    seq, here = _seq(device), records.c.stream == device.stream
    looked_at = {random.randint(1, max(1, seq)) for _ in range(_LOOKED_AT)}
    with device.centre.database.read() as connection:
        found = connection.execute(
            select(records.c.id, records.c.version).where(here, records.c.version.in_(looked_at))
        )
        pairs = [(row.id, row.version) for row in found]
    return random.sample(pairs, min(BATCH // 2, len(pairs)))


def _seq(device: Device) -> int:
    with device.centre.database.read() as connection:
        query = select(streams.c.seq).where(streams.c.code == device.stream)
        return int(connection.execute(query).scalar_one())


def _cursor(device: Device, behind: int) -> dict[str, str]:
    """Up to date but for so many changes."""
    with device.centre.database.read() as connection:
        epoch = connection.execute(select(facts.c.value).where(facts.c.name == "epoch")).scalar_one()
    at = max(0, _seq(device) - behind)
    return {device.stream: f"{epoch}.{at}.{at}"}


def _timed(device: Device, do: Callable[[], None]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), _cpu_s(device)
    do()
    return (time.perf_counter() - wall) * 1000, (_cpu_s(device) - cpu) * 1000


def _cpu_s(device: Device) -> float:
    if device.server_process is None:
        return time.process_time()
    run_ns = Path(f"/proc/{device.server_process}/schedstat").read_text().split()[0]
    return time.process_time() + int(run_ns) / 1e9


def a_centre(url: str, size: int, seed: int) -> Centre:
    started = time.monotonic()
    centre = Centre(Database(url), MemoryStore(), Keys(b"k" * 32), "73.71")
    centre.prepare()
    fill(centre, templates(a_device(centre, "73.71.05.1001", seed)), size)
    print(f"{size:10,} records filled in {time.monotonic() - started:.0f} s", flush=True)
    return centre


def grow(name: str, urls: Mapping[int, str], seed: int) -> None:
    """One database for each size."""
    centres = {size: a_centre(url, size, seed) for size, url in urls.items()}
    streams_of = {"one of 153": _COLD, "the fullest": _HOT}
    devices = {
        (where, size): a_device(centres[size], streams_of[where], seed) for where in streams_of for size in urls
    }
    taken: dict[tuple[str, str, int], Cost] = defaultdict(Cost)
    random = Random(2)
    for turn in range(-WARM, REPEATS):
        for (where, size), device in random.sample(list(devices.items()), len(devices)):
            for what, (wall, cpu) in measure(device, turn + WARM, random).items():
                if turn >= 0:
                    taken[what, where, size].wall.append(wall)
                    taken[what, where, size].cpu.append(cpu)
    for centre in centres.values():
        centre.database.close()
    _report(name, taken, list(urls))


def _report(name: str, taken: Mapping[tuple[str, str, int], Cost], sizes: Sequence[int]) -> None:
    print(f"\n{name}: milliseconds of one request, wall p50 (CPU p50)")
    print(f"{'records at the centre':34}" + "".join(f"{size:>20,}" for size in sizes))
    rows = sorted({(what, where) for what, where, _ in taken}, reverse=True)
    for what, where in rows:
        costs = [taken[what, where, size] for size in sizes]
        print(f"{what} of {BATCH}, {where:12} stream  " + "".join(f"{cost!s:>20}" for cost in costs))
    for what, where in rows:
        first, last = taken[what, where, sizes[0]], taken[what, where, sizes[-1]]
        told = f"{what} of {BATCH} at {sizes[-1]:,} records, {where} stream, {name}"
        at_most("5", told, median(last.wall) / median(first.wall), 1.2)


def on_sqlite(sizes: Sequence[int], seed: int) -> None:
    with tempfile.TemporaryDirectory(prefix="lorong-growth-") as folder:
        grow("SQLite", {size: f"sqlite:///{folder}/{size}.sqlite3" for size in sizes}, seed)


def on_postgresql(sizes: Sequence[int], seed: int) -> None:
    with postgresql.server() as server, ExitStack() as opened:
        grow("PostgreSQL", {size: opened.enter_context(postgresql.database(server)) for size in sizes}, seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leave out the sizes above")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    sizes = [size for size in SIZES if size <= arguments.most]
    if arguments.only != "postgresql":
        on_sqlite(sizes, arguments.seed)
    if arguments.only != "sqlite":
        on_postgresql(sizes, arguments.seed)


if __name__ == "__main__":
    main()
