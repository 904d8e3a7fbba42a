"""Photos of a note that take their time: what is done meanwhile, and where its form is left."""

from __future__ import annotations

import asyncio

import flet as ft
import pytest

from mobile.session import Session
from mobile.store.errors import StoreFull
from sync.domain.records import PHOTOS
from tests.mobile.screens.officer import PHOTO, an_officer, fill_in
from tests.mobile.screens.photos_page import (
    open_again,
    photos,
    photos_of_nobody,
    until_left,
    with_a_photo_at_work,
    with_a_photo_being_blurred,
)
from tests.support.sessions import FakePhotoSource, SlowPhotos


async def test_a_photo_that_was_taken_away_can_be_put_back_when_its_form_was_left() -> None:
    officer = await an_officer(until_left, source=FakePhotoSource(photos=[PHOTO]))
    await fill_in(officer)
    await officer.press("Pilih foto")
    before = photos(officer)

    await officer.press("Hapus foto")
    officer.app.phase = "elsewhere"
    await officer.settle()
    await officer.undo()
    await officer.let_pass()

    assert photos(officer) == before
    assert photos_of_nobody(officer) == set()


async def test_the_files_of_a_photo_go_when_it_could_not_be_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreFull("no room")

    officer = await an_officer(until_left, source=FakePhotoSource(photos=[PHOTO]))
    await fill_in(officer)
    await officer.press("Pilih foto")
    await officer.press("Hapus foto")
    officer.app.phase = "elsewhere"
    await officer.settle()

    monkeypatch.setattr(Session, "keep", full)
    await officer.undo()
    await officer.let_pass()

    assert officer.app.save_failed
    assert photos_of_nobody(officer) == set()


async def test_a_note_is_not_submitted_while_a_photo_is_made_small_and_then_with_the_photo() -> None:
    slow = SlowPhotos()
    officer, picking = await with_a_photo_at_work(slow)

    assert officer.button("Menunggu foto atau berkas …").disabled
    assert officer.button("Hapus draf").disabled
    slow.may_go_on.set()
    await picking
    await officer.press("Ajukan")

    assert [path for path in officer.sent[0] if path.startswith(PHOTOS)]


async def test_a_photo_that_is_still_made_small_is_in_the_draft_when_its_form_was_left() -> None:
    slow = SlowPhotos()
    officer, picking = await with_a_photo_at_work(slow)

    officer.app.phase = "elsewhere"
    await officer.settle()
    slow.may_go_on.set()
    await picking

    assert officer.shows("Beranda")
    assert len(photos(officer)) == 1
    assert photos_of_nobody(officer) == set()


async def test_a_draft_that_was_opened_again_waits_for_a_photo_and_is_submitted_with_it() -> None:
    slow = SlowPhotos()
    officer, picking = await with_a_photo_at_work(slow)

    await open_again(officer)
    waits = officer.button("Menunggu foto atau berkas …").disabled
    slow.may_go_on.set()
    await picking
    shown = officer.shows("Foto 1")
    await officer.press("Ajukan")

    assert waits
    assert shown
    assert [path for path in officer.sent[0] if path.startswith(PHOTOS)]


async def test_a_photo_that_was_taken_away_can_be_put_back_when_its_draft_was_opened_again() -> None:
    officer = await an_officer(until_left, source=FakePhotoSource(photos=[PHOTO]))
    await fill_in(officer)
    await officer.press("Pilih foto")
    before = photos(officer)

    await officer.press("Hapus foto")
    await open_again(officer)
    await officer.undo()
    await officer.let_pass()
    await officer.type("title", "Teba kompos Lorong 5")

    assert photos(officer) == before
    assert photos_of_nobody(officer) == set()


async def test_what_is_said_of_a_photo_that_is_blurred_in_a_draft_that_was_opened_again_is_kept() -> None:
    officer, key, slow, blurring = await with_a_photo_being_blurred()

    await open_again(officer)
    await officer.choose(f"{key}=child")
    slow.may_go_on.set()
    await blurring
    await officer.type("title", "Teba kompos Lorong 5")

    photo = photos(officer)[key]
    assert (photo["people"], photo["blurred"]) == ("child", True)
    assert photos_of_nobody(officer) == set()


async def test_both_blurs_stay_when_the_second_was_drawn_while_the_first_was_made() -> None:
    officer, key, slow, blurring = await with_a_photo_being_blurred()

    await officer.press("Samarkan")
    again = asyncio.create_task(officer.press("Samarkan semuanya"))
    await officer.settle()
    slow.may_go_on.set()
    await asyncio.gather(blurring, again)
    await officer.settle()

    content = await officer.lorong.photo(photos(officer)[key]["sha256"], next(iter(photos(officer))))
    assert content is not None
    assert content.endswith(b" blurred blurred")
    assert photos_of_nobody(officer) == set()


async def test_what_is_said_of_a_photo_while_it_is_blurred_is_kept() -> None:
    officer, key, slow, blurring = await with_a_photo_being_blurred()

    await officer.choose(f"{key}=child")
    await officer.type(f"{key}.caption", "Lubang teba")
    slow.may_go_on.set()
    await blurring

    photo = photos(officer)[key]
    assert (photo["people"], photo["caption"], photo["blurred"]) == ("child", "Lubang teba", True)
    assert photos_of_nobody(officer) == set()


async def test_a_photo_that_is_taken_away_while_it_is_blurred_stays_away_and_can_be_put_back() -> None:
    officer, key, slow, blurring = await with_a_photo_being_blurred()
    before = photos(officer)

    await officer.press("Hapus foto")
    slow.may_go_on.set()
    await blurring
    gone = photos(officer)
    await officer.undo()
    await officer.let_pass()

    assert gone == {}
    assert photos(officer) == before
    assert await officer.lorong.files.read(before[key]["sha256"]) == PHOTO.content
    assert photos_of_nobody(officer) == set()


async def test_a_photo_that_two_taps_took_away_can_be_put_back() -> None:
    officer = await an_officer(until_left, source=FakePhotoSource(photos=[PHOTO]))
    await fill_in(officer)
    await officer.press("Pilih foto")
    before = photos(officer)
    button = officer.button("Hapus foto")

    await asyncio.gather(*(officer.session.dispatch_event(button._i, "click", None) for _ in range(2)))
    await officer.settle()
    bars = len(officer.find(ft.SnackBar))
    await officer.undo()

    assert bars == 1
    assert photos(officer) == before
