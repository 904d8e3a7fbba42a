"""A phone that is killed while it saves, compacts, syncs and uploads: nothing that it acknowledged is missing."""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from mobile.sign_in import ThisDevice, enrol
from mobile.store.disk_home import DiskHome
from sync.central import answer, syncing
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.opening import make_centre
from sync.central.settings import Settings
from sync.central.tables import changes, records, streams
from sync.client.api import CentralApi
from sync.domain.ids import IdSource
from sync.domain.people import Role
from sync.protocol.messages import SyncRequest
from tests.kills import centre_life, phone_life
from tests.kills.lives import PHONE_KILLS, Life
from tests.kills.phone_life import OPENING, PHASES, Doing, Finished, Kept, Opened, Saved, number_in
from tests.support.centres import KASSI, Speaker, a_code, a_device, a_note, a_person, http_to

LONGEST_MORE_S = 0.02
EACH_BACKUP = 20


@dataclass
class Heard:
    """What the phone told in all its lives. `kept` has the number that was last typed, by record."""

    saved: list[Saved] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)

    def take(self, told: list[Any]) -> None:
        for each in told:
            if isinstance(each, Opened):
                assert each.damage == 0, "a kill damages nothing"
            elif isinstance(each, Kept):
                self.kept[each.record] = each.number
            elif isinstance(each, Saved):
                self.saved.append(each)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "centre")


@pytest.fixture
def centre(settings: Settings) -> Iterator[Centre]:
    """The same centre as in the other process, for looking into it."""
    made = make_centre(settings)
    yield made
    made.database.close()


@pytest.fixture
def server(settings: Settings) -> Iterator[str]:
    with centre_life.listen() as listening:
        life = serving(listening, settings)
        yield centre_life.url_of(listening)
        life.kill()


def serving(listening: socket.socket, settings: Settings) -> Life:
    return Life(centre_life.serve, listening, settings)


async def enrolled(folder: Path, server: str, code: str) -> None:
    home = DiskHome(folder, has_vault=False)
    tables = await home.open_device()
    async with home.http(server) as http:
        await enrol(CentralApi(http), tables, home.secrets, server, code, ThisDevice("HP", "android"), IdSource())
    tables.close()


def a_life(folder: Path, number: int, random: Random) -> list[Any]:
    """Killed in one of the phases, each in its turn."""
    life = Life(phone_life.live, folder, number)
    begins, told = Doing(PHASES[number % len(PHASES)]), list[Any]()
    for _ in range(1 if begins.what == OPENING else random.randint(1, 3)):
        told += life.hear(60, until=lambda each: each == begins)
        assert told[-1:] == [begins]
    # More often soon than late: a save takes a millisecond or two.
    return told + life.hear(LONGEST_MORE_S * random.random() ** 3) + life.kill()


def the_last_life(folder: Path) -> list[Any]:
    life = Life(phone_life.finish, folder)
    return life.hear(120, until=lambda told: isinstance(told, Finished)) + life.kill()


def a_neighbour_notes(neighbour: Speaker) -> None:
    """So that there is something to pull."""
    change = neighbour.change_of(neighbour.make_id(), a_note(title="Teba kompos 0"))
    syncing.push(neighbour.centre, Caller(neighbour.person, neighbour.device), SyncRequest([change]))


def a_backup_was_taken(centre: Centre) -> None:
    """So that the phone forgets what it kept until then."""
    with centre.database.read() as connection:
        heads = {row.code: row.seq for row in connection.execute(select(streams))}
    answer.mark_safe(centre, heads)


def test_nothing_that_a_killed_phone_acknowledged_is_missing(tmp_path: Path, centre: Centre, server: str) -> None:
    random, heard, folder = Random(4), Heard(), tmp_path / "phone"
    rt = a_person(centre, Role.RT, f"{KASSI}/RW003/RT002")
    asyncio.run(enrolled(folder, server, a_code(centre, rt)))
    neighbour = a_device(centre, http_to(centre), a_person(centre, Role.RT, KASSI))

    for number in range(PHONE_KILLS):
        a_neighbour_notes(neighbour)
        heard.take(a_life(folder, number, random))
        if number % EACH_BACKUP == EACH_BACKUP - 1:
            a_backup_was_taken(centre)
    told = the_last_life(folder)

    heard.take(told)
    finished, reader = told[-1], Caller(neighbour.person, neighbour.device)
    assert_everything_saved_arrived_or_was_refused(centre, reader, heard.saved, finished)
    assert_everything_typed_is_kept(centre, heard.kept, finished)
    assert_the_phone_holds_what_the_centre_has(centre, finished)


def assert_everything_saved_arrived_or_was_refused(
    centre: Centre, reader: Caller, saved: list[Saved], finished: Finished
) -> None:
    """What was refused may have been saved again since: then all of it stands in what was refused last."""
    with centre.database.read() as connection:
        rows = connection.execute(select(changes).where(changes.c.stream == KASSI)).all()
        assert first_break(connection, KASSI) is None
    titles = {row.id: json.loads(row.body)["set"]["title"] for row in rows}
    assert len(titles) == len(rows), "a change counts once"
    missing = [each for each in saved if number_in(titles.get(each.change, " 0")) != each.number]
    assert [each for each in missing if finished.refused.get(each.record, 0) < each.number] == []
    for sha256 in {sha256 for each in saved for sha256 in each.files}:
        content, _ = answer.read_file(centre, reader, sha256)
        assert hashlib.sha256(content).hexdigest() == sha256


def assert_everything_typed_is_kept(centre: Centre, kept: dict[str, int], finished: Finished) -> None:
    """In the working copy or in a change: what was typed, or what was typed after it and died unheard."""
    last = finished.refused | finished.drafts
    with centre.database.read() as connection:
        for row in connection.execute(select(changes).where(changes.c.record.in_(kept))):
            number = number_in(json.loads(row.body)["set"]["title"])
            last[row.record] = max(number, last.get(row.record, 0))
    assert {record: number for record, number in kept.items() if last.get(record, 0) < number} == {}


def assert_the_phone_holds_what_the_centre_has(centre: Centre, finished: Finished) -> None:
    with centre.database.read() as connection:
        versions = {row.id: row.version for row in connection.execute(select(records))}
    assert finished.versions == versions
    assert finished.torn == ()
