"""What is done with the photos of an open note: one at a time, and each step kept before the next.

Where they stand in the record is `path`: photos of a note here, evidence elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft
from mobile.context import Devices
from mobile.device.ports import DeviceError, PickedPhoto, Rectangle, ShrunkPhoto
from mobile.store.errors import StoreError
from mobile.text import CITY_TIME
from sync.domain.records import PHOTOS, entries_below, files_in

_log = logging.getLogger(__name__)


@ft.observable
@dataclass
class PhotoNews:
    """What the photo part of the form says: at work, what the phone could not do, what could not be kept, a photo
    that is not on this phone now, and whether there is too little room for another one."""

    is_busy: bool = False
    trouble: DeviceError | None = None
    not_kept: bool = False
    is_missing: bool = False
    is_full: bool = False


class PhotoWork:
    def __init__(self, draft: Draft, devices: Devices) -> None:
        self.news = PhotoNews()
        self._begun_for, self._devices = draft, devices
        self._blurring = asyncio.Lock()

    @property
    def _draft(self) -> Draft:
        """What takes its time goes where the person writes now: the form may have been left and opened again."""
        return self._begun_for.latest

    @property
    def room(self) -> int:
        """How many more photos the note can hold."""
        held = entries_below(self._draft.copy.values, PHOTOS)
        return max(0, (self._draft.copy.form.field(PHOTOS).max or 0) - len(held))

    def path(self, photo_id: str) -> str:
        return photo_path(photo_id)

    async def look_for_room(self) -> bool:
        """Whether another photo fits; asked before the camera or the gallery opens."""
        self.news.is_full = not await self._draft.session.has_room_for_photo()
        return not self.news.is_full

    async def pick(self) -> None:
        """From the gallery."""
        if not await self.look_for_room():
            return
        self._begin()
        try:
            photos = await self._devices.photo_source.pick()
        except DeviceError as error:
            self.news.trouble, photos = error, []
        self.news.is_busy = False
        await self.add_all(photos)

    async def add_all(self, photos: list[PickedPhoto]) -> None:
        """As many as there is room for, one after the other."""
        for photo in photos[: self.room]:
            await self.add(photo)

    async def add(self, photo: PickedPhoto) -> None:
        """Make it small, keep it, and put it into the note."""
        if not await self.look_for_room():
            return
        with self._at_work("a photo could not be kept"):
            shrunk = await self._devices.photos.shrink(photo.content)
            full, preview = await self._draft.session.store_photo(self._draft.record, shrunk)
            facts = self._facts(photo, shrunk)
            await self._take_in(self._draft.session.make_id(), {"sha256": full, "preview": preview} | facts)
        await self.look_for_room()

    async def whole(self, photo: Mapping[str, Any]) -> bytes | None:
        """The photo in full size; where it is not on this phone and there is no signal, the form says so."""
        self.news.is_missing = False
        try:
            content = await self._draft.session.photo(photo["sha256"], self._draft.record)
        except StoreError:
            _log.exception("a photo could not be read")
            content = None
        self.news.is_missing = content is None
        return content

    async def blur(self, photo_id: str, rectangles: list[Rectangle]) -> None:
        """Only the blurred photo is kept, and not where it was taken away meanwhile. What was blurred before stays
        so: a second time begins with what the first left."""
        async with self._blurring:
            photo = self._draft.value(self.path(photo_id))
            content = await self.whole(photo) if photo else None
            if content:
                await self._blur(photo_id, content, rectangles)

    async def _blur(self, photo_id: str, content: bytes, rectangles: list[Rectangle]) -> None:
        with self._at_work("a blurred photo could not be kept"):
            shrunk = await self._devices.photos.blur(content, rectangles)
            full, preview = await self._draft.session.store_photo(self._draft.record, shrunk)
            blurred = {"sha256": full, "preview": preview, "blurred": True}
            # As it is now: what was said of it meanwhile stays.
            before = self._draft.value(self.path(photo_id))
            if not before:
                await self.forget(blurred)
            elif await self._take_in(photo_id, before | blurred):
                await self.forget(before)

    def say(self, photo_id: str, **facts: Any) -> None:
        """A caption, or who is in it."""
        path = self.path(photo_id)
        self._draft.set(path, self._draft.value(path) | facts)

    def keep(self) -> None:
        """A field was left."""
        self._draft.save()

    def take_away(self, photo_id: str) -> Mapping[str, Any] | None:
        """Out of the note; the files stay until nobody can want it back. None where it was taken away already."""
        photo: Mapping[str, Any] | None = self._draft.value(self.path(photo_id))
        if photo:
            self._put(photo_id, None)
        return photo

    async def put_back(self, photo_id: str, photo: Mapping[str, Any]) -> None:
        """Also where the form was left since. Raises StoreError."""
        await self._take_in(photo_id, photo)

    async def forget(self, photo: Mapping[str, Any]) -> None:
        """Drop the files of a photo that this note no longer shows, unless it was submitted before."""
        if photo in self._draft.copy.base.values():
            return
        try:
            await self._draft.session.forget_files(files_in(photo))
        except StoreError:
            _log.exception("a photo could not be dropped")

    @contextmanager
    def _at_work(self, failed: str) -> Iterator[None]:
        """What goes wrong is said in its place; `failed` is for the log."""
        self._begin()
        try:
            with self._draft.holding():
                yield
        except DeviceError as error:
            self.news.trouble = error
        except StoreError:
            _log.exception(failed)
            self.news.not_kept = True
        finally:
            self.news.is_busy = False

    async def _take_in(self, photo_id: str, photo: Mapping[str, Any]) -> bool:
        """Into the note, also where its form was left meanwhile. Nothing is kept for a note that is gone."""
        is_in = self._draft.adopt(self.path(photo_id), photo)
        if not is_in:
            await self.forget(photo)
        return is_in

    def _begin(self) -> None:
        self.news.is_busy, self.news.trouble, self.news.not_kept, self.news.is_missing = True, None, False, False

    def _put(self, photo_id: str, photo: Mapping[str, Any] | None) -> None:
        self._draft.set(self.path(photo_id), photo)
        self._draft.save()
        self._draft.refresh()

    def _facts(self, photo: PickedPhoto, shrunk: ShrunkPhoto) -> dict[str, Any]:
        """Camera: by the clock, where the phone is. Gallery: what the photo itself says."""
        if photo.source == "camera":
            now = datetime.fromtimestamp(self._draft.session.clock.now_ms() / 1000, CITY_TIME)
            shrunk = replace(shrunk, taken_at=now.strftime("%Y-%m-%dT%H:%M:%S"), point=self._draft.value("point"))
        point = shrunk.point
        facts = {"source": photo.source, "taken_at": shrunk.taken_at, "point": point}
        accuracy_m = (point or {}).get("accuracy_m")
        return facts | ({} if accuracy_m is None else {"accuracy_m": accuracy_m})


def photo_path(photo_id: str) -> str:
    return f"{PHOTOS}/{photo_id}"
