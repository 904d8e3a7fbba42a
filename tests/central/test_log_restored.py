"""The log over a restore: what the backup holds goes on under a new name, what it lacks is missed by a witness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sync.central.answer import Centre
from sync.central.backup import backup, restore
from sync.central.log import public_key, sign, size_of, update_log
from sync.domain.people import Role
from sync.protocol.checkpoint import Checkpoint, opened
from sync.protocol.inclusion import BadProof, check_consistency
from tests.conftest import Enrol
from tests.support.centres import Speaker, a_centre, http_to
from tests.support.clock import StandingClock
from tests.support.logs import faults, send_notes


@pytest.fixture
async def rt(enrol: Enrol) -> Speaker:
    speaker = enrol(Role.RT)
    await send_notes(speaker, 3)
    return speaker


@pytest.fixture
def restored(clock: StandingClock, tmp_path: Path) -> Iterator[Centre]:
    """An empty centre with the same key, to restore into."""
    made = a_centre(f"sqlite:///{tmp_path / 'restored.sqlite3'}", clock)
    yield made
    made.database.close()


async def checkpoint_of(http: httpx.AsyncClient) -> Checkpoint:
    return opened((await http.get("/v1/log/checkpoint")).text, [public_key(b"k" * 32)])


async def test_after_a_restore_a_new_log_begins_with_what_the_backup_holds(
    centre: Centre, restored: Centre, rt: Speaker, http: httpx.AsyncClient, clock: StandingClock, tmp_path: Path
) -> None:
    update_log(centre)
    backed_up = await checkpoint_of(http)
    backup(centre, tmp_path / "all.lorong")
    await send_notes(rt, 2, "Hilang")
    clock.move(days=1)
    update_log(centre)
    lost = await checkpoint_of(http)

    restore(restored, tmp_path / "all.lorong")
    async with http_to(restored) as again:
        await send_notes(Speaker(restored, rt.person, rt.token, rt.device, again), 2, "Lagi")
        update_log(restored)
        new = await checkpoint_of(again)
        paths = {}
        for size in (backed_up.size, lost.size):
            reply = (await again.get(f"/v1/log/consistency?from={size}&to={new.size}")).json()
            paths[size] = [bytes.fromhex(text) for text in reply["path"]]

    assert faults(restored) == []
    check_consistency(backed_up.size, new.size, backed_up.root, new.root, paths[backed_up.size])
    # What was signed after the backup contradicts the new log: its other name says that this is a restore.
    with pytest.raises(BadProof):
        check_consistency(lost.size, new.size, lost.root, new.root, paths[lost.size])
    assert backed_up.origin == lost.origin != new.origin


@pytest.mark.usefixtures("rt")
def test_after_a_restore_the_new_log_is_signed_on_the_same_day(
    centre: Centre, restored: Centre, tmp_path: Path
) -> None:
    update_log(centre)
    backup(centre, tmp_path / "all.lorong")
    restore(restored, tmp_path / "all.lorong")

    assert sign(restored)
    assert not sign(restored)


@pytest.mark.usefixtures("rt")
def test_a_backup_from_before_there_was_a_log_gets_one(centre: Centre, restored: Centre, tmp_path: Path) -> None:
    backup(centre, tmp_path / "all.lorong")

    restore(restored, tmp_path / "all.lorong")
    update_log(restored)

    with restored.database.read() as connection:
        assert size_of(connection) > 3
    assert faults(restored) == []
