"""The journal keeps every save that returned: torn lines, full disks, failed flushes, compactions."""

from __future__ import annotations

from typing import Any

import pytest

from mobile.store.database import open_database
from mobile.store.errors import StoreFailed, StoreFull
from tests.support.memory_file import MemoryDisk, MemoryFile, content_of


def a_disk_with(*documents: dict[str, Any], compact_above_bytes: int = 256 * 1024) -> MemoryDisk:
    """One save a document, with ids d0, d1, …"""
    disk = MemoryDisk(compact_above_bytes=compact_above_bytes)
    database = disk.open()
    for number, document in enumerate(documents):
        database.table("records").put(f"d{number}", document)
    return disk


def test_an_empty_store_opens_without_documents() -> None:
    database = MemoryDisk().open()

    assert content_of(database) == {}
    assert database.damage == ()


def test_what_was_saved_is_there_after_a_restart() -> None:
    disk = a_disk_with({"title": "Teba kompos — RW 003"}, {"title": "tab\tand\nline"})

    content = content_of(disk.open())

    assert content == {"records": {"d0": {"title": "Teba kompos — RW 003"}, "d1": {"title": "tab\tand\nline"}}}


def test_documents_stay_in_the_order_in_which_they_were_first_put_across_compaction_and_restart() -> None:
    disk = a_disk_with({"n": 0}, {"n": 1}, {"n": 2})
    database = disk.open()
    database.table("records").put("d0", {"n": 9})
    database.compact()

    assert disk.open().table("records").ids() == ["d0", "d1", "d2"]


def test_a_save_writes_what_it_changes_whatever_else_there_is() -> None:
    disk = a_disk_with(*({"n": n} for n in range(200)))
    database = disk.open()
    before = disk.current.size_bytes

    database.table("records").put("d7", {"n": 1000})

    written = disk.current.content[before:]
    assert written[9:] == b'{"records":{"d7":\t{"n":1000}\t}}\n'


def test_a_torn_last_line_is_dropped_at_whatever_byte_it_was_torn() -> None:
    disk = a_disk_with({"n": 0}, {"n": 1})
    whole = disk.current.content
    start_of_last = whole.rindex(b"\n", 0, -1) + 1

    for end in range(start_of_last, len(whole)):
        restarted = MemoryDisk(whole[:end])
        database = restarted.open()
        assert content_of(database) == {"records": {"d0": {"n": 0}}}
        assert (database.damage, restarted.aside) == ((), [])
        database.table("records").put("d2", {"n": 2})
        assert content_of(restarted.open()) == {"records": {"d0": {"n": 0}, "d2": {"n": 2}}}


def test_a_torn_tail_is_cut_off_when_the_journal_is_opened() -> None:
    disk = a_disk_with({"n": 0})
    whole = disk.current.content
    restarted = MemoryDisk(whole + b'12ab34cd {"rec')

    restarted.open()

    assert restarted.current.content == whole


@pytest.mark.parametrize("leaves_torn_bytes", [False, True], ids=["cut back", "left torn"])
def test_a_save_on_a_full_disk_changes_nothing_at_whatever_byte_it_became_full(leaves_torn_bytes: bool) -> None:
    disk = a_disk_with({"n": 0})
    size = disk.current.size_bytes
    line_bytes = len(b'12345678 {"records":{"d1":\t{"n":1}\t}}\n')

    for room in range(line_bytes):
        database = disk.open()
        disk.current.leaves_torn_bytes = leaves_torn_bytes
        disk.current.capacity_bytes = size + room
        with pytest.raises(StoreFull):
            database.table("records").put("d1", {"n": 1})
        assert content_of(database) == {"records": {"d0": {"n": 0}}}
        disk.current.capacity_bytes = None
        database.table("records").put("d2", {"n": room})
        assert content_of(disk.open()) == {"records": {"d0": {"n": 0}, "d2": {"n": room}}}
        disk.open().table("records").discard("d2")
        size = disk.current.size_bytes


def test_a_save_whose_flush_failed_is_not_there_and_the_next_one_is() -> None:
    disk = a_disk_with({"n": 0})
    database = disk.open()
    disk.current.leaves_torn_bytes = True
    disk.current.fails_next_flush = True

    with pytest.raises(StoreFailed):
        database.table("records").put("d1", {"n": 1})
    database.table("records").put("d2", {"n": 2})

    assert content_of(database) == {"records": {"d0": {"n": 0}, "d2": {"n": 2}}}
    assert content_of(disk.open()) == content_of(database)


def test_a_closed_store_saves_nothing() -> None:
    disk = a_disk_with({"n": 0})
    database = disk.open()
    database.close()

    with pytest.raises(StoreFailed):
        database.table("records").put("d1", {"n": 1})

    assert content_of(disk.open()) == {"records": {"d0": {"n": 0}}}


def test_the_journal_is_compacted_when_most_of_it_is_history() -> None:
    disk = MemoryDisk(compact_above_bytes=1000)
    table = disk.open().table("records")

    sizes = []
    for n in range(300):
        table.put("d0", {"n": n})
        sizes.append(disk.current.size_bytes)

    assert max(sizes) < 1100
    assert b"start 1\n" not in disk.current.content
    assert content_of(disk.open()) == {"records": {"d0": {"n": 299}}}


def test_a_journal_without_history_is_not_compacted() -> None:
    disk = a_disk_with(*({"n": n} for n in range(300)), compact_above_bytes=1000)

    assert b"start 1\n" in disk.current.content


def test_a_journal_below_the_floor_is_not_compacted() -> None:
    disk = MemoryDisk()
    table = disk.open().table("records")

    for n in range(300):
        table.put("d0", {"n": n})

    assert b"start 1\n" in disk.current.content


def test_nothing_of_what_was_removed_stays_after_a_compaction() -> None:
    disk = a_disk_with({"phone": "0812-CONTOH"}, {"n": 1})
    database = disk.open()
    database.table("records").discard("d0")

    database.compact()

    assert b"CONTOH" not in disk.a.content + disk.b.content
    assert sorted([len(disk.a.content) > 0, len(disk.b.content) > 0]) == [False, True]


def test_a_compaction_that_finds_no_room_is_no_failure_of_the_save_before_it() -> None:
    disk = MemoryDisk(compact_above_bytes=1000)
    database = disk.open()
    other = disk.b if disk.current is disk.a else disk.a
    other.capacity_bytes = 60

    for n in range(100):
        database.table("records").put("d0", {"n": n})

    assert other.content == b""
    assert content_of(disk.open()) == {"records": {"d0": {"n": 99}}}


def test_a_compaction_is_tried_again_once_there_is_room() -> None:
    disk = MemoryDisk(compact_above_bytes=1000)
    database = disk.open()
    other = disk.b if disk.current is disk.a else disk.a
    other.capacity_bytes = 60
    for n in range(100):
        database.table("records").put("d0", {"n": n})

    other.capacity_bytes = None
    for n in range(100):
        database.table("records").put("d0", {"n": n})

    assert disk.current.size_bytes < 1100
    assert content_of(disk.open()) == {"records": {"d0": {"n": 99}}}


def test_an_erasure_that_finds_no_room_says_so() -> None:
    disk = a_disk_with({"n": 0})
    database = disk.open()
    other = disk.b if disk.current is disk.a else disk.a
    other.capacity_bytes = 10

    with pytest.raises(StoreFull):
        database.compact()

    assert content_of(disk.open()) == {"records": {"d0": {"n": 0}}}


def test_no_save_is_appended_before_the_old_generation_is_emptied() -> None:
    disk = a_disk_with({"phone": "0812-CONTOH"})
    database = disk.open()
    old = disk.current
    database.table("records").discard("d0")
    old.fails_next_truncate = True
    with pytest.raises(StoreFailed):
        database.compact()
    assert b"CONTOH" in old.content

    database.table("records").put("d1", {"n": 1})

    assert old.content == b""
    assert content_of(disk.open()) == {"records": {"d1": {"n": 1}}}


def test_a_torn_tail_that_could_not_be_cut_at_the_start_is_cut_before_the_next_save() -> None:
    disk = a_disk_with({"n": 0})
    a, b = MemoryFile(disk.a.content + b'12ab34cd {"rec'), MemoryFile(disk.b.content)
    assert a.size_bytes > b.size_bytes
    a.fails_next_truncate = True
    database = open_database(a, b, set_aside=disk.set_aside)

    database.table("records").put("d1", {"n": 1})

    restarted = MemoryDisk(a.content, b.content)
    assert content_of(restarted.open()) == {"records": {"d0": {"n": 0}, "d1": {"n": 1}}}
    assert restarted.aside == []


def test_a_large_state_is_whole_after_a_compaction() -> None:
    disk = MemoryDisk()
    database = disk.open()
    documents = {f"d{n}": {"text": "x" * 20_000, "n": n} for n in range(150)}
    with database.transaction():
        for doc_id, document in documents.items():
            database.table("records").put(doc_id, document)

    database.compact()

    assert content_of(disk.open()) == {"records": documents}


def test_an_end_mark_of_a_fresh_store_that_was_cut_is_written_again() -> None:
    fresh = MemoryDisk()
    fresh.open()

    for end in range(len(fresh.current.content)):
        disk = MemoryDisk(fresh.current.content[:end])
        disk.open().table("records").put("d0", {"n": 0})
        database = disk.open()
        assert content_of(database) == {"records": {"d0": {"n": 0}}}
        assert database.damage == ()


def test_the_two_files_may_change_places() -> None:
    disk = a_disk_with({"n": 0})

    content = content_of(MemoryDisk(disk.b.content, disk.a.content).open())

    assert content == {"records": {"d0": {"n": 0}}}


def test_a_new_store_on_a_full_disk_opens_and_saves_once_there_is_room() -> None:
    disk = MemoryDisk()
    disk.a.capacity_bytes = disk.b.capacity_bytes = 5
    database = disk.open()

    with pytest.raises(StoreFull):
        database.table("records").put("d0", {"n": 0})
    disk.a.capacity_bytes = disk.b.capacity_bytes = None
    database.table("records").put("d1", {"n": 1})

    assert content_of(disk.open()) == {"records": {"d1": {"n": 1}}}
