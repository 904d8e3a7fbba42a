"""Decisions of a real phone at a real centre, and what comes back."""

from __future__ import annotations

from sync.client import reviewing
from sync.client.replica import RecordState
from sync.client.reviewing import Mark
from sync.domain.people import Role
from tests.client.conftest import GivePhone
from tests.support.centres import RAPPOCINI
from tests.support.clock import StandingClock
from tests.support.phones import Phone

SINCE = {"since": Mark("revise", "Sejak bulan apa?")}
REST_S = 10.0


def state_on(phone: Phone, record: str) -> RecordState:
    state = phone.session.record(record)
    assert state is not None
    return state


async def noted(author: Phone, reviewer: Phone, **values: object) -> str:
    record = author.note(**values)
    await author.round()
    await reviewer.round()
    return record


async def test_a_decision_is_sent_after_its_rest_and_reaches_the_author(
    phone_of: GivePhone, clock: StandingClock
) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = await noted(rt, kecamatan)

    kecamatan.session.decide(state_on(kecamatan, record), SINCE, "Satu isian lagi.", False, {})
    await kecamatan.round()
    await rt.round()
    assert rt.values(record)["status"] == "submitted"

    clock.move(seconds=REST_S)
    await kecamatan.round()
    await rt.round()
    assert rt.values(record)["status"] == "revision"
    assert reviewing.open_marks(state_on(rt, record))[1] == SINCE


async def test_a_corrected_record_shows_the_reviewer_what_changed_and_the_answer(
    phone_of: GivePhone, clock: StandingClock
) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = await noted(rt, kecamatan)
    kecamatan.session.decide(state_on(kecamatan, record), SINCE, "Satu isian lagi.", False, {})
    clock.move(seconds=REST_S)
    await kecamatan.round()
    await rt.round()
    review, _ = reviewing.open_marks(state_on(rt, record))

    rt.rewrite(record, since="2026-02", **{f"answers/{review}/since": "Sejak Februari."})
    await rt.round()
    await kecamatan.round()

    state = state_on(kecamatan, record)
    (item,) = kecamatan.session.records.queue()
    assert item.is_sent_again
    assert reviewing.changed_since_review(state, kecamatan.session.person.id) == {
        "since",
        f"answers/{review}/since",
    }
    assert reviewing.answers(state, review) == {"since": "Sejak Februari."}


async def test_a_decision_on_what_changed_meanwhile_comes_back_and_is_taken_again(
    phone_of: GivePhone, clock: StandingClock
) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = await noted(rt, kecamatan)
    rt.rewrite(record, title="Teba kompos Lorong 4")
    await rt.round()
    kecamatan.session.decide(state_on(kecamatan, record), {}, "", False, {})
    clock.move(seconds=REST_S)

    await kecamatan.round()

    (refused,) = reviewing.refused_decisions(kecamatan.session.tables)
    assert refused.code == "changed_since_seen"
    assert refused.paths == frozenset({"title"})
    assert kecamatan.values(record)["title"] == "Teba kompos Lorong 4"

    kecamatan.session.decide(state_on(kecamatan, record), {}, "", False, {})
    clock.move(seconds=REST_S)
    await kecamatan.round()
    assert reviewing.refused_decisions(kecamatan.session.tables) == []
    assert kecamatan.values(record)["status"] == "approved"


async def test_the_second_of_two_supervisors_learns_who_decided(phone_of: GivePhone, clock: StandingClock) -> None:
    rt = await phone_of(Role.RT)
    first, second = await phone_of(Role.KECAMATAN, RAPPOCINI), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = await noted(rt, first)
    await second.round()
    first.session.decide(state_on(first, record), {}, "", False, {})
    second.session.decide(state_on(second, record), SINCE, "Satu isian lagi.", False, {})
    clock.move(seconds=REST_S)
    await first.round()

    await second.round()

    (refused,) = reviewing.refused_decisions(second.session.tables)
    assert refused.code == "already_decided"
    state = state_on(second, record)
    assert state.status == "approved"
    assert reviewing.reviews(state)[-1].by == first.session.person.id

    reviewing.let_go(second.session.tables, record)
    assert reviewing.refused_decisions(second.session.tables) == []


async def test_a_decision_taken_back_never_reaches_the_centre(phone_of: GivePhone, clock: StandingClock) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = await noted(rt, kecamatan)
    change = kecamatan.session.decide(state_on(kecamatan, record), {}, "", False, {})

    assert kecamatan.session.take_back(change.id)
    clock.move(seconds=REST_S)
    await kecamatan.round()
    await rt.round()

    assert rt.values(record)["status"] == "submitted"
    assert len(kecamatan.session.records.queue()) == 1


async def test_ticks_of_photos_travel_with_the_decision(phone_of: GivePhone, clock: StandingClock) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    photo = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none"}
    record = await noted(rt, kecamatan, **{"photos/f1": photo, "photos/f2": photo})

    kecamatan.session.decide(state_on(kecamatan, record), {}, "", False, {"f1": True, "f2": False})
    clock.move(seconds=REST_S)
    await kecamatan.round()

    assert kecamatan.session.public_photos(state_on(kecamatan, record)) == {"f1": True}
    assert kecamatan.values(record)["status"] == "approved"
