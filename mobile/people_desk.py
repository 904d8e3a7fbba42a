"""What lies on the desk of *Orang & HP*: the people that were asked for, and what was last seen without a signal.

Codes are never kept on a disk: they stay here until the page is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import flet as ft

from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client.errors import SyncError
from sync.client.people import PeopleApi
from sync.client.tables import SETTINGS
from sync.domain import terms
from sync.domain.people import Role
from sync.domain.rights import MAY_ENROL
from sync.protocol import wire
from sync.protocol.people import MAX_NAME, CodeReply, PeopleReply, PersonEntry

_SEEN = "people_seen"
_ORDER = (Role.RT, Role.RW, Role.UMKM, Role.KELURAHAN, Role.KECAMATAN, Role.PIMPINAN, Role.AUDITOR)


@ft.observable
@dataclass
class PeopleDesk:
    """`words` and `ending` narrow the list; `asked` and `after` tell what `people` answer and whether there are
    more. `seen_at` is when the centre said so; `trouble` why it did not say it again."""

    words: str = ""
    ending: bool = False
    asked: str = ""
    people: list[PersonEntry] = field(default_factory=list)
    after: str | None = None
    seen_at: str = ""
    is_busy: bool = False
    trouble: SyncError | None = None
    code: CodeReply | None = None

    def entry(self, person: str) -> PersonEntry | None:
        return next((each for each in self.people if each.id == person), None)

    def put(self, entry: PersonEntry) -> None:
        """What the centre says of one of them now; whoever left is gone, and who is new stands in the order."""
        others = [each for each in self.people if each.id != entry.id]
        gone = entry.ended_at is not None
        self.people = others if gone else sorted([*others, entry], key=lambda each: (each.area, each.name))


def may_keep_people(role: Role) -> bool:
    """Whether this office has the screen at all."""
    return role in MAY_ENROL


def roles_to_add(session: Session) -> list[Role]:
    allowed = MAY_ENROL.get(session.person.role, frozenset())
    return [role for role in _ORDER if role in allowed]


async def load(desk: PeopleDesk, session: Session) -> None:
    """The first page of what is asked for; without a signal what was last seen. Never raises."""
    asked, ending = desk.words.strip()[:MAX_NAME], desk.ending
    desk.is_busy = True
    try:
        reply = await PeopleApi(session.api).people(q=asked, ending=ending)
    except SyncError as error:
        desk.trouble = error
        if not desk.people:
            desk.people, desk.seen_at = last_seen(session)
        return
    finally:
        desk.is_busy = False
    if (asked, ending) == (desk.words.strip()[:MAX_NAME], desk.ending):
        desk.people, desk.after, desk.asked = list(reply.people), reply.after, asked
        desk.seen_at, desk.trouble = session.clock.now_iso(), None
        if not asked and not ending:
            _keep(session, reply, desk.seen_at)


async def load_more(desk: PeopleDesk, session: Session) -> None:
    """The next page. Never raises."""
    after, asked = desk.after, desk.asked
    if after is None or desk.is_busy:
        return
    desk.is_busy = True
    try:
        reply = await PeopleApi(session.api).people(q=asked, ending=desk.ending, after=after)
    except SyncError as error:
        desk.trouble = error
        return
    finally:
        desk.is_busy = False
    if desk.after == after:
        known = {each.id for each in desk.people}
        desk.people = [*desk.people, *(each for each in reply.people if each.id not in known)]
        desk.after, desk.trouble = reply.after, None


def _keep(session: Session, reply: PeopleReply, at: str) -> None:
    # A disk without room costs what would be seen without a signal, nothing else.
    with suppress(StoreError):
        session.tables.table(SETTINGS).put(_SEEN, {"at": at, "reply": wire.write(reply)})


def last_seen(session: Session) -> tuple[list[PersonEntry], str]:
    """The people, and when they were seen; nobody, and nothing, before the first time."""
    kept = session.tables.table(SETTINGS).read(_SEEN)
    if kept is None:
        return [], ""
    try:
        return list(wire.read(PeopleReply, kept["reply"]).people), str(kept["at"])
    except wire.Unreadable:
        return [], ""


def shown(desk: PeopleDesk, now_ms: int) -> list[PersonEntry]:
    """Those among the loaded ones that the words and the filter leave."""
    words = desk.words.casefold().split()
    found: Iterable[PersonEntry] = desk.people
    if words:
        found = (each for each in found if all(word in each.name.casefold() for word in words))
    if desk.ending:
        found = (each for each in found if ends_soon(each, now_ms))
    return list(found)


def ends_soon(entry: PersonEntry, now_ms: int) -> bool:
    return entry.term_ends is not None and entry.term_ends <= terms.soon(_moment(now_ms))


def has_ended(entry: PersonEntry, now_ms: int) -> bool:
    return terms.has_ended(entry.term_ends, _moment(now_ms))


def _moment(now_ms: int) -> datetime:
    return datetime.fromtimestamp(now_ms / 1000, UTC)
