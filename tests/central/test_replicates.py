"""What an innovation says it replicates has to be published when it says so."""

from __future__ import annotations

from typing import Any

from sync.domain.people import Role
from sync.protocol.messages import Receipt
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import MARISO_KELURAHAN, a_note


async def replicate(city: Offices, parent: str, **values: Any) -> Receipt:
    return await city.send(city.rt, city.rt.make_id(), a_note(replicates=parent, **values), seen=0)


def said(receipt: Receipt) -> tuple[str | None, dict[str, str] | None]:
    return receipt.code, receipt.fields


REFUSED = ("not_published", {"replicates": "not_published"})


async def test_what_is_published_elsewhere_may_be_replicated(city: Offices, enrol: Enrol) -> None:
    parent = await city.published()
    mariso = enrol(Role.RT, f"{MARISO_KELURAHAN}/RW001/RT001")
    values = a_note(replicates=parent, area=f"{MARISO_KELURAHAN}/RW001/RT001")

    await city.accepted(mariso, mariso.make_id(), values, seen=0, area=MARISO_KELURAHAN)


async def test_what_is_only_approved_may_not(city: Offices) -> None:
    parent = await city.note()
    await city.approve(parent)

    assert said(await replicate(city, parent)) == REFUSED


async def test_what_nobody_knows_may_not(city: Offices) -> None:
    assert said(await replicate(city, city.rt.make_id())) == REFUSED


async def test_a_problem_may_not(city: Offices) -> None:
    assert said(await replicate(city, await city.listed())) == REFUSED


async def test_what_was_hidden_may_not_until_it_is_shown_again(city: Offices) -> None:
    parent = await city.published()
    await city.hide(parent)
    assert said(await replicate(city, parent)) == REFUSED

    await city.unhide(parent)

    assert (await replicate(city, parent)).status == "accepted"


async def test_nothing_replicates_itself(city: Offices) -> None:
    record = await city.published()

    assert said(await city.send(city.rt, record, {"replicates": record})) == REFUSED


async def test_it_stays_when_what_it_replicates_is_hidden_later(city: Offices) -> None:
    parent = await city.published()
    record = await city.note(replicates=parent)
    await city.hide(parent)

    await city.accepted(city.rt, record, {"replicates": parent, "title": "Judul lain"})
    await city.accepted(city.rt, record, {"replicates": None})


async def test_the_others_of_a_batch_go_on(city: Offices) -> None:
    refused = city.rt.change_of(city.rt.make_id(), a_note(replicates=city.rt.make_id()), seen=0)
    accepted = city.rt.change_of(city.rt.make_id(), a_note(), seen=0)

    reply = await city.rt.sync(refused, accepted)

    assert [receipt.status for receipt in reply.receipts] == ["refused", "accepted"]
