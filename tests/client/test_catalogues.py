"""Next year's catalogue comes into force while phones are away: no record is lost, none is rescored silently."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from mobile.award_catalogues import shelf
from mobile.components.fields.draft import Draft
from mobile.store.errors import StoreFull
from sync.central.answer import Centre
from sync.central.catalogues import keeping
from sync.central.stored import read_record
from sync.central.tables import catalogues
from sync.client import catalogues as fetching
from sync.client.engine import PULL_ROOM_BYTES
from sync.client.tables import CATALOGUES
from sync.domain.catalogue_changes import move_of
from sync.domain.iga import Score, score
from sync.domain.iga_catalogue import FIRST
from sync.domain.people import Role
from sync.domain.records import Values
from sync.domain.shelf import PATH
from tests.client.conftest import GivePhone
from tests.client.test_uploading import a_picture, note_with, told
from tests.conftest import Enrol
from tests.support.catalogues import NEXT, in_force
from tests.support.centres import KASSI
from tests.support.clock import StandingClock
from tests.support.phones import Phone

RT = f"{KASSI}/RW003/RT002"
PROOF = {"link": "https://contoh.id/bukti"}


@pytest.fixture
def put_in_force(enrol: Enrol) -> Any:
    async def put(**asked: Any) -> None:
        await in_force(enrol(Role.KOTA, "73.71", "Satu"), enrol(Role.KOTA, "73.71", "Dua"), **asked)

    return put


def complete(phone: Phone, record: str, **answers: Any) -> None:
    """*Lengkapi*, as its fields do it, and *Simpan*."""
    copy = phone.session.open(record)
    assert copy is not None
    draft = Draft(phone.session, copy, asyncio.get_running_loop().call_later)
    for path, value in answers.items():
        draft.set(path, value)
    draft.submit(with_status=False)


def on_phone(phone: Phone, record: str) -> tuple[str, Score]:
    values = phone.values(record)
    catalogue = shelf(phone.session).of(values)
    return catalogue.version, score(values, catalogue)


def at_centre(centre: Centre, record: str) -> tuple[Values, str, Score]:
    with centre.database.read() as connection:
        found, known = read_record(connection, record), keeping.shelf(centre, connection)
    assert found is not None
    catalogue = known.of(found.set)
    return found.set, catalogue.version, score(found.set, catalogue)


async def test_a_phone_that_was_away_while_the_catalogue_changed_loses_nothing_and_moves_its_record_knowingly(
    phone_of: GivePhone, centre: Centre, clock: StandingClock, put_in_force: Any
) -> None:
    phone, lurah = await phone_of(Role.RT, RT), await phone_of(Role.KELURAHAN)
    record = phone.note()
    complete(phone, record, **{"levels/sid20": 3, "evidence/sid20/e1": PROOF, "levels/sid10": 2})
    await phone.round()
    phone.set_signal(False)
    await put_in_force()
    clock.move(days=40)

    # Away: it adds to its record, and has heard of nothing.
    complete(phone, record, **{"evidence/sid10/e1": PROOF, "levels/sid07": 3, "evidence/sid07/e1": PROOF})
    version, offline = on_phone(phone, record)
    assert (version, offline.points_claimed) == (FIRST, 12 + 2 + 3)

    # The lurah, who has the new one, adds to it too; what is there keeps its catalogue.
    await lurah.round()
    complete(lurah, record, **{"levels/sid02": 2, "evidence/sid02/e1": PROOF})
    await lurah.round()
    assert on_phone(lurah, record)[0] == FIRST

    phone.set_signal(True)
    await phone.round()
    await lurah.round()

    values, version, there = at_centre(centre, record)
    assert phone.session.refusals(record) == []
    assert (version, there.points_claimed) == (FIRST, offline.points_claimed + 4)
    assert on_phone(phone, record) == on_phone(lurah, record) == (FIRST, there)
    assert {"evidence/sid20/e1", "evidence/sid10/e1", "evidence/sid07/e1", "evidence/sid02/e1"} <= set(values)
    assert PATH not in values

    # Knowingly: what it would change is read first.
    ahead = shelf(phone.session).ahead_of(phone.values(record))
    assert ahead is not None
    move = move_of(phone.values(record), shelf(phone.session).of(values), ahead)
    complete(phone, record, **{PATH: ahead.version})
    await phone.round()
    await lurah.round()

    moved, version, there = at_centre(centre, record)
    assert (version, there) == (NEXT, move.after)
    assert there.points_claimed == 9 + 4
    assert on_phone(phone, record) == on_phone(lurah, record) == (NEXT, there)
    assert set(values) <= set(moved), "what the new one does not score stays"


async def test_records_are_begun_under_what_is_in_force_and_a_phone_that_did_not_hear_keeps_to_its_own(
    phone_of: GivePhone, centre: Centre, clock: StandingClock, put_in_force: Any
) -> None:
    away, here = await phone_of(Role.RT, RT), await phone_of(Role.RT, f"{KASSI}/RW001/RT001")
    away.set_signal(False)
    await put_in_force()
    await here.round()
    early = here.note()
    complete(here, early, **{"levels/sid20": 3, "evidence/sid20/e1": PROOF})
    clock.move(days=40)
    records = {}
    for phone in (away, here):
        records[phone.session.account.id] = record = phone.note()
        complete(phone, record, **{"levels/sid20": 3, "evidence/sid20/e1": PROOF})
    away.set_signal(True)
    await away.round()
    await here.round()
    await away.round()

    by_away, by_here = records[away.session.account.id], records[here.session.account.id]
    assert at_centre(centre, by_away)[1:] == on_phone(away, by_away) == on_phone(here, by_away)
    assert at_centre(centre, by_here)[1:] == on_phone(away, by_here) == on_phone(here, by_here)
    assert (on_phone(away, by_away)[0], on_phone(here, by_here)[0], on_phone(here, early)[0]) == (
        FIRST,
        NEXT,
        FIRST,
    )
    assert on_phone(here, by_here)[1].points_claimed == 9


async def test_a_catalogue_is_fetched_once_and_tried_again_where_it_did_not_come(
    phone_of: GivePhone, put_in_force: Any
) -> None:
    phone = await phone_of(Role.RT, RT)
    await put_in_force()
    held = phone.session.tables.table(CATALOGUES)
    phone.line.faults += ["", "gateway"]

    await phone.round()
    assert held.read("iga/2027") is None
    assert phone.session.engine.state.trouble == ""

    await phone.round()
    await phone.round()

    assert held.read("iga/2027") is not None
    asked = [request for request in phone.line.requests if request.url.path.endswith("/catalogues/iga/2027")]
    assert len(asked) == 2


async def test_a_record_under_a_catalogue_that_did_not_come_yet_has_no_score_and_can_be_written_all_the_same(
    phone_of: GivePhone, clock: StandingClock, put_in_force: Any
) -> None:
    first, second = await phone_of(Role.RT, RT), await phone_of(Role.KELURAHAN)
    await put_in_force()
    clock.move(days=40)
    await first.round()
    record = first.note()
    complete(first, record, **{"levels/sid20": 3, "evidence/sid20/e1": PROOF})
    await first.round()

    second.line.faults += ["", "gateway"]
    await second.round()
    assert not shelf(second.session).of(second.values(record)).is_known
    complete(second, record, **{"levels/sid02": 1})
    await second.round()

    assert second.session.refusals(record) == []
    assert on_phone(second, record)[1].points_claimed == 9


async def test_a_catalogue_that_is_not_what_was_hashed_is_not_kept(
    phone_of: GivePhone, centre: Centre, put_in_force: Any
) -> None:
    phone = await phone_of(Role.RT, RT)
    await put_in_force()
    with centre.database.write() as connection:
        connection.execute(update(catalogues).values(sha256="0" * 64))

    await phone.round()

    assert phone.session.tables.table(CATALOGUES).read("iga/2027") is None
    assert phone.session.engine.state.trouble == ""


def asked_for(phone: Phone) -> int:
    return sum(request.url.path.endswith("/catalogues/iga/2027") for request in phone.line.requests)


async def test_a_catalogue_that_this_app_cannot_read_is_fetched_once_until_there_is_a_newer_app(
    phone_of: GivePhone, put_in_force: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await phone_of(Role.RT, RT)
    await put_in_force()

    def of_another_time(_: str) -> None:
        raise KeyError("a newer shape")

    with monkeypatch.context() as now:
        now.setattr(fetching, "catalogue_in", of_another_time)
        for _ in range(3):
            await phone.round()
    assert asked_for(phone) == 1
    monkeypatch.setattr(fetching, "VERSION", "99.0.0")
    await phone.round()

    assert asked_for(phone) == 2
    assert phone.session.tables.table(CATALOGUES).read("iga/2027") is not None


async def test_a_phone_without_room_for_a_catalogue_sends_its_photos_all_the_same(
    phone_of: GivePhone, put_in_force: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await phone_of(Role.RT, RT)
    await put_in_force()
    tables, table = phone.session.tables, phone.session.tables.table

    class Full:
        """The shelf of catalogues on a disk without room."""

        def put(self, *_: object) -> None:
            raise StoreFull

        def __getattr__(self, name: str) -> Any:
            return getattr(table(CATALOGUES), name)

    monkeypatch.setattr(tables, "table", lambda name: Full() if name == CATALOGUES else table(name))
    (photo,) = await note_with(phone, a_picture(1, 20_000))

    await phone.round()

    assert asked_for(phone) == 1
    assert told(phone, photo)["state"] == "stored"


async def test_a_phone_that_is_nearly_full_fetches_no_catalogue(phone_of: GivePhone, put_in_force: Any) -> None:
    phone = await phone_of(Role.RT, RT)
    await put_in_force()
    # It has heard of one, which did not come.
    phone.line.faults += ["", "gateway"]
    await phone.round()
    phone.files.room = PULL_ROOM_BYTES - 1

    await phone.round()
    assert asked_for(phone) == 1
    phone.files.room = PULL_ROOM_BYTES
    await phone.round()

    assert asked_for(phone) == 2
