"""A phone that is nearly full: what waits goes out, nothing new comes in, and it goes on when there is room."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mobile.device.ports import ShrunkPhoto
from sync.central.answer import Centre
from sync.central.backup import backup, restore
from sync.client.engine import PULL_ROOM_BYTES, QUIET_ROUND_S
from sync.client.incoming import sync_settings
from sync.client.sending import sending_line
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from tests.client.conftest import GivePhone
from tests.support.centres import a_centre, a_note
from tests.support.clock import StandingClock
from tests.support.phones import Phone

JPEG = b"\xff\xd8\xff\xe0" + b"gambar" * 300


def hears_replies(phone: Phone) -> list[dict[str, Any]]:
    """What the centre answers from now on."""
    heard: list[dict[str, Any]] = []

    async def hear(response: httpx.Response) -> None:
        heard.append(json.loads(await response.aread()))

    phone.session.api._http.event_hooks = {"response": [hear]}
    return heard


async def test_a_phone_without_room_sends_what_waits_and_takes_nothing_new(phone_of: GivePhone) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    others = [lurah.note(title=f"Catatan {n} (contoh)") for n in range(3)]
    await lurah.round()
    rt.files.room = PULL_ROOM_BYTES - 1
    record, replies = rt.note(), hears_replies(rt)

    await rt.round()
    await lurah.round()

    assert lurah.values(record)["title"] == "Teba kompos (contoh)"
    assert sending_line(rt.session.facts()) == "all_sent"
    assert rt.session.engine.state.is_full
    assert not any(rt.session.record(other) for other in others)
    assert [reply["records"] for reply in replies] == [[]]


async def test_it_looks_again_soon_and_goes_on_by_itself_when_there_is_room(phone_of: GivePhone) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    other = lurah.note(title="Dari lurah (contoh)")
    await lurah.round()
    rt.files.room = 0
    record = rt.note()
    wait_s = await rt.round()

    rt.files.room = PULL_ROOM_BYTES
    await rt.round()

    assert wait_s < QUIET_ROUND_S / 5
    assert not rt.session.engine.state.is_full
    assert rt.values(other)["title"] == "Dari lurah (contoh)"
    state = rt.session.record(record)
    assert state is not None
    assert state.version > 0


async def test_photos_go_out_of_a_phone_without_room(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    copy = Phone.typed(rt.session.begin(), **a_note())
    full, preview = await rt.session.store_photo(copy.record, ShrunkPhoto(JPEG, JPEG[:60], None, None))
    copy = rt.session.with_photo(copy, "p1", {"sha256": full, "preview": preview, "people": "none"})
    rt.session.submit(rt.session.keep(copy))
    rt.files.room = 0

    await rt.round()

    assert sending_line(rt.session.facts()) == "all_sent"
    assert await rt.session.api.read_file(full) == JPEG


async def test_a_device_that_does_not_say_how_much_room_it_has_is_not_full(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.files.room = None

    await rt.round()

    assert not rt.session.engine.state.is_full


@pytest.fixture
def restored(tmp_path: Path, clock: StandingClock) -> Iterator[Centre]:
    """An empty centre, to be filled from a backup."""
    empty = a_centre(f"sqlite:///{tmp_path / 'restored.sqlite3'}", clock)
    yield empty
    empty.database.close()


async def test_what_was_pulled_stays_on_a_full_phone_when_the_centre_was_restored(
    phone_of: GivePhone, centre: Centre, restored: Centre, tmp_path: Path
) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    other = lurah.note(title="Dari lurah (contoh)")
    for phone in (lurah, rt):
        await phone.round()
    backup(centre, tmp_path / "all.lorong")
    mine = rt.note()
    await rt.round()
    restore(restored, tmp_path / "all.lorong")
    rt.connect(restored)
    rt.files.room = 0

    await rt.round()
    shown_while_full = rt.values(other)["title"]
    again = [document.get("again") for _, document in rt.session.tables.table(OUTBOX).items()]
    rt.files.room = None
    await rt.round()

    assert shown_while_full == "Dari lurah (contoh)"
    assert set(again) == {None}
    assert not sync_settings(rt.session.tables)["stale"]
    assert {rt.values(record)["title"] for record in (other, mine)} == {
        "Dari lurah (contoh)",
        "Teba kompos (contoh)",
    }
