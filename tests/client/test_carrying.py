"""The phone that carries: what it takes in is kept as safely as its own, goes after its own, and is none of its
business."""

from __future__ import annotations

import pytest

from mobile.store.errors import StoreFull
from sync.central import people
from sync.central.answer import Centre
from sync.client import carrying
from sync.client.sending import sending_line
from sync.client.tables import HANDOVERS, OUTBOX
from sync.domain.people import Role
from sync.protocol.handover import BadHandOver
from tests.client.conftest import GivePhone
from tests.client.hands import cannot_read, carried_state, hand_over, logged, note_with_photo, stored, take
from tests.support.phones import Phone


async def test_taking_the_same_file_in_twice_says_so(two: tuple[Phone, Phone]) -> None:
    first, carrier = two
    await note_with_photo(first)
    content = await hand_over(first)

    was = [(await take(carrier, content)).was for _ in range(2)]
    await carrier.round()

    assert [*was, (await take(carrier, content)).was] == ["", "waiting", "delivered"]
    assert carried_state(carrier) == "delivered"


async def test_ones_own_file_is_not_taken_in(two: tuple[Phone, Phone]) -> None:
    first, _ = two
    await note_with_photo(first)

    assert (await take(first, await hand_over(first))).was == carrying.OWN
    assert len(first.session.tables.table(HANDOVERS)) == 0


async def test_a_damaged_file_leaves_nothing_behind(two: tuple[Phone, Phone]) -> None:
    first, carrier = two
    await note_with_photo(first)
    content = bytearray(await hand_over(first))
    place = content.index(b"gambargambar")
    content[place] ^= 1

    with pytest.raises(BadHandOver):
        await take(carrier, bytes(content))

    assert carrier.files.files == {}
    assert len(carrier.session.tables.table(HANDOVERS)) == 0


async def test_a_phone_without_room_takes_nothing_in(two: tuple[Phone, Phone]) -> None:
    first, carrier = two
    await note_with_photo(first)
    content = await hand_over(first)
    carrier.files.room = carrying.ROOM_LEFT_BYTES

    with pytest.raises(carrying.NoRoom):
        await take(carrier, content)

    assert carrier.files.files == {}


async def test_nothing_is_said_to_be_carried_before_all_of_it_is_kept(
    two: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, carrier = two
    await note_with_photo(first)
    content = await hand_over(first)
    kept = carrier.files.write
    written: list[str] = []

    async def write(sha256: str, content: bytes) -> None:
        if len(written) == 2:
            raise StoreFull("no room")
        written.append(sha256)
        await kept(sha256, content)

    monkeypatch.setattr(carrier.files, "write", write)
    with pytest.raises(StoreFull):
        await take(carrier, content)
    half_way = len(carrier.session.tables.table(HANDOVERS))
    monkeypatch.undo()

    assert half_way == 0
    assert (await take(carrier, content)).was == ""
    await carrier.round()
    assert carried_state(carrier) == "delivered"


async def test_what_is_carried_goes_after_the_own_work_and_its_bytes_are_dropped(two: tuple[Phone, Phone]) -> None:
    first, carrier = two
    await note_with_photo(first)
    await note_with_photo(carrier, b"2")
    own = dict(carrier.files.files)
    await take(carrier, await hand_over(first))

    await carrier.round()

    paths = [request.url.path for request in carrier.line.requests]
    assert paths.index("/v1/handover") > max(paths.index(f"/v1/files/{sha256}") for sha256 in own)
    assert carrier.files.files == own


async def test_photos_wait_for_wifi_on_the_carriers_phone_too_and_the_notes_go(
    two: tuple[Phone, Phone], centre: Centre
) -> None:
    first, carrier = two
    await note_with_photo(first)
    await take(carrier, await hand_over(first))
    carrier.session.set_wifi_only(True)
    carrier.network.is_metered = True

    await carrier.round()
    assert (len(logged(centre)), stored(centre), carried_state(carrier)) == (1, 1, "waiting")
    carrier.network.is_metered = False
    await carrier.round()

    assert (stored(centre), carried_state(carrier)) == (2, "delivered")


@pytest.mark.parametrize("lost_at", range(5))
async def test_a_line_that_fails_anywhere_only_delays_it(
    two: tuple[Phone, Phone], centre: Centre, lost_at: int
) -> None:
    first, carrier = two
    await note_with_photo(first)
    await take(carrier, await hand_over(first))
    carrier.line.faults = [""] * lost_at + ["reply lost"]

    for _ in range(3):
        await carrier.round()

    assert (len(logged(centre)), stored(centre), carried_state(carrier)) == (1, 2, "delivered")


async def test_one_that_makes_the_centre_fail_holds_up_nothing(phone_of: GivePhone, centre: Centre) -> None:
    first, second, carrier = await phone_of(Role.RT), await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    for phone in (first, second):
        phone.note()
        await take(carrier, await hand_over(phone))
    carrier.line.faults = ["", "fault"]

    await carrier.round()

    assert len(logged(centre)) == 1
    assert sending_line(carrier.session.facts()) != "server_silent"
    await carrier.round()
    assert len(logged(centre)) == 2


async def test_one_of_a_phone_that_was_switched_off_is_refused_and_its_carrier_is_told(
    two: tuple[Phone, Phone], centre: Centre
) -> None:
    first, carrier = two
    await note_with_photo(first)
    await take(carrier, await hand_over(first))
    with centre.database.write() as connection:
        people.revoke(connection, first.session.account.id, "test", centre.clock())

    await carrier.round()

    ((_, document),) = carrier.session.tables.table(HANDOVERS).items()
    assert (document["state"], document["code"]) == ("refused", "sender_revoked")
    assert logged(centre) == []
    assert carrier.files.files == {}


async def test_one_that_was_refused_can_be_taken_in_again(two: tuple[Phone, Phone], centre: Centre) -> None:
    first, carrier = two
    await note_with_photo(first)
    content = await hand_over(first)
    await take(carrier, content)
    ((key, document),) = carrier.session.tables.table(HANDOVERS).items()
    carrier.session.tables.table(HANDOVERS).put(key, document | {"state": "refused", "code": "bad_handover"})

    assert (await take(carrier, content)).was == "refused"
    await carrier.round()

    assert carried_state(carrier) == "delivered"
    assert len(logged(centre)) == 1


async def test_a_change_that_is_refused_is_counted_for_the_carrier_and_told_to_its_author(
    two: tuple[Phone, Phone], centre: Centre
) -> None:
    first, carrier = two
    bad, good = await note_with_photo(first), await note_with_photo(first, b"2", title="Baik (contoh)")
    key, document = first.session.changes(bad)[0]
    document["change"]["set"]["theme"] = "gone"
    first.session.tables.table(OUTBOX).put(key, document)

    await take(carrier, await hand_over(first))
    await carrier.round()
    first.set_signal(True)
    await first.round()

    assert carried_state(carrier) == "delivered"
    assert (first.chip(bad), first.chip(good)) == ("not_accepted", "submitted")
    assert len(logged(centre)) == 1


async def test_the_carrier_sees_nothing_of_what_it_brought(two: tuple[Phone, Phone]) -> None:
    first, carrier = two
    record = await note_with_photo(first)
    photos = list(first.files.files)

    await take(carrier, await hand_over(first))
    await carrier.round()
    await carrier.round()

    assert carrier.session.record(record) is None
    assert [await carrier.session.photo(sha256) for sha256 in photos] == [None, None]


async def test_a_delivered_one_is_forgotten_after_a_week(two: tuple[Phone, Phone]) -> None:
    first, carrier = two
    first.note()
    await take(carrier, await hand_over(first))
    await carrier.round()

    carrier.clock.move(days=8)
    await carrier.round()

    assert len(carrier.session.tables.table(HANDOVERS)) == 0


async def test_what_is_carried_no_longer_leaves_nothing_but_what_others_need(
    phone_of: GivePhone, centre: Centre
) -> None:
    first, carrier = await phone_of(Role.RT), await phone_of(Role.RT)
    await note_with_photo(first)
    once = await hand_over(first)
    await note_with_photo(first, b"2")
    twice = await hand_over(first)
    await take(carrier, once)
    await take(carrier, twice)
    keys = {document["size"]: key for key, document in carrier.session.tables.table(HANDOVERS).items()}

    await carrying.let_go(carrier.session.tables, carrier.files, keys[min(keys)])
    await carrier.round()

    assert (carried_state(carrier), stored(centre)) == ("delivered", 4)
    assert carrier.files.files == {}


async def test_a_photo_that_the_carrier_has_too_stays_on_its_phone(two: tuple[Phone, Phone]) -> None:
    first, carrier = two
    for phone in two:
        await note_with_photo(phone)
    own = dict(carrier.files.files)
    await take(carrier, await hand_over(first))

    await carrier.round()

    assert carried_state(carrier) == "delivered"
    assert carrier.files.files == own


async def test_a_file_that_was_damaged_on_the_carriers_phone_is_left_to_the_first_one(
    two: tuple[Phone, Phone], centre: Centre
) -> None:
    first, carrier = two
    await note_with_photo(first)
    await take(carrier, await hand_over(first))
    photo = max(first.files.files, key=lambda sha256: len(first.files.files[sha256]))
    carrier.files.files[photo] = b"damaged"

    await carrier.round()
    first.set_signal(True)
    await first.round()

    ((_, document),) = carrier.session.tables.table(HANDOVERS).items()
    assert (document["state"], document["given_up"]) == ("delivered", [photo])
    assert stored(centre) == 2


@pytest.mark.parametrize("which", ["parts", "files"])
async def test_what_cannot_be_read_just_now_goes_later_and_holds_up_no_other(
    phone_of: GivePhone, two: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    first, carrier = two
    second = await phone_of(Role.RT)
    for number, phone in enumerate((first, second)):
        await note_with_photo(phone, bytes([number]))
        await take(carrier, await hand_over(phone))
    held = sorted(carrier.session.tables.table(HANDOVERS).items())
    cannot_read(carrier, held[0][1]["manifest"][which][0]["sha256"], monkeypatch)

    await carrier.round()
    half_way = [document["state"] for _, document in sorted(carrier.session.tables.table(HANDOVERS).items())]
    monkeypatch.undo()
    await carrier.round()

    after = [document["state"] for _, document in sorted(carrier.session.tables.table(HANDOVERS).items())]
    assert half_way == ["waiting", "delivered"]
    assert after == ["delivered", "delivered"]
