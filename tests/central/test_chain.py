from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, update

from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.tables import changes
from sync.domain.people import Role
from sync.protocol.canonical import canonical, digest
from tests.conftest import Enrol
from tests.support.centres import KASSI, a_note


async def three_changes(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await rt.sync(*[rt.change_of(rt.make_id(), a_note(title=f"Catatan {n}")) for n in range(3)])


def verdict(centre: Centre, stream: str = KASSI) -> object:
    with centre.database.read() as connection:
        return first_break(connection, stream)


async def test_the_chain_verifies(enrol: Enrol, centre: Centre) -> None:
    await three_changes(enrol)

    assert verdict(centre) is None
    assert verdict(centre, "73.71") is None


async def test_a_receipt_can_be_recomputed_by_its_holder(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    change = rt.change_of(rt.make_id(), a_note())

    receipt = await rt.send(change)

    body = canonical({name: getattr(change, name) for name in change.__slots__})
    received_at = (await rt.sync()).records[0].sources[receipt.seq or 0].received_at
    around = canonical([rt.person.id, rt.device, None, received_at, {"paths": []}])
    assert receipt.digest == digest(bytes.fromhex(receipt.salt or ""), body, around)


@pytest.mark.parametrize("attack", ["alter", "delete", "cut the end", "reorder", "insert"])
async def test_every_tampering_is_found(enrol: Enrol, centre: Centre, attack: str) -> None:
    await three_changes(enrol)
    second = (changes.c.stream == KASSI) & (changes.c.seq == 2)
    third = (changes.c.stream == KASSI) & (changes.c.seq == 3)

    with centre.database.write() as connection:
        rows = connection.execute(select(changes).where(changes.c.stream == KASSI)).mappings().all()
        if attack == "alter":
            connection.execute(update(changes).where(second).values(body=rows[0]["body"]))
        elif attack == "delete":
            connection.execute(delete(changes).where(second))
        elif attack == "cut the end":
            connection.execute(delete(changes).where(third))
        elif attack == "reorder":
            connection.execute(update(changes).where(second).values(seq=99))
        else:
            forged = dict(rows[2]) | {"seq": 4, "id": "forged"}
            connection.execute(insert(changes).values(forged))

    assert verdict(centre) is not None
