"""Photos on the device: whole or not at all, and only what a backup of the centre holds makes room."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.device.ports import ShrunkPhoto
from mobile.kept_photos import PHOTO_ROOM_BYTES
from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import Account
from mobile.store.errors import StoreFull
from mobile.store.shelves import Shelves
from sync.client.incoming import take_wanted
from sync.client.tables import CURSORS, FILES, INDEXES
from sync.protocol.messages import SyncReply
from tests.support.memory_file import MemoryDisk
from tests.support.notes import KELURAHAN, a_photo, a_view, accept, an_id, draft, refuse, save
from tests.support.sessions import FakeClock, FakeNetwork, MemoryShelf, a_session, pulled, unreachable

SHRUNK = ShrunkPhoto(b"a photo of compost", b"small", None, None)
USES = ("typed", "waiting", "kept", "not accepted", "pulled")


def held(session: Session) -> dict[str, bytes]:
    shelf = session.files
    assert isinstance(shelf, MemoryShelf)
    return shelf.files


def shelf_of(session: Session) -> MemoryShelf:
    assert isinstance(session.files, MemoryShelf)
    return session.files


def giving(content: bytes) -> Callable[[httpx.Request], httpx.Response]:
    """A centre that has this photo."""
    return lambda _: httpx.Response(200, content=content, headers={"Lorong-Protocol": "1"})


def safe_until(session: Session, safe: int) -> None:
    document = {"cursor": "", "reached": 9, "total": "0", "safe": safe}
    session.tables.table(CURSORS).put(KELURAHAN, document)


def asked_again(session: Session, reached: int) -> None:
    """The reply to a round in which nothing was new."""
    reply = SyncReply([], [], {}, {KELURAHAN: reached}, {KELURAHAN: ""}, [], {}, {}, "e", "", False)
    take_wanted(session.tables, reply)


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def on_disk(session: Session, record: str, content: bytes, **facts: Any) -> str:
    """A file that lies on the device in that state."""
    sha256 = name_of(content)
    document = {"record": record, "role": "photo", "type": "image/jpeg", "size": len(content), "state": "kept"}
    session.tables.table(FILES).put(sha256, document | {"added_at": ""} | facts)
    held(session)[sha256] = content
    return sha256


def used_as(session: Session, use: str, number: int, sha256: str) -> None:
    """A record of this phone that shows the photo: being typed, sent or not."""
    record, photo = an_id(number), {"photos/p": a_photo(sha256)}
    if use == "typed":
        draft(session.tables, record, also=photo)
    elif use == "pulled":
        pulled(session, a_view(record, also=photo))
    else:
        change = save(session.tables, 1000 + number, record, also=photo)
        if use == "kept":
            accept(session.tables, change, seq=number)
        elif use == "not accepted":
            refuse(session.tables, change)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(USES),
            st.sampled_from(["photo", "preview"]),
            st.sampled_from(["kept", "refused", "stored"]),
            st.integers(0, 9),
        ),
        max_size=8,
    ),
    st.integers(0, 9),
)
async def test_only_full_photos_that_are_backed_up_and_not_needed_here_are_ever_freed(
    photos: list[tuple[str, str, str, int]], safe: int
) -> None:
    session = a_session()
    safe_until(session, safe)
    must_stay = set()
    for number, (use, role, state, stored_at) in enumerate(photos):
        content = f"photo {number}".encode()
        pulled(session, a_view(an_id(number)))
        sha256 = on_disk(session, an_id(number), content, role=role, state=state, stored_at=stored_at)
        used_as(session, use, number, sha256)
        if use != "pulled" or role != "photo" or state != "stored" or stored_at >= safe:
            must_stay.add(sha256)

    await session.free_photos()

    assert set(held(session)) == must_stay


async def test_a_freed_photo_is_fetched_when_it_is_opened_and_can_be_freed_again() -> None:
    content = b"a photo of compost"
    session = a_session(answer=giving(content))
    pulled(session, a_view(an_id(1), also={"photos/p": a_photo(name_of(content))}))
    safe_until(session, 9)
    sha256 = on_disk(session, an_id(1), content, state="stored", stored_at=5)
    await session.free_photos()
    assert (held(session), session.spare_photos()) == ({}, {})

    opened = await session.photo(sha256)

    assert opened == content
    assert session.spare_photos() == {sha256: len(content)}


async def test_a_reviewers_copy_of_a_photo_can_be_freed_when_a_backup_holds_it() -> None:
    content = b"a photo of compost"
    session = a_session("kecamatan", "73.71.13", answer=giving(content))
    sha256 = name_of(content)
    pulled(session, a_view(an_id(1), also={"photos/p": a_photo(sha256)}))
    safe_until(session, 9)

    await session.photo(sha256, an_id(1))
    asked_again(session, 10)
    safe_until(session, 10)
    before = session.spare_photos()
    safe_until(session, 11)

    assert before == {}
    assert session.spare_photos() == {sha256: len(content)}


@pytest.mark.parametrize(
    ("content", "named_as", "role"),
    [(b"a photo", "sha256", "photo"), (b"a preview", "preview", "preview"), (b"%PDF-1.7", "sha256", "document")],
)
async def test_whatever_is_fetched_stands_in_the_table_of_files_with_its_record(
    content: bytes, named_as: str, role: str
) -> None:
    session = a_session("kecamatan", "73.71.13", answer=giving(content))
    sha256 = name_of(content)
    pulled(session, a_view(an_id(1), also={"photos/p": {"sha256": "a" * 64, named_as: sha256}}))

    await session.photo(sha256, an_id(1))

    row = session.tables.table(FILES).read(sha256)
    assert row is not None
    assert (row["record"], row["role"], row["state"]) == (an_id(1), role, "stored")


async def test_a_photo_from_the_centre_is_shown_and_not_kept_when_there_is_little_room() -> None:
    session = a_session(answer=giving(b"photo"))
    shelf_of(session).room = PHOTO_ROOM_BYTES - 1

    content = await session.photo(name_of(b"photo"), an_id(1))

    assert content == b"photo"
    assert held(session) == {}


async def test_a_photo_whose_preview_finds_no_room_leaves_nothing() -> None:
    session = a_session()
    shelf_of(session).room = len(SHRUNK.content)

    with pytest.raises(StoreFull):
        await session.store_photo(an_id(1), SHRUNK)

    assert held(session) == {}
    assert list(session.tables.table(FILES).items()) == []


def a_full_phone(disk: MemoryDisk) -> Session:
    """A session on a journal that takes as much as it is given room for."""
    account = Account("d", "http://test", an_id(77), "Ibu Contoh", "rt", f"{KELURAHAN}/RW003/RT005", True)
    http = httpx.AsyncClient(base_url="http://test", transport=httpx.MockTransport(unreachable))
    tables = Shelves(disk.open())
    return make_session(account, tables, MemoryShelf(), http, "token", FakeNetwork(), FakeClock())


def fill(disk: MemoryDisk, more_bytes: int = 0) -> None:
    for file in (disk.a, disk.b):
        file.capacity_bytes = file.size_bytes + more_bytes


async def test_a_photo_whose_note_in_the_journal_finds_no_room_leaves_nothing() -> None:
    disk = MemoryDisk(indexes=INDEXES)
    session = a_full_phone(disk)
    fill(disk)

    with pytest.raises(StoreFull):
        await session.store_photo(an_id(1), SHRUNK)

    assert held(session) == {}


async def test_photos_can_be_freed_when_the_journal_takes_no_line_more() -> None:
    disk = MemoryDisk(indexes=INDEXES)
    session = a_full_phone(disk)
    pulled(session, a_view(an_id(1)))
    safe_until(session, 9)
    sha256 = on_disk(session, an_id(1), b"a photo", state="stored", stored_at=5)
    fill(disk)

    with pytest.raises(StoreFull):
        await session.free_photos()
    gone = sha256 not in held(session)
    fill(disk, 10_000)
    await session.free_photos()

    assert gone
    assert session.spare_photos() == {}


@pytest.mark.parametrize("use", USES)
async def test_a_photo_that_another_note_shows_stays_when_it_is_taken_out_of_this_one(use: str) -> None:
    session = a_session()
    sha256 = on_disk(session, an_id(2), SHRUNK.content)
    used_as(session, use, 1, sha256)
    draft(session.tables, an_id(2))

    await session.forget_files([sha256])

    assert held(session) == {sha256: SHRUNK.content}
