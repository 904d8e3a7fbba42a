from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from sync.central.answer import Centre
from sync.central.backup import JUMP, NotABackup, NotEmpty, backup, restore
from sync.central.chain import first_break
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import KASSI, Speaker, a_centre, a_note, http_to
from tests.support.clock import StandingClock


def to_restore_into(tmp_path: Path, clock: StandingClock) -> Centre:
    return a_centre(f"sqlite:///{tmp_path / 'restored.sqlite3'}", clock)


async def test_a_restored_centre_knows_what_was_backed_up_and_jumps_ahead(
    enrol: Enrol, centre: Centre, tmp_path: Path, clock: StandingClock
) -> None:
    rt = enrol(Role.RT)
    kept = rt.change_of(rt.make_id(), a_note())
    receipt = await rt.send(kept)
    before = await rt.sync()

    backup(centre, tmp_path / "all.lorong")
    restored = to_restore_into(tmp_path, clock)
    counts = restore(restored, tmp_path / "all.lorong")

    async with http_to(restored) as http:
        again = Speaker(restored, rt.person, rt.token, rt.device, http)
        reply = await again.sync(kept, cursors=before.cursors)
        newer = await again.send(again.change_of(again.make_id(), a_note(title="Sesudah")))
    assert counts["changes"] > 0
    assert reply.receipts == [receipt]
    assert reply.epoch != before.epoch
    assert [record.id for record in reply.records] == [kept.record]
    assert newer.seq is not None
    assert newer.seq > JUMP
    with restored.database.read() as connection:
        assert first_break(connection, KASSI) is None
    restored.database.close()


async def test_after_a_backup_devices_learn_how_far_they_are_safe(
    enrol: Enrol, centre: Centre, tmp_path: Path
) -> None:
    rt = enrol(Role.RT)
    receipt = await rt.send(rt.change_of(rt.make_id(), a_note()))
    assert (await rt.sync()).safe == {KASSI: 0}

    backup(centre, tmp_path / "all.lorong")

    assert (await rt.sync()).safe == {KASSI: receipt.seq}


async def test_a_restore_never_overwrites(enrol: Enrol, centre: Centre, tmp_path: Path) -> None:
    enrol(Role.RT)
    backup(centre, tmp_path / "all.lorong")

    with pytest.raises(NotEmpty):
        restore(centre, tmp_path / "all.lorong")


def test_a_cut_backup_changes_nothing(centre: Centre, tmp_path: Path, clock: StandingClock) -> None:
    backup(centre, tmp_path / "all.lorong")
    whole = (tmp_path / "all.lorong").read_bytes()
    (tmp_path / "cut.lorong").write_bytes(whole[: len(whole) // 2])
    restored = to_restore_into(tmp_path, clock)

    with pytest.raises(NotABackup):
        restore(restored, tmp_path / "cut.lorong")

    restored.prepare()
    restored.database.close()


def test_an_archive_that_is_no_backup_changes_nothing(tmp_path: Path, clock: StandingClock) -> None:
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as archive:
        archive.add(__file__, "notes.txt")
    restored = to_restore_into(tmp_path, clock)

    with pytest.raises(NotABackup):
        restore(restored, tmp_path / "other.tar.gz")

    restored.database.close()


async def test_the_same_backup_restored_twice_gives_no_number_out_twice(
    enrol: Enrol, centre: Centre, tmp_path: Path, clock: StandingClock
) -> None:
    rt = enrol(Role.RT)
    await rt.send(rt.change_of(rt.make_id(), a_note()))
    backup(centre, tmp_path / "all.lorong")
    given = []

    for turn in ("one", "two"):
        clock.move(hours=1)
        (tmp_path / turn).mkdir()
        restored = to_restore_into(tmp_path / turn, clock)
        restore(restored, tmp_path / "all.lorong")
        async with http_to(restored) as http:
            again = Speaker(restored, rt.person, rt.token, rt.device, http)
            given.append((await again.send(again.change_of(again.make_id(), a_note()))).seq)
        restored.database.close()

    assert given[0] != given[1]
