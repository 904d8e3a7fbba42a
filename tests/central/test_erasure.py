from __future__ import annotations

import pytest
from sqlalchemy import select

from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.erasure import CannotErase, erase
from sync.central.log import CHECKPOINT, update_log
from sync.central.tables import changes
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import KASSI, Speaker, a_note
from tests.support.logs import faults, send_notes


@pytest.fixture
async def rt(enrol: Enrol) -> Speaker:
    speaker = enrol(Role.RT)
    await send_notes(speaker, 3, "Rahasia")
    return speaker


def erased(centre: Centre, seq: int, stream: str = KASSI) -> bool:
    with centre.database.write() as connection:
        return erase(connection, stream, seq, "consent_withdrawn", "somebody", centre.clock())


@pytest.mark.usefixtures("rt")
def test_what_was_erased_is_in_no_column_of_the_log_and_the_chain_verifies(centre: Centre) -> None:
    with centre.database.read() as connection:
        before = connection.execute(select(changes).where(changes.c.seq == 2, changes.c.stream == KASSI)).one()

    assert erased(centre, 2)

    with centre.database.read() as connection:
        rows = connection.execute(select(changes).where(changes.c.stream == KASSI).order_by(changes.c.seq)).all()
        assert first_break(connection, KASSI) is None
    whole = repr(rows)
    assert "Rahasia 0" in whole
    for gone in ("Rahasia 1", before.salt, before.body_hash):
        assert gone not in whole
    assert rows[1].digest == before.digest
    assert rows[3].record == before.record


async def test_an_erased_change_that_its_phone_sends_again_gets_its_receipt_and_stays_erased(
    centre: Centre, enrol: Enrol
) -> None:
    rt = enrol(Role.RT)
    change = rt.change_of(rt.make_id(), a_note())
    first = await rt.send(change)
    assert first.seq is not None
    erased(centre, first.seq)

    again = await rt.send(change)

    assert (again.status, again.seq, again.link) == ("accepted", first.seq, first.link)
    assert faults(centre) == []
    with centre.database.read() as connection:
        here = (changes.c.stream == KASSI) & (changes.c.seq == first.seq)
        assert connection.execute(select(changes.c.body).where(here)).scalar_one() is None


@pytest.mark.usefixtures("rt")
def test_erasing_twice_chains_one_note(centre: Centre) -> None:
    assert erased(centre, 2)
    assert not erased(centre, 2)

    with centre.database.read() as connection:
        assert len(connection.execute(select(changes.c.seq).where(changes.c.stream == KASSI)).all()) == 4


@pytest.mark.usefixtures("rt")
def test_an_erasure_leaves_every_signed_checkpoint_true(centre: Centre) -> None:
    update_log(centre)

    erased(centre, 1)
    erased(centre, 3)
    update_log(centre)

    assert faults(centre) == []


@pytest.mark.usefixtures("rt")
def test_notes_by_which_the_chain_is_checked_are_not_erased(centre: Centre) -> None:
    update_log(centre)
    erased(centre, 2)
    with centre.database.read() as connection:
        checkpoint = connection.execute(select(changes.c.seq).where(changes.c.record == CHECKPOINT)).scalar_one()

    for stream, seq in ((KASSI, 4), (centre.city, checkpoint), (KASSI, 99)):
        with pytest.raises(CannotErase):
            erased(centre, seq, stream)


async def test_the_phones_go_on_over_an_erasure(centre: Centre, rt: Speaker) -> None:
    before = await rt.sync()

    erased(centre, 2)
    await send_notes(rt, 1, "Kemudian")
    after = await rt.sync(cursors=before.cursors)

    assert [record.set["title"] for record in after.records] == ["Kemudian 0"]
