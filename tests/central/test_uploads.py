"""Files in pieces, over HTTP: on SQLite with a folder, and on PostgreSQL with S3."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, event, select

from sync.central import filestore, pieces, uploads
from sync.central.accept import Caller, accept, or_raise, prepare
from sync.central.answer import Centre
from sync.central.database import Database
from sync.central.people import iso
from sync.central.tables import file_references
from sync.central.tables import uploads as upload_rows
from sync.central.unnamed_files import drop_unnamed
from sync.domain.people import Role
from sync.protocol.limits import MAX_FILE_BYTES
from sync.protocol.problems import Code, Problem
from tests.central.test_lock_order import how_many_wait
from tests.conftest import Enrol
from tests.support.centres import RAPPOCINI, Speaker, a_note
from tests.support.clock import StandingClock
from tests.support.tus import Sender, a_photo, assert_problem, name_of, note_naming, objects_in, shown

PHOTO = a_photo()
HALF = len(PHOTO) // 2


@pytest.fixture
def rt(enrol: Enrol) -> Speaker:
    return enrol(Role.RT)


@pytest.fixture
async def sender(rt: Speaker) -> Sender:
    await note_naming(rt, PHOTO)
    return Sender(rt, PHOTO)


async def wanted(who: Speaker) -> dict[str, int]:
    return {item.sha256: item.offset for item in (await who.sync()).wanted_files}


async def assert_is_stored(sender: Sender) -> None:
    assert (await sender.fetch()).content == sender.content
    assert await sender.offset() == len(sender.content)
    assert name_of(sender.content) not in await wanted(sender.who)
    assert nothing_is_left(sender.who.centre)


def nothing_is_left(centre: Centre) -> bool:
    with centre.database.read() as connection:
        return not objects_in(centre.files) and not connection.execute(select(upload_rows)).all()


# Going on


async def test_a_file_that_came_in_pieces_is_stored_with_its_last_byte(sender: Sender) -> None:
    announced = await sender.announce()
    first = await sender.send(0, HALF)
    before = await sender.fetch()
    last = await sender.send(HALF)

    assert (announced.status_code, announced.headers["Location"]) == (201, sender.address)
    assert announced.headers["Upload-Offset"] == "0"
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(HALF))
    assert before.status_code == 404
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(PHOTO)))
    await assert_is_stored(sender)


async def test_the_reply_to_a_sync_tells_how_much_of_a_file_is_there(sender: Sender) -> None:
    await sender.announce()
    await sender.send(0, 70_000)

    assert (await wanted(sender.who))[name_of(PHOTO)] == 70_000


async def test_the_offset_is_told_and_not_kept_by_anybody_between(sender: Sender) -> None:
    await sender.announce(first=1000)

    told = await sender.ask()

    assert (told.status_code, told.headers["Cache-Control"]) == (200, "no-store")
    assert (told.headers["Upload-Offset"], told.headers["Upload-Length"]) == ("1000", str(len(PHOTO)))


async def test_a_file_that_was_not_announced_is_not_there(sender: Sender) -> None:
    assert (await sender.ask()).status_code == 404
    assert_problem(await sender.send(0), Code.NOT_FOUND)


async def test_a_small_file_goes_with_its_announcement(sender: Sender) -> None:
    sent = await sender.announce(first=len(PHOTO))

    assert (sent.status_code, sent.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    await assert_is_stored(sender)


async def test_announcing_again_keeps_what_is_there_and_takes_no_second_beginning(sender: Sender) -> None:
    await sender.announce(first=HALF)

    again = await sender.announce(first=HALF)

    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(HALF))
    await sender.send(HALF)
    await assert_is_stored(sender)


async def test_a_hash_announced_with_another_length_begins_again(sender: Sender) -> None:
    await sender.announce(first=HALF, headers={"Upload-Length": str(len(PHOTO) + 1)})

    assert (await sender.announce()).headers["Upload-Offset"] == "0"
    assert objects_in(sender.who.centre.files) == []
    await sender.send(0)
    await assert_is_stored(sender)


async def test_another_person_on_another_instance_goes_on_where_the_first_stopped(
    sender: Sender, enrol: Enrol, database_url: str
) -> None:
    centre = sender.who.centre
    await sender.announce(first=HALF)
    other = replace(centre, database=Database(database_url))
    lurah = enrol(Role.KELURAHAN)

    uploads.append(other, Caller(lurah.person, lurah.device), name_of(PHOTO), HALF, PHOTO[HALF:])

    other.database.close()
    await assert_is_stored(sender)


# Cuts


@pytest.mark.parametrize("end", [HALF, HALF + 1, HALF + 70_001, len(PHOTO) - 1])
async def test_what_came_of_a_body_that_was_cut_is_kept(sender: Sender, end: int) -> None:
    await sender.announce(first=HALF)

    await sender.send_cut("PATCH", HALF, end)

    assert await sender.offset() == end
    await sender.send(end)
    await assert_is_stored(sender)


async def test_what_came_of_an_announcement_that_was_cut_is_kept(sender: Sender) -> None:
    await sender.send_cut("POST", 0, 12_345)

    assert await sender.offset() == 12_345


async def test_a_reply_that_was_lost_costs_one_question(sender: Sender) -> None:
    await sender.announce()
    await sender.send(0)

    again = await sender.send(0)

    assert_problem(again, Code.UPLOAD_OFFSET)
    assert again.headers["Upload-Offset"] == str(len(PHOTO))
    assert (await sender.send(len(PHOTO))).status_code == 204


@pytest.mark.parametrize("offset", [0, 999, 1001])
async def test_a_piece_for_another_byte_is_refused_with_the_right_one(sender: Sender, offset: int) -> None:
    await sender.announce(first=1000)

    refused = await sender.send(offset)

    assert_problem(refused, Code.UPLOAD_OFFSET)
    assert refused.headers["Upload-Offset"] == "1000"
    assert await sender.offset() == 1000


async def test_of_pieces_for_one_byte_that_come_at_once_one_is_taken(sender: Sender) -> None:
    centre, caller = sender.who.centre, Caller(sender.who.person, sender.who.device)
    await sender.announce()

    def send(size: int) -> int | None:
        try:
            return uploads.append(centre, caller, name_of(PHOTO), 0, PHOTO[:size]).offset
        except Problem as problem:
            told.append((problem.code, int(problem.headers["Upload-Offset"])))
            return None

    told: list[tuple[Code, int]] = []
    with ThreadPoolExecutor(6) as pool:
        taken = [offset for offset in pool.map(send, range(1000, 7000, 1000)) if offset]

    assert len(taken) == 1
    assert told == [(Code.UPLOAD_OFFSET, taken[0])] * 5
    await sender.send(taken[0])
    await assert_is_stored(sender)


async def test_many_drops_become_few_objects(sender: Sender) -> None:
    centre, caller = sender.who.centre, Caller(sender.who.person, sender.who.device)
    await sender.announce()

    for at in range(0, 150_000, 3000):
        uploads.append(centre, caller, name_of(PHOTO), at, PHOTO[at : at + 3000])

    assert len(objects_in(centre.files)) == 3
    await sender.send(150_000)
    await assert_is_stored(sender)


# What is not kept


async def test_bytes_of_another_file_are_thrown_away_with_the_last_one(sender: Sender) -> None:
    other = Sender(sender.who, a_photo(seed=2), name=name_of(PHOTO))
    await other.announce(first=HALF)

    assert_problem(await other.send(HALF), Code.WRONG_HASH)

    assert (await sender.ask()).status_code == 404
    assert (await wanted(sender.who))[name_of(PHOTO)] == 0
    assert nothing_is_left(sender.who.centre)
    await sender.announce(first=len(PHOTO))
    await assert_is_stored(sender)


async def test_a_file_that_is_no_image_is_thrown_away_with_its_last_byte(rt: Speaker) -> None:
    page = Sender(rt, b"<html>bukan gambar</html>" * 10)
    await note_naming(rt, page.content)

    assert_problem(await page.announce(first=len(page.content)), Code.WRONG_TYPE)

    assert nothing_is_left(rt.centre)


async def test_an_upload_is_dropped_with_its_bytes_when_nobody_went_on_with_it(
    sender: Sender, clock: StandingClock
) -> None:
    await sender.announce(first=HALF)
    other = Sender(sender.who, a_photo(seed=2))
    await note_naming(sender.who, other.content)
    clock.move(seconds=1)
    between = iso(clock())
    clock.move(seconds=1)
    await other.announce()

    assert uploads.drop_abandoned(sender.who.centre, between) == 1

    assert (await sender.ask()).status_code == 404
    assert objects_in(sender.who.centre.files) == []
    assert await other.offset() == 0


async def test_a_file_sent_whole_needs_its_pieces_no_more(sender: Sender) -> None:
    await sender.announce(first=HALF)

    plain = {"Authorization": f"Bearer {sender.who.token}"}
    sent = await sender.who.http.post(sender.address, content=PHOTO, headers=plain)

    assert sent.status_code == 201
    await assert_is_stored(sender)


@pytest.mark.parametrize(
    ("size", "code"), [(MAX_FILE_BYTES + 1, Code.TOO_LARGE), (0, Code.BAD_UPLOAD)], ids=["over", "empty"]
)
async def test_a_file_over_or_under_the_limits_is_not_begun(sender: Sender, size: int, code: Code) -> None:
    assert_problem(await sender.announce(headers={"Upload-Length": str(size)}), code)
    assert (await sender.ask()).status_code == 404


async def test_more_bytes_than_announced_are_refused(sender: Sender) -> None:
    await sender.announce(headers={"Upload-Length": "1000"})

    assert_problem(await sender.send(0, 1001), Code.BAD_UPLOAD)


# Who may


async def test_a_file_that_no_record_of_the_sender_names_is_not_taken_piece_by_piece(
    sender: Sender, enrol: Enrol
) -> None:
    reviewer = Sender(enrol(Role.KECAMATAN, RAPPOCINI), PHOTO)
    await sender.announce(first=HALF)

    assert_problem(await reviewer.announce(), Code.FORBIDDEN)
    assert_problem(await reviewer.send(HALF), Code.FORBIDDEN)
    assert (await reviewer.ask()).status_code == 403
    assert await sender.offset() == HALF


async def test_a_stored_file_is_not_asked_for_from_somebody_who_may_read_it(sender: Sender, enrol: Enrol) -> None:
    await sender.announce(first=len(PHOTO))
    reviewer = Sender(enrol(Role.KECAMATAN, RAPPOCINI), PHOTO)
    stranger = Sender(enrol(Role.KECAMATAN, "73.71.01"), PHOTO)

    told = await reviewer.announce(first=HALF)

    assert (told.status_code, told.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert_problem(await stranger.announce(), Code.FORBIDDEN)
    assert (await stranger.ask()).status_code == 403


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_waits_for_the_row_of_a_file_hears_that_it_was_stored_meanwhile(
    centre: Centre, sender: Sender
) -> None:
    """SQLite has one writer, so nothing happens meanwhile."""
    caller, sha256 = Caller(sender.who.person, sender.who.device), name_of(PHOTO)
    uploads.begin(centre, caller, sha256, len(PHOTO))
    uploads.append(centre, caller, sha256, 0, PHOTO[:HALF])

    stored: list[str] = []

    def store_first(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM uploads" in statement and not stored:
            stored.append(sha256)
            uploads.store_file(centre, caller, sha256, PHOTO)

    event.listen(centre.database.engine, "before_cursor_execute", store_first)
    with pytest.raises(Problem) as problem:
        uploads.append(centre, caller, sha256, HALF, PHOTO[HALF:])

    assert problem.value.code is Code.UPLOAD_OFFSET
    assert problem.value.headers["Upload-Offset"] == str(len(PHOTO))


# Erased on the way


def erase(centre: Centre) -> None:
    """No record names any file any more."""
    with centre.database.write() as connection:
        connection.execute(delete(file_references))
    drop_unnamed(centre)


def putting(monkeypatch: pytest.MonkeyPatch, *steps: Callable[..., object]) -> None:
    """The file store takes long, and this happens meanwhile, in which `filestore.put` is the putting itself."""

    def slowly(*arguments: Any) -> None:
        monkeypatch.undo()
        for step in steps:
            step(*(arguments if step is filestore.put else ()))

    monkeypatch.setattr(filestore, "put", slowly)


async def test_a_photo_that_arrives_while_its_record_is_erased_leaves_nothing_in_the_store(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = sender.who.centre
    putting(monkeypatch, lambda: erase(centre), filestore.put)

    assert_problem(await sender.announce(first=len(PHOTO)), Code.FORBIDDEN)

    assert objects_in(centre.files, "") == []
    assert nothing_is_left(centre)


async def test_a_photo_whose_bytes_were_erased_before_it_was_named_again_is_asked_for(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, caller = sender.who.centre, Caller(sender.who.person, sender.who.device)

    def named_again() -> None:
        change = prepare(sender.who.change_of(sender.who.make_id(), a_note(**{"photos/p1": shown(PHOTO)})))
        with centre.database.write() as connection:
            or_raise(accept(connection, caller, [change], iso(centre.clock()), centre.make_salt)[0])

    putting(monkeypatch, filestore.put, lambda: erase(centre), named_again)

    assert_problem(await sender.announce(first=len(PHOTO)), Code.BUSY)

    assert name_of(PHOTO) in await wanted(sender.who)
    await sender.announce(first=len(PHOTO))
    await assert_is_stored(sender)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_piece_that_is_written_while_its_record_is_erased_goes_too(sender: Sender) -> None:
    centre, sha256 = sender.who.centre, name_of(PHOTO)
    await sender.announce(first=HALF)
    row = select(upload_rows).where(upload_rows.c.sha256 == sha256)

    with ThreadPoolExecutor(1) as pool:
        with centre.database.write() as connection:
            connection.execute(row.with_for_update())
            done = pool.submit(erase, centre)
            while how_many_wait(centre) < 1:
                assert not done.done()
            pieces.append(centre.files, sha256, HALF, HALF, PHOTO[HALF:])
        done.result()

    assert objects_in(centre.files, "") == []
