"""A backup is taken while fifty phones send, and is whole; and it is no bigger in memory than what travels."""

from __future__ import annotations

import asyncio
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from sync.central import backup as backup_module
from sync.central.answer import Centre
from sync.central.backup import backup, restore
from sync.central.filestore import get, open_store
from sync.central.tables import files
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import store_photo
from tests.support.centres import KASSI, http_to
from tests.support.drill import REST_S, Drill
from tests.support.logs import faults
from tests.support.phones import Phone
from tests.support.tus import Sender, a_photo, name_of, note_naming

PHONES = 50
KELURAHAN = (KASSI, "73.71.13.1001", "73.71.13.1005")


async def work(phone: Phone, number: int) -> None:
    phone.note(title=f"Catatan {number} (contoh)")
    await phone.round()


async def test_fifty_phones_send_during_a_backup_and_nothing_of_it_is_torn_or_lost(drill: Drill) -> None:
    phones = [await drill.phone(Role.RT, KELURAHAN[number % 3]) for number in range(PHONES)]
    await asyncio.gather(*(work(phone, 1) for phone in phones))
    drill.clock.move(seconds=REST_S)

    taking = asyncio.create_task(asyncio.to_thread(drill.back_up))
    turn = 2
    while not taking.done() or turn < 4:
        await asyncio.gather(*(work(phone, turn) for phone in phones))
        drill.clock.move(seconds=REST_S)
        turn += 1
    await taking
    await drill.settle(rounds=2)
    acknowledged = drill.logged()

    drill.lose_and_restore()
    held, torn = drill.logged(), faults(drill.centre)
    await drill.settle(rounds=6)

    assert len(acknowledged) == PHONES * (turn - 1)
    assert PHONES <= len(held) < len(acknowledged)
    assert torn == []
    assert acknowledged.keys() == drill.logged().keys()
    assert drill.waiting() == []
    assert drill.other_refusals() == []
    assert faults(drill.centre) == []


@pytest.fixture
def stocked(centre: Centre, files_url: str) -> Centre:
    return replace(centre, files=open_store(files_url))


@pytest.fixture
async def stored(stocked: Centre, enrol: Enrol) -> list[bytes]:
    rt, photos = enrol(Role.RT), [a_photo(2_000, seed) for seed in range(3)]
    async with http_to(stocked) as http:
        rt = replace(rt, centre=stocked, http=http)
        for photo in photos:
            await note_naming(rt, photo)
            assert (await Sender(rt, photo).announce(len(photo))).status_code == 201
    return photos


@pytest.fixture
def other(empty_centres: Iterator[Centre], files_url: str) -> Centre:
    return replace(next(empty_centres), files=open_store(f"{files_url}-restored"))


def test_the_files_come_back_with_the_backup(
    stocked: Centre, stored: list[bytes], other: Centre, tmp_path: Path
) -> None:
    backup(stocked, tmp_path / "all.lorong")

    restore(other, tmp_path / "all.lorong")

    assert [get(other.files, name_of(photo)) for photo in stored] == stored


async def test_a_photo_that_is_noted_while_the_backup_is_written_comes_back_with_its_record_alone(
    stocked: Centre, stored: list[bytes], other: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, add_files = a_photo(2_000, 9), backup_module._add_files

    def after_the_tables(archive: tarfile.TarFile, centre: Centre) -> None:
        with centre.database.write() as connection:
            connection.execute(insert(files).values(sha256=name_of(late)))
        store_photo(centre, name_of(late), late)
        add_files(archive, centre)

    monkeypatch.setattr(backup_module, "_add_files", after_the_tables)
    backup(stocked, tmp_path / "all.lorong")

    restore(other, tmp_path / "all.lorong")

    with tarfile.open(tmp_path / "all.lorong") as archive:
        assert f"files/{name_of(late)}" in archive.getnames()
    assert get(other.files, name_of(late)) is None
    assert [get(other.files, name_of(photo)) for photo in stored] == stored


async def test_files_that_were_copied_by_other_means_are_not_asked_for_again(
    stocked: Centre, stored: list[bytes], other: Centre, tmp_path: Path
) -> None:
    backup(stocked, tmp_path / "tables.lorong", with_files=False)
    copied = replace(other, files=stocked.files)

    restore(copied, tmp_path / "tables.lorong")

    with tarfile.open(tmp_path / "tables.lorong") as archive:
        assert [name for name in archive.getnames() if name.startswith("files/")] == []
    assert wanted(copied) == {name_of(photo[:100]) for photo in stored}


async def test_files_that_came_neither_way_are_asked_for_again(
    stocked: Centre, stored: list[bytes], other: Centre, tmp_path: Path
) -> None:
    backup(stocked, tmp_path / "tables.lorong", with_files=False)

    restore(other, tmp_path / "tables.lorong")

    assert {name_of(photo) for photo in stored} < wanted(other)


def wanted(centre: Centre) -> set[str]:
    with centre.database.read() as connection:
        query = "SELECT sha256 FROM files WHERE stored_at IS NULL"
        return set(connection.exec_driver_sql(query).scalars())


def test_a_backup_is_for_nobody_elses_eyes(centre: Centre, tmp_path: Path) -> None:
    backup(centre, tmp_path / "all.lorong")

    assert stat.S_IMODE((tmp_path / "all.lorong").stat().st_mode) == 0o600
