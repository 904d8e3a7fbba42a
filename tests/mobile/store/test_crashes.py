"""The power goes at every step of saving and compacting: every save that returned is there, and no half of one."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from mobile.store.database import JournalDatabase
from tests.support.memory_file import MemoryDisk, Power, PowerCut, content_of

Content = dict[str, dict[str, dict[str, object]]]


def saves(database: JournalDatabase) -> Iterator[None]:
    """Twenty saves over two tables, with removals, a table emptied and compactions; yields after each."""
    records, outbox = database.table("records"), database.table("outbox")
    random = Random(5)
    for number in range(20):
        with database.transaction():
            records.put(f"r{number % 5}", {"n": number, "text": "x" * random.randrange(30)})
            outbox.put(f"c{number}", {"record": number % 5})
            if number % 4 == 3:
                outbox.discard(f"c{number - 2}")
            if number % 9 == 8:
                database.drop_table("outbox")
        yield


def contents_after_each_save() -> list[Content]:
    database = MemoryDisk().open()
    return [content_of(database), *(content_of(database) for _ in saves(database))]


@pytest.fixture(scope="module")
def expected() -> list[Content]:
    return contents_after_each_save()


def saves_until_the_power_goes(disk: MemoryDisk, power: Power) -> int:
    """How many saves returned."""
    returned = 0
    try:
        for _ in saves(disk.open(power)):
            returned += 1
    except PowerCut:
        pass
    return returned


def a_disk() -> MemoryDisk:
    return MemoryDisk(compact_above_bytes=300)


@pytest.mark.parametrize("late_pages", [False, True], ids=["in order", "late pages"])
def test_every_save_that_returned_is_there_at_whatever_step_the_power_went(
    late_pages: bool, expected: list[Content]
) -> None:
    power = Power()
    whole = a_disk()
    saves_until_the_power_goes(whole, power)
    assert b"start 1\n" not in whole.current.content

    for steps in range(power.steps_used):
        disk = a_disk()
        returned = saves_until_the_power_goes(disk, Power(steps, late_pages=late_pages))
        found = content_of(disk.open())
        assert found in expected[returned : returned + 2]
        assert late_pages or disk.aside == []


def test_a_restarted_store_saves_and_keeps_as_before_at_whatever_step_the_power_went() -> None:
    power = Power()
    saves_until_the_power_goes(a_disk(), power)

    for steps in range(0, power.steps_used, 7):
        disk = a_disk()
        saves_until_the_power_goes(disk, Power(steps))
        database = disk.open()
        database.table("after").put("a", {"n": steps})
        database.compact()
        database.table("after").put("b", {"n": steps})
        assert content_of(disk.open()) == content_of(database)
        assert content_of(database)["after"] == {"a": {"n": steps}, "b": {"n": steps}}
