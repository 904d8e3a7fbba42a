"""A damaged journal: what is whole is read, what is not is set aside byte for byte and reported."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.store.errors import StoreFull
from mobile.store.lines import line_of
from tests.support.memory_file import MemoryDisk, Power, PowerCut, content_of


def the_journal_of(*numbers: int) -> bytes:
    """One save a number, with ids d0, d1, …"""
    disk = MemoryDisk()
    table = disk.open().table("records")
    for number in numbers:
        table.put(f"d{number}", {"n": number})
    return disk.current.content


def documents(*numbers: int) -> dict[str, dict[str, dict[str, object]]]:
    return {"records": {f"d{number}": {"n": number} for number in numbers}}


def the_line_with(text: bytes, journal: bytes) -> bytes:
    return next(line for line in journal.splitlines(keepends=True) if text in line)


def damaged(journal: bytes, *texts: bytes) -> bytes:
    """The journal with one bit changed in each of these."""
    for text in texts:
        assert journal.count(text) == 1
        journal = journal.replace(text, bytes([text[0] ^ 1]) + text[1:])
    return journal


def test_a_damaged_line_in_the_middle_is_set_aside_and_all_others_are_read() -> None:
    journal = damaged(the_journal_of(0, 1, 2), b'"n":1')
    disk = MemoryDisk(journal)

    database = disk.open()

    assert content_of(database) == documents(0, 2)
    assert disk.aside == list(database.damage) == [the_line_with(b'"d1"', journal)]


def test_a_journal_is_whole_again_after_its_damage_was_set_aside() -> None:
    disk = MemoryDisk(damaged(the_journal_of(0, 1, 2), b'"n":1'))
    disk.open().table("records").put("d3", {"n": 3})

    database = disk.open()

    assert content_of(database) == documents(0, 2, 3)
    assert database.damage == ()
    assert len(disk.aside) == 1


def test_damaged_lines_that_touch_are_set_aside_together_and_others_by_themselves() -> None:
    journal = damaged(the_journal_of(0, 1, 2, 3, 4, 5), b'"n":1', b'"n":2', b'"n":4')
    disk = MemoryDisk(journal)

    database = disk.open()

    assert content_of(database) == documents(0, 3, 5)
    assert disk.aside == [
        the_line_with(b'"d1"', journal) + the_line_with(b'"d2"', journal),
        the_line_with(b'"d4"', journal),
    ]


def test_a_region_that_became_something_else_is_set_aside() -> None:
    journal = the_journal_of(0, 1, 2)
    start, end = journal.index(the_line_with(b'"d1"', journal)), journal.index(the_line_with(b'"d2"', journal))
    noise = bytes(range(256)) * 3
    disk = MemoryDisk(journal[:start] + noise + b"\n" + journal[end:])

    database = disk.open()

    assert content_of(database) == documents(0, 2)
    assert disk.aside == [noise + b"\n"]


def test_two_lines_whose_newline_is_gone_are_set_aside() -> None:
    journal = the_journal_of(0, 1, 2, 3)
    first, second = the_line_with(b'"d1"', journal), the_line_with(b'"d2"', journal)
    disk = MemoryDisk(journal.replace(first, first[:-1] + b" "))

    database = disk.open()

    assert content_of(database) == documents(0, 3)
    assert disk.aside == [first[:-1] + b" " + second]


def test_a_damaged_last_line_that_is_no_torn_one_is_set_aside() -> None:
    journal = damaged(the_journal_of(0, 1), b'"n":1')
    disk = MemoryDisk(journal)

    database = disk.open()

    assert content_of(database) == documents(0)
    assert disk.aside == [the_line_with(b'"d1"', journal)]


def test_a_whole_line_of_a_form_that_is_not_known_is_set_aside() -> None:
    journal = the_journal_of(0, 1)
    newer = line_of(b'{"records":"a form of later"}')
    last = the_line_with(b'"d1"', journal)
    disk = MemoryDisk(journal.replace(last, newer + last))

    database = disk.open()

    assert content_of(database) == documents(0, 1)
    assert disk.aside == [newer]


@pytest.mark.parametrize("mark", [b"start 1", b"complete 1"])
def test_everything_is_read_when_a_mark_is_damaged(mark: bytes) -> None:
    disk = MemoryDisk(damaged(the_journal_of(0, 1), mark))

    assert content_of(disk.open()) == documents(0, 1)
    assert len(disk.aside) == 1
    assert content_of(disk.open()) == documents(0, 1)


def test_everything_is_read_when_both_marks_are_damaged() -> None:
    disk = MemoryDisk(damaged(the_journal_of(0, 1), b"start 1", b"complete 1"))

    assert content_of(disk.open()) == documents(0, 1)


def test_nothing_is_lost_when_a_new_generation_is_damaged_before_the_old_one_was_emptied() -> None:
    old = MemoryDisk()
    database = old.open()
    for number in range(3):
        database.table("records").put(f"d{number}", {"n": number})
    before = old.current.content
    database.compact()
    disk = MemoryDisk(before, damaged(old.current.content, b'"n":1'))

    assert content_of(disk.open()) == documents(0, 1, 2)
    assert content_of(disk.open()) == documents(0, 1, 2)


def test_the_higher_complete_generation_counts_when_the_old_one_was_not_emptied() -> None:
    old = MemoryDisk()
    database = old.open()
    database.table("records").put("d0", {"n": 0})
    before = old.current.content
    database.compact()
    database.table("records").put("d1", {"n": 1})
    disk = MemoryDisk(before, old.current.content)

    assert content_of(disk.open()) == documents(0, 1)
    assert disk.a.content == b""


def test_damage_stays_in_the_journal_until_there_is_room_to_set_it_aside() -> None:
    def no_room(_: bytes) -> None:
        raise StoreFull("no room")

    disk = MemoryDisk(damaged(the_journal_of(0, 1, 2), b'"n":1'), compact_above_bytes=100)
    keep, disk.set_aside = disk.set_aside, no_room
    database = disk.open()
    for number in range(3, 30):
        database.table("records").put(f"d{number}", {"n": number})
        database.table("records").put("d0", {"n": 0, "again": number})
    disk.set_aside = keep

    again = disk.open()

    assert content_of(database)["records"].keys() == documents(0, *range(2, 30))["records"].keys()
    assert content_of(again) == content_of(database)
    assert disk.aside == list(again.damage)
    assert len(disk.aside) == 1


@pytest.mark.parametrize("late_pages", [False, True], ids=["in order", "late pages"])
def test_nothing_whole_is_lost_when_the_power_goes_while_damage_is_dealt_with(late_pages: bool) -> None:
    journal = damaged(the_journal_of(0, 1, 2), b'"n":1')
    power = Power()
    MemoryDisk(journal).open(power)

    for steps in range(power.steps_used):
        disk = MemoryDisk(journal)
        with pytest.raises(PowerCut):
            disk.open(Power(steps, late_pages=late_pages))
        assert content_of(disk.open()) == documents(0, 2)
        assert the_line_with(b'"d1"', journal) in disk.aside
        assert disk.open().damage == ()


def test_nothing_whole_is_lost_when_the_power_goes_twice_while_a_damaged_mark_is_dealt_with() -> None:
    journal = damaged(the_journal_of(0, 1), b"complete 1")
    power = Power()
    MemoryDisk(journal).open(power)

    for first in range(power.steps_used):
        for second in range(0, power.steps_used, 3):
            disk = MemoryDisk(journal)
            for steps in (first, second):
                with suppress(PowerCut):
                    disk.open(Power(steps))
            disk.aside.clear()
            assert content_of(disk.open()) == documents(0, 1)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12), st.binary(min_size=1, max_size=12))
def test_every_line_that_was_not_touched_is_read_whatever_happened_to_the_others(
    places: list[int], noise: bytes
) -> None:
    journal = the_journal_of(*range(12))
    touched = bytearray(journal)
    for place, byte in zip(places, noise, strict=False):
        touched[place % len(journal)] = byte
    disk = MemoryDisk(bytes(touched))

    found = content_of(disk.open()).get("records", {})

    for number in range(12):
        line = b"\n" + the_line_with(b'"d%d"' % number, journal)
        start = journal.index(line)
        if touched[start : start + len(line)] == line:
            assert found[f"d{number}"] == {"n": number}
    assert content_of(disk.open()).get("records", {}) == found


def test_no_save_is_taken_while_documents_are_only_in_the_file_that_a_save_would_empty() -> None:
    old = MemoryDisk()
    database = old.open()
    for number in range(3):
        database.table("records").put(f"d{number}", {"n": number})
    before = old.current.content
    database.compact()
    disk = MemoryDisk(before, damaged(old.current.content, b'"n":1'))
    disk.a.capacity_bytes = 20

    table = disk.open().table("records")
    with pytest.raises(StoreFull):
        table.put("d3", {"n": 3})
    disk.a.capacity_bytes = None
    table.put("d4", {"n": 4})

    assert content_of(disk.open()) == documents(0, 1, 2, 4)
