"""A resident's own ideas on their device, without an account: kept, sent when there is a way, and followed.

An idea is kept with its id and its secret before anything is sent, so that a lost reply or a restart files it
once. Name and phone lie with the device's secrets, and only until they have arrived or the idea is dropped.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any, Protocol

from sync.client.errors import Refused, SyncError, TooLarge, trouble
from sync.client.own_idea import (
    ANSWER,
    APPEAL,
    ARRIVED,
    GONE,
    KEPT,
    REFUSED,
    SENT,
    WAITING,
    OwnIdea,
    files_of,
)
from sync.client.ports import Clock, FileShelf
from sync.client.residents import ResidentsApi
from sync.client.shelf_reading import Unreadable, read_file
from sync.client.tables import Document, Tables
from sync.client.working import masked
from sync.domain.ideas import OPEN, new_secret
from sync.protocol import wire
from sync.protocol.ideas import AnswerRequest, AppealRequest, Contact, IdeaRequest, IdeaView

IDEAS = "ideas"
"""The resident's own, by id: what was typed, where it stands, and how the centre last told of it."""
_TYPED = ("area", "title", "text", "theme", "about_office")
_log = logging.getLogger(__name__)


class Vault(Protocol):
    """Where a device keeps what nobody else may read."""

    async def read(self, name: str) -> str | None: ...

    async def write(self, name: str, value: str) -> None: ...

    async def delete(self, name: str) -> None: ...


class OwnIdeas:
    def __init__(
        self,
        tables: Tables,
        files: FileShelf,
        vault: Vault,
        api: ResidentsApi,
        clock: Clock,
        make_id: Callable[[], str],
    ) -> None:
        self._tables, self._files, self._vault, self._api = tables, files, vault, api
        self._clock, self._make_id = clock, make_id
        self._turn = asyncio.Lock()

    # On this device

    def all(self) -> list[OwnIdea]:
        """Newest first."""
        found = [_read(document) for _, document in self._tables.table(IDEAS).items()]
        return sorted(found, key=lambda idea: idea.id, reverse=True)

    def find(self, idea: str) -> OwnIdea | None:
        document = self._tables.table(IDEAS).read(idea)
        return _read(document) if document else None

    @property
    def waits(self) -> bool:
        return any(idea.waits for idea in self.all())

    def begin(self, area: str = "") -> OwnIdea:
        """An empty one; nothing is stored until it is kept."""
        return OwnIdea(self._make_id(), new_secret(), area)

    def keep(self, idea: OwnIdea) -> OwnIdea:
        """Autosave of a draft, or of one that was refused. Raises what the store raises."""
        typed = {name: masked(getattr(idea, name)) for name in _TYPED}
        kept = _read(asdict(idea) | typed | {"saved_at": self._clock.now_iso()})
        self._write(kept)
        return kept

    async def discard(self, idea: OwnIdea) -> None:
        """Drop a draft, or one that was refused, with its contact and its photos. Safe to repeat.

        The photos go first: on a full phone they make the room in which the rest is written. The idea itself goes
        last, so that what could not be dropped is still found."""
        await self._drop(_files_in([idea]), [each for each in self.all() if each.id != idea.id])
        await self._vault.delete(_vault_name(idea.id))
        self._tables.table(IDEAS).discard(idea.id)

    async def forget_files(self, names: Iterable[str]) -> None:
        """Drop these, but for those that an idea here still shows or sends. Raises what the store raises."""
        await self._drop(set(names), self.all())

    async def _drop(self, names: set[str], others: Iterable[OwnIdea]) -> None:
        for name in names - _files_in(others):
            await self._files.delete(name)

    async def contact(self, idea: OwnIdea) -> Contact | None:
        """What was given with it and has not arrived yet. Raises what the store raises."""
        held = await self._vault.read(_vault_name(idea.id)) if idea.with_contact else None
        return wire.read(Contact, json.loads(held)) if held else None

    async def submit(self, idea: OwnIdea, contact: Contact | None) -> OwnIdea:
        """On its way. Call without faults. What the centre refused as somebody else's id gets a new one."""
        before = idea.id
        if idea.code == "id_reused":
            idea = _with(idea, id=self._make_id(), secret=new_secret(), former=before)
        if contact is not None:
            await self._vault.write(_vault_name(idea.id), json.dumps(wire.write(contact)))
        else:
            await self._vault.delete(_vault_name(before))
        ready = _with(idea, state=WAITING, code="", with_contact=contact is not None)
        with self._tables.transaction():
            if before != idea.id:
                self._tables.table(IDEAS).discard(before)
            return self.keep(ready)

    def send_again(self, idea: str) -> None:
        """What the centre lost, after the person asked for it: with every photo that it once had."""
        found = self.find(idea)
        if found is not None:
            photos = tuple(each | {"state": KEPT} if each["state"] == ARRIVED else each for each in found.photos)
            self._patch(idea, state=WAITING, told=None, photos=photos)

    def act(self, idea: str, kind: str, *, text: str = "", question: str = "") -> None:
        """ANSWER, APPEAL or WITHDRAW: kept, and sent when there is a way."""
        found = self.find(idea)
        if found is not None:
            act = {"id": self._make_id(), "kind": kind, "question": question, "text": masked(text.strip())}
            self._patch(idea, acts=(*found.acts, act), not_taken=None)

    # To the centre

    async def round(self) -> str:
        """Send what waits, then ask about what is still open. Returns why it ended early (`errors.trouble`), or
        nothing. Raises what the store raises."""
        async with self._turn:
            try:
                for idea in self.all():
                    await self._send(idea)
                for idea in self.all():
                    if idea.state == SENT and (idea.waits or idea.view is None or idea.view.status in OPEN):
                        await self._follow(idea)
            except SyncError as error:
                return trouble(error)
        return ""

    async def follow(self, idea: str) -> str:
        """Ask about this one now."""
        async with self._turn:
            try:
                found = self.find(idea)
                if found is not None and found.state == SENT:
                    await self._follow(found)
            except SyncError as error:
                return trouble(error)
        return ""

    async def _send(self, idea: OwnIdea) -> None:
        if idea.former:
            await self._vault.delete(_vault_name(idea.former))
            self._patch(idea.id, former="")
        if idea.state == WAITING:
            await self._file(idea)
        now = self.find(idea.id)
        if now is not None and now.with_contact and now.state not in (WAITING, REFUSED):
            # Looked at in every round: the app may have been killed between the arrival and this.
            await self._vault.delete(_vault_name(now.id))
            self._patch(now.id, with_contact=False)
        if now is None or now.state != SENT:
            return
        for photo in now.photos:
            if photo["state"] == KEPT:
                await self._send_photo(now, photo["sha256"])
        for act in now.acts:
            await self._send_act(now, act)

    async def _file(self, idea: OwnIdea) -> None:
        try:
            await self._api.file(await self._request(idea))
        except Refused as error:
            self._patch(idea.id, state=REFUSED, code=error.code)
            return
        self._patch(idea.id, state=SENT, code="")

    async def _request(self, idea: OwnIdea) -> IdeaRequest:
        words = idea.area, idea.title.strip(), idea.text.strip(), idea.theme or None, idea.about_office
        return IdeaRequest(idea.id, idea.secret, *words, contact=await self.contact(idea))

    async def _send_photo(self, idea: OwnIdea, sha256: str) -> None:
        state = await self._photo_became(idea, sha256)
        now = self.find(idea.id) or idea
        photos = tuple(each | {"state": state} if each["sha256"] == sha256 else each for each in now.photos)
        self._patch(idea.id, photos=photos)

    async def _photo_became(self, idea: OwnIdea, sha256: str) -> str:
        try:
            content = await read_file(self._files, sha256)
        except Unreadable:
            _log.exception("a resident's photo could not be read; the next round tries again")
            return KEPT
        if content is None:
            return REFUSED
        try:
            self._take(idea.id, await self._api.add_photo(idea.tracking, content))
        except Refused as error:
            # A centre that lost the idea has not judged its photo.
            return KEPT if error.code == "not_found" else REFUSED
        except TooLarge:
            return REFUSED
        return ARRIVED

    async def _send_act(self, idea: OwnIdea, act: Document) -> None:
        not_taken = None
        try:
            self._take(idea.id, await self._say(idea.tracking, act))
        except Refused as error:
            not_taken = dict(act) | {"code": error.code}
        now = self.find(idea.id) or idea
        self._patch(idea.id, acts=tuple(each for each in now.acts if each != act), not_taken=not_taken)

    async def _say(self, tracking: str, act: Document) -> IdeaView:
        if act["kind"] == ANSWER:
            return await self._api.answer(tracking, AnswerRequest(act["id"], act["question"], act["text"]))
        if act["kind"] == APPEAL:
            return await self._api.appeal(tracking, AppealRequest(act["id"], act["text"]))
        return await self._api.withdraw_contact(tracking)

    async def _follow(self, idea: OwnIdea) -> None:
        try:
            self._take(idea.id, await self._api.follow(idea.tracking))
        except Refused:
            self._patch(idea.id, state=GONE)

    def _take(self, idea: str, view: IdeaView) -> None:
        told = wire.write(view)
        found = self.find(idea)
        # Asked often and answered the same: only news is written.
        if found is not None and found.told != told:
            self._patch(idea, told=told, told_at=self._clock.now_iso())

    def _patch(self, idea: str, **facts: Any) -> None:
        """Only these: meanwhile the person may have said something more."""
        found = self.find(idea)
        if found is not None:
            self._write(_with(found, **facts))

    def _write(self, idea: OwnIdea) -> None:
        self._tables.table(IDEAS).put(idea.id, asdict(idea))


def _with(idea: OwnIdea, **facts: Any) -> OwnIdea:
    return _read(asdict(idea) | facts)


def _read(document: Mapping[str, Any]) -> OwnIdea:
    lists = {name: tuple(document.get(name, ())) for name in ("photos", "acts")}
    return OwnIdea(**(dict(document) | lists))


def _files_in(ideas: Iterable[OwnIdea]) -> set[str]:
    return {name for idea in ideas for photo in idea.photos for name in files_of(photo)}


def _vault_name(idea: str) -> str:
    return f"idea:{idea}"
