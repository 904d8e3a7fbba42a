"""The centre of the simulation: in memory, backed up and restored, on the scheduler's clock."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
from obstore.store import MemoryStore
from sqlalchemy import delete, select, update

from sync.central import backup, filestore, people
from sync.central.answer import Centre, mark_safe
from sync.central.database import Database
from sync.central.people import Enrolled, Keys
from sync.central.tables import facts, streams, uploads
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.protocol.canonical import digest
from sync.protocol.messages import DeviceInfo, EnrolRequest
from tests.simulation.dying import OF_A_FILE, OF_A_SYNC, CentreDied, Death, dying
from tests.simulation.line import respond

START_MS = 1_796_284_800_000
_STEPS_OF_A_REQUEST = 16


@dataclass
class Clock:
    """Virtual time; a device sees it through its own skew."""

    ms: int = START_MS

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.ms / 1000, UTC)


def raw(database: Database) -> Any:
    """The sqlite3 connection behind an in-memory database."""
    return database.engine.raw_connection().driver_connection


@cache
def _empty_image() -> bytes:
    """The tables of a fresh centre, made once: Alembic takes longer than a whole seed may."""
    centre = Centre(Database("sqlite://"), MemoryStore(), Keys(b"k" * 32), "73.71")
    centre.prepare()
    image: bytes = raw(centre.database).serialize()
    centre.database.close()
    return image


@dataclass(frozen=True)
class Copy:
    """A backup: the database, and the files that it calls stored."""

    database: bytes
    files: dict[str, bytes]


@dataclass
class Hub:
    rng: random.Random
    clock: Clock
    tally: Counter[str]
    centre: Centre = field(init=False)
    copy: Copy | None = None
    was_restored: bool = False
    epochs: int = 1
    poisoned: frozenset[str] = frozenset()
    """Changes on which the centre fails, whatever it is sent with them."""
    ever_logged: set[str] = field(default_factory=set)
    ever_stored: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    """Files that once counted as stored and were not what their names say."""
    damaged: set[str] = field(default_factory=set)
    """Files of which a byte was changed on the way."""

    def __post_init__(self) -> None:
        database = Database("sqlite://")
        raw(database).deserialize(_empty_image())
        self.centre = Centre(database, MemoryStore(), Keys(b"k" * 32), "73.71", self.clock, self._salt)
        self._set_epoch()

    def answer(self, request: httpx.Request, came: bytes | None = None) -> httpx.Response:
        """`came` is what arrived of the body, when that is not all of it."""
        reply = respond(self.centre, request, came, self.poisoned)
        self.note_log()
        return reply

    def answer_and_die(self, request: httpx.Request) -> httpx.Response | None:
        """The centre ends somewhere on the way to its answer, and starts again. None when it did not get there."""
        points = OF_A_FILE if request.url.path.startswith("/v1/files/") else OF_A_SYNC
        at = self.rng.choice(points) if self.rng.random() < 0.85 else ""
        death = Death(at, self.rng.randrange(_STEPS_OF_A_REQUEST))
        try:
            with dying(self.centre.database.engine, death):
                return respond(self.centre, request, None, self.poisoned)
        except CentreDied:
            return None
        finally:
            self.tally[f"centre dies {death.point}" if death.point else "centre would have died later"] += 1
            self.note_log()

    def _salt(self) -> str:
        return f"{self.rng.getrandbits(128):032x}"

    def _set_epoch(self) -> None:
        with self.centre.database.write() as connection:
            epoch = f"epoch{self.epochs}"
            connection.execute(update(facts).where(facts.c.name == "epoch").values(value=epoch))

    def person(self, role: Role, area: str) -> Person:
        identifier = f"{self.rng.getrandbits(128):032x}"
        person = Person(identifier, f"Contoh {role.value}", role, AreaCode(area))
        with self.centre.database.write() as connection:
            people.add_person(connection, person, "simulation", self.clock())
        return person

    def enrol(self, person: Person, device: str) -> Enrolled:
        """A token for the device: the first, or another after it was switched off."""
        info = DeviceInfo(device, "HP", "android", "0.1.0")
        with self.centre.database.write() as connection:
            code = people.new_code(connection, self.centre.keys, person, self.clock())
            return people.enrol(connection, self.centre.keys, EnrolRequest(code, info), self.clock())

    def revoke(self, device: str) -> None:
        with self.centre.database.write() as connection:
            people.revoke(connection, device, "simulation", self.clock())

    def move(self, person: Person, area: str) -> Person:
        """The person serves another kelurahan from now on."""
        with self.centre.database.write() as connection:
            people.move(connection, person.id, AreaCode(area), "simulation", self.clock())
        return replace(person, area=AreaCode(area))

    def find_person(self, person: Person) -> Person:
        """As the centre knows them now."""
        with self.centre.database.read() as connection:
            found = people.find_person(connection, person.id)
        assert found is not None
        return found

    def note_log(self) -> None:
        """Remember what was ever accepted and stored: a restore may take it away, and no phone can know yet."""
        connection = raw(self.centre.database)
        self.ever_logged |= {row[0] for row in connection.execute("SELECT id FROM changes")}
        stored = connection.execute("SELECT sha256 FROM files WHERE stored_at IS NOT NULL")
        new = {row[0] for row in stored} - self.ever_stored
        self.ever_stored |= new
        self.wrong |= {name for name in new if digest(filestore.get(self.centre.files, name) or b"") != name}

    def uploads(self) -> list[tuple[str, int]]:
        """What is under way, and how many bytes of it are said to be here."""
        rows = raw(self.centre.database).execute("SELECT sha256, offset FROM uploads WHERE offset > 0")
        return [(row[0], row[1]) for row in rows]

    def back_up(self) -> None:
        """Keep a copy, then tell the devices how far it reaches."""
        with self.centre.database.read() as connection:
            heads = connection.execute(select(streams).where(streams.c.seq != streams.c.safe))
            reach = {row.code: row.seq for row in heads}
        self.copy = Copy(raw(self.centre.database).serialize(), self._files())
        self.was_restored = False
        mark_safe(self.centre, reach)
        self.tally["backup"] += 1

    def _files(self) -> dict[str, bytes]:
        store, stored = self.centre.files, raw(self.centre.database)
        names = [row[0] for row in stored.execute("SELECT sha256 FROM files WHERE stored_at IS NOT NULL")]
        return {name: content for name in names if (content := filestore.get(store, name)) is not None}

    def restore(self) -> bool:
        """Go back to the copy: a new epoch, and numbers never given out before."""
        if self.copy is None:
            return False
        lost = self._count()
        raw(self.centre.database).deserialize(self.copy.database)
        self.centre = replace(self.centre, files=MemoryStore())
        for sha256, content in self.copy.files.items():
            filestore.put(self.centre.files, sha256, content)
        lost -= self._count()
        self.tally["restore" + (" that loses work" if lost else "")] += 1
        self.tally["restore from the same backup again"] += self.was_restored
        self.was_restored = True
        self.epochs += 1
        with self.centre.database.write() as connection:
            connection.execute(delete(uploads))
            backup.jump(connection, self.clock())
        self._set_epoch()
        return True

    def _count(self) -> int:
        row = raw(self.centre.database).execute("SELECT count(*) FROM changes").fetchone()
        return int(row[0])
