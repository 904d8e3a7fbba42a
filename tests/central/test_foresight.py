"""What was worked out before a push's turn is written as if it had been worked out in it."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select

from sync.central import foresight, syncing
from sync.central.accept import Batch, Caller, Prepared, Push, prepare
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.editions import is_concerned
from sync.central.foresight import Foreseen, foresee
from sync.central.json_text import canonical, parsed
from sync.central.stored import StoredRecord
from sync.central.syncing import Asked
from sync.central.tables import changes, file_references, files, records, streams
from sync.domain.lifecycle import first_status
from sync.domain.people import Role
from sync.domain.records import Kind
from sync.protocol import wire
from sync.protocol.messages import Change, Receipt, SyncReply, SyncRequest
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, TIDUNG, Speaker, a_centre, a_note
from tests.support.clock import StandingClock

MANY = foresight.MANY
TABLES = (changes, records, streams, files, file_references)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def caller(who: Speaker) -> Caller:
    return Caller(who.person, who.device)


def notes(who: Speaker, how_many: int = MANY) -> list[Change]:
    return [who.change_of(who.make_id(), a_note(title=f"Catatan {n}")) for n in range(how_many)]


def body_of(sent: Sequence[Change]) -> bytes:
    return canonical({"changes": [wire.write(change) for change in sent], "cursors": {}, "limit": 0})


def push(centre: Centre, who: Speaker, sent: Sequence[Change]) -> list[Receipt]:
    return syncing.push(centre, caller(who), SyncRequest(list(sent)))


def foreseen(centre: Centre, who: Speaker, sent: Sequence[Change]) -> Foreseen | None:
    pushes = [Push(caller(who), list(map(prepare, sent)))]
    with centre.database.read() as connection:
        return foresee(connection, pushes, lambda: "2026-12-03T06:05:00Z", centre.make_salt)


def a_copy(database_url: str, file: Path, clock: StandingClock) -> Centre:
    with (
        closing(sqlite3.connect(file)) as to,
        closing(sqlite3.connect(str(make_url(database_url).database))) as of,
    ):
        of.backup(to)
    return a_centre(f"sqlite:///{file}", clock)


def kept(centre: Centre) -> list[list[Any]]:
    with centre.database.read() as connection:
        return [sorted(map(tuple, connection.execute(select(table)))) for table in TABLES]


@pytest.fixture
def is_never_worked_out_in_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "accept_all", None)


@pytest.mark.usefixtures("is_never_worked_out_in_its_turn")
async def test_a_large_push_is_worked_out_before_its_turn(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT)
    sent = notes(rt)

    receipts = push(centre, rt, sent)

    assert [receipt.seq for receipt in receipts] == list(range(1, MANY + 1))
    assert {record.id for record in (await rt.sync()).records} == {change.record for change in sent}
    with centre.database.read() as connection:
        assert first_break(connection, KASSI) is None


@pytest.mark.usefixtures("is_never_worked_out_in_its_turn")
async def test_an_edit_in_a_large_push_is_worked_out_before_its_turn(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT)
    first, *others = push(centre, rt, sent := notes(rt))

    edits = [rt.change(change.record, seen=MANY, title="Judul baru") for change in sent]
    receipts = push(centre, rt, edits)

    assert len(others) == MANY - 1
    assert first.status == "accepted"
    assert [receipt.seq for receipt in receipts] == list(range(MANY + 1, 2 * MANY + 1))
    assert {record.set["title"] for record in (await rt.sync()).records} == {"Judul baru"}


@dataclass
class Twins:
    """Two centres with the same content: the `quick` one looks before every push, the `slow` one before none."""

    quick: Centre
    slow: Centre
    monkeypatch: pytest.MonkeyPatch

    def push(self, *sent: tuple[Speaker, Sequence[Change]]) -> list[Receipt]:
        """All at the same time. Both answer the same, and the quick one had worked it out before its turn."""
        with self.monkeypatch.context() as patched:
            patched.setattr(foresight, "MANY", 1)
            patched.setattr(syncing, "accept_all", None)
            quick = self._answers(self.quick, sent)
        with self.monkeypatch.context() as patched:
            patched.setattr(foresight, "MANY", 10**9)
            assert self._answers(self.slow, sent) == quick
        return [receipt for answer in quick for receipt in answer]

    def _answers(self, centre: Centre, sent: Sequence[tuple[Speaker, Sequence[Change]]]) -> list[list[Receipt]]:
        numbered = replace(centre, make_salt=map("{:032x}".format, itertools.count()).__next__)
        asked = [Asked(who.token, body_of(changes), "") for who, changes in sent]
        replies = [reply for reply in syncing.answer_all(numbered, asked) if isinstance(reply, bytes)]
        return [wire.read(SyncReply, parsed(reply)).receipts for reply in replies]


@pytest.fixture
def twins(
    centre: Centre, database_url: str, clock: StandingClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[], Twins]]:
    """Made once everybody is enrolled."""
    copies = []

    def make() -> Twins:
        copies.append(a_copy(database_url, tmp_path / "twin.sqlite3", clock))
        return Twins(centre, copies[0], monkeypatch)

    yield make
    for copy in copies:
        copy.database.close()


def test_what_is_kept_and_answered_is_the_same_as_without_a_look_before(
    enrol: Enrol, twins: Callable[[], Twins]
) -> None:
    rt, other, lurah = enrol(Role.RT), enrol(Role.RT, f"{KASSI}/RW001/RT001"), enrol(Role.KELURAHAN)
    both = twins()
    photo = {"photos/a": {"sha256": "a" * 64, "preview": "b" * 64}}
    whole = [
        *notes(rt, 4),
        rt.change_of(rt.make_id(), a_note() | photo),
        rt.change_of(rt.make_id(), a_note(title=7)),
    ]
    record = whole[0].record

    both.push((rt, whole), (other, [other.change(whole[4].record, title="Bukan miliknya"), *notes(other, 3)]))
    both.push((rt, [*whole, replace(whole[2], set=a_note(title="Id yang sama"))]))
    receipts = both.push(
        (rt, [rt.change(record, seen=1, title="Satu"), rt.change(record, seen=1, action="Lain")]),
        (lurah, [lurah.change(record, seen=1, title="Dua"), *notes(lurah, 2)]),
    )

    assert [receipt.status for receipt in receipts] == [
        "accepted",
        "accepted",
        "conflicted",
        "accepted",
        "accepted",
    ]
    assert kept(both.quick) == kept(both.slow)


def test_a_push_is_worked_out_again_when_its_stream_moved_on_before_its_turn(
    enrol: Enrol, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt, quicker = enrol(Role.RT), enrol(Role.RT, f"{KASSI}/RW001/RT001")
    sent, overtaking = notes(rt), notes(quicker, 1)

    def overtaken(*arguments: Any) -> Foreseen | None:
        found = foresee(*arguments)
        push(centre, quicker, overtaking)
        return found

    monkeypatch.setattr(foresight, "foresee", overtaken)
    receipts = push(centre, rt, sent)

    assert [receipt.seq for receipt in receipts] == list(range(2, MANY + 2))
    with centre.database.read() as connection:
        assert first_break(connection, KASSI) is None
        assert set(connection.execute(select(records.c.id)).scalars()) == {
            change.record for change in sent + overtaking
        }


def test_a_record_that_came_into_another_stream_meanwhile_is_found_in_its_turn(
    enrol: Enrol, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt, quicker = enrol(Role.RT), enrol(Role.RT, TIDUNG)
    sent = notes(rt)
    same_id = quicker.change_of(sent[3].record, a_note(), area=TIDUNG)

    def overtaken(*arguments: Any) -> Foreseen | None:
        found = foresee(*arguments)
        push(centre, quicker, [same_id])
        return found

    monkeypatch.setattr(foresight, "foresee", overtaken)
    receipts = push(centre, rt, sent)

    assert [receipt.code for receipt in receipts if receipt.status != "accepted"] == ["other_stream"]


def test_what_stands_behind_another_change_did_not_come_in_before_it(
    enrol: Enrol, centre: Centre, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though a worker may wait between looking at the clock and at the streams."""
    rt, quicker = enrol(Role.RT), enrol(Role.RT, f"{KASSI}/RW001/RT001")

    load, overtaking = Batch.load, [notes(quicker, 1)]

    def delayed(batch: Batch, prepared: Sequence[Prepared]) -> None:
        if overtaking:
            clock.move(seconds=1)
            push(centre, quicker, overtaking.pop())
        load(batch, prepared)

    monkeypatch.setattr(Batch, "load", delayed)
    push(centre, rt, notes(rt))

    with centre.database.read() as connection:
        here = select(changes.c.received_at).where(changes.c.stream == KASSI).order_by(changes.c.seq)
        stamps = list(connection.execute(here).scalars())
    assert stamps == sorted(stamps)
    assert len(stamps) == MANY + 1


def test_a_stream_is_without_holes_when_two_instances_push_into_it_at_once(
    enrol: Enrol, centre: Centre, database_url: str, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "MANY", 1)
    other = a_centre(database_url, clock)
    writers = [(one, enrol(Role.RT)) for one in (centre, other) for _ in range(3)]
    start = threading.Barrier(len(writers))

    def write(one: Centre, who: Speaker) -> list[Receipt]:
        start.wait()
        return [receipt for _ in range(8) for receipt in push(one, who, notes(who, 3))]

    with ThreadPoolExecutor(len(writers)) as pool:
        receipts = [receipt for each in pool.map(write, *zip(*writers, strict=True)) for receipt in each]
    other.database.close()

    assert sorted(receipt.seq or 0 for receipt in receipts) == list(range(1, len(receipts) + 1))
    with centre.database.read() as connection:
        assert first_break(connection, KASSI) is None


def test_a_small_push_is_not_looked_at_before(
    enrol: Enrol, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "foresee", None)
    rt = enrol(Role.RT)

    receipts = push(centre, rt, notes(rt, MANY - 1))

    assert {receipt.status for receipt in receipts} == {"accepted"}


async def test_a_decision_waits_for_its_turn(city: Offices) -> None:
    record = await city.note()
    decision = city.kecamatan.change_of(
        record, {"status": "approved", **city.review("approved")}, seen=10**9, area=KASSI
    )

    assert foreseen(city.centre, city.kecamatan, [decision]) is None


async def test_what_hangs_on_the_bank_or_on_the_search_waits_for_its_turn(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT)
    replicating = rt.change_of(rt.make_id(), a_note(replicates=rt.make_id()))
    on_the_board = rt.change(rt.make_id(), lab={"stage": "idea"})

    assert foreseen(centre, rt, notes(rt)) is not None
    assert foreseen(centre, rt, [*notes(rt), replicating]) is None
    assert foreseen(centre, rt, [*notes(rt), on_the_board]) is None


async def test_what_touches_a_record_of_another_stream_waits_for_its_turn(enrol: Enrol, centre: Centre) -> None:
    rt = enrol(Role.RT)
    await rt.send(elsewhere := rt.change_of(rt.make_id(), a_note()))

    assert foreseen(centre, rt, [replace(elsewhere, id=rt.make_id(), area=TIDUNG)]) is None


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.usefixtures("database_url")
def test_nothing_is_created_as_something_that_has_an_edition(kind: Kind) -> None:
    record = StoredRecord(KASSI, "record", kind, "person")
    record.fill({"status": first_status(kind)}, 1)

    assert not is_concerned(record)
