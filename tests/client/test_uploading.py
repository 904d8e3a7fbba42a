"""Phone and centre together: a photo goes on at the byte where it stood, and nothing is said that is not so."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from mobile.device.ports import ShrunkPhoto
from mobile.session_maker import make_session
from sync.central import filestore, pull
from sync.central.answer import Centre
from sync.central.backup import backup, restore
from sync.central.tables import file_references, uploads
from sync.central.unnamed_files import drop_unnamed
from sync.client import uploading
from sync.client.sending import sending_line
from sync.client.tables import FILES, RECORDS, Document
from sync.client.uploading import next_piece_bytes
from sync.domain.people import Role
from sync.protocol.limits import MAX_WANTED
from tests.client.conftest import GivePhone
from tests.client.hands import cannot_read
from tests.support.centres import KASSI, a_centre, a_note, a_person
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone

KB = 1024
RT = f"{KASSI}/RW003/RT002"


def a_picture(seed: int | bytes, size: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + random.Random(seed).randbytes(size - 4)


async def note_with(phone: Phone, *photos: bytes) -> list[str]:
    """Submit a note with these photos, each with a preview of 2 KB; returns the sha256 of the photos."""
    copy, names = Phone.typed(phone.session.begin(), **a_note()), []
    for number, content in enumerate(photos):
        preview = a_picture(content, 2 * KB)
        full, small = await phone.session.store_photo(copy.record, ShrunkPhoto(content, preview, None, None))
        copy = phone.session.with_photo(copy, f"p{number}", {"sha256": full, "preview": small, "people": "none"})
        names.append(full)
    phone.session.submit(phone.session.keep(copy))
    return names


def told(phone: Phone, sha256: str) -> Document:
    document = phone.session.tables.table(FILES).read(sha256)
    assert document is not None
    return document


def asked(phone: Phone) -> list[tuple[str, str]]:
    """Method and file of what was asked of the centre about files."""
    paths = [(request.method, request.url.path) for request in phone.line.requests]
    return [(method, path.rpartition("/")[2]) for method, path in paths if path.startswith("/v1/files/")]


def restarted(phone: Phone) -> Phone:
    """The app after it was killed: what it held in memory is gone, what it wrote is there."""
    old = phone.session
    session = make_session(
        old.account,
        old.tables,  # type: ignore[arg-type]
        phone.files,
        old.api._http,
        old.api._token,
        phone.network,
        phone.clock,
        random_fraction=lambda: 0.5,
    )
    return replace(phone, session=session)


# How large a piece is


@pytest.mark.parametrize(
    ("sent_bytes", "took_s", "next_bytes"),
    [
        (64 * KB, 2.0, 128 * KB),
        (64 * KB, 7.0, 64 * KB),
        (64 * KB, 12.0, 32 * KB),
        (3 * KB, 0.5, 64 * KB),
        (3 * KB, 12.0, 32 * KB),
    ],
)
def test_a_piece_is_what_the_line_carries_in_some_seconds(sent_bytes: int, took_s: float, next_bytes: int) -> None:
    assert next_piece_bytes(64 * KB, sent_bytes, took_s) == next_bytes


def test_a_piece_is_neither_too_small_nor_more_than_a_proxy_takes() -> None:
    smallest, largest = uploading.SMALLEST_PIECE_BYTES, uploading.LARGEST_PIECE_BYTES

    assert next_piece_bytes(smallest, smallest, 60.0) == smallest
    assert next_piece_bytes(largest, largest, 0.1) == largest


async def test_pieces_grow_on_a_quick_line(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    await note_with(rt, a_picture(1, 500 * KB))

    await rt.round()

    lengths = [int(r.headers["Content-Length"]) for r in rt.line.requests if "files" in r.url.path]
    assert lengths == [2 * KB, 64 * KB, 128 * KB, 256 * KB, 52 * KB]


async def test_a_piece_that_a_proxy_does_not_take_goes_as_two(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    (photo,) = await note_with(rt, a_picture(1, 200 * KB))
    rt.line.faults = ["", "", "", "proxy limit"]

    await rt.round()

    lengths = [int(r.headers["Content-Length"]) for r in rt.line.requests if "files" in r.url.path]
    assert lengths == [2 * KB, 64 * KB, 128 * KB, 64 * KB, 64 * KB, 8 * KB]
    assert told(rt, photo)["state"] == "stored"


# Order


async def test_all_previews_go_before_any_photo_and_the_oldest_note_first(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    first, second = await note_with(rt, a_picture(1, 9 * KB)), await note_with(rt, a_picture(2, 8 * KB))

    await rt.round()

    previews = [told(rt, sha256)["role"] == "preview" for _, sha256 in asked(rt)]
    assert previews == [True, True, False, False]
    assert [sha256 for _, sha256 in asked(rt)][2:] == [*first, *second]


async def test_a_small_photo_takes_one_request(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    (photo,) = await note_with(rt, a_picture(1, 50 * KB))

    await rt.round()

    assert [method for method, sha256 in asked(rt) if sha256 == photo] == ["POST"]
    assert told(rt, photo)["state"] == "stored"


# Cuts, kills, lost replies


async def test_a_photo_goes_on_at_the_byte_where_it_was_cut(phone_of: GivePhone) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    content = a_picture(1, 300 * KB)
    (photo,) = await note_with(rt, content)
    rt.line.cuts = [2 * KB + 100_001, 77_777]

    await rt.round()
    await lurah.round()

    assert await lurah.session.photo(photo) == content
    assert rt.line.carried_bytes == 2 * KB + len(content)
    assert sending_line(rt.session.facts()) == "all_sent"


async def test_a_cut_that_brought_nothing_ends_the_round_and_the_next_goes_on(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    content = a_picture(1, 300 * KB)
    (photo,) = await note_with(rt, content)
    rt.line.cuts = [2 * KB + 100_000, 0]

    await rt.round()
    half_way, line = told(rt, photo), sending_line(rt.session.facts())
    await rt.round()

    assert (half_way["state"], half_way["sent"], half_way["tries"]) == ("kept", 100_000, 1)
    assert half_way["error"] == "offline"
    assert line == "photos_retry"
    assert asked(rt)[-1] == ("POST", photo)
    assert told(rt, photo)["state"] == "stored"
    assert rt.line.carried_bytes == 2 * KB + len(content)


async def test_the_wait_grows_only_while_nothing_is_brought_on(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    await note_with(rt, a_picture(1, 900 * KB))
    rt.line.cuts = [2 * KB + 100_000, 0, 0, 0, 100_000, 0]

    waits = [await rt.round() for _ in range(4)]

    assert waits[0] < waits[1] < waits[2]
    assert waits[3] == waits[0]


async def test_nothing_goes_twice_when_the_last_answer_is_lost(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    (photo,) = await note_with(rt, a_picture(1, 100 * KB))
    rt.line.cuts = [2 * KB + 100 * KB]

    await rt.round()

    assert told(rt, photo)["state"] == "stored"
    assert rt.line.carried_bytes == 102 * KB


async def test_a_photo_is_not_called_stored_before_the_centre_has_checked_it(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    (photo,) = await note_with(rt, a_picture(1, 100 * KB))
    rt.line.cuts = [102 * KB]
    rt.line.faults = ["", "", "", "", "request lost"]

    await rt.round()

    assert told(rt, photo)["state"] == "kept"


@pytest.mark.parametrize("cut_at", [0, 1, 2 * KB, 70_000, 302 * KB])
async def test_a_killed_app_goes_on_where_the_centre_stands(phone_of: GivePhone, cut_at: int) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    content = a_picture(1, 300 * KB)
    (photo,) = await note_with(rt, content)
    rt.line.cuts, rt.line.cut_kills = [cut_at], True
    with pytest.raises(asyncio.CancelledError):
        await rt.round()

    again = restarted(rt)
    await again.round()
    await lurah.round()

    assert await lurah.session.photo(photo) == content
    assert rt.line.carried_bytes == 302 * KB
    assert sending_line(again.session.facts()) == "all_sent"


async def test_a_photo_that_waits_shows_what_the_centre_has_after_a_kill(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    (photo,) = await note_with(rt, a_picture(1, 300 * KB))
    rt.line.cuts, rt.line.cut_kills = [2 * KB + 100_000], True
    with pytest.raises(asyncio.CancelledError):
        await rt.round()
    rt.network.saves_battery = True

    again = restarted(rt)
    await again.round()

    assert told(again, photo)["sent"] == 100_000
    assert again.session.facts().photo_sent == 100_000


async def test_what_one_phone_began_another_of_the_same_person_ends(centre: Centre, clock: StandingClock) -> None:
    person = a_person(centre, Role.RT, RT)
    old, new = await a_phone(centre, person, clock), await a_phone(centre, person, clock)
    (photo,) = await note_with(old, a_picture(1, 300 * KB))
    old.line.cuts, old.line.cut_kills = [2 * KB + 200_000], True
    with pytest.raises(asyncio.CancelledError):
        await old.round()

    new.files.files |= old.files.files
    for key, document in old.session.tables.table(FILES).items():
        new.session.tables.table(FILES).put(key, document)
    await new.round()

    assert told(new, photo)["state"] == "stored"
    assert new.line.carried_bytes == 300 * KB - 200_000


async def test_the_centre_decides_where_it_stands_when_the_phone_remembers_wrongly(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    (photo,) = await note_with(rt, a_picture(1, 100 * KB))
    rt.session.tables.table(FILES).put(photo, told(rt, photo) | {"sent": 99_000})

    await rt.round()

    assert told(rt, photo)["state"] == "stored"
    assert rt.line.carried_bytes == 102 * KB


async def test_a_photo_goes_on_from_where_another_has_brought_it_meanwhile(
    centre: Centre, clock: StandingClock
) -> None:
    person = a_person(centre, Role.RT, RT)
    one, other = await a_phone(centre, person, clock), await a_phone(centre, person, clock)
    content = a_picture(1, 300 * KB)
    (photo,) = await note_with(one, content)
    one.line.cuts = [2 * KB + 50_000, 0]
    await one.round()
    await other.session.api.append_file(photo, 50_000, content[50_000:90_000])

    await one.session.engine._uploader.send(photo, content, 50_000)
    await one.round()

    assert told(one, photo)["state"] == "stored"


@pytest.mark.parametrize("is_brought_to_our_end", [False, True])
async def test_a_photo_is_stored_before_it_is_said_so_when_another_announced_it_as_longer(
    centre: Centre, clock: StandingClock, is_brought_to_our_end: bool
) -> None:
    person = a_person(centre, Role.RT, RT)
    rt, careless = await a_phone(centre, person, clock), await a_phone(centre, person, clock)
    content = a_picture(1, 100 * KB)
    (photo,) = await note_with(rt, content)
    rt.line.cuts = [0]
    await rt.round()
    await careless.session.api.create_file(photo, 101 * KB, content[: 50 * KB])
    if is_brought_to_our_end:
        await careless.session.api.append_file(photo, 50 * KB, content[50 * KB :])

    said_so = await rt.session.engine._uploader.send(photo, content, 50 * KB)
    kept = filestore.get(centre.files, photo)
    await rt.round()

    assert (said_so, kept) == (True, content)
    assert told(rt, photo)["state"] == "stored"


async def test_more_bytes_than_the_photo_has_are_no_reason_to_stop(centre: Centre, clock: StandingClock) -> None:
    person = a_person(centre, Role.RT, RT)
    rt, careless = await a_phone(centre, person, clock), await a_phone(centre, person, clock)
    (photo,) = await note_with(rt, a_picture(1, 100 * KB))
    rt.line.cuts = [0]
    await rt.round()
    await careless.session.api.create_file(photo, 200 * KB, bytes(150 * KB))

    await rt.round()
    await rt.round()

    assert told(rt, photo)["state"] == "stored"


async def test_bytes_that_came_damaged_are_sent_anew(centre: Centre, clock: StandingClock) -> None:
    person = a_person(centre, Role.RT, RT)
    rt, careless = await a_phone(centre, person, clock), await a_phone(centre, person, clock)
    (photo,) = await note_with(rt, a_picture(1, 100 * KB))
    rt.line.cuts = [0]
    await rt.round()
    await careless.session.api.create_file(photo, 100 * KB, b"\xff\xd8\xff" + bytes(997))

    await rt.round()
    after_damage = told(rt, photo)
    await rt.round()

    assert (after_damage["state"], after_damage["error"]) == ("kept", "wrong_hash")
    assert told(rt, photo)["state"] == "stored"


@pytest.fixture
def restored(tmp_path: Path, clock: StandingClock) -> Iterator[Centre]:
    """The same city's centre after a disaster, empty until a backup is put into it."""
    empty = a_centre(f"sqlite:///{tmp_path / 'restored.sqlite3'}", clock)
    yield empty
    empty.database.close()


@pytest.fixture
def small_centre(tmp_path: Path) -> Iterator[Centre]:
    made = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", StandingClock())
    yield made
    made.database.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(1_000, 200_000), min_size=1, max_size=3),
    cuts=st.lists(st.integers(0, 200_000), max_size=10),
)
def test_a_file_arrives_whole_and_no_byte_goes_twice_whatever_the_cuts(
    small_centre: Centre, sizes: list[int], cuts: list[int]
) -> None:
    """On a line in process, where nothing is lost between phone and centre."""
    # The centre lives through all examples: each has photos of its own.
    contents = [a_picture(uuid.uuid4().bytes, size) for size in sizes]

    async def send_all() -> tuple[Phone, list[str]]:
        rt = await a_phone(small_centre, a_person(small_centre, Role.RT, RT), StandingClock())
        names = await note_with(rt, *contents)
        rt.line.cuts = list(cuts)
        for _ in range(len(cuts) + 1):
            await rt.round()
        return rt, names

    rt, names = asyncio.run(send_all())

    assert [filestore.get(small_centre.files, name) for name in names] == contents
    assert {told(rt, name)["state"] for name in names} == {"stored"}
    assert rt.line.carried_bytes == sum(sizes) + 2 * KB * len(sizes)


# What the phone says


async def test_no_more_is_said_to_be_there_than_the_centre_has(phone_of: GivePhone, centre: Centre) -> None:
    rt = await phone_of(Role.RT)
    (photo,) = await note_with(rt, a_picture(1, 400 * KB))
    rt.line.cuts = [2 * KB + 30_000, 100_000, 50_000]
    said: list[tuple[int, int]] = []

    def note_what_is_said() -> None:
        state = rt.session.engine.state
        if state.phase == "sending_photos":
            said.append((state.file_percent, offset_of(centre, photo)))

    rt.session.engine._changed = note_what_is_said
    await rt.round()

    assert len({percent for percent, _ in said}) > 4
    assert all(percent <= 100 * there // (400 * KB) for percent, there in said)


def offset_of(centre: Centre, sha256: str) -> int:
    with centre.database.read() as connection:
        if filestore.is_stored(connection, sha256):
            return 400 * KB
        found = connection.execute(select(uploads.c.offset).where(uploads.c.sha256 == sha256))
        return int(found.scalar_one_or_none() or 0)


async def test_a_photo_that_is_damaged_here_is_said_so_and_not_sent(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    damaged, gone, good = await note_with(rt, *(a_picture(number, 9 * KB) for number in range(3)))
    whole = rt.files.files[damaged]
    rt.files.files[damaged] = whole[:-1] + b"?"
    del rt.files.files[gone]

    await rt.round()

    assert (told(rt, damaged)["state"], told(rt, damaged)["error"]) == ("refused", "damaged")
    assert (told(rt, gone)["state"], told(rt, gone)["error"]) == ("refused", "missing")
    assert told(rt, good)["state"] == "stored"
    assert {damaged, gone}.isdisjoint(sha256 for _, sha256 in asked(rt))
    assert sending_line(rt.session.facts()) == "waiting_you"

    rt.files.files[damaged] = whole
    await rt.round()

    assert told(rt, damaged)["state"] == "stored"


async def test_a_photo_that_cannot_be_read_just_now_holds_up_no_other_and_is_tried_again(
    phone_of: GivePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = await phone_of(Role.RT)
    broken, good = await note_with(rt, a_picture(1, 9 * KB), a_picture(2, 9 * KB))
    cannot_read(rt, broken, monkeypatch)

    await rt.round()
    half_way = told(rt, broken)
    monkeypatch.undo()
    after = told(rt, good)["state"]
    await rt.round()

    assert (half_way["state"], half_way["error"], half_way["tries"]) == ("kept", "unreadable", 1)
    assert after == "stored"
    assert told(rt, broken)["state"] == "stored"


async def test_a_file_that_the_centre_never_takes_is_not_sent_again(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    (photo,) = await note_with(rt, b"no picture at all")
    await rt.round()
    first = told(rt, photo)
    before = len(asked(rt))

    await rt.round()

    assert (first["state"], first["error"]) == ("refused", "wrong_type")
    assert len(asked(rt)) == before


# More than the centre can ask for


@pytest.fixture
async def successor(centre: Centre, clock: StandingClock) -> Phone:
    """Enrolled by somebody whose last phone named as many files as a reply asks for, and sends none of them."""
    person = a_person(centre, Role.RT, RT)
    lost = await a_phone(centre, person, clock)
    for note in range(MAX_WANTED // 10):
        await note_with(lost, *(a_picture(1_000 + 5 * note + number, 2 * KB) for number in range(5)))
    lost.files.files.clear()
    await lost.round()
    return await a_phone(centre, person, clock)


async def test_a_new_phone_sends_its_photos_while_the_centre_asks_for_those_of_a_lost_one(
    successor: Phone,
) -> None:
    (photo,) = await note_with(successor, a_picture(1, 100 * KB))

    await successor.round()

    assert [told(successor, sha256)["state"] for sha256 in successor.files.files] == ["stored", "stored"]
    before = len(asked(successor))
    await successor.round()
    assert len(asked(successor)) == before
    with successor.line.centre.database.read() as connection:
        assert filestore.is_stored(connection, photo)


async def test_a_photo_that_nobody_asks_for_and_that_was_erased_is_offered_once(successor: Phone) -> None:
    centre = successor.line.centre
    (photo,) = await note_with(successor, a_picture(1, 100 * KB))
    successor.session.set_wifi_only(True)
    successor.network.is_metered = True
    await successor.round()
    with centre.database.write() as connection:
        connection.execute(delete(file_references).where(file_references.c.sha256 == photo))
    drop_unnamed(centre)
    successor.network.is_metered = False

    for _ in range(3):
        await successor.round()

    assert [sha256 for _, sha256 in asked(successor)].count(photo) == 1
    assert told(successor, photo)["error"] == "forbidden"


# What photos wait for


async def test_previews_go_over_mobile_data_while_photos_wait_for_wifi(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.session.set_wifi_only(True)
    rt.network.is_metered = True
    (photo,) = await note_with(rt, a_picture(1, 9 * KB))

    await rt.round()

    assert [told(rt, sha256)["role"] for _, sha256 in asked(rt)] == ["preview"]
    assert told(rt, photo)["state"] == "kept"
    assert sending_line(rt.session.facts()) == "photos_wait_wifi"


async def test_photos_wait_for_power_when_set_and_go_when_there_is_some(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.session.set_charging_only(True)
    rt.network.is_charging = False
    (photo,) = await note_with(rt, a_picture(1, 9 * KB))
    await rt.round()
    waiting, line = told(rt, photo)["state"], sending_line(rt.session.facts())

    rt.network.is_charging = True
    await rt.round()

    assert (waiting, line) == ("kept", "photos_wait_battery")
    assert told(rt, photo)["state"] == "stored"


async def test_a_photo_under_way_waits_when_the_wifi_is_gone(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.session.set_wifi_only(True)
    (photo,) = await note_with(rt, a_picture(1, 300 * KB))
    changed = rt.session.engine._changed

    def lose_wifi() -> None:
        rt.network.is_metered = told(rt, photo).get("sent", 0) > 0
        changed()

    rt.session.engine._changed = lose_wifi
    await rt.round()

    assert rt.line.carried_bytes == 2 * KB + 64 * KB
    assert told(rt, photo)["state"] == "kept"
    assert sending_line(rt.session.facts()) == "photos_wait_wifi"


async def test_send_now_sends_all_whatever_photos_wait_for(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    rt.session.set_wifi_only(True)
    rt.session.set_charging_only(True)
    rt.network.is_metered, rt.network.is_charging, rt.network.saves_battery = True, False, True
    (photo,) = await note_with(rt, a_picture(1, 9 * KB))

    rt.session.send_now()
    await rt.round()

    assert told(rt, photo)["state"] == "stored"


# Whoever has it


async def add_photo(phone: Phone, record: str, content: bytes) -> None:
    copy = phone.session.open(record)
    assert copy is not None
    full, small = await phone.session.store_photo(record, ShrunkPhoto(content, content[:99], None, None))
    value = {"sha256": full, "preview": small, "people": "none"}
    phone.session.submit(phone.session.keep(phone.session.with_photo(copy, "again", value)))


@pytest.mark.parametrize("who_dies", ["rt", "lurah"])
async def test_a_picture_that_two_people_added_goes_from_whoever_is_left(
    phone_of: GivePhone, centre: Centre, who_dies: str
) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    content = a_picture(1, 9 * KB)
    for phone in (rt, lurah):
        phone.session.set_wifi_only(True)
        phone.network.is_metered = True
    (photo,) = await note_with(rt, content)
    await rt.round()
    await lurah.round()
    ((record, _),) = lurah.session.tables.table(RECORDS).items()
    await add_photo(lurah, record, content)
    await lurah.round()
    await lurah.round()
    waits = told(lurah, photo)["state"]

    left = lurah if who_dies == "rt" else rt
    left.network.is_metered = False
    await left.round()

    assert waits == "kept"
    assert told(left, photo)["state"] == "stored"
    assert filestore.get(centre.files, photo) == content


async def test_a_photo_that_a_restore_lost_is_asked_of_who_added_it_also_when_another_named_it_first(
    phone_of: GivePhone, centre: Centre, restored: Centre, tmp_path: Path
) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    record = rt.note()
    await rt.round()
    backup(centre, tmp_path / "all.lorong")
    content = a_picture(1, 9 * KB)
    await add_photo(rt, record, content)
    await rt.round()
    await lurah.round()
    photo = lurah.values(record)["photos/again"]
    lurah.rewrite(record, **{"photos/again": photo | {"caption": "Lubang kompos"}})
    await lurah.round()

    restore(restored, tmp_path / "all.lorong")
    for phone in (lurah, rt):
        phone.connect(restored)
        await phone.round()
        await phone.round()

    assert filestore.get(restored.files, photo["sha256"]) == content
    assert told(rt, photo["sha256"])["state"] == "stored"


async def test_what_nobody_else_may_have_is_asked_for_before_the_photos_of_others(
    phone_of: GivePhone, centre: Centre
) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    for phone in (rt, lurah):
        phone.session.set_wifi_only(True)
        phone.network.is_metered = True
    theirs = await note_with(rt, *(a_picture(number, 9 * KB) for number in range(5)))
    await rt.round()
    await lurah.round()
    ((record, _),) = lurah.session.tables.table(RECORDS).items()
    named = {path: value for path, value in lurah.values(record).items() if path.startswith("photos/")}
    lurah.rewrite(record, **{path: value | {"caption": "Kompos"} for path, value in named.items()})
    (own,) = await note_with(lurah, a_picture(9, 9 * KB))
    await lurah.round()

    with centre.database.read() as connection:
        wanted = [item.sha256 for item in pull._wanted(connection, lurah.session.person)]

    assert wanted[0] == own
    assert sorted(wanted[1:]) == sorted(theirs)
