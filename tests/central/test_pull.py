"""What a device is spared that has just made it, or that has it already."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sync.central import pull, syncing
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.domain.people import Role
from sync.protocol.messages import Change, SyncReply, SyncRequest
from tests.conftest import Enrol
from tests.support.centres import KASSI, RAPPOCINI, TIDUNG, Speaker, a_note


def sync(
    centre: Centre, who: Speaker, sent: Sequence[Change], cursors: dict[str, str], limit: int = 50
) -> SyncReply:
    request = SyncRequest(list(sent), cursors, limit, spares_own=True)
    return syncing.sync(centre, Caller(who.person, who.device), request)


def notes(who: Speaker, how_many: int) -> list[Change]:
    return [who.change_of(who.make_id(), a_note(title=f"Catatan {n}")) for n in range(how_many)]


def spared(reply: SyncReply) -> int:
    return sum(receipt.whole is True for receipt in reply.receipts)


@pytest.fixture(params=[Role.RT, Role.KELURAHAN])
def who(request: pytest.FixtureRequest, enrol: Enrol) -> Speaker:
    """Of whom one sees only what is their own, and one all of the kelurahan."""
    return enrol(request.param)


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "_after", None)


@pytest.mark.usefixtures("nothing_is_read")
def test_nothing_is_read_for_a_device_that_made_all_that_came(centre: Centre, who: Speaker) -> None:
    first = sync(centre, who, notes(who, 3), {})
    second = sync(centre, who, notes(who, 2), first.cursors)
    third = sync(centre, who, [], second.cursors)

    assert (spared(first), spared(second)) == (3, 2)
    assert [first.records, second.records, third.records] == [[], [], []]
    assert [first.reached[KASSI], second.reached[KASSI], third.reached[KASSI]] == [3, 5, 5]
    assert [first.more, second.more, third.more] == [False, False, False]
    assert second.cursors == third.cursors


def test_what_came_from_others_is_read_beside_ones_own(centre: Centre, enrol: Enrol) -> None:
    kelurahan, rt = enrol(Role.KELURAHAN), enrol(Role.RT)
    other = notes(rt, 1)
    sync(centre, rt, other, {})

    reply = sync(centre, kelurahan, notes(kelurahan, 2), {})

    assert spared(reply) == 2
    assert [record.id for record in reply.records] == [other[0].record]
    assert reply.reached == {KASSI: 3}


def test_ones_own_that_was_changed_at_once_is_sent(centre: Centre, who: Speaker) -> None:
    [note] = notes(who, 1)

    reply = sync(centre, who, [note, who.change(note.record, seen=1, title="Judul baru")], {})

    assert [record.set["title"] for record in reply.records] == ["Judul baru"]
    assert spared(reply) == 0


def test_more_of_ones_own_than_a_page_holds_comes_page_by_page(centre: Centre, who: Speaker) -> None:
    sent = notes(who, 5)

    first = sync(centre, who, sent, {}, limit=3)
    second = sync(centre, who, [], first.cursors, limit=3)

    assert (first.more, second.more) == (True, False)
    assert (spared(first), len(first.records)) == (3, 0)
    assert [record.id for record in second.records] == [change.record for change in sent[3:]]
    assert second.reached == {KASSI: 5}


def test_ones_own_before_the_cursor_does_not_stand_for_what_came_from_others(centre: Centre, enrol: Enrol) -> None:
    """A cursor that is ahead of its stream, as after a database was put back without `lorong restore`."""
    kelurahan, rt = enrol(Role.KELURAHAN), enrol(Role.RT)
    first = sync(centre, kelurahan, notes(kelurahan, 1), {})
    epoch = first.cursors[KASSI].partition(".")[0]
    sync(centre, rt, other := notes(rt, 1), {})

    with centre.database.read() as connection:
        heads = pull.heads_for(connection, [kelurahan.person])
        known = frozenset({(KASSI, 1)})
        page = pull.pull(connection, heads, kelurahan.person, {KASSI: f"{epoch}.1.1"}, 50, known)

    assert [b'"id":"%b"' % other[0].record.encode() in text for text in page.records] == [True]
    assert page.spared == set()


def test_a_page_counts_what_it_spared(centre: Centre, enrol: Enrol) -> None:
    """Of two streams: the first is all one's own, and what comes from the second has less room for it."""
    kecamatan, here, there = enrol(Role.KECAMATAN, RAPPOCINI), enrol(Role.RT), enrol(Role.RT, TIDUNG)
    sync(centre, here, notes(here, 3), {})
    sync(centre, there, [there.change_of(there.make_id(), a_note(), area=TIDUNG) for _ in range(3)], {})

    with centre.database.read() as connection:
        heads = pull.heads_for(connection, [kecamatan.person])
        known = frozenset((TIDUNG, seq) for seq in (1, 2, 3))
        page = pull.pull(connection, heads, kecamatan.person, {}, 5, known)

    assert page.spared == known
    assert len(page.records) == 2
    assert page.more
