"""*Catat* with photos: on the phone of an RT, with a camera or a gallery, and left while one is made small."""

from __future__ import annotations

import asyncio
from typing import Any

import flet as ft

from mobile.context import use_app
from mobile.screens.note import NoteScreen
from sync.domain.records import PHOTOS
from tests.mobile.screens.officer import PHOTO, Officer, an_officer, fill_in, noting
from tests.support.sessions import FakePhotoSource, SlowPhotos

LENS = {"name": "0", "lens_direction": "back", "sensor_orientation": 90, "lens_type": "wide"}


def photos(officer: Officer) -> dict[str, Any]:
    """The photos in the draft, by id."""
    nothing: dict[str, Any] = {"values": {}}
    values = next(iter(officer.drafts.values()), nothing)["values"]
    return {path.partition("/")[2]: value for path, value in values.items() if path.startswith(PHOTOS) and value}


async def with_a_photo(**options: Any) -> Officer:
    officer = await noting(source=FakePhotoSource(photos=[PHOTO]), **options)
    await officer.press("Pilih foto")
    return officer


async def with_a_camera(**options: Any) -> Officer:
    officer = await noting(source=FakePhotoSource(has_camera=True, photos=[PHOTO]), **options)
    officer.client.answers |= {"get_available_cameras": [LENS], "take_picture": b"from the lens"}
    return officer


@ft.component
def until_left() -> ft.Control:
    """*Catat*, until the person goes elsewhere, or opens the draft that `phase` names."""
    phase = use_app().phase
    return ft.Text("Beranda") if phase == "elsewhere" else NoteScreen("new" if phase == "ready" else phase)


async def open_again(officer: Officer) -> None:
    """Back, and into the draft again."""
    (record,) = officer.drafts
    for phase in ("elsewhere", record):
        officer.app.phase = phase
        await officer.settle()


def photos_of_nobody(officer: Officer) -> set[str]:
    files = {name for name, _ in officer.lorong.tables.table("files").items()}
    return files - {photo[key] for photo in photos(officer).values() for key in ("sha256", "preview")}


async def with_a_photo_at_work(photos: SlowPhotos) -> tuple[Officer, asyncio.Task[None]]:
    source = FakePhotoSource(photos=[PHOTO])
    officer = await an_officer(until_left, source=source, photos=photos)
    await fill_in(officer)
    picking = asyncio.create_task(officer.press("Pilih foto"))
    await officer.until(lambda: officer.shows("Mengecilkan foto …"))
    return officer, picking


async def with_a_photo_being_blurred() -> tuple[Officer, str, SlowPhotos, asyncio.Task[None]]:
    """The note holds it; the whole photo is being blurred until the photos may go on."""
    slow = SlowPhotos()
    slow.may_go_on.set()
    officer = await an_officer(until_left, source=FakePhotoSource(photos=[PHOTO]), photos=slow)
    await fill_in(officer)
    await officer.press("Pilih foto")
    (key,) = photos(officer)
    slow.may_go_on.clear()
    await officer.press("Samarkan")
    blurring = asyncio.create_task(officer.press("Samarkan semuanya"))
    await officer.until(lambda: officer.shows("Mengecilkan foto …"))
    await officer.emit(officer.get(ft.AlertDialog), "dismiss")
    return officer, key, slow, blurring
