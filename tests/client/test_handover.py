"""*Titip kirim*, whole: what one phone cannot send arrives once, by whatever route, in its author's name."""

from __future__ import annotations

import itertools

import pytest

from sync.central.answer import Centre
from sync.client import handover, outbox
from sync.client.carrying import TakenIn
from sync.client.reviewing import Mark
from sync.client.sending import sending_line
from sync.client.tables import FILES
from sync.domain.people import Role
from tests.client.conftest import GivePhone
from tests.client.hands import AT, a_shrunk_photo, carried_state, hand_over, logged, note_with_photo, stored, take
from tests.support.centres import RAPPOCINI
from tests.support.phones import Phone

# The whole story


async def test_what_one_phone_cannot_send_another_brings(two: tuple[Phone, Phone], centre: Centre) -> None:
    first, carrier = two
    record = await note_with_photo(first)

    taken = await take(carrier, await hand_over(first))
    assert taken == TakenIn("", notes=1, photos=1)
    assert sending_line(first.session.facts()) == "carried"
    await carrier.round()

    assert logged(centre) == [(first.session.account.id, carrier.session.account.id)]
    assert stored(centre) == 2
    assert carried_state(carrier) == "delivered"
    assert sending_line(first.session.facts()) == "carried"

    first.set_signal(True)
    sent_before = len(first.line.requests)
    await first.round()

    assert sending_line(first.session.facts()) == "all_sent"
    assert first.chip(record) == "submitted"
    assert not [r for r in first.line.requests[sent_before:] if "/v1/files/" in str(r.url)]
    assert len(logged(centre)) == 1
    assert {document["state"] for _, document in first.session.tables.table(FILES).items()} == {"stored"}


async def test_the_author_stays_the_author(two: tuple[Phone, Phone], phone_of: GivePhone) -> None:
    first, carrier = two
    kecamatan = await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = await note_with_photo(first)

    await take(carrier, await hand_over(first))
    await carrier.round()
    await kecamatan.round()

    state = kecamatan.session.record(record)
    assert state is not None
    assert state.author == first.session.person.id


ROUTES = [list(order) for order in itertools.permutations(("first", "carrier", "other"))]


@pytest.mark.parametrize("order", ROUTES, ids="-".join)
@pytest.mark.parametrize("fault", ["", "reply lost"])
async def test_by_whatever_routes_it_comes_it_is_kept_once(
    two: tuple[Phone, Phone], phone_of: GivePhone, centre: Centre, order: list[str], fault: str
) -> None:
    first, carrier = two
    other = await phone_of(Role.KELURAHAN)
    record = await note_with_photo(first)
    first.rewrite(record, title="Lebih baik (contoh)")
    content = await hand_over(first)
    for phone in (carrier, other):
        await take(phone, content)
    first.set_signal(True)

    by_name = {"first": first, "carrier": carrier, "other": other}
    for name in order * 2:
        by_name[name].line.faults = ["", fault] if fault and name != "first" else [fault]
        for _ in range(3):
            await by_name[name].round()

    assert len(logged(centre)) == 2
    assert stored(centre) == 2
    assert sending_line(first.session.facts()) == "all_sent"
    assert first.values(record)["title"] == "Lebih baik (contoh)"
    assert (carried_state(carrier), carried_state(other)) == ("delivered", "delivered")


async def test_what_is_written_after_the_hand_over_waits_and_comes_after_it(
    two: tuple[Phone, Phone], centre: Centre
) -> None:
    first, carrier = two
    record = await note_with_photo(first)
    content = await hand_over(first)
    first.rewrite(record, title="Lebih baik (contoh)")
    assert sending_line(first.session.facts()) == "waiting_signal"

    await take(carrier, content)
    await carrier.round()
    first.set_signal(True)
    await first.round()

    assert [by for _, by in logged(centre)] == [carrier.session.account.id, None]
    assert first.values(record)["title"] == "Lebih baik (contoh)"
    assert sending_line(first.session.facts()) == "all_sent"


async def test_photos_alone_can_be_carried(two: tuple[Phone, Phone], centre: Centre) -> None:
    first, carrier = two
    await note_with_photo(first)
    first.set_signal(True)
    first.line.faults = ["", "request lost"]
    await first.round()
    first.set_signal(False)
    assert (len(logged(centre)), stored(centre)) == (1, 0)

    taken = await take(carrier, await hand_over(first))
    assert sending_line(first.session.facts()) == "carried"
    await carrier.round()

    assert taken == TakenIn("", notes=0, photos=1)
    assert stored(centre) == 2
    assert carried_state(carrier) == "delivered"


# What goes along


async def test_a_photo_goes_along_and_arrives_also_where_it_was_kept_for_a_draft_first(
    two: tuple[Phone, Phone], centre: Centre
) -> None:
    first, carrier = two
    draft = first.session.begin()
    await first.session.store_photo(draft.record, a_shrunk_photo())
    await note_with_photo(first)

    taken = await take(carrier, await hand_over(first))
    await carrier.round()
    first.set_signal(True)
    await first.round()

    assert (taken.photos, stored(centre)) == (1, 2)
    assert {document["state"] for _, document in first.session.tables.table(FILES).items()} == {"stored"}


async def test_nothing_is_counted_as_sent_before_the_receipt(two: tuple[Phone, Phone]) -> None:
    first, _ = two
    await note_with_photo(first)
    await hand_over(first)

    facts = first.session.facts()

    assert (facts.to_send, facts.carried, facts.photos, facts.photos_carried) == (1, 1, 1, 1)
    assert len(outbox.waiting(first.session.tables)) == 1


async def test_a_resting_decision_and_a_refused_change_stay_behind(phone_of: GivePhone) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = rt.note()
    await rt.round()
    await kecamatan.round()
    state = kecamatan.session.record(record)
    assert state is not None
    decision = kecamatan.session.decide(state, {"title": Mark("revise", "Lebih jelas")}, "Lengkapi", False, {})
    refused = rt.note()
    outbox.refuse_alone(
        rt.session.tables, outbox.next_batch(rt.session.tables, rt.clock.now_ms())[0], "bad_value", AT
    )

    assert handover.offer(kecamatan.session.tables, kecamatan.clock.now_ms()).parts == ()
    assert handover.offer(rt.session.tables, rt.clock.now_ms()).parts == ()
    assert rt.session.refusals(refused)

    kecamatan.clock.move(seconds=11)
    (part,) = handover.offer(kecamatan.session.tables, kecamatan.clock.now_ms()).parts
    assert [change.id for change in part] == [decision.id]


async def test_what_was_handed_over_can_no_longer_be_taken_back(two: tuple[Phone, Phone]) -> None:
    first, _ = two
    first.note()
    ((change, _),) = outbox.waiting(first.session.tables)

    await hand_over(first)

    assert not outbox.take_back(first.session.tables, change)


async def test_many_changes_are_split_into_parts_that_fit_a_request(
    two: tuple[Phone, Phone], centre: Centre
) -> None:
    first, carrier = two
    record = first.note()
    for number in range(520):
        state = first.session.record(record)
        assert state is not None
        first.session.comment(state, f"Komentar {number} " + "x" * 400)

    offered = handover.offer(first.session.tables, first.clock.now_ms())
    await take(carrier, await hand_over(first))
    await carrier.round()

    assert len(offered.parts) > 1
    assert (offered.notes, sum(map(len, offered.parts))) == (1, 521)
    assert len(logged(centre)) == 521


@pytest.mark.parametrize("is_damaged", [False, True], ids=["gone", "damaged"])
async def test_a_photo_that_is_gone_or_damaged_is_left_out(
    two: tuple[Phone, Phone], centre: Centre, is_damaged: bool
) -> None:
    first, carrier = two
    await note_with_photo(first)
    lost = max(first.files.files, key=lambda sha256: len(first.files.files[sha256]))
    content = first.files.files.pop(lost)
    if is_damaged:
        first.files.files[lost] = b"x" * len(content)

    await take(carrier, await hand_over(first))
    await carrier.round()

    assert stored(centre) == 1
    assert carried_state(carrier) == "delivered"
    assert not (first.session.tables.table(FILES).read(lost) or {}).get("carried")
