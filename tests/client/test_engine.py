"""Phone and centre together: what a person saved arrives once, whatever the line does."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from mobile.device.ports import ShrunkPhoto
from sync.central import people
from sync.central.answer import Centre
from sync.central.tables import changes
from sync.client import outbox
from sync.client.reviewing import Mark, open_marks
from sync.client.sending import sending_line
from sync.client.tables import CURSORS, OUTBOX
from sync.domain.people import Role
from sync.protocol.messages import Change
from tests.client.conftest import GivePhone
from tests.support.centres import KASSI, RAPPOCINI, a_note
from tests.support.clock import StandingClock
from tests.support.phones import Phone

JPEG = b"\xff\xd8\xff\xe0" + b"gambar" * 300


def logged(centre: Centre, stream: str = KASSI) -> int:
    with centre.database.read() as connection:
        query = select(func.count()).select_from(changes).where(changes.c.stream == stream)
        return int(connection.execute(query).scalar_one())


async def test_a_note_saved_without_signal_arrives_when_there_is_one(phone_of: GivePhone) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    rt.set_signal(False)
    record = rt.note()
    await rt.round()
    assert sending_line(rt.session.facts()) == "waiting_signal"

    rt.set_signal(True)
    await rt.round()
    await kecamatan.round()

    assert sending_line(rt.session.facts()) == "all_sent"
    assert rt.chip(record) == "submitted"
    assert kecamatan.values(record)["title"] == "Teba kompos (contoh)"


@pytest.mark.parametrize(
    "fault", ["request lost", "reply lost", "captive portal", "proxy limit", "gateway", "fault", "busy"]
)
async def test_a_change_is_kept_once_when_the_line_fails(phone_of: GivePhone, centre: Centre, fault: str) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note()
    rt.line.faults = [fault] * (2 if fault == "fault" else 1)

    await rt.round()
    assert rt.chip(record) == "waiting"
    await rt.round()

    assert rt.chip(record) == "submitted"
    assert logged(centre) == 1


async def test_a_wifi_that_wants_a_login_is_named(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.note()
    rt.line.faults = ["captive portal"]

    await rt.round()

    assert sending_line(rt.session.facts()) == "captive_portal"


async def test_the_wait_grows_and_is_never_less_than_asked_for(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.line.faults = ["gateway", "gateway", "gateway", "busy"]

    waits = [await rt.round() for _ in range(4)]

    assert waits[0] < waits[1] < waits[2]
    assert waits[3] >= 70


async def test_a_refused_change_does_not_hold_up_the_others(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    bad = rt.note()
    _spoil(rt.session.tables.table(OUTBOX), bad)
    good = rt.note(title="Yang lain (contoh)")

    await rt.round()

    assert (rt.chip(bad), rt.chip(good)) == ("not_accepted", "submitted")
    assert rt.session.refusals(bad)[0]["code"] == "bad_value"
    assert sending_line(rt.session.facts()) == "waiting_you"


def _spoil(table: object, record: str) -> None:
    """As an app with an older catalogue would have saved it."""
    key, document = max(table.matching("record", record))  # type: ignore[attr-defined]
    document["change"]["set"]["theme"] = "gone"
    table.put(key, document)  # type: ignore[attr-defined]


async def test_a_corrected_record_takes_the_place_of_what_was_refused(phone_of: GivePhone, centre: Centre) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note()
    _spoil(rt.session.tables.table(OUTBOX), record)
    await rt.round()

    rt.rewrite(record, theme="food")
    await rt.round()

    assert rt.chip(record) == "submitted"
    assert rt.values(record)["theme"] == "food"
    assert rt.session.refusals(record) == []
    assert logged(centre) == 1


async def test_a_correction_keeps_the_refused_words_when_another_value_came(phone_of: GivePhone) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    record = rt.note()
    for phone in (rt, lurah):
        await phone.round()
    rt.rewrite(record, title="Kata saya (contoh)", theme="food")
    _spoil(rt.session.tables.table(OUTBOX), record)
    lurah.rewrite(record, title="Kata lurah (contoh)")
    for phone in (lurah, rt):
        await phone.round()

    copy = rt.session.open(record)

    assert copy is not None
    assert copy.values["title"] == "Kata saya (contoh)"


async def test_a_change_the_centre_cannot_read_is_set_apart(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    bad, good = rt.note(), rt.note(title="Yang lain (contoh)")
    table = rt.session.tables.table(OUTBOX)
    ((key, document),) = table.matching("record", bad)
    document["change"]["set"]["Bukan Path"] = "x"
    table.put(key, document)

    await rt.round()

    assert (rt.chip(bad), rt.chip(good)) == ("not_accepted", "submitted")


async def test_two_people_edit_one_field_offline_and_both_choose_from_both(phone_of: GivePhone) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    record = rt.note()
    for phone in (rt, lurah):
        await phone.round()
    rt.rewrite(record, title="Judul RT", lorong="Lorong 4")
    lurah.rewrite(record, title="Judul lurah", after="Bersih")

    for phone in (rt, lurah, rt):
        await phone.round()

    for phone in (rt, lurah):
        assert phone.two_values(record, "title") == ["Judul RT", "Judul lurah"]
        assert (phone.values(record)["lorong"], phone.values(record)["after"]) == ("Lorong 4", "Bersih")
        assert phone.chip(record) == "two_values"

    state = lurah.session.record(record)
    assert state is not None
    lurah.session.choose(state, "title", "Judul RT")
    for phone in (lurah, rt):
        await phone.round()

    for phone in (rt, lurah):
        assert phone.two_values(record, "title") == ["Judul RT"]


async def test_a_third_value_that_arrives_while_somebody_chooses_stays(phone_of: GivePhone) -> None:
    rt, lurah, second_lurah = (
        await phone_of(Role.RT),
        await phone_of(Role.KELURAHAN),
        await phone_of(Role.KELURAHAN),
    )
    phones = (rt, lurah, second_lurah)
    record = rt.note()
    for phone in phones:
        await phone.round()
    for phone, title in zip(phones, ("Satu", "Dua", "Tiga"), strict=True):
        phone.rewrite(record, title=title)
    for phone in (rt, lurah, rt):
        await phone.round()

    state = rt.session.record(record)
    assert state is not None
    await second_lurah.round()
    rt.session.choose(state, "title", "Dua")
    for phone in (*phones, *phones):
        await phone.round()

    for phone in phones:
        assert phone.two_values(record, "title") == ["Dua", "Tiga"]


async def test_the_review_reaches_the_phone_and_the_answer_goes_back(
    phone_of: GivePhone, clock: StandingClock
) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = rt.note()
    for phone in (rt, kecamatan):
        await phone.round()
    state = kecamatan.session.record(record)
    assert state is not None
    kecamatan.session.decide(state, {"problem": Mark("revise", "Berapa karung?")}, "Satu lagi.", False, {})

    await kecamatan.round()
    assert kecamatan.chip(record) == "resting"
    clock.move(seconds=11)
    for phone in (kecamatan, rt):
        await phone.round()
    revised = rt.session.record(record)
    assert revised is not None
    review, marks = open_marks(revised)
    assert marks == {"problem": Mark("revise", "Berapa karung?")}
    assert rt.chip(record) == "revision"

    rt.set_signal(False)
    rt.rewrite(record, problem="Dua karung sehari.", **{f"answers/{review}/problem": "Sudah dihitung."})
    rt.set_signal(True)
    for phone in (rt, kecamatan):
        await phone.round()
    again = kecamatan.session.record(record)
    assert again is not None
    assert again.status == "submitted"
    assert again.values[f"answers/{review}/problem"] == "Sudah dihitung."

    kecamatan.session.decide(again, {}, "", False, {})
    clock.move(seconds=11)
    for phone in (kecamatan, rt):
        await phone.round()
    assert rt.chip(record) == "approved"


async def test_a_decision_taken_back_within_ten_seconds_was_never_sent(
    phone_of: GivePhone, clock: StandingClock
) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record = rt.note()
    for phone in (rt, kecamatan):
        await phone.round()
    state = kecamatan.session.record(record)
    assert state is not None
    change = kecamatan.session.decide(state, {}, "", False, {})

    due_s = await kecamatan.round()
    taken_back = kecamatan.session.take_back(change.id)
    clock.move(seconds=30)
    await kecamatan.round()

    assert due_s <= 10.1
    assert taken_back
    assert kecamatan.chip(record) == "submitted"


async def note_with_photo(phone: Phone) -> tuple[str, str, str]:
    """Note something with one photo; returns the record, the photo and its preview."""
    copy = Phone.typed(phone.session.begin(), **a_note())
    full, preview = await phone.session.store_photo(copy.record, ShrunkPhoto(JPEG, JPEG[:60], None, None))
    copy = phone.session.with_photo(copy, "p1", {"sha256": full, "preview": preview, "people": "none"})
    phone.session.submit(phone.session.keep(copy))
    return copy.record, full, preview


async def test_photos_follow_the_note_previews_first(phone_of: GivePhone) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record, full, preview = await note_with_photo(rt)

    await rt.round()
    await kecamatan.round()

    sent = [request.url.path.rsplit("/", 1)[1] for request in rt.line.requests if "files" in request.url.path]
    assert sent == [preview, full]
    assert await kecamatan.session.photo(full) == JPEG
    assert kecamatan.files.files[full] == JPEG
    assert sending_line(rt.session.facts()) == "all_sent"
    assert record in kecamatan.session.records.replica.record_ids()


async def test_photos_wait_for_wifi_when_set_and_go_by_hand(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.session.engine.set_wifi_only(True)
    rt.network.is_metered = True
    await note_with_photo(rt)

    await rt.round()
    assert sending_line(rt.session.facts()) == "photos_wait_wifi"
    rt.session.send_now()
    await rt.round()

    assert sending_line(rt.session.facts()) == "all_sent"


async def test_nothing_is_lost_when_the_phone_is_switched_off(
    phone_of: GivePhone, centre: Centre, clock: StandingClock
) -> None:
    rt = await phone_of(Role.RT)
    with centre.database.write() as connection:
        people.revoke(connection, rt.session.account.id, "test", clock())
    record = rt.note()

    await rt.round()

    assert sending_line(rt.session.facts()) == "device_revoked"
    assert rt.values(record)["title"] == "Teba kompos (contoh)"
    assert len(outbox.waiting(rt.session.tables)) == 1


async def test_a_torn_copy_is_fetched_anew_and_said_so(phone_of: GivePhone) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    record = rt.note()
    for phone in (rt, lurah):
        await phone.round()
    cursors = lurah.session.tables.table(CURSORS)
    cursors.put(KASSI, (cursors.read(KASSI) or {}) | {"total": "12345"})

    await lurah.round()

    assert lurah.values(record)["title"] == "Teba kompos (contoh)"
    assert lurah.session.tables.table("settings").read("sync")["refetched"]  # type: ignore[index]


async def test_more_than_a_page_arrives_whole(phone_of: GivePhone) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    records = {rt.note(title=f"Catatan {n} (contoh)") for n in range(25)}
    lurah.session.engine._page = 3

    await rt.round()
    await lurah.round()

    assert set(lurah.session.records.replica.record_ids()) == records


async def test_a_masked_number_never_leaves_the_phone(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note(problem="Warga dengan NIK 7371130912880001 mengeluh.")

    await rt.round()

    assert rt.chip(record) == "submitted"
    assert rt.values(record)["problem"] == "Warga dengan NIK [nomor pribadi disamarkan] mengeluh."


async def test_an_edit_made_before_the_first_answer_is_not_two_values(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note()
    rt.rewrite(record, title="Langsung diubah (contoh)")

    await rt.round()

    assert rt.two_values(record, "title") == ["Langsung diubah (contoh)"]


def test_a_change_is_immutable() -> None:
    change = Change("a", "b", "innovation", KASSI, 0, "", {})

    with pytest.raises(AttributeError):
        change.seen = 1  # type: ignore[misc]


@pytest.mark.parametrize("turns", range(5))
async def test_it_stops_when_it_is_woken_in_the_same_moment(phone_of: GivePhone, turns: int) -> None:
    rt = await phone_of(Role.RT)
    rt.set_signal(False)
    engine = rt.session.engine
    running = asyncio.ensure_future(engine.run())
    while not engine.state.trouble:
        await asyncio.sleep(0)
    for _ in range(9):
        await asyncio.sleep(0)  # until it rests

    engine.wake()
    for _ in range(turns):
        await asyncio.sleep(0)
    running.cancel()

    done, _ = await asyncio.wait([running], timeout=10)
    assert done == {running}
    assert running.cancelled()
