"""What is done with evidence: a photo, a PDF or a link is kept on the device and put in its place."""

from __future__ import annotations

from typing import Any

from mobile.components.fields.draft import Draft
from mobile.context import Devices
from mobile.device.ports import DeviceError
from mobile.screens.photo_work import PhotoWork
from sync.domain.growing import is_secure_link
from sync.domain.records import entries_below
from sync.protocol.limits import MAX_FILE_BYTES

MOST_PROOFS = 10
"""For one level of one indicator; more would not be looked at."""
_PDF = b"%PDF-"


class ProofWork(PhotoWork):
    """`below` is where entries of its own are added, as `evidence/sid20`; without it a document fills a field."""

    def __init__(self, draft: Draft, devices: Devices, below: str = "") -> None:
        super().__init__(draft, devices)
        self._below = below

    @property
    def room(self) -> int:
        return max(0, MOST_PROOFS - len(entries_below(self._draft.copy.values, self._below)))

    def path(self, photo_id: str) -> str:
        return f"{self._below}/{photo_id}" if self._below else photo_id

    async def pick_document(self, place: str = "") -> None:
        """A PDF from the phone's files, for the field at `place` or as an entry of its own."""
        if not await self.look_for_room():
            return
        self._begin()
        try:
            content = await self._devices.exchange.pick(MAX_FILE_BYTES)
        except DeviceError as error:
            self.news.trouble, content = error, None
        self.news.is_busy = False
        if content is not None:
            await self.add_document(content, place)

    async def add_document(self, content: bytes, place: str = "") -> None:
        with self._at_work("a document could not be kept"):
            _check(content)
            sha256 = await self._draft.session.store_document(self._draft.record, content)
            await self._take_in(place or self._draft.session.make_id(), {"sha256": sha256})

    def add_link(self, link: str) -> bool:
        """False for what is no link that can be opened safely."""
        scheme, mark, rest = link.strip().partition("://")
        # Phones begin what is typed with a capital.
        found = f"{scheme.lower()}{mark}{rest}"
        if not is_secure_link(found):
            return False
        self._put(self._draft.session.make_id(), {"link": found})
        return True

    def say(self, photo_id: str, **facts: Any) -> None:
        """What the document says of itself; what is empty is not said, and nothing of what was taken away."""
        path = self.path(photo_id)
        held = self._draft.value(path)
        if held:
            self._draft.set(path, {key: each for key, each in (held | facts).items() if each})

    def _facts(self, *_: object) -> dict[str, Any]:
        """A piece of evidence says by itself of what day it is."""
        return {}


def _check(content: bytes) -> None:
    if len(content) > MAX_FILE_BYTES:
        raise DeviceError("too_large")
    if not content.startswith(_PDF):
        raise DeviceError("not_a_pdf")
