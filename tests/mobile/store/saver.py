"""A process that saves in a loop until it is killed: `python -m tests.mobile.store.saver <folder>`.

Save number n is the same in every process, and its number is saved with it, so that whoever finds the store
afterwards knows exactly what must be in it. The number is printed after the save returned, not before.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import Any

from mobile.store.database import JournalDatabase, open_database
from mobile.store.disk_file import DiskFile

COMPACT_ABOVE_BYTES = 60_000


def open_in(folder: Path) -> JournalDatabase:
    def set_aside(damage: bytes) -> None:
        raise AssertionError(f"a kill damages nothing, but there is {damage!r}")

    return open_database(
        DiskFile(folder / "a"),
        DiskFile(folder / "b"),
        set_aside=set_aside,
        compact_above_bytes=COMPACT_ABOVE_BYTES,
    )


def save(database: JournalDatabase, number: int) -> None:
    """One transaction over three tables, of 100 bytes to 4 KB, that removes as often as it adds."""
    random = Random(number)
    with database.transaction():
        database.table("records").put(f"r{number % 7}", a_record(random, number))
        database.table("outbox").put(f"c{number}", {"record": f"r{number % 7}"})
        database.table("outbox").discard(f"c{number - 5}")
        database.table("settings").put("last", {"number": number})


def a_record(random: Random, number: int) -> dict[str, Any]:
    return {"number": number, "text": "lorong " * random.randrange(600)}


def main() -> None:
    database = open_in(Path(sys.argv[1]))
    last = database.table("settings").read("last")
    number = last["number"] if last else 0
    while True:
        number += 1
        save(database, number)
        print(number, flush=True)


if __name__ == "__main__":
    main()
