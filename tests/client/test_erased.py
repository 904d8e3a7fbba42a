"""What somebody had erased at the centre leaves the phones at their next sync, down to the last line kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mobile.store.shelves import Shelves
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.erase_record import erase_record
from sync.central.stored import read_record
from sync.client import opened
from sync.client.tables import FILES, INDEXES, OUTBOX, RECORDS, WORKING
from sync.client.working import Working
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.protocol.people import EraseRequest
from tests.client.conftest import GivePhone
from tests.client.test_engine import note_with_photo
from tests.support.centres import RAPPOCINI
from tests.support.phones import Phone

BRIDA = Caller(Person("0192aaaa-0000-7000-8000-00000000000b", "BRIDA", Role.KOTA, AreaCode("73.71")), "centre")


def erase(centre: Centre, record: str, *paths: str) -> None:
    erase_record(centre, BRIDA, record, EraseRequest("asked", list(paths)))


def journal(phone: Phone) -> str:
    """Every byte that the phone keeps beside its files."""
    tables = phone.session.tables
    assert isinstance(tables, Shelves)
    held = {name: dict(tables.table(name).items()) for name in INDEXES}
    return json.dumps(held, ensure_ascii=False)


async def test_an_erased_record_is_on_no_phone_that_has_synced(phone_of: GivePhone, centre: Centre) -> None:
    rt, kecamatan = await phone_of(Role.RT), await phone_of(Role.KECAMATAN, RAPPOCINI)
    record, full, preview = await note_with_photo(rt)
    await rt.round()
    await kecamatan.round()
    await kecamatan.session.photo(full)
    assert "Teba kompos" in journal(rt)

    erase(centre, record)
    await rt.round()
    await kecamatan.round()

    for phone in (rt, kecamatan):
        assert "Teba kompos" not in journal(phone)
        assert not {full, preview} & phone.files.files.keys()
        assert phone.chip(record) == "erased"
    assert rt.session.tables.table(OUTBOX).matching("record", record) == []
    assert rt.session.tables.table(FILES).matching("record", record) == []


async def test_the_journal_is_written_anew_after_an_erasure_and_not_without_one(
    phone_of: GivePhone, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note()
    compactions: list[bool] = []
    monkeypatch.setattr(rt.session.tables, "compact", lambda: compactions.append(True))

    await rt.round()
    assert compactions == []
    erase(centre, record)
    await rt.round()
    await rt.round()

    assert compactions == [True]


async def a_form_that_names_somebody(rt: Phone) -> Working:
    """Opened on a note that was sent, and not kept yet."""
    record = rt.note(originator_name={"name": "Sitti", "may_show": True}, originator_kind="resident")
    await rt.round()
    copy = rt.session.open(record)
    assert copy is not None
    return copy


async def test_what_was_typed_over_a_part_that_was_erased_stays(phone_of: GivePhone, centre: Centre) -> None:
    rt = await phone_of(Role.RT)
    copy = await a_form_that_names_somebody(rt)
    record = copy.record
    rt.session.keep(copy.with_value("title", "Judul baru"))

    erase(centre, record, "originator_name")
    await rt.round()

    assert rt.values(record)["originator_name"] is None
    assert rt.values(record)["title"] == "Teba kompos (contoh)"
    draft = rt.session.tables.table(WORKING).read(record)
    assert draft is not None
    assert draft["values"]["title"] == "Judul baru"
    assert "Sitti" not in journal(rt)


async def test_a_form_that_is_open_brings_no_erased_part_back(phone_of: GivePhone, centre: Centre) -> None:
    rt = await phone_of(Role.RT)
    copy = await a_form_that_names_somebody(rt)
    erase(centre, copy.record, "originator_name")
    await rt.round()

    kept = rt.session.keep(copy.with_value("title", "Judul baru"))

    assert kept.values["originator_name"] is None
    assert kept.values["title"] == "Judul baru"
    assert "Sitti" not in journal(rt)
    change = rt.session.submit(kept)
    assert change is not None
    assert change.set.keys() == {"title"}


@pytest.mark.parametrize("is_typed_over", [False, True])
async def test_a_photo_that_was_erased_leaves_a_form_that_was_begun_unless_it_was_typed_over(
    phone_of: GivePhone, centre: Centre, is_typed_over: bool
) -> None:
    rt = await phone_of(Role.RT)
    record, full, preview = await note_with_photo(rt)
    await rt.round()
    copy = rt.session.open(record)
    assert copy is not None
    if is_typed_over:
        copy = copy.with_value("photos/p1", copy.values["photos/p1"] | {"caption": "Kompos"})
    rt.session.keep(copy.with_value("title", "Judul baru"))

    erase(centre, record, "photos/p1")
    await rt.round()

    draft = rt.session.tables.table(WORKING).read(record)
    assert draft is not None
    assert draft["base"]["photos/p1"] is None
    assert (draft["values"]["photos/p1"] is None) is not is_typed_over
    assert (rt.files.files.keys() >= {full, preview}) is is_typed_over
    assert (full in journal(rt)) is is_typed_over


async def test_a_change_saved_before_the_phone_heard_of_it_waits_for_its_person(
    phone_of: GivePhone, centre: Centre
) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note()
    await rt.round()
    rt.rewrite(record, title="Judul baru")

    erase(centre, record)
    await rt.round()

    assert [each["code"] for each in rt.session.refusals(record)] == ["erased"]
    assert rt.chip(record) == "not_accepted"


async def test_a_phone_that_dies_before_it_deleted_the_files_does_so_at_its_next_round(
    phone_of: GivePhone, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = await phone_of(Role.RT)
    record, full, _ = await note_with_photo(rt)
    await rt.round()
    erase(centre, record)

    async def dies(_: str) -> None:
        raise OSError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(rt.files, "delete", dies)
        with pytest.raises(OSError, match="gone"):
            await rt.round()
    assert full in rt.files.files
    await rt.round()

    assert full not in rt.files.files


async def test_a_journal_that_could_not_be_written_anew_is_at_the_next_round(
    phone_of: GivePhone, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = await phone_of(Role.RT)
    record, full, _ = await note_with_photo(rt)
    await rt.round()
    erase(centre, record)
    tried: list[bool] = []

    def compact() -> None:
        tried.append(True)
        if len(tried) == 1:
            raise OSError("no room")

    monkeypatch.setattr(rt.session.tables, "compact", compact)
    await rt.round()
    assert rt.session.engine.state.trouble == ""
    rt.files.files[full] = b"noted again meanwhile"
    for _ in range(2):
        await rt.round()

    assert len(tried) == 2
    assert full in rt.files.files


async def test_a_restored_centre_is_not_sent_what_was_erased(phone_of: GivePhone, centre: Centre) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note()
    await rt.round()
    erase(centre, record)
    await rt.round()

    kept: list[Any] = [each["change"]["record"] for _, each in rt.session.tables.table(OUTBOX).items()]

    assert kept == []


async def test_what_was_opened_by_search_is_kept_for_three_days(phone_of: GivePhone, centre: Centre) -> None:
    rt, kota = await phone_of(Role.RT), await phone_of(Role.KOTA, "73.71")
    record = rt.note()
    await rt.round()
    await kota.round()
    with centre.database.read() as connection:
        found = read_record(connection, record)
    assert found is not None
    opened.keep(kota.session.tables, found.view(), kota.session.clock.now_iso())

    kota.clock.move(seconds=2 * 86_400)
    await kota.round()
    assert kota.session.tables.table(RECORDS).read(record)
    kota.clock.move(seconds=86_401)
    await kota.round()

    assert kota.session.tables.table(RECORDS).read(record) is None
