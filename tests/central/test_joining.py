"""Who comes while another process writes is written with those who waited for it, each with its answer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import event, select

from sync.central import syncing, tokens
from sync.central.answer import Centre
from sync.central.database import Database
from sync.central.foresight import MANY
from sync.central.json_text import canonical, parsed
from sync.central.people import iso
from sync.central.syncing import Asked
from sync.central.tables import devices
from sync.central.turn import Turn
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.messages import SyncReply
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.centres import KASSI, TIDUNG, Speaker, a_note
from tests.support.clock import StandingClock

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Answers = Sequence[bytes | Exception]


@dataclass
class Crossing:
    """Two processes at one centre: the `other` writes until so many came late."""

    centre: Centre
    other: Database
    commits: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(self.centre.database.engine, "commit", self.commits.append)

    def answers(self, first: Asked, *late: Asked, until: int = 0) -> Answers:
        self.commits.clear()
        waiting, left = list(late), len(late) - (until or len(late))
        with contextlib.ExitStack() as writing:
            writing.enter_context(self.other.write())

            def more() -> Sequence[Asked]:
                came = [waiting.pop(0)] if waiting else []
                if len(waiting) <= left:
                    writing.close()
                return came

            return syncing.answer_all(self.centre, [first], more)


@pytest.fixture
def crossing(centre: Centre, database_url: str) -> Iterator[Crossing]:
    other = Database(database_url)
    yield Crossing(centre, other)
    other.close()


def a_push(who: Speaker, token: str | None = None, changes: int = 1) -> Asked:
    note, there = a_note(area=who.person.area.text), who.person.area.kelurahan or ""
    sent = [wire.write(who.change_of(who.make_id(), note, area=there)) for _ in range(changes)]
    body = canonical({"changes": sent, "cursors": {}, "limit": 10})
    return Asked(who.token if token is None else token, body, "")


def reply(answer: bytes | Exception) -> SyncReply:
    assert isinstance(answer, bytes)
    return wire.read(SyncReply, parsed(answer))


async def two(enrol: Enrol) -> tuple[Speaker, Speaker]:
    """In two kelurahan; that they are heard this hour is noted already."""
    both = enrol(Role.RT), enrol(Role.RT, f"{TIDUNG}/RW001/RT001")
    for each in both:
        await each.sync()
    return both


async def test_who_comes_while_another_process_writes_is_in_the_same_transaction(
    crossing: Crossing, enrol: Enrol
) -> None:
    kassi, tidung = await two(enrol)

    answers = crossing.answers(a_push(kassi), a_push(tidung), a_push(kassi))

    assert [reply(answer).receipts[0].seq for answer in answers] == [1, 1, 2]
    assert [list(reply(answer).reached) for answer in answers] == [[KASSI], [TIDUNG], [KASSI]]
    assert len(crossing.commits) == 1


async def test_who_comes_late_and_is_not_known_is_told_so_alone(crossing: Crossing, enrol: Enrol) -> None:
    kassi, tidung = await two(enrol)

    first, unknown, broken = crossing.answers(
        a_push(kassi), a_push(tidung, token="nobody"), Asked(kassi.token, b"{", "")
    )

    assert reply(first).receipts[0].status == "accepted"
    assert isinstance(unknown, Problem)
    assert unknown.code is Code.UNAUTHORISED
    assert isinstance(broken, Problem)
    assert broken.code is Code.BAD_JSON


async def test_who_comes_late_has_an_answer_also_when_nobody_can_be_known(
    crossing: Crossing, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    kassi, tidung = await two(enrol)
    known_by, groups = tokens.known_by, []

    def fail_later(*asked: Any) -> Any:
        groups.append(asked)
        if len(groups) > 1:
            raise Problem(Code.BUSY)
        return known_by(*asked)

    monkeypatch.setattr(tokens, "known_by", fail_later)

    first, late = crossing.answers(a_push(kassi), a_push(tidung))

    assert reply(first).receipts[0].status == "accepted"
    assert isinstance(late, Problem)
    assert late.code is Code.BUSY


async def test_nobody_joins_those_who_bring_many_changes(crossing: Crossing, enrol: Enrol) -> None:
    kassi, _ = await two(enrol)

    answers = crossing.answers(a_push(kassi, changes=MANY - 1), a_push(kassi), a_push(kassi), until=1)

    assert [len(reply(answer).receipts) for answer in answers] == [MANY - 1, 1]


async def test_answers_are_given_also_when_it_cannot_be_noted_who_was_heard(
    crossing: Crossing, enrol: Enrol, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kassi, tidung = await two(enrol)
    clock.move(hours=2)

    def fail(*_: object) -> None:
        raise Problem(Code.BUSY)

    monkeypatch.setattr(tokens, "note_contact", fail)

    answers = crossing.answers(a_push(kassi), a_push(tidung))

    assert [reply(answer).receipts[0].status for answer in answers] == ["accepted"] * 2


async def test_a_group_waits_once_for_a_turn_that_does_not_come(
    enrol: Enrol, centre: Centre, database_url: str, crossing: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, waits = await two(enrol), []
    hurried = replace(centre, database=Database(database_url, wait_s=0.05))
    taken = Turn.taken

    def counted(turn: Turn, *arguments: Any) -> AbstractContextManager[None]:
        waits.append(turn)
        return taken(turn, *arguments)

    with crossing.other.write(), monkeypatch.context() as patched:
        patched.setattr(Turn, "taken", counted)
        answers = syncing.answer_all(hurried, [a_push(each) for each in both])
    hurried.database.close()

    assert [answer.code for answer in answers if isinstance(answer, Problem)] == [Code.BUSY] * 2
    assert len(waits) == 1


async def test_it_is_noted_that_who_comes_late_was_heard(
    crossing: Crossing, enrol: Enrol, clock: StandingClock
) -> None:
    kassi, tidung = await two(enrol)
    clock.move(hours=2)

    answers = crossing.answers(a_push(kassi), a_push(tidung))

    assert all(isinstance(answer, bytes) for answer in answers)
    with crossing.centre.database.read() as connection:
        heard = connection.execute(select(devices.c.last_contact)).scalars().all()
    assert set(heard) == {iso(clock())}
