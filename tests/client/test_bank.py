"""The bank on a device, read from the real endpoint in process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import update

from mobile.bank import BankLook
from sync.central import bank_feed, people
from sync.central.answer import Centre
from sync.central.tables import facts
from sync.client.backoff import LONGEST_S
from sync.client.errors import Busy, Offline, Refused
from sync.client.tables import BANK
from sync.domain.areas import AreaCode
from sync.domain.people import Role
from tests.client.conftest import GivePhone
from tests.support.bank import Offices
from tests.support.centres import KASSI, MARISO_KELURAHAN
from tests.support.clock import StandingClock
from tests.support.officers import tell
from tests.support.phones import Phone


@pytest.fixture
async def rt(phone_of: GivePhone) -> Phone:
    return await phone_of(Role.RT)


@asynccontextmanager
async def engine_of(phone: Phone) -> AsyncIterator[None]:
    """Goes round by round, as in the app."""
    engine = asyncio.ensure_future(phone.session.engine.run())
    yield
    engine.cancel()
    await asyncio.wait([engine])


@pytest.fixture
async def running(rt: Phone) -> AsyncIterator[Phone]:
    async with engine_of(rt):
        yield rt


def titles(phone: Phone, **look: str) -> list[str]:
    return [edition.title for edition in phone.session.bank.found(BankLook(**look))]


async def until(holds: Callable[[], bool]) -> None:
    """The centre answers from threads."""
    for _ in range(20_000):
        await asyncio.sleep(0)
        if holds():
            return
        await asyncio.to_thread(lambda: None)
    raise AssertionError("it never came")


def is_resting(phone: Phone) -> bool:
    """A round is over."""
    asked = [request.url.path for request in phone.line.requests]
    return "/v1/sync" in asked and phone.session.engine.state.phase == "idle"


async def test_page_by_page_until_nothing_is_left(
    city: Offices, rt: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_feed, "PAGE", 2)
    for number in range(5):
        await city.published(title=f"Teba {number}")

    await rt.session.bank.reader.read()

    assert sorted(titles(rt)) == [f"Teba {number}" for number in range(5)]


async def test_a_break_costs_one_page(city: Offices, rt: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_feed, "PAGE", 2)
    for number in range(4):
        await city.published(title=f"Teba {number}")
    rt.line.faults = ["", "request lost"]

    with pytest.raises(Busy):
        await rt.session.bank.reader.read()
    assert len(titles(rt)) == 2
    asked = len(rt.line.requests)
    await rt.session.bank.reader.read()

    assert len(titles(rt)) == 4
    assert len(rt.line.requests) == asked + 1


async def test_what_was_hidden_vanishes_from_every_line_of_the_journal(
    city: Offices, rt: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    compacted: list[bool] = []
    monkeypatch.setattr(rt.session.tables, "compact", lambda: compacted.append(True))
    photo = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none"}
    record = await city.published(title="Teba Rahasia", ticks={"p1": True}, **{"photos/p1": photo})
    await rt.session.bank.reader.read()
    await rt.session.bank.reader.document(record)
    await city.hide(record)
    rt.files.files["b" * 64] = b"preview"
    await rt.round()
    assert compacted == []

    await rt.session.bank.reader.read()
    await rt.round()

    assert titles(rt) == []
    assert rt.session.bank.document(record) is None
    assert compacted == [True]
    assert rt.files.files == {}


async def test_a_line_of_the_list_that_comes_anew_has_the_journal_written_anew_within_a_day(
    city: Offices, phone_of: GivePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = await phone_of(Role.RT, MARISO_KELURAHAN)
    compacted: list[bool] = []
    monkeypatch.setattr(rt.session.tables, "compact", lambda: compacted.append(True))
    record = await city.published(title="Teba Rahasia")
    await rt.session.bank.reader.read()
    for paths in (["problem"], ["title"]):
        await tell(city.kota, f"/v1/records/{record}/erase", {"reason": "asked", "paths": paths})
        await rt.session.bank.reader.read()
        await rt.round()
    assert titles(rt) == ["Judul dihapus"]
    assert compacted == []

    rt.clock.move(seconds=86_400)
    for _ in range(2):
        await rt.round()

    assert compacted == [True]


async def test_after_a_restore_it_begins_anew(city: Offices, centre: Centre, rt: Phone) -> None:
    await city.published(title="Masih ada")
    await rt.session.bank.reader.read()
    rt.session.tables.table(BANK).put("lost", rt.session.tables.table(BANK).items().__next__()[1])
    with centre.database.write() as connection:
        connection.execute(update(facts).where(facts.c.name == "epoch").values(value="another"))

    await rt.session.bank.reader.read()

    assert [key for key, _ in rt.session.tables.table(BANK).items()] != ["lost"]
    assert titles(rt) == ["Masih ada"]


async def test_who_moved_to_another_kecamatan_gets_all_of_it(
    city: Offices, centre: Centre, phone_of: GivePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_feed, "NEWEST", 1)
    await city.published(title="Lama")
    await city.published(title="Baru")
    lurah = await phone_of(Role.KELURAHAN, MARISO_KELURAHAN)
    await lurah.session.bank.reader.read()
    assert titles(lurah) == ["Baru"]

    moved = replace(lurah.session.person, area=AreaCode(KASSI))
    with centre.database.write() as connection:
        people.move(connection, moved.id, moved.area, "test", centre.clock())
    await lurah.enrol_again(moved)
    await lurah.session.bank.reader.read()

    assert sorted(titles(lurah)) == ["Baru", "Lama"]


async def test_the_engine_reads_it_when_everything_is_sent(city: Offices, running: Phone) -> None:
    await city.published(title="Teba")

    await until(lambda: titles(running) == ["Teba"])

    assert is_resting(running)


async def test_without_a_bank_the_engine_sends_all_the_same(
    running: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(bank_feed, "page", fails)
    await until(lambda: "/v1/bank/feed" in [request.url.path for request in running.line.requests])

    record = running.note()
    await until(lambda: running.chip(record) == "submitted")

    assert running.session.engine.state.trouble == ""


async def test_what_is_saved_while_it_is_read_goes_at_once(
    running: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(running.session.engine, "_meanwhile", slow)
    await until(lambda: is_resting(running))

    record = running.note()

    await until(lambda: running.chip(record) == "submitted")


async def test_while_the_centre_does_not_answer_it_is_not_asked_for(rt: Phone) -> None:
    rt.line.faults = ["gateway"]

    async with engine_of(rt):
        await until(lambda: bool(rt.session.engine.state.trouble))

    assert [request.url.path for request in rt.line.requests] == ["/v1/enrol", "/v1/sync"]


async def test_it_is_asked_for_again_after_a_quarter_of_an_hour(rt: Phone, clock: StandingClock) -> None:
    reader = rt.session.bank.reader
    await reader.read_quietly()
    asked = len(rt.line.requests)

    await reader.read_quietly()
    assert len(rt.line.requests) == asked
    clock.move(seconds=LONGEST_S)
    await reader.read_quietly()

    assert len(rt.line.requests) == asked + 1


async def test_a_failure_leaves_what_is_held(city: Offices, rt: Phone) -> None:
    await city.published(title="Teba")
    await rt.session.bank.reader.read()
    rt.set_signal(False)

    with pytest.raises(Offline):
        await rt.session.bank.reader.read()
    await rt.session.bank.reader.read_quietly()

    assert titles(rt) == ["Teba"]


async def test_an_opened_one_is_read_again_without_a_signal(city: Offices, rt: Phone) -> None:
    record = await city.published(title="Teba", after="Bersih.")
    await rt.session.bank.reader.read()
    assert rt.session.bank.document(record) is None

    await rt.session.bank.reader.document(record)
    rt.set_signal(False)

    document = rt.session.bank.document(record)
    assert document is not None
    assert document["after"] == "Bersih."


async def test_one_that_is_gone_when_it_is_opened_vanishes(city: Offices, rt: Phone) -> None:
    record = await city.published(title="Teba")
    await rt.session.bank.reader.read()
    await city.hide(record)

    with pytest.raises(Refused):
        await rt.session.bank.reader.document(record)

    assert titles(rt) == []


async def test_it_is_found_by_words_number_theme_kind_and_place(city: Offices, rt: Phone) -> None:
    await city.published(title="Teba kompos", problem="Sampah dapur.", theme="waste")
    await city.published(title="Kelas malam", problem="Putus sekolah.", theme="school")
    await city.listed(title="Drainase")
    await rt.session.bank.reader.read()
    (class_,) = [each for each in rt.session.bank.found(BankLook()) if each.title == "Kelas malam"]

    assert titles(rt, words="SAMPAH dapur") == ["Teba kompos"]
    assert titles(rt, words=class_.number) == ["Kelas malam"]
    assert titles(rt, words="education") == titles(rt, theme="school") == ["Kelas malam"]
    assert titles(rt, kind="issue") == ["Drainase"]
    assert len(titles(rt, area="73.71.13")) == len(titles(rt, area="73.71.13.1002")) == 3
    assert titles(rt, area="73.71.01") == []
