"""A phone with too little room: told before the camera opens, what can be freed, and typing goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import flet as ft
import pytest

from mobile.device.ports import PickedPhoto
from mobile.kept_photos import PHOTO_ROOM_BYTES
from mobile.session import Session
from sync.client.tables import CURSORS, FILES
from sync.domain.records import PHOTOS
from tests.mobile.screens.officer import PHOTO, Officer, noting
from tests.support.notes import KELURAHAN, a_photo, a_view, an_id, file
from tests.support.sessions import FakePhotoSource, MemoryShelf, a_session, pulled

FREE = "Kosongkan 3,4 MB foto yang sudah dicadangkan server kota"
TOO_LITTLE = "Ruang HP kurang dari 20 MB"
LENS = {"name": "0", "lens_direction": "back", "sensor_orientation": 90, "lens_type": "wide"}
OLD = "a" * 64


class Hopeful(MemoryShelf):
    """Tells more room than there is."""

    async def free_bytes(self) -> int | None:
        return None


def shelf_of(session: Session) -> MemoryShelf:
    assert isinstance(session.files, MemoryShelf)
    return session.files


async def on_a_full_phone(**options: Any) -> Officer:
    more = options.pop("prepare", lambda _: None)

    def prepare(session: Session) -> None:
        shelf_of(session).room = PHOTO_ROOM_BYTES - 1
        more(session)

    source = FakePhotoSource(has_camera=True, photos=[PHOTO])
    officer = await noting(source=source, prepare=prepare, **options)
    officer.client.answers |= {"get_available_cameras": [LENS], "take_picture": b"from the lens"}
    return officer


def with_an_old_photo(session: Session) -> None:
    """One that a backup of the centre holds, and one that is still to be sent."""
    pulled(session, a_view(an_id(1), also={"photos/p": a_photo(OLD)}))
    session.tables.table(CURSORS).put(KELURAHAN, {"cursor": "", "reached": 9, "total": "0", "safe": 9})
    file(session.tables, OLD, an_id(1), state="stored", size=3_400_000)
    stored = session.tables.table(FILES).read(OLD) or {}
    session.tables.table(FILES).put(OLD, stored | {"stored_at": 5})
    file(session.tables, "b" * 64, an_id(1))
    shelf_of(session).files |= {OLD: b"x" * 3_400_000, "b" * 64: b"unsent"}


def photos_in(officer: Officer) -> list[Any]:
    copies = [document["values"] for document in officer.drafts.values()]
    return [value for copy in copies for path, value in copy.items() if path.startswith(PHOTOS)]


async def test_it_is_said_before_the_camera_opens_and_the_camera_stays_closed() -> None:
    officer = await on_a_full_phone()
    said = officer.shows(TOO_LITTLE)

    await officer.press("Ambil foto")

    assert said
    assert officer.dialogs == []
    assert officer.shows("Hapus berkas atau aplikasi yang tidak dipakai, lalu coba lagi.")


async def test_the_gallery_is_not_opened_either() -> None:
    officer = await on_a_full_phone()

    await officer.press("Dari galeri")

    assert officer.shows(TOO_LITTLE)
    assert photos_in(officer) == []


async def test_a_picker_that_opens_within_the_tap_is_held_back() -> None:
    source = FakePhotoSource(action=ft.PickFiles(ft.FilePicker()))
    session = a_session()
    shelf_of(session).room = 0
    officer = await noting(source=source, session=session)
    full = officer.button("Pilih foto").action
    shelf_of(session).room = None

    await officer.press("Pilih foto")

    assert full is None
    assert not officer.shows(TOO_LITTLE)
    assert officer.button("Pilih foto").action is not None


async def test_a_note_can_be_typed_and_kept_all_the_same() -> None:
    officer = await on_a_full_phone()

    await officer.type("title", "Teba kompos Lorong 4")

    assert [draft["values"]["title"] for draft in officer.drafts.values()] == ["Teba kompos Lorong 4"]


async def test_what_can_be_freed_is_told_asked_and_freed_and_then_the_camera_opens() -> None:
    officer = await on_a_full_phone(prepare=with_an_old_photo)

    await officer.press(FREE)
    asked = officer.shows("1 foto ukuran penuh (3,4 MB) dihapus dari HP ini.")
    still_there = OLD in shelf_of(officer.lorong).files
    await officer.press("Kosongkan")
    told = officer.shows(TOO_LITTLE)
    await officer.press("Ambil foto")

    assert (asked, still_there, told) == (True, True, False)
    assert list(shelf_of(officer.lorong).files) == ["b" * 64]
    assert len(officer.dialogs) == 1


async def test_nothing_is_freed_when_the_person_says_no() -> None:
    officer = await on_a_full_phone(prepare=with_an_old_photo)

    await officer.press(FREE)
    await officer.press("Batal")

    assert OLD in shelf_of(officer.lorong).files
    assert officer.dialogs == []


async def test_room_that_was_made_elsewhere_is_found_by_trying_again() -> None:
    officer = await on_a_full_phone()
    shelf_of(officer.lorong).room = PHOTO_ROOM_BYTES

    await officer.press("Coba lagi")

    assert not officer.shows(TOO_LITTLE)


async def test_of_several_photos_those_that_fit_are_kept_and_the_person_is_told() -> None:
    many = [PickedPhoto(f"photo {n}".encode() * 1000, "gallery") for n in range(3)]
    session = a_session()
    shelf_of(session).room = PHOTO_ROOM_BYTES + 10_000
    officer = await noting(source=FakePhotoSource(photos=many), session=session)

    await officer.press("Pilih foto")

    assert len(photos_in(officer)) == 2
    assert officer.shows(TOO_LITTLE)


async def test_a_photo_that_the_disk_did_not_take_after_all_is_said_to_be_lost() -> None:
    session = replace(a_session(), files=Hopeful(room=3))
    officer = await noting(source=FakePhotoSource(photos=[PHOTO]), session=session)

    await officer.press("Pilih foto")

    assert officer.shows("Foto belum tersimpan. Ruang HP mungkin penuh.")
    assert photos_in(officer) == []
    assert shelf_of(session).files == {}


@pytest.mark.parametrize("width", [320, 390])
async def test_a_freed_photo_cannot_be_blurred_without_a_signal_and_the_form_says_so(width: float) -> None:
    def prepare(session: Session) -> None:
        photo = {"photos/p": a_photo(OLD, "c" * 64)}
        pulled(session, a_view(an_id(1), author=session.person.id, also=photo))

    officer = await noting(an_id(1), prepare=prepare, width=width)

    await officer.press("Samarkan")

    assert officer.shows("Foto itu tidak ada di HP ini sekarang. Coba lagi saat ada sinyal.")
