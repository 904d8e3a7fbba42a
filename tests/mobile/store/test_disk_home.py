import hashlib
import stat
from pathlib import Path

import pytest

from mobile.store.disk_files import UNFINISHED, DiskFiles
from mobile.store.disk_home import DiskHome, data_folder
from mobile.store.errors import StoreBusy, StoreFailed
from sync.client.tables import SETTINGS

CONTENT = b"a photo"
NAME = hashlib.sha256(CONTENT).hexdigest()


def a_home(folder: Path) -> DiskHome:
    return DiskHome(folder, has_vault=False)


def test_the_folder_is_the_one_that_flet_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FLET_APP_STORAGE_DATA", str(tmp_path))

    assert data_folder() == tmp_path


def test_without_flet_it_is_the_place_of_this_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLET_APP_STORAGE_DATA", raising=False)

    assert data_folder().name == "lorong"


async def test_each_account_has_tables_of_its_own_that_are_found_again(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    first, second = await home.open_account("one"), await home.open_account("two")
    first.table(SETTINGS).put("a", {"n": 1})
    first.close()

    again = await home.open_account("one")

    assert again.table(SETTINGS).read("a") == {"n": 1}
    assert second.table(SETTINGS).read("a") is None
    again.close()
    second.close()


async def test_a_second_window_is_told_that_the_notes_are_open(tmp_path: Path) -> None:
    tables = await a_home(tmp_path).open_device()

    with pytest.raises(StoreBusy):
        await a_home(tmp_path).open_device()
    tables.close()


async def test_a_file_is_found_again_by_its_hash(tmp_path: Path) -> None:
    files = await a_home(tmp_path).open_files("one")

    await files.write(NAME, CONTENT)
    await files.write(NAME, CONTENT)

    assert await files.read(NAME) == CONTENT
    assert await (await a_home(tmp_path).open_files("two")).read(NAME) is None


async def test_a_file_that_was_cut_off_while_written_is_not_there(tmp_path: Path) -> None:
    (tmp_path / (NAME + UNFINISHED)).write_bytes(CONTENT[:3])
    files = DiskFiles(tmp_path)

    assert await files.read(NAME) is None
    await files.write(NAME, CONTENT)

    assert await files.read(NAME) == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


async def test_a_file_is_deleted_whether_it_is_there_or_not(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path)
    await files.write(NAME, CONTENT)

    await files.delete(NAME)
    await files.delete(NAME)

    assert await files.read(NAME) is None


async def test_a_disk_that_refuses_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"not a folder")

    with pytest.raises(StoreFailed):
        await DiskFiles(tmp_path / "files").write(NAME, CONTENT)


async def test_what_the_journal_cannot_read_is_kept_once_in_a_file_of_its_own(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    tables = await home.open_device()
    for n in range(3):
        tables.table(SETTINGS).put(str(n), {"n": n})
    tables.close()
    journal = tmp_path / "device" / "journal.a"
    lines = journal.read_bytes().splitlines(keepends=True)
    middle = len(lines) // 2
    journal.write_bytes(b"".join([*lines[:middle], b"x" + lines[middle][1:], *lines[middle + 1 :]]))

    again = await home.open_device()

    assert again.database.damage
    assert len(list((tmp_path / "device").glob("damaged-*.bin"))) == len(again.database.damage)
    again.close()


async def test_the_room_that_is_used_and_left_is_told(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    await (await home.open_files("one")).write(NAME, CONTENT)

    room = await home.room()

    assert room.used_bytes == len(CONTENT)
    assert room.free_bytes is not None
    assert room.free_bytes > 0


async def test_tokens_lie_in_a_file_that_only_this_user_reads(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    await home.secrets.write("token:one", "secret")
    await home.secrets.write("token:two", "other")
    await home.secrets.delete("token:two")

    again = a_home(tmp_path).secrets

    assert await again.read("token:one") == "secret"
    assert await again.read("token:two") is None
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
