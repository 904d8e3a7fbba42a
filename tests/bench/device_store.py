"""What a save, an opening and the memory of the device's store cost: `python -m tests.bench.device_store`.

Every engine saves in turn within one run, so that all of them meet the same disk in the same mood. The floor is
an append of as many bytes and an fsync: nothing durable is cheaper. On ext4 it costs some 20 % more in a file of
more than four pieces, which a large one may be or not, by luck: so each engine has several.

As in a form, a record is read before it is saved, shortly before, with other reads and saves in between. A virtual
machine may have been taken the memory that it left alone for a while: among 100,000 records every third look-up in
a plain dict then took 0.1 ms to get it back, which says nothing of a store.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from tinydb import TinyDB

from mobile.store.database import JournalDatabase, open_database
from mobile.store.disk_file import DiskFile
from mobile.store.json_text import document_of, text_of
from tests.bench.bars import at_most

SIZES = (100, 1_000, 10_000, 100_000)
OPENED, OPENS_WITHIN_S = (10_000, 100_000), (0.5, 5.0)
REWRITTEN = (100, 1_000)
SAVES = 1_000
FILES = 7
SLOW_SAVES = 20
INDEX = {"records": ("stream", "status")}
LETTERS = "".join(Random(0).choices("abcdefghij ", k=10_000))

Record = dict[str, Any]
Read = Callable[[str], object]
Save = Callable[[str, Record], None]
Engine = tuple[Read, Save]
"""As it stands open on files of its own."""
Place = tuple[str, int]
"""An engine's name and how many records it holds."""


@dataclass(slots=True)
class Cost:
    """What each save of one engine took and wrote."""

    milliseconds: list[float] = field(default_factory=list)
    written: list[int] = field(default_factory=list)

    def time(self, save: Save, doc_id: str, record: Record) -> None:
        start = perf_counter()
        save(doc_id, record)
        self.milliseconds.append((perf_counter() - start) * 1000)

    def weigh(self, save: Save, doc_id: str, record: Record) -> None:
        """Apart from the timed ones: asking the system cools what a save finds warm."""
        before = bytes_written()
        save(doc_id, record)
        self.written.append(bytes_written() - before)

    def __str__(self) -> str:
        if not self.milliseconds:
            return f"{'–':>21}"
        p95 = quantiles(self.milliseconds, n=20)[-1]
        return f"{self.p50:7.3f} {p95:7.3f} {median(self.written) / 1024:5.1f}"

    @property
    def p50(self) -> float:
        return median(self.milliseconds)


def a_record(number: int, version: int = 0) -> Record:
    """28 fields, 1.9 KB of JSON."""
    record: Record = {"stream": f"73.71.01.{1001 + number % 153}", "status": "submitted", "version": version}
    for n in range(25):
        start = (number * 7 + n * 61) % (len(LETTERS) - 61)
        record[f"field{n}"] = LETTERS[start : start + 61]
    return record


def id_of(number: int) -> str:
    return f"0193a0b0-0000-7000-8000-{number:012d}"


def bytes_written() -> int:
    """By this process, as the system counts what it hands over; 0 where it does not tell."""
    try:
        counters = Path("/proc/self/io").read_text()
    except OSError:
        return 0
    return int(counters.split("wchar:")[1].split()[0])


def open_journal(folder: Path) -> JournalDatabase:
    def set_aside(damage: bytes) -> None:
        raise AssertionError(damage)

    return open_database(DiskFile(folder / "a"), DiskFile(folder / "b"), set_aside=set_aside, indexes=INDEX)


@contextmanager
def journal(folder: Path, size: int) -> Iterator[Engine]:
    with closing(open_journal(folder)) as database:
        table = database.table("records")
        with database.transaction():
            for number in range(size):
                table.put(id_of(number), a_record(number))
        database.compact()
        table.matching("stream", "none")
        yield table.read, table.put


@contextmanager
def floor(folder: Path, size: int) -> Iterator[Engine]:
    """The text is taken as given: nothing but the system's own write and flush, at the end of as large a file."""
    descriptor = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    text = text_of(a_record(0))
    for _ in range(0, size, 500):
        os.write(descriptor, text * 500)
        os.fsync(descriptor)

    def save(_id: str, _record: Record) -> None:
        os.write(descriptor, text)
        os.fsync(descriptor)

    try:
        yield lambda _id: None, save
    finally:
        os.close(descriptor)


@contextmanager
def sqlite(folder: Path, size: int) -> Iterator[Engine]:
    with closing(sqlite3.connect(folder / "sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE records (id TEXT PRIMARY KEY, stream TEXT, status TEXT, body BLOB)")
        connection.execute("CREATE INDEX by_stream ON records (stream)")
        connection.execute("CREATE INDEX by_status ON records (status)")

        def read(doc_id: str) -> Record:
            found = connection.execute("SELECT body FROM records WHERE id = ?", [doc_id]).fetchone()
            return document_of(found[0])

        def save(doc_id: str, record: Record) -> None:
            row = doc_id, record["stream"], record["status"], text_of(record)
            connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET stream = excluded.stream, status = excluded.status, body = excluded.body",
                row,
            )

        connection.execute("BEGIN")
        for number in range(size):
            save(id_of(number), a_record(number))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield read, save


@contextmanager
def json_storage(folder: Path, size: int) -> Iterator[Engine]:
    database: Any = TinyDB(folder / "tinydb.json")
    with closing(database):
        table = database.table("records")
        table.insert_multiple(a_record(number) for number in range(size))
        yield (
            lambda doc_id: table.get(doc_id=int(doc_id[-12:]) + 1),
            lambda doc_id, record: table.update(record, doc_ids=[int(doc_id[-12:]) + 1]),
        )


def costs_of_saving(folder: Path) -> dict[Place, Cost]:
    """Every engine of every size reads and then saves once in each round, each time in another order."""
    random = Random(1)
    with ExitStack() as opened:
        engines = {place: list(several(folder, place, opened)) for place in PLACES}
        costs = {place: Cost() for place in PLACES}
        flush_what_preparing_left()
        for version in range(1, SAVES + 1):
            places = [place for place in PLACES if place[0] != "JSONStorage" or version <= SLOW_SAVES]
            numbers = {place: random.randrange(place[1]) for place in places}
            for place in places:
                read, _ = engines[place][version % FILES]
                read(id_of(numbers[place]))
            for place in random.sample(places, len(places)):
                _, save = engines[place][version % FILES]
                measure = costs[place].weigh if version % 10 == 0 else costs[place].time
                measure(save, id_of(numbers[place]), a_record(numbers[place], version))
    return costs


def several(folder: Path, place: Place, opened: ExitStack) -> Iterator[Engine]:
    """The same engine on files of its own: one may have been lucky with its pieces."""
    name, size = place
    for number in range(FILES):
        inside = folder / f"{name}-{size}-{number}"
        inside.mkdir()
        yield opened.enter_context(ENGINES[name](inside, size))


ENGINES: dict[str, Callable[[Path, int], AbstractContextManager[Engine]]] = {
    "journal": journal,
    "append + fsync": floor,
    "SQLite WAL FULL": sqlite,
    "JSONStorage": json_storage,
}
PLACES = [(name, size) for name in ENGINES for size in (REWRITTEN if name == "JSONStorage" else SIZES)]


def flush_what_preparing_left() -> None:
    if sys.platform != "win32":
        os.sync()


def kilobytes(name: str) -> int:
    """A line of the process's own memory figures."""
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0])


@dataclass(frozen=True, slots=True)
class Opened:
    """`kept_bytes` and `most_bytes` of memory are beyond what Python took before."""

    documents: int
    seconds: float
    first_find_s: float
    text_bytes: int
    kept_bytes: int
    most_bytes: int

    def __str__(self) -> str:
        megabytes = (each / 2**20 for each in (self.text_bytes, self.kept_bytes, self.most_bytes))
        return f"{self.documents:8,}  {self.seconds:6.3f}  {self.first_find_s:12.3f}" + "".join(
            f"  {each:8.1f}" for each in megabytes
        )


def opening(folder: Path) -> Opened:
    """To be run in a process of its own."""
    before, start = kilobytes("VmRSS"), perf_counter()
    with closing(open_journal(folder)) as database:
        seconds = perf_counter() - start
        kept, most = kilobytes("VmRSS") - before, kilobytes("VmHWM") - before
        table = database.table("records")
        size = sum(len(text_of(document)) for _, document in table.items())
        start = perf_counter()
        table.matching("stream", "none")
        return Opened(len(table), seconds, perf_counter() - start, size, kept * 1024, most * 1024)


def opening_in_another_process(folder: Path, size: int) -> Opened:
    with journal(folder, size):
        pass
    command = [sys.executable, "-m", "tests.bench.device_store", "--open", str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Opened(**json.loads(said))


@contextmanager
def a_folder(beside: str | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        yield Path(folder)


def report(beside: str | None) -> None:
    with a_folder(beside) as folder:
        costs = costs_of_saving(folder)
    _print_saving(costs)
    opened = []
    print(" records  open s  first find s  texts MB   kept MB   peak MB")
    for size in OPENED:
        with a_folder(beside) as folder:
            opened.append(opening_in_another_process(folder, size))
        print(opened[-1])
    print()
    _judge_saving(costs)
    for each, most_s in zip(opened, OPENS_WITHIN_S, strict=True):
        at_most("3", f"opening {each.documents:,} records", each.seconds, most_s, "{:.2f} s")
        told = f"memory of {each.documents:,} records, of their texts"
        at_most("3", told, each.kept_bytes / each.text_bytes, 2.0)


def _print_saving(costs: Mapping[Place, Cost]) -> None:
    print(f"One save of 1.9 KB: p50 ms, p95 ms, KB written. {SAVES} saves each, all in turn.")
    print(f"{'records':>8}" + "".join(f"  {name:>21}" for name in ENGINES) + "  of floor  of SQLite")
    for size in SIZES:
        row = [costs.get((name, size), Cost()) for name in ENGINES]
        ratios = f"  {row[0].p50 / row[1].p50:8.2f}  {row[0].p50 / row[2].p50:9.2f}"
        print(f"{size:8,}" + "".join(f"  {cost}" for cost in row) + ratios)
    print()


def _judge_saving(costs: Mapping[Place, Cost]) -> None:
    ours, floors = ([costs[name, size] for size in SIZES] for name in ("journal", "append + fsync"))
    for size, our, bare in zip(SIZES, ours, floors, strict=True):
        at_most("3", f"a save with {size:,} records, of append and fsync", our.p50 / bare.p50, 1.25)
    told = f"a save with {SIZES[-1]:,} records, of one with {SIZES[0]}"
    at_most("3", told, ours[-1].p50 / ours[0].p50, 1.1)
    written = max(median(our.written) / median(bare.written) for our, bare in zip(ours, floors, strict=True))
    at_most("3", "bytes written by a save, of the change", written, 1.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", help="a folder on the disk to measure (a temporary one is made in it)")
    parser.add_argument("--open", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.open:
        print(json.dumps(asdict(opening(Path(arguments.open)))))
    else:
        report(arguments.folder and os.fspath(arguments.folder))


if __name__ == "__main__":
    main()
