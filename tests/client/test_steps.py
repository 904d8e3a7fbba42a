"""Which steps a person is offered on a record, and that the centre takes each of them."""

from __future__ import annotations

from typing import Any

import pytest

from sync.client import opened
from sync.client.desk import DeskApi
from sync.client.steps import Step, approved_seq, changed_since_approval, edits_of, steps
from sync.domain.people import Role
from tests.client.conftest import GivePhone
from tests.client.test_desk import state_of
from tests.support.bank import Offices
from tests.support.centres import RAPPOCINI
from tests.support.phones import Phone

DAY = "2026-12-03"


async def read(phone: Phone, record: str) -> None:
    """As a screen does: what is held is pulled, anything else is asked for."""
    await phone.round()
    if phone.session.person.role in (Role.KOTA, Role.AUDITOR, Role.PIMPINAN):
        view = await DeskApi(phone.session.api).record(record)
        opened.keep(phone.session.tables, view, phone.clock.now_iso())


async def take(phone: Phone, record: str, step: Step, text: str = "", **how: bool) -> None:
    """Offered on the screen, taken, and accepted by the centre."""
    await read(phone, record)
    state = state_of(phone, record)
    assert step in steps(state, phone.session.person)
    phone.session.edit(state, edits_of(state, step, text, DAY, **how))
    await phone.round()
    assert phone.session.refusals(record) == []


def offered(phone: Phone, record: str) -> list[Step]:
    return steps(state_of(phone, record), phone.session.person)


async def test_kota_publishes_hides_and_shows_again(city: Offices, phone_of: GivePhone) -> None:
    record, kota = await city.note(), await phone_of(Role.KOTA, "73.71")
    await city.approve(record)

    await take(kota, record, Step.PUBLISH)
    await take(kota, record, Step.HIDE, "Menyebut nama anak.")
    await take(kota, record, Step.UNHIDE)

    await read(kota, record)
    assert state_of(kota, record).status == "published"


async def test_kecamatan_hides_what_its_own_kelurahan_wrote_but_does_not_publish(
    city: Offices, phone_of: GivePhone
) -> None:
    record, kecamatan = await city.note(), await phone_of(Role.KECAMATAN, RAPPOCINI)
    await city.approve(record)
    await read(kecamatan, record)

    assert offered(kecamatan, record) == [Step.HIDE]
    await take(kecamatan, record, Step.HIDE, "Menyebut nama anak.")


async def test_an_issue_is_marked_as_strategic_and_the_mark_taken_away(city: Offices, phone_of: GivePhone) -> None:
    record, kota = await city.listed(), await phone_of(Role.KOTA, "73.71")

    await take(kota, record, Step.MARK_STRATEGIC)
    await take(kota, record, Step.UNMARK_STRATEGIC)

    await read(kota, record)
    assert state_of(kota, record).values["strategic"] is False


@pytest.mark.parametrize(("reopens", "status"), [(True, "submitted"), (False, "rejected")])
async def test_an_objection_is_made_once_and_heard_once(
    city: Offices, phone_of: GivePhone, *, reopens: bool, status: str
) -> None:
    rt, kota = await phone_of(Role.RT), await phone_of(Role.KOTA, "73.71")
    record = rt.note()
    await rt.round()
    rejected = {"status": "rejected", **city.review("rejected", "Bukan inovasi.", title="reject")}
    await city.accepted(city.kecamatan, record, rejected)

    await take(rt, record, Step.OBJECT, "Sudah berjalan setahun.")
    assert offered(rt, record) == []
    await take(kota, record, Step.HEAR, "Sudah kami baca.", reopens=reopens)

    await read(kota, record)
    assert state_of(kota, record).status == status
    assert Step.HEAR not in offered(kota, record)


async def test_an_update_is_offered_only_when_something_changed_after_the_approval(
    city: Offices, phone_of: GivePhone
) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note(title="Teba kompos")
    await rt.round()
    await city.approve(record)
    await rt.round()
    assert offered(rt, record) == []

    rt.rewrite(record, title="Teba kompos dua")
    await rt.round()

    assert changed_since_approval(state_of(rt, record)) == ["title"]
    await take(rt, record, Step.ASK_UPDATE)
    assert offered(rt, record) == []


async def test_money_noted_after_the_approval_asks_for_no_review(city: Offices, phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note(title="Teba kompos")
    await rt.round()
    await city.approve(record)

    await city.accepted(city.kota, record, {"budget/b1": {"year": 2027, "source": "apbd", "ceiling": 5_000_000}})
    await rt.round()

    assert "budget/b1" in state_of(rt, record).values
    assert offered(rt, record) == []


async def test_an_approved_update_is_where_the_next_one_begins(city: Offices, phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note(title="Teba kompos")
    await rt.round()
    await city.approve(record)
    rt.rewrite(record, title="Teba kompos dua")
    await take(rt, record, Step.ASK_UPDATE)
    before = approved_seq(state_of(rt, record))

    await city.accepted(city.kecamatan, record, {"update": "approved", **city.review("approved")})
    await rt.round()

    assert approved_seq(state_of(rt, record)) > before
    assert changed_since_approval(state_of(rt, record)) == []


@pytest.mark.parametrize(("role", "area"), [(Role.AUDITOR, "73.71"), (Role.PIMPINAN, "73.71")])
async def test_who_only_reads_is_offered_nothing(
    city: Offices, phone_of: GivePhone, role: Role, area: str
) -> None:
    record, reader = await city.published(), await phone_of(role, area)

    await read(reader, record)

    assert offered(reader, record) == []


async def test_what_looks_like_a_nik_in_a_reason_is_masked(city: Offices, phone_of: GivePhone) -> None:
    record, kota = await city.published(), await phone_of(Role.KOTA, "73.71")

    await take(kota, record, Step.HIDE, "Memuat 7371135506900001.")

    reason: dict[str, Any] = state_of(kota, record).values["hidden"]
    assert "7371135506900001" not in reason["reason"]
