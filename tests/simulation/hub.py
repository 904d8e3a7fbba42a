"""The centre of the simulation: in memory, backed up and restored, on the scheduler's clock."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from obstore.store import MemoryStore
from sqlalchemy import select, update

from sync.central import backup, people
from sync.central.answer import Centre, mark_safe
from sync.central.database import Database
from sync.central.people import Keys
from sync.central.tables import changes, facts, files, streams
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.protocol.messages import DeviceInfo

START_MS = 1_796_284_800_000


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


@dataclass
class Hub:
    rng: random.Random
    clock: Clock
    centre: Centre = field(init=False)
    image: bytes | None = None
    epochs: int = 1
    ever_logged: set[str] = field(default_factory=set)
    ever_stored: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        database = Database("sqlite://")
        raw(database).deserialize(_empty_image())
        self.centre = Centre(database, MemoryStore(), Keys(b"k" * 32), "73.71", self.clock, self._salt)
        self._set_epoch()

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

    def enrol(self, person: Person, device: str) -> str:
        """A token for the device: the first, or another after it was switched off."""
        info = DeviceInfo(device, "HP", "android", "0.1.0")
        with self.centre.database.write() as connection:
            code = people.new_code(connection, self.centre.keys, person, self.clock())
            return people.enrol(connection, self.centre.keys, code, info, self.clock()).token

    def revoke(self, device: str) -> None:
        with self.centre.database.write() as connection:
            people.revoke(connection, device, "simulation", self.clock())

    def note_log(self) -> None:
        """Remember what was ever accepted and stored: a restore may take it away, and no phone can know yet."""
        with self.centre.database.read() as connection:
            self.ever_logged |= set(connection.execute(select(changes.c.id)).scalars())
            stored = select(files.c.sha256).where(files.c.stored_at.is_not(None))
            self.ever_stored |= set(connection.execute(stored).scalars())

    def back_up(self) -> None:
        """Keep a copy, then tell the devices how far it reaches."""
        with self.centre.database.read() as connection:
            heads = {row.code: row.seq for row in connection.execute(select(streams))}
        self.image = raw(self.centre.database).serialize()
        mark_safe(self.centre, heads)

    def restore(self) -> bool:
        """Go back to the copy: a new epoch, and numbers never given out before."""
        if self.image is None:
            return False
        raw(self.centre.database).deserialize(self.image)
        self.epochs += 1
        with self.centre.database.write() as connection:
            backup.jump(connection, self.clock())
        self._set_epoch()
        return True
