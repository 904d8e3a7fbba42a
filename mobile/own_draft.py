"""The working copy behind a resident's open form: kept half a second after a change, and when a field is left.

Name and phone stay in memory until the idea is sent, and with the device's secrets until it has arrived; they are
never in the journal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import flet as ft

from mobile.components.fields.draft import SAVE_AFTER_S, Later, Waiting
from mobile.device.ports import DeviceError, Photos, PickedPhoto
from mobile.resident import Resident
from mobile.store.errors import StoreError
from sync.client import own_idea
from sync.client.own_idea import MOST_PHOTOS, OwnIdea
from sync.protocol.ideas import Contact

_log = logging.getLogger(__name__)


@ft.observable
@dataclass
class OwnRemarks:
    """What the form shows beside the answers. `turn` grows when an answer changed from elsewhere, `contact_turn`
    when name and phone did."""

    faults: dict[str, str] = field(default_factory=dict)
    saved_at: str = ""
    failed: bool = False
    photo_trouble: str = ""
    is_busy: bool = False
    turn: int = 0
    contact_turn: int = 0


class OwnDraft:
    """Change it only in handlers and effects of the page."""

    def __init__(self, resident: Resident, idea: OwnIdea, later: Later) -> None:
        self.idea = idea
        self.name, self.phone, self.consent = "", "", False
        earlier = resident.drafts.get(idea.id)
        self.remarks: OwnRemarks = OwnRemarks(
            saved_at=idea.saved_at, is_busy=bool(earlier and earlier.remarks.is_busy)
        )
        resident.drafts[idea.id] = self
        self._resident, self._later = resident, later
        self._waiting: Waiting | None = None
        self._is_kept, self._is_over, self._is_checked = True, False, False
        self._is_left = self._is_ending = False
        self._is_recalled = not idea.with_contact

    @property
    def _latest(self) -> OwnDraft:
        """Of the form that is open now, where this one's was left and opened again."""
        return self._resident.drafts.get(self.idea.id, self)

    @property
    def contact(self) -> Contact | None:
        """None where nothing was typed: then nothing is asked."""
        typed = self.name.strip() or self.phone.strip()
        return Contact(self.name.strip(), self.phone.strip(), self.consent) if typed else None

    @property
    def room(self) -> int:
        """How many more photos fit."""
        return MOST_PHOTOS - len(self.idea.photos)

    @property
    def may_end(self) -> bool:
        """Whether it can be sent or dropped now: once, and with every photo that was chosen for it."""
        return not (self._is_over or self._is_ending or self.remarks.is_busy)

    def say(self, **values: Any) -> None:
        """An answer that is kept."""
        self.idea = replace(self.idea, **values)
        self._is_kept = False
        self._recheck()
        self._stop_waiting()
        self._waiting = self._later(SAVE_AFTER_S, self.save)

    def say_contact(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self._recheck()

    async def recall(self) -> None:
        """The contact that a refused idea was sent with goes with it again, unless the person says otherwise.
        Raises StoreError."""
        if self._is_recalled:
            return
        held = await self._resident.ideas.contact(self.idea)
        self._is_recalled = True
        if held is not None and self.contact is None:
            self.say_contact(name=held.name, phone=held.phone, consent=held.consent)
            self.remarks.contact_turn += 1

    def save(self) -> bool:
        """Keep what changed now. False when the device could not."""
        self._stop_waiting()
        if self._is_kept or self._is_over:
            return not self.remarks.failed
        try:
            kept = self._resident.ideas.keep(self.idea)
        except StoreError:
            _log.exception("an idea could not be kept")
            self.remarks.failed = True
            return False
        is_masked = kept != replace(self.idea, saved_at=kept.saved_at)
        self.idea, self._is_kept = kept, True
        self.remarks.saved_at, self.remarks.failed = kept.saved_at, False
        if is_masked:
            self.remarks.turn += 1
        return True

    def close(self) -> None:
        self.save()
        self._is_over, self._is_left = True, not self._is_over

    def faults(self) -> dict[str, str]:
        """What is to be put right; from now on shown, and forgotten as soon as it is."""
        self._is_checked = True
        self._recheck()
        return self.remarks.faults

    async def submit(self) -> OwnIdea | None:
        """On its way; None where the device could not keep it. Call without faults."""
        self._stop_waiting()
        self._is_ending = True
        try:
            await self.recall()
            sent = await self._resident.ideas.submit(self.idea, self.contact)
        except StoreError:
            _log.exception("an idea could not be kept")
            self.remarks.failed = True
            return None
        finally:
            self._is_ending = False
        self._is_over, self.idea = True, sent
        self._resident.wake()
        return sent

    async def discard(self) -> None:
        """Raises StoreError."""
        self._stop_waiting()
        self._is_ending = True
        try:
            await self._resident.ideas.discard(self.idea)
        finally:
            self._is_ending = False
        self._is_over = True

    async def add_photos(self, picked: list[PickedPhoto], photos: Photos) -> None:
        for photo in picked[: self.room]:
            await self.add_photo(photo, photos)

    async def add_photo(self, picked: PickedPhoto, photos: Photos) -> None:
        self.remarks.is_busy, self.remarks.photo_trouble = True, ""
        try:
            self._take_in(await self._resident.store_photo(picked, photos))
        except DeviceError as error:
            self.remarks.photo_trouble = error.code
        except StoreError:
            _log.exception("a photo could not be kept")
            self.remarks.photo_trouble = "not_kept"
        finally:
            self.remarks.is_busy = self._latest.remarks.is_busy = False

    def _take_in(self, photo: dict[str, Any]) -> None:
        """Into the idea, also where its form was left meanwhile. Raises StoreError."""
        if self._latest is not self:
            self._latest._take_in(photo)
        elif self._is_left:
            left = self._resident.ideas.find(self.idea.id) or self.idea
            if left.state in (own_idea.DRAFT, own_idea.REFUSED):
                self._resident.ideas.keep(_with_photo(left, photo))
        else:
            self.say(photos=_with_photo(self.idea, photo).photos)
            self.save()

    async def take_away(self, sha256: str) -> None:
        gone = [each for each in self.idea.photos if each["sha256"] == sha256]
        self.say(photos=tuple(each for each in self.idea.photos if each["sha256"] != sha256))
        if self.save():
            await self._forget(gone)

    async def _forget(self, photos: Iterable[dict[str, Any]]) -> None:
        try:
            await self._resident.ideas.forget_files(name for each in photos for name in own_idea.files_of(each))
        except StoreError:
            _log.exception("the files of a photo could not be dropped")

    def _recheck(self) -> None:
        if self._is_checked:
            found = own_idea.faults(self.idea, self.contact)
            if found != self.remarks.faults:
                self.remarks.faults = found

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def _with_photo(idea: OwnIdea, photo: dict[str, Any]) -> OwnIdea:
    others = (each for each in idea.photos if each["sha256"] != photo["sha256"])
    return replace(idea, photos=(*others, photo))


def open_draft(resident: Resident, idea: str, later: Callable[..., Any]) -> OwnDraft | None:
    """The draft, or the refused idea, of that id; a new one for any other word. None once it was sent."""
    found = resident.ideas.find(idea)
    if found is not None and found.state not in (own_idea.DRAFT, own_idea.REFUSED):
        return None
    return OwnDraft(resident, found or resident.ideas.begin(_last_area(resident)), later)


def _last_area(resident: Resident) -> str:
    """Where this person lives has not changed since the last idea."""
    return next((idea.area for idea in resident.ideas.all() if idea.area), "")
