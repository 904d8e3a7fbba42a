from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mobile.session import Session
from mobile.store.shelves import Shelf
from sync.client.tables import CURSORS, RECORDS, WORKING
from sync.domain.ids import number_of
from sync.protocol.messages import Held, RecordView
from tests.support.notes import (
    KELURAHAN,
    ME,
    NEIGHBOUR,
    OWN_RT,
    REVIEWER,
    a_photo,
    a_review,
    a_view,
    accept,
    an_id,
    draft,
    file,
    refuse,
    save,
)
from tests.support.sessions import FakeClock, FakeNetwork, a_session, pulled


@pytest.fixture
def session() -> Session:
    return a_session()


def pull(session: Session, number: int, **view: Any) -> str:
    record = an_id(number)
    pulled(session, a_view(record, **view))
    return record


def an_issue(number: int) -> RecordView:
    return replace(a_view(an_id(number), title="Got depan tersumbat"), kind="issue")


def remembered(read: Callable[[str], Any], records: list[str]) -> list[int]:
    return [id(read(record)) for record in records]


# A second tap


def test_what_was_said_since_it_was_looked_at_is_not_said_again(session: Session) -> None:
    record = pull(session, 1)
    seen = session.record(record)
    assert seen is not None

    for _ in range(2):
        session.edit(seen, {"title": "Lain"})

    assert len(session.changes(record)) == 1


def test_what_is_in_place_is_said_again_by_who_looked_at_it(session: Session) -> None:
    record = pull(session, 1, title="Teba")
    for _ in range(2):
        seen = session.record(record)
        assert seen is not None
        session.edit(seen, {"title": "Teba"})

    assert len(session.changes(record)) == 2


# Similar problems


async def test_a_screen_has_its_turn_while_many_problems_are_made_ready_to_be_compared(session: Session) -> None:
    for number in range(1, 200):
        pulled(session, an_issue(number))
    preparing = asyncio.create_task(session.records.prepare_similar())

    turns = 0
    while not preparing.done():
        turns += 1
        await asyncio.sleep(0)

    assert turns > 2
    assert session.records.similar_issues("Got tersumbat", OWN_RT)


async def test_what_is_made_ready_is_not_read_again_from_the_tables(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 20):
        pulled(session, an_issue(number))
    assert len(session.records.issues()) == 19
    read: list[str] = []
    monkeypatch.setattr(Shelf, "read", lambda _, key: read.append(key))

    await session.records.prepare_similar()

    assert session.records.similar_issues("Got tersumbat", OWN_RT)
    assert read == []


async def test_a_problem_that_is_withdrawn_is_not_compared_any_more(session: Session) -> None:
    pulled(session, an_issue(1))
    await session.records.prepare_similar()
    session.tables.table(RECORDS).discard(an_id(1))

    await session.records.prepare_similar()

    assert session.records.similar_issues("Got tersumbat", OWN_RT) == []


# What is remembered, and what is forgotten


def test_states_and_cards_are_made_once(session: Session) -> None:
    record = pull(session, 1)

    assert session.record(record) is session.record(record)
    assert session.card(record) is session.card(record)


def test_a_write_forgets_the_record_it_touched_and_no_other(session: Session) -> None:
    records = [pull(session, number) for number in (1, 2, 3)]
    before = remembered(session.card, records)

    pull(session, 2, title="Lain")

    after = remembered(session.card, records)
    assert [before[0], before[2]] == [after[0], after[2]]
    assert session.card(records[1]).title == "Lain"


@pytest.mark.parametrize("step", ["saved", "accepted", "refused", "typed", "photo", "dropped"])
def test_every_kind_of_write_is_heard(session: Session, step: str) -> None:
    record = pull(session, 1, also={"photos/p1": a_photo("sha-1")})
    change = save(session.tables, 11, record, title="Lain") if step in ("accepted", "refused") else None
    before = session.card(record)

    if change is not None and step == "accepted":
        accept(session.tables, change)
    elif change is not None:
        refuse(session.tables, change)
    elif step == "saved":
        save(session.tables, 11, record, title="Lain")
    elif step == "typed":
        draft(session.tables, record, base={"title": "Teba kompos"}, title="Lain")
    elif step == "photo":
        file(session.tables, "sha-1", record)
    else:
        session.tables.table(RECORDS).discard(record)
        draft(session.tables, record)

    assert session.card(record) != before


def test_an_accepted_value_gives_way_when_the_cursor_has_passed_it(session: Session) -> None:
    record = pull(session, 1, version=9, title="Dari rekan")
    change = save(session.tables, 11, record, seen=9, title="Dari saya")
    accept(session.tables, change, seq=10)
    before = session.card(record).title

    cursor = {"cursor": "c", "reached": 10, "total": "0"}
    session.tables.table(CURSORS).put(KELURAHAN, cursor)

    assert before == "Dari saya"
    assert session.card(record).title == "Dari rekan"


def test_a_waiting_card_follows_the_network(session: Session) -> None:
    record = an_id(1)
    network = FakeNetwork(is_up=False)
    session = a_session(network=network)
    save(session.tables, 11, record)
    before = session.card(record)

    network.is_up = True

    assert before.chip.values == {"network_up": False}
    assert session.card(record).chip.values == {"network_up": True}


def test_a_card_counts_the_days_on_while_the_app_stays_open() -> None:
    clock = FakeClock()
    session = a_session(clock=clock)
    record = pull(session, 1)
    before = session.card(record).chip

    clock.advance(86_400)

    assert session.card(record).chip.values["now_ms"] - before.values["now_ms"] == 86_400_000


def test_what_a_failed_transaction_wrote_is_forgotten_again(session: Session) -> None:
    record = pull(session, 1)

    with pytest.raises(ZeroDivisionError), session.tables.transaction():
        draft(session.tables, record, base={"title": "Teba kompos"}, title="Hilang")
        assert session.card(record).title == "Hilang"
        raise ZeroDivisionError

    assert session.card(record).title == "Teba kompos"


def test_what_the_tables_say_of_sending_is_read_again_only_after_a_write(session: Session) -> None:
    before = session.records.kept()

    same = session.records.kept()
    save(session.tables, 11, an_id(1))

    assert same is before
    assert len(session.records.kept().waiting) == 1


# Lists


def test_records_stand_newest_first_wherever_they_are_kept(session: Session) -> None:
    pull(session, 3)
    save(session.tables, 11, an_id(1))
    draft(session.tables, an_id(2))
    refuse(session.tables, save(session.tables, 12, an_id(4)))

    assert session.records.known() == [an_id(n) for n in (4, 3, 2, 1)]
    assert session.records.mine() == session.records.known()


def test_a_list_follows_what_comes_and_what_goes(session: Session) -> None:
    pull(session, 1)
    pull(session, 3)
    before = session.records.known()

    pull(session, 2)
    session.tables.table(RECORDS).discard(an_id(3))
    draft(session.tables, an_id(4))

    assert before == [an_id(3), an_id(1)]
    assert session.records.known() == [an_id(4), an_id(2), an_id(1)]


def test_a_list_is_right_when_very_many_records_came_at_once(session: Session) -> None:
    pull(session, 1)
    session.records.known()

    for number in range(2, 300):
        pull(session, number)

    assert session.records.known() == [an_id(n) for n in range(299, 0, -1)]


def test_a_discarded_draft_leaves_the_list(session: Session) -> None:
    draft(session.tables, an_id(1))
    session.records.mine()

    session.tables.table(WORKING).discard(an_id(1))

    assert session.records.mine() == []


def test_a_list_is_the_very_same_while_nothing_changed(session: Session) -> None:
    pull(session, 1)

    assert session.records.mine() is session.records.mine()


def test_mine_is_what_i_wrote_alone_or_with_others(session: Session) -> None:
    mine = pull(session, 1)
    shared = pull(session, 2, author=NEIGHBOUR, also={f"coauthors/{ME}": True})
    other = pull(session, 3, author=NEIGHBOUR)

    assert session.records.mine() == [shared, mine]
    assert session.records.others() == [other]


def test_others_stand_by_nearness_and_not_by_person(session: Session) -> None:
    far = pull(session, 9, author=NEIGHBOUR, area=f"{KELURAHAN}/RW001/RT001")
    own_rw = pull(session, 5, author=REVIEWER, area=f"{KELURAHAN}/RW003/RT001")
    own_rt_old = pull(session, 1, author=NEIGHBOUR, area=OWN_RT)
    own_rt_new = pull(session, 4, author=REVIEWER, area=OWN_RT)

    assert session.records.others() == [own_rt_new, own_rt_old, own_rw, far]


def test_only_submitted_records_count_as_submitted(session: Session) -> None:
    draft(session.tables, an_id(1))
    pull(session, 2, author=NEIGHBOUR)
    before = session.records.has_submitted()

    save(session.tables, 11, an_id(3))

    assert not before
    assert session.records.has_submitted()


def test_two_values_ask_only_those_who_may_choose(session: Session) -> None:
    two = [Held("Satu", 3), Held("Dua", 4)]
    mine = pull(session, 1, problem=two)
    pull(session, 2, author=NEIGHBOUR, problem=two)

    assert session.records.with_two_values() == [mine]


def test_a_choice_that_waits_no_longer_asks(session: Session) -> None:
    record = pull(session, 1, problem=[Held("Satu", 3), Held("Dua", 4)])
    state = session.record(record)
    assert state is not None

    session.choose(state, "problem", "Dua")

    assert session.records.with_two_values() == []


def test_answered_is_what_i_wrote_and_somebody_answered(session: Session) -> None:
    pull(session, 1)
    answered = pull(session, 2, by=REVIEWER, status="approved", also={"reviews/r1": a_review("approved")})
    pull(session, 3, author=NEIGHBOUR, also={"reviews/r1": a_review("approved")})

    assert session.records.answered() == [answered]
    assert session.records.listed(answered).last_answer == 5


# Search


def test_a_record_is_found_by_its_number_however_it_is_written(session: Session) -> None:
    record = pull(session, 1)
    number = number_of(record)
    records = session.records

    assert records.found([record], number.lower().replace("-", " ")) == [record]
    assert records.found([record], number[:4]) == [record]
    assert records.found([record], "7777-7777") == []


@pytest.mark.parametrize("text", ["kompos teba", "TEBA", "bonto", "rt 005", "sampah dan", "waste", "menumpuk"])
def test_a_record_is_found_by_its_words_in_any_order(session: Session, text: str) -> None:
    record = pull(session, 1, problem="Sampah menumpuk di sudut")

    assert session.records.found([record], text) == [record]


def test_every_word_must_be_there(session: Session) -> None:
    record = pull(session, 1)

    assert session.records.found([record], "teba lansia") == []


def test_a_record_is_found_by_what_waits_to_be_sent(session: Session) -> None:
    record = pull(session, 1)
    save(session.tables, 11, record, seen=5, title="Bank sampah")

    assert session.records.found([record], "bank") == [record]


# The queue


def test_the_queue_holds_what_waits_longest_first_and_never_ones_own() -> None:
    session = a_session("kecamatan", "73.71.13", person_id=REVIEWER)
    first = pull(session, 1, version=3)
    second = pull(session, 2, version=8)
    pull(session, 3, status="approved")
    pull(session, 4, author=REVIEWER)

    assert [item.card.record for item in session.records.queue()] == [first, second]
