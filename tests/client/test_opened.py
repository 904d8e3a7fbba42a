"""What is found by search is on the phone for as long as it may be, and then nothing of it is."""

from __future__ import annotations

import pytest

from mobile import city_desk
from mobile.store import field_index, json_text, table
from sync.central.answer import Centre
from sync.client import opened
from sync.client.tables import FILES, OUTBOX, RECORDS, SETTINGS, Document
from sync.domain.people import Role
from tests.client.conftest import GivePhone
from tests.client.test_engine import note_with_photo
from tests.client.test_erased import erase, journal
from tests.support.phones import Phone

DAY_S = 86_400


@pytest.fixture
async def rt(phone_of: GivePhone) -> Phone:
    return await phone_of(Role.RT)


@pytest.fixture
async def kota(phone_of: GivePhone) -> Phone:
    return await phone_of(Role.KOTA, "73.71")


async def opened_with_photos(rt: Phone, kota: Phone) -> tuple[str, str, str]:
    """A record that kota found, read and looked at; returns it with its photo and its preview."""
    record, full, preview = await note_with_photo(rt)
    await rt.round()
    await kota.round()
    assert await city_desk.read_record(kota.session, record) is None
    for sha256 in (full, preview):
        assert await kota.session.photo(sha256, record)
    return record, full, preview


async def commented(kota: Phone, record: str) -> None:
    state = kota.session.record(record)
    assert state is not None
    kota.session.comment(state, "Bagus sekali.")


def compactions_of(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    found: list[bool] = []
    monkeypatch.setattr(phone.session.tables, "compact", lambda: found.append(True))
    return found


async def test_nothing_of_a_record_that_was_opened_is_left_after_three_days(
    rt: Phone, kota: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, full, preview = await opened_with_photos(rt, kota)
    await commented(kota, record)
    await kota.round()
    compactions = compactions_of(kota, monkeypatch)

    kota.clock.move(seconds=3 * DAY_S + 1)
    await kota.round()
    await kota.round()

    assert "Teba kompos" not in journal(kota)
    assert not {full, preview} & kota.files.files.keys()
    assert kota.session.tables.table(FILES).matching("record", record) == []
    assert kota.session.records.replica.record_ids() == []
    assert kota.session.records.known() == []
    assert kota.session.record(record) is None
    assert compactions == [True]


async def test_what_was_opened_under_a_clock_that_ran_ahead_is_forgotten_once_it_is_right(
    rt: Phone, kota: Phone
) -> None:
    kota.clock.move(seconds=365 * DAY_S)
    record, full, preview = await opened_with_photos(rt, kota)

    kota.clock.move(seconds=-365 * DAY_S)
    await kota.round()

    assert kota.session.tables.table(RECORDS).read(record) is None
    assert not {full, preview} & kota.files.files.keys()


@pytest.mark.parametrize("how", ["waits", "refused", "typed"])
async def test_what_did_not_arrive_keeps_the_copy_on_which_it_stands(
    rt: Phone, kota: Phone, centre: Centre, how: str
) -> None:
    record, *_ = await opened_with_photos(rt, kota)
    if how == "typed":
        copy = kota.session.open(record)
        assert copy is not None
        kota.session.keep(copy.with_value("title", "Judul baru"))
    else:
        await commented(kota, record)
    if how == "refused":
        erase(centre, record)
        await kota.round()
    kota.set_signal(how != "waits")

    kota.clock.move(seconds=3 * DAY_S + 1)
    await kota.round()

    assert kota.session.tables.table(RECORDS).read(record)


async def test_a_record_that_is_read_again_after_it_was_erased_takes_its_photos_with_it(
    rt: Phone, kota: Phone, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, full, preview = await opened_with_photos(rt, kota)
    await commented(kota, record)
    await kota.round()
    compactions = compactions_of(kota, monkeypatch)
    erase(centre, record)

    for _ in range(2):
        await city_desk.read_record(kota.session, record)
        await kota.round()

    assert "Teba kompos" not in journal(kota)
    assert not {full, preview} & kota.files.files.keys()
    assert kota.session.tables.table(OUTBOX).matching("record", record) == []
    assert compactions == [True]


async def test_what_this_person_may_see_no_more_goes_with_its_photos(rt: Phone, kota: Phone) -> None:
    record, full, preview = await opened_with_photos(rt, kota)
    kota.line.faults = ["unknown"]

    await city_desk.read_record(kota.session, record)
    kota.line.faults = []
    await kota.round()

    assert not {full, preview} & kota.files.files.keys()


async def test_what_was_sent_to_a_stream_that_is_not_held_is_kept_for_ninety_days(rt: Phone, kota: Phone) -> None:
    record, *_ = await opened_with_photos(rt, kota)
    await commented(kota, record)
    await kota.round()

    kota.clock.move(seconds=89 * DAY_S)
    await kota.round()
    assert kota.session.tables.table(OUTBOX).matching("record", record)
    kota.clock.move(seconds=2 * DAY_S)
    await kota.round()

    assert kota.session.tables.table(OUTBOX).matching("record", record) == []


async def test_all_that_came_with_a_record_that_was_opened_can_be_freed(rt: Phone, kota: Phone) -> None:
    _, full, preview = await opened_with_photos(rt, kota)
    assert kota.session.spare_photos().keys() == {full, preview}

    await kota.session.free_photos()

    assert kota.files.files == {}
    assert kota.session.spare_photos() == {}


async def test_no_record_is_parsed_to_see_whether_it_was_opened_too_long_ago(
    rt: Phone, kota: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened_with_photos(rt, kota)
    rt.note()
    await rt.round()
    parsed: list[bytes] = []

    def document_of(text: bytes) -> Document:
        parsed.append(text)
        return json_text.document_of(text)

    for module in (table, field_index):
        monkeypatch.setattr(module, "document_of", document_of)
    for phone in (rt, kota):
        opened.forget_old(phone.session.tables, phone.clock.now_ms())

    assert [text for text in parsed if b"Teba kompos" in text] == []


async def test_what_an_earlier_release_opened_goes_too(rt: Phone, kota: Phone) -> None:
    record, *_ = await opened_with_photos(rt, kota)
    kota.session.tables.table(SETTINGS).discard("opened")

    kota.clock.move(seconds=3 * DAY_S + 1)
    await kota.round()

    assert kota.session.tables.table(RECORDS).read(record) is None
