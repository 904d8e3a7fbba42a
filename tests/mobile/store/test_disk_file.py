"""What a journal file promises, on the disk and in memory, and what only a disk can do to it."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mobile.store.disk_file import DiskFile
from mobile.store.errors import StoreBusy, StoreFailed, StoreFull
from mobile.store.journal import JournalFile
from tests.support.memory_file import MemoryFile

Reopen = Callable[[], JournalFile]


@pytest.fixture(params=["disk", "memory"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reopen]:
    """Opens the one file of the test, again and again: the one opened before is closed first."""
    opened: list[JournalFile] = []

    def open_file() -> JournalFile:
        content = b""
        for old in opened:
            content = old.content if isinstance(old, MemoryFile) else b""
            old.close()
        opened[:] = [DiskFile(tmp_path / "a") if request.param == "disk" else MemoryFile(content)]
        return opened[0]

    yield open_file
    for last in opened:
        last.close()


def test_a_new_file_is_empty(reopen: Reopen) -> None:
    file = reopen()

    assert (file.read(), file.size_bytes) == (b"", 0)


def test_what_was_appended_is_there_after_reopening(reopen: Reopen) -> None:
    file = reopen()
    file.append(b"one\n")
    file.append(b"two\n")

    again = reopen()

    assert again.read() == b"one\ntwo\n"
    assert again.size_bytes == 8


def test_an_append_follows_what_was_there_when_the_file_was_reopened(reopen: Reopen) -> None:
    reopen().append(b"one\n")

    file = reopen()
    file.append(b"two\n")

    assert file.read() == b"one\ntwo\n"


def test_what_is_behind_a_truncate_is_gone_and_the_next_append_follows(reopen: Reopen) -> None:
    file = reopen()
    file.append(b"one\ntwo\n")

    file.truncate(4)
    file.append(b"three\n")

    assert file.read() == b"one\nthree\n"
    assert reopen().read() == b"one\nthree\n"


def test_a_large_append_is_whole(reopen: Reopen) -> None:
    data = bytes(range(256)) * 20_000

    reopen().append(data)

    assert reopen().read() == data


def test_a_closed_file_is_not_written_to(reopen: Reopen) -> None:
    file = reopen()
    file.append(b"one\n")
    file.close()

    with pytest.raises(StoreFailed):
        file.append(b"two\n")

    assert reopen().read() == b"one\n"


@contextmanager
def a_disk_with_room_for(size_bytes: int) -> Iterator[None]:
    """The system takes a part of what is written and then refuses, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [4, 5, 7])
def test_a_part_that_was_written_is_cut_off_again_when_the_disk_is_full(tmp_path: Path, room: int) -> None:
    file = DiskFile(tmp_path / "a")
    file.append(b"one\n")

    with a_disk_with_room_for(room), pytest.raises(StoreFull):
        file.append(b"two\n")

    assert (tmp_path / "a").read_bytes() == b"one\n"
    file.append(b"three\n")
    assert (tmp_path / "a").read_bytes().rstrip(b"\0") == b"one\nthree\n"
    file.close()


def test_what_is_written_ahead_is_neither_read_nor_counted(tmp_path: Path) -> None:
    file = DiskFile(tmp_path / "a")
    file.append(b"one\n")
    file.close()
    assert os.path.getsize(tmp_path / "a") > 100_000

    again = DiskFile(tmp_path / "a")

    assert (again.size_bytes, again.read()) == (4, b"one\n")
    again.append(b"two\n")
    assert again.read() == b"one\ntwo\n"
    again.close()


def test_a_save_is_kept_where_there_is_no_room_ahead_of_it(tmp_path: Path) -> None:
    file = DiskFile(tmp_path / "a")

    with a_disk_with_room_for(10):
        file.append(b"one\n")
        file.append(b"two\n")

    file.close()
    again = DiskFile(tmp_path / "a")
    assert again.read() == b"one\ntwo\n"
    again.close()


def descriptor_of(path: Path) -> int:
    """The number under which this process has the file open."""
    for name in os.listdir("/proc/self/fd"):
        if os.path.realpath(f"/proc/self/fd/{name}") == str(path.resolve()):
            return int(name)
    raise LookupError(path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the descriptor in /proc")
def test_a_file_is_opened_anew_when_its_descriptor_failed(tmp_path: Path) -> None:
    file = DiskFile(tmp_path / "a")
    file.append(b"one\n")
    os.close(descriptor_of(tmp_path / "a"))

    with pytest.raises(StoreFailed):
        file.append(b"two\n")

    assert file.size_bytes == 4
    file.append(b"three\n")
    assert file.read() == b"one\nthree\n"
    file.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the descriptor in /proc")
def test_nothing_is_appended_when_what_was_saved_is_no_longer_there(tmp_path: Path) -> None:
    file = DiskFile(tmp_path / "a")
    file.append(b"one\n")
    os.truncate(tmp_path / "a", 2)
    os.close(descriptor_of(tmp_path / "a"))

    for _ in range(2):
        with pytest.raises(StoreFailed):
            file.append(b"two\n")

    assert (tmp_path / "a").read_bytes() == b"on"
    file.close()


def test_a_second_opening_is_busy_until_the_first_is_closed(tmp_path: Path) -> None:
    first = DiskFile(tmp_path / "a")

    with pytest.raises(StoreBusy):
        DiskFile(tmp_path / "a")

    first.close()
    DiskFile(tmp_path / "a").close()


def test_a_folder_that_is_not_there_is_a_store_that_failed(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed):
        DiskFile(tmp_path / "nowhere" / "a")
