"""A disk that is really full: nothing that was saved is lost, no half file stays, and freeing makes it go on."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mobile.store.disk_files import UNFINISHED, DiskFiles
from mobile.store.disk_home import DiskHome
from mobile.store.errors import StoreFull
from sync.client.tables import FILES, WORKING

PHOTO_BYTES = 100_000
DISK = "1m"


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def a_photo(number: int) -> bytes:
    return number.to_bytes(4, "big") * (PHOTO_BYTES // 4)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with one megabyte; mounting takes root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        if os.environ.get("CI") == "true":
            pytest.fail("a small disk could not be mounted: CI runs as root")
        pytest.skip("this user may not mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


async def fill(files: DiskFiles) -> list[str]:
    """Photos until no more fits; their names."""
    names: list[str] = []
    with pytest.raises(StoreFull):
        for number in range(100):
            await files.write(name_of(a_photo(number)), a_photo(number))
            names.append(name_of(a_photo(number)))
    return names


async def test_photos_that_were_kept_are_whole_and_the_one_too_many_is_not_there(small_disk: Path) -> None:
    home = DiskHome(small_disk, has_vault=False)
    files = await home.open_files("one")
    assert isinstance(files, DiskFiles)

    kept = await fill(files)

    assert len(kept) >= 8
    assert {path.name for path in (small_disk / "accounts/one/files").iterdir()} == set(kept)
    assert [name_of(await files.read(name) or b"") for name in kept] == kept


async def test_what_was_typed_before_the_disk_was_full_is_there_and_typing_goes_on_after_freeing(
    small_disk: Path,
) -> None:
    home = DiskHome(small_disk, has_vault=False)
    tables, files = await home.open_account("one"), await home.open_files("one")
    assert isinstance(files, DiskFiles)
    tables.table(WORKING).put("before", {"title": "Teba kompos"})
    kept = await fill(files)
    # There is room ahead for notes, which photos did not take.
    tables.table(WORKING).put("while full", {"title": "Sumur resapan"})
    with pytest.raises(StoreFull):
        tables.table(WORKING).put("too long", {"title": "x" * 4 * PHOTO_BYTES})

    await files.delete(kept[0])
    tables.table(WORKING).put("after", {"title": "Kebun lorong"})
    tables.close()

    again = await home.open_account("one")
    assert dict(again.table(WORKING).items()) == {
        "before": {"title": "Teba kompos"},
        "while full": {"title": "Sumur resapan"},
        "after": {"title": "Kebun lorong"},
    }
    assert list(again.table(FILES).items()) == []
    again.close()


async def test_the_room_that_is_left_is_that_of_the_disk_with_the_data(small_disk: Path) -> None:
    files = await DiskHome(small_disk, has_vault=False).open_files("one")
    before = await files.free_bytes()
    await files.write(name_of(a_photo(1)), a_photo(1))
    after = await files.free_bytes()

    assert before is not None
    assert after is not None
    assert before <= 1024 * 1024
    assert PHOTO_BYTES <= before - after <= PHOTO_BYTES + 8192


async def test_a_write_that_the_system_cuts_short_leaves_nothing(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (PHOTO_BYTES // 2, hard))
    try:
        with pytest.raises(StoreFull):
            await files.write(name_of(a_photo(1)), a_photo(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(tmp_path.iterdir()) == []


async def test_what_a_kill_cut_off_is_cleared_away_at_the_next_start(tmp_path: Path) -> None:
    home = DiskHome(tmp_path, has_vault=False)
    files = await home.open_files("one")
    await files.write(name_of(b"whole"), b"whole")
    folder = tmp_path / "accounts/one/files"
    (folder / f"{name_of(a_photo(1))}{UNFINISHED}").write_bytes(a_photo(1)[:100])

    await home.open_files("one")

    assert [path.name for path in folder.iterdir()] == [name_of(b"whole")]


async def test_a_folder_that_is_gone_tells_no_room(tmp_path: Path) -> None:
    assert await DiskFiles(tmp_path / "gone").free_bytes() is None
