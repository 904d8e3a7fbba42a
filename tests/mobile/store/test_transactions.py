"""Operations over several tables are saved together in one line, or not at all."""

from __future__ import annotations

import asyncio
import threading

import pytest

from mobile.store.database import JournalDatabase, open_database
from mobile.store.errors import StoreFull
from tests.support.memory_file import MemoryDisk, MemoryFile, content_of


def a_database(disk: MemoryDisk) -> JournalDatabase:
    database = disk.open()
    database.table("records").put("r1", {"title": "Teba kompos"})
    return database


def test_what_is_saved_in_a_transaction_is_one_line() -> None:
    disk = MemoryDisk()
    database = a_database(disk)
    size = disk.current.size_bytes

    with database.transaction():
        database.table("records").put("r1", {"title": "Teba kompos RW 003"})
        database.table("outbox").put("c1", {"record": "r1"})
        database.table("records").discard("r2")

    line = disk.current.content[size:]
    assert line.count(b"\n") == 1
    assert content_of(disk.open()) == {
        "records": {"r1": {"title": "Teba kompos RW 003"}},
        "outbox": {"c1": {"record": "r1"}},
    }


def test_a_transaction_that_raises_writes_nothing_and_memory_is_unchanged() -> None:
    disk = MemoryDisk()
    database = a_database(disk)
    before, order = disk.current.content, database.table("records").ids()

    with pytest.raises(ArithmeticError), database.transaction():
        database.table("records").discard("r1")
        database.table("outbox").put("c1", {"record": "r1"})
        database.drop_tables()
        raise ArithmeticError

    assert disk.current.content == before
    assert content_of(database) == {"records": {"r1": {"title": "Teba kompos"}}}
    assert database.table("records").ids() == order


def test_a_transaction_without_changes_writes_nothing() -> None:
    disk = MemoryDisk()
    database = a_database(disk)
    before = disk.current.content

    with database.transaction():
        database.table("records").put("r1", {"title": "Teba kompos"})

    assert disk.current.content == before


def test_a_transaction_on_a_full_disk_changes_nothing() -> None:
    disk = MemoryDisk()
    database = a_database(disk)
    disk.current.capacity_bytes = disk.current.size_bytes + 10

    with pytest.raises(StoreFull), database.transaction():
        database.table("records").put("r1", {"title": "other"})
        database.table("outbox").put("c1", {"record": "r1"})

    assert content_of(database) == {"records": {"r1": {"title": "Teba kompos"}}}
    disk.current.capacity_bytes = None
    database.table("outbox").put("c2", {"record": "r1"})
    assert content_of(disk.open()) == content_of(database)


def test_inside_a_transaction_its_own_changes_are_read() -> None:
    database = a_database(MemoryDisk())
    records = database.table("records")

    with database.transaction():
        records.put("r2", {"title": "Bank sampah"})
        records.update({"seen": True})
        records.discard("r1")

        assert records.read("r2") == {"title": "Bank sampah", "seen": True}
        assert records.get(doc_id="r1") is None
        assert len(records) == 1
        assert records.ids() == ["r2"]
        assert database.tables() == {"records"}
        records.truncate()
        assert database.tables() == set()
        records.put("r3", {})

    assert content_of(database) == {"records": {"r3": {}}}


def test_a_transaction_inside_another_joins_it() -> None:
    disk = MemoryDisk()
    database = a_database(disk)
    lines = disk.current.content.count(b"\n")

    with database.transaction():
        database.table("records").put("r2", {})
        with database.transaction():
            database.table("outbox").put("c2", {})

    assert disk.current.content.count(b"\n") == lines + 1


def test_an_inner_transaction_that_failed_and_was_caught_leaves_the_outer_one_as_it_was() -> None:
    database = a_database(MemoryDisk())

    with database.transaction():
        database.table("records").put("r2", {})
        with pytest.raises(ArithmeticError), database.transaction():
            database.table("records").put("r2", {"inner": True})
            database.table("outbox").put("c2", {})
            raise ArithmeticError
        database.table("records").put("r3", {})

    assert content_of(database) == {"records": {"r1": {"title": "Teba kompos"}, "r2": {}, "r3": {}}}


def test_an_outer_transaction_that_fails_takes_the_inner_one_with_it() -> None:
    disk = MemoryDisk()
    database = a_database(disk)

    with pytest.raises(ArithmeticError), database.transaction():
        with database.transaction():
            database.table("records").put("r2", {})
        raise ArithmeticError

    assert content_of(disk.open()) == {"records": {"r1": {"title": "Teba kompos"}}}


async def test_a_save_of_another_task_is_refused_when_a_transaction_was_left_open_over_an_await() -> None:
    database = a_database(MemoryDisk())
    is_open, may_close = asyncio.Event(), asyncio.Event()

    async def awaits_inside() -> None:
        with database.transaction():
            database.table("records").put("r2", {})
            is_open.set()
            await may_close.wait()

    careless = asyncio.create_task(awaits_inside())
    await is_open.wait()
    assert database.table("records").read("r2") is None
    with pytest.raises(RuntimeError, match="await"):
        database.table("records").put("r3", {})
    with pytest.raises(RuntimeError, match="await"), database.transaction():
        pass
    may_close.set()
    await careless

    assert database.table("records").ids() == ["r1", "r2"]


class SlowFile(MemoryFile):
    """Its flush lasts until it is allowed to end."""

    def __init__(self) -> None:
        super().__init__()
        self.flushing = threading.Event()
        self.may_end = threading.Event()
        self.may_end.set()

    def append(self, data: bytes) -> None:
        self.flushing.set()
        assert self.may_end.wait(timeout=10)
        super().append(data)


def test_a_screen_reads_the_last_state_while_a_save_is_being_flushed() -> None:
    files = SlowFile(), SlowFile()
    database = open_database(*files, set_aside=lambda _: None, indexes={"records": ("kind",)})
    database.table("records").put("r1", {"kind": "issue"})
    current = next(file for file in files if file.size_bytes)
    current.may_end.clear()
    current.flushing.clear()

    saving = threading.Thread(target=database.table("records").put, args=("r2", {"kind": "issue"}))
    saving.start()
    assert current.flushing.wait(timeout=10)
    during = (len(database.table("records")), len(database.table("records").matching("kind", "issue")))
    current.may_end.set()
    saving.join()

    assert during == (1, 1)
    assert len(database.table("records")) == 2


def test_saves_of_several_threads_are_all_kept() -> None:
    disk = MemoryDisk(compact_above_bytes=500)
    database = disk.open()

    def save(name: int) -> None:
        for number in range(100):
            with database.transaction():
                database.table("records").put(f"{name}-{number}", {"n": number})
                database.table("counts").put(f"{name}", {"n": len(database.table("records"))})

    threads = [threading.Thread(target=save, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(database.table("records")) == 400
    assert content_of(disk.open()) == content_of(database)
