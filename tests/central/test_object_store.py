"""What the centre asks of a file store holds in memory, in a folder and on a running SeaweedFS."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from obstore.store import MemoryStore, ObjectStore

from sync.central import filestore, pieces
from sync.central.answer import Centre
from sync.central.filestore import open_store
from sync.domain.people import Role
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.centres import Speaker, http_to
from tests.support.tus import Sender, a_photo, name_of, note_naming, objects_in

PHOTO = a_photo(150_000)
NAME = name_of(PHOTO)


@pytest.fixture(params=["memory", "folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "memory":
        return MemoryStore()
    if request.param == "folder":
        return open_store(f"file://{tmp_path / 'files'}")
    return open_store(f"{request.getfixturevalue('s3_server')}/{tmp_path.name}")


def test_what_was_put_is_got(store: ObjectStore) -> None:
    filestore.put(store, NAME, PHOTO)

    assert filestore.get(store, NAME) == PHOTO
    assert filestore.size_of(store, NAME) == len(PHOTO)


def test_what_was_never_put_is_not_there(store: ObjectStore) -> None:
    assert filestore.get(store, NAME) is None
    assert filestore.size_of(store, NAME) is None


def test_put_twice_it_is_there_once(store: ObjectStore) -> None:
    filestore.put(store, NAME, PHOTO)
    filestore.put(store, NAME, PHOTO)

    assert filestore.get(store, NAME) == PHOTO
    assert len(objects_in(store, NAME[:2])) == 1


def test_pieces_join_in_their_order(store: ObjectStore) -> None:
    ends = [0, 10, 70_000, 140_000, len(PHOTO)]
    piece: int | None = 0
    for start, end in itertools.pairwise(ends):
        assert piece is not None
        piece = pieces.append(store, NAME, piece, start, PHOTO[start:end])

    assert pieces.joined(store, NAME, len(PHOTO)) == PHOTO


def test_a_piece_that_was_written_and_not_recorded_is_written_over(store: ObjectStore) -> None:
    pieces.append(store, NAME, 0, 0, PHOTO[:100])
    pieces.append(store, NAME, 0, 100, b"lost" * 50)

    piece = pieces.append(store, NAME, 0, 100, PHOTO[100:200])

    assert piece == 0
    assert pieces.joined(store, NAME, 200) == PHOTO[:200]


def test_pieces_that_are_gone_are_told(store: ObjectStore) -> None:
    pieces.append(store, NAME, 0, 0, PHOTO[:100])

    pieces.delete(store, NAME)

    assert pieces.joined(store, NAME, 100) is None
    assert pieces.append(store, NAME, 0, 100, PHOTO[100:200]) is None
    assert objects_in(store) == []


def test_deleting_the_pieces_of_one_upload_leaves_the_others(store: ObjectStore) -> None:
    other = a_photo(500, seed=2)
    pieces.append(store, NAME, 0, 0, PHOTO[:100])
    pieces.append(store, name_of(other), 0, 0, other)

    pieces.delete(store, NAME)

    assert pieces.joined(store, name_of(other), len(other)) == other


@pytest.fixture
async def rt(centre: Centre, store: ObjectStore, enrol: Enrol) -> AsyncIterator[Speaker]:
    stocked = replace(centre, files=store)
    async with http_to(stocked) as http:
        yield replace(enrol(Role.RT), centre=stocked, http=http)


async def test_a_photo_goes_in_in_pieces_and_comes_out_whole(rt: Speaker) -> None:
    await note_naming(rt, PHOTO)
    sender = Sender(rt, PHOTO)

    assert (await sender.announce(first=70_000)).status_code == 201
    assert (await sender.send(70_000)).status_code == 204

    assert (await sender.fetch()).content == PHOTO
    assert objects_in(rt.centre.files) == []


async def test_a_store_that_is_away_makes_the_phone_wait_and_not_give_up(rt: Speaker, tmp_path: Path) -> None:
    await note_naming(rt, PHOTO)
    (tmp_path / "away").mkdir()
    store = open_store(f"file://{tmp_path / 'away'}")
    (tmp_path / "away").rmdir()
    (tmp_path / "away").write_text("a file where the folder was")

    async with http_to(replace(rt.centre, files=store)) as away:
        answer = await Sender(replace(rt, http=away), PHOTO).announce(first=len(PHOTO))

    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert str(tmp_path) not in answer.text


@pytest.mark.usefixtures("s3_server")
def test_a_server_that_does_not_answer_is_busy_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    store = open_store("s3://lorong/away")

    with pytest.raises(Problem) as caught:
        filestore.get(store, NAME)

    assert caught.value.code is Code.BUSY
