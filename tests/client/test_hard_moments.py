"""Moments that the simulation found: what is typed, and what the line says, when something else goes wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from mobile.store.errors import StoreFull
from sync.central.answer import Centre, mark_safe
from sync.central.tables import facts
from sync.client.engine import EngineState
from sync.client.sending import sending_line
from sync.client.tables import CURSORS, RECORDS
from sync.domain.people import Role
from tests.client.conftest import GivePhone
from tests.support.centres import KASSI


async def test_a_comment_with_half_a_character_goes_without_it(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note()
    state = rt.session.record(record)
    assert state is not None
    rt.session.comment(state, "Bagus \ud83d sekali\0")

    await rt.round()

    (said,) = (value for path, value in rt.values(record).items() if path.startswith("comments/"))
    assert (said, rt.chip(record)) == ("Bagus \ufffd sekali", "submitted")


async def test_the_line_does_not_say_that_it_sends_when_the_disk_is_full(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.note()
    rt.session.tables.listen(_no_room_for_what_comes)  # type: ignore[attr-defined]

    with pytest.raises(StoreFull):
        await rt.round()

    assert sending_line(rt.session.facts()) == "waiting"


def _no_room_for_what_comes(table: str, *_: object) -> None:
    if table == CURSORS:
        raise StoreFull("no room")


async def test_the_line_does_not_say_that_nothing_was_noted_while_all_is_pulled_anew(
    phone_of: GivePhone, centre: Centre
) -> None:
    lurah, rt = await phone_of(Role.KELURAHAN), await phone_of(Role.RT)
    lurah.note()
    await lurah.round()
    rt.note()
    await rt.round()
    mark_safe(centre, {KASSI: 2})
    await rt.round()
    _open_an_epoch(centre)
    rt.session.engine._page = 1
    rt.line.faults = ["", "reply lost"]

    await rt.round()
    rt.session.engine.state = EngineState()

    assert len(rt.session.tables.table(RECORDS)) == 1
    assert sending_line(rt.session.facts()) == "all_sent"


def _open_an_epoch(centre: Centre) -> None:
    """As a restore does."""
    with centre.database.write() as connection:
        connection.execute(update(facts).where(facts.c.name == "epoch").values(value="another"))


async def test_nobody_is_taken_for_the_author_of_what_they_commented_while_all_is_pulled_anew(
    phone_of: GivePhone, centre: Centre
) -> None:
    lurah, rt = await phone_of(Role.KELURAHAN), await phone_of(Role.RT)
    lurah.note()
    commented = lurah.note()
    for phone in (lurah, rt):
        await phone.round()
    state = rt.session.record(commented)
    assert state is not None
    rt.session.comment(state, "Bagus")
    _open_an_epoch(centre)
    rt.session.engine._page = 1
    rt.line.faults = ["", "reply lost"]

    await rt.round()

    assert commented not in rt.session.records.mine()
    shown = rt.session.record(commented)
    assert shown is not None
    assert (shown.version, shown.author) == (0, "")
