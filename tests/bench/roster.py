"""How long a city's officers take, on both databases, with the cards: `python -m tests.bench.roster [number]`.

The bar: 6,000 in under a minute, the sheet of all of them as one PDF included.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from sync.central.codes import give_codes
from sync.central.roster import add_roster, read_roster
from sync.central.sheets import sheet, without_device
from tests.support import postgresql
from tests.support.centres import a_centre
from tests.support.officers import a_roster


def measure(url: str, content: bytes) -> dict[str, float]:
    """Seconds of each step, and the size of the PDF."""
    centre = a_centre(url, None)
    try:
        marks = [time.perf_counter()]
        reply = add_roster(centre, read_roster(content, centre.clock()), "bench")
        marks.append(time.perf_counter())
        with centre.database.write() as connection:
            waiting = without_device(connection, centre.city, centre.clock())
            given = give_codes(connection, centre.keys, waiting, "bench", centre.clock())
        marks.append(time.perf_counter())
        pdf = sheet(given, "https://lorong.example.id", centre.zone)
        marks.append(time.perf_counter())
        again = add_roster(centre, read_roster(content, centre.clock()), "bench")
        marks.append(time.perf_counter())
        assert (again.added, again.known) == (0, reply.added)
    finally:
        centre.database.close()
    steps = ("import", "codes", "pdf", "the same again")
    spent = {step: after - before for step, before, after in zip(steps, marks, marks[1:], strict=False)}
    return spent | {"pdf MB": len(pdf) / 1e6}


def main(number: int) -> None:
    content = a_roster(number).encode()
    with tempfile.TemporaryDirectory() as folder:
        _tell("SQLite", measure(f"sqlite:///{Path(folder) / 'centre.sqlite3'}", content))
    with postgresql.server() as server, postgresql.database(server) as url:
        _tell("PostgreSQL", measure(url, content))


def _tell(name: str, spent: dict[str, float]) -> None:
    print(f"{name:<12}" + "  ".join(f"{step} {value:.2f}" for step, value in spent.items()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
