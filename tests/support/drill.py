"""A city whose centre is lost and restored: its phones, and what can be asked of them and of the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from mobile.device.ports import ShrunkPhoto
from mobile.outgoing import refused
from sync.central.answer import Centre
from sync.central.backup import backup, restore
from sync.central.chain import first_break
from sync.central.tables import changes, streams
from sync.client import outbox
from sync.client.reviewing import Mark
from sync.client.tables import REFUSED
from sync.domain.people import Role
from sync.domain.records import is_decision
from tests.support.centres import KASSI, a_note, a_person
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone

REST_S = 11


@dataclass
class Drill:
    """The phones of a city, and the centre that they reach now."""

    centre: Centre
    clock: StandingClock
    file: Path
    empty: Iterator[Centre]
    phones: list[Phone] = field(default_factory=list)

    async def phone(self, role: Role, area: str = KASSI) -> Phone:
        phone = await a_phone(self.centre, a_person(self.centre, role, area), self.clock)
        self.phones.append(phone)
        return phone

    def back_up(self) -> None:
        backup(self.centre, self.file)

    def lose_and_restore(self) -> None:
        """The centre is gone with all it took since the backup; another one stands in its place."""
        self.clock.move(minutes=20)
        self.centre = next(self.empty)
        restore(self.centre, self.file)
        for phone in self.phones:
            phone.connect(self.centre)

    async def settle(self, *without: Phone, rounds: int = 4) -> None:
        """Everybody is online long enough."""
        for _ in range(rounds):
            self.clock.move(seconds=REST_S)
            for phone in self.phones:
                if phone not in without:
                    await phone.round()

    def logged(self) -> dict[str, int]:
        """Every change of a phone that the centre holds, with its sequence."""
        with self.centre.database.read() as connection:
            rows = connection.execute(select(changes.c.id, changes.c.seq).where(changes.c.device != "centre"))
            return {row.id: row.seq for row in rows}

    def breaks(self) -> list[object]:
        with self.centre.database.read() as connection:
            codes = connection.execute(select(streams.c.code)).scalars().all()
            return [found for code in codes if (found := first_break(connection, code))]

    def to_decide_again(self) -> set[str]:
        """Decisions that their reviewers are asked for again, as *Kiriman* shows them."""
        found = set()
        for phone in self.phones:
            shown = {item.record for item in refused(phone.session) if item.mends == "decide"}
            for key, document in phone.session.tables.table(REFUSED).items():
                if is_decision(document["change"]["set"]) and document["record"] in shown:
                    found.add(key)
        return found

    def other_refusals(self) -> list[tuple[str, str]]:
        """What people are bothered with beside."""
        return [
            (key, document["code"])
            for phone in self.phones
            for key, document in phone.session.tables.table(REFUSED).items()
            if not is_decision(document["change"]["set"])
        ]

    def waiting(self) -> list[str]:
        return [key for phone in self.phones for key, _ in outbox.waiting(phone.session.tables)]


def a_jpeg(number: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + f"photo {number}".encode() * 300


async def with_photo(phone: Phone, number: int, **values: Any) -> tuple[str, str]:
    """A note with a photo; returns the record and the photo's sha256."""
    copy = Phone.typed(phone.session.begin(), **a_note(**values))
    photo = ShrunkPhoto(a_jpeg(number), a_jpeg(number)[:80], None, None)
    full, preview = await phone.session.store_photo(copy.record, photo)
    copy = phone.session.with_photo(copy, "p1", {"sha256": full, "preview": preview, "people": "none"})
    phone.session.submit(phone.session.keep(copy))
    return copy.record, full


def decide(phone: Phone, record: str, note: str = "", **marks: Mark) -> str:
    state = phone.session.record(record)
    assert state is not None
    return phone.session.decide(state, marks, note, False, {}).id


def withdraw(phone: Phone, record: str) -> None:
    state = phone.session.record(record)
    assert state is not None
    phone.session.withdraw(state)


def hide(phone: Phone, record: str) -> None:
    state = phone.session.record(record)
    assert state is not None
    phone.session.edit(state, {"status": "hidden", "hidden": {"reason": "Foto anak.", "before": state.status}})


def lost_values(phone: Phone, before: dict[str, dict[str, Any]]) -> set[str]:
    """Records of which a value that stood there is neither in place now nor beside."""
    lost = set()
    for record, values in before.items():
        state = phone.session.record(record)
        held = {} if state is None else {path: [e.value for e in each] for path, each in state.entries.items()}
        lost |= {record for path, value in values.items() if value not in held.get(path, [])}
    return lost
