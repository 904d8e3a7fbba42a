"""What lies on the desk of an officer who answers residents' ideas: which one, what is asked, steps that rest.

It outlives the screens. Lists are read from the records; nothing here is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import flet as ft

from mobile.components.place import Place
from mobile.review_desk import Resting
from mobile.session import Session
from sync.client import answering
from sync.client.outbox import REST_MS
from sync.client.replica import RecordState
from sync.client.tables import RECORDS
from sync.domain.forms import form_of
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.domain.likeness import is_alike
from sync.domain.people import Role
from sync.domain.records import GREW_FROM, Kind
from sync.protocol.messages import PersonRef

OFFICES = frozenset({Role.KELURAHAN, Role.KECAMATAN})
"""Those who have the screen *Usulan*."""
CONTACT, GIVE_CONTACT = "contact", "give_contact"
_MOST_ALIKE = 3
_WRITERS = frozenset({Role.RT, Role.RW, Role.KELURAHAN})
"""Whose devices hold the ideas of their kelurahan, so that they can begin what grows from one."""
_ENDED = frozenset({Status.WITHDRAWN, Status.REJECTED, Status.HIDDEN, Status.DECLINED, Status.COMPLAINT})


@ft.observable
@dataclass
class IdeasDesk:
    """`dialog` is a status that is being written, CONTACT or GIVE_CONTACT. `words` are what was typed for it."""

    account: str = ""
    record: str = ""
    dialog: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    resting: tuple[Resting, ...] = ()
    hint: str = ""
    place: Place = field(default_factory=Place)

    def belongs_to(self, account: str) -> None:
        """Cleared when another account sits down."""
        if self.account != account:
            self.account, self.record, self.resting = account, "", ()
            self.opened, self.place = frozenset(), Place()
            self.close()

    def ask(self, dialog: str, words: Mapping[str, str] | None = None) -> None:
        self.dialog, self.words, self.hint = dialog, dict(words or {}), ""

    def close(self) -> None:
        self.dialog, self.words = "", {}

    def say(self, name: str, text: str) -> None:
        self.words = dict(self.words) | {name: text}

    def fold(self, section: str) -> None:
        self.opened ^= {section}

    def rest(self, step: Resting) -> None:
        made_ms = step.until_ms - REST_MS
        self.resting = (*(each for each in self.resting if each.until_ms > made_ms), step)


@dataclass(frozen=True, slots=True)
class IdeaItem:
    """An idea in the list. `news`: a resident's answer or appeal that nobody has replied to."""

    record: str
    title: str
    kelurahan: str
    waits_since: str
    status: str
    news: str
    is_about_office: bool


def lists(session: Session) -> dict[str, list[IdeaItem]]:
    """By whom they wait for (`answering`): waiting ones the oldest first, what is done the newest first."""
    found: dict[str, list[IdeaItem]] = {}
    for record in session.records.ideas():
        state = session.record(record)
        if state is not None and state.status:
            found.setdefault(answering.waits_for(state, session.person), []).append(_item(state))
    for whom, items in found.items():
        items.sort(key=lambda item: (item.waits_since or "9", item.record), reverse=whom == answering.DONE)
    return found


def _item(state: RecordState) -> IdeaItem:
    news = answering.news(state)
    return IdeaItem(
        state.id,
        str(state.values.get("title") or ""),
        state.area,
        answering.waits_since(state),
        str(state.status),
        news.what if news else "",
        bool(state.values.get("about_office")),
    )


def waiting(session: Session) -> list[str]:
    """The ideas that wait for this person, the oldest first."""
    if session.person.role not in OFFICES:
        return []
    return [item.record for item in lists(session).get(answering.MINE, [])]


def owned(session: Session) -> list[str]:
    """Taken-up ideas of which this person is to write the innovation, and has not begun."""
    states = (session.record(record) for record in session.records.ideas())
    named = [state.id for state in states if state and answering.owner(state) == session.person.id]
    if not named:
        return []
    begun = begun_from(session)
    return [record for record in named if record not in begun]


def asked(session: Session) -> list[str]:
    """Ideas that this person noted for a resident, about which an office asks."""
    states = (session.record(record) for record in session.records.ideas())
    mine = (state for state in states if state and state.author == session.person.id)
    return [state.id for state in mine if state.status == Status.ASKED]


def begun_from(session: Session) -> dict[str, str]:
    """The innovation that grew from an idea, submitted or only typed here, by idea."""
    return session.records.grown()


def alike(session: Session, state: RecordState) -> list[str]:
    """Up to three innovations and ideas of this device that speak of the same, the newest first."""
    words = f"{state.values.get('title') or ''} {state.values.get('text') or ''}"
    found = []
    for record in session.records.known():
        other = session.records.listed(record)
        if record == state.id or other.status is None or other.status in _ENDED:
            continue
        if other.kind in (Kind.INNOVATION, Kind.IDEA) and is_alike(words, other.title):
            found.append(record)
        if len(found) == _MOST_ALIKE:
            break
    return found


def target_of(session: Session, text: str) -> str:
    """The record with this number that an idea can be joined to; empty when this device has none."""
    numbers = (record for record in session.records.known() if number_of(record) == text)
    fits = (r for r in numbers if session.records.listed(r).kind in (Kind.INNOVATION, Kind.IDEA))
    return next((r for r in fits if session.records.listed(r).status), "")


def officers(session: Session, kelurahan: str) -> dict[str, PersonRef]:
    """Who of that kelurahan could write an innovation, as far as the records of this device tell, by id."""
    found: dict[str, PersonRef] = {}
    for _, document in session.tables.table(RECORDS).matching("area", kelurahan):
        for source in document["view"]["sources"].values():
            by = source["by"]
            if by["role"] in _WRITERS:
                found[by["id"]] = PersonRef(by["id"], by["name"], by["role"])
    return found


def draft_facts(session: Session, record: str) -> dict[str, Any]:
    """What the draft of an innovation begins with, grown from this idea."""
    state = session.record(record)
    values = state.values if state else {}
    most = form_of(Kind.INNOVATION).field("problem").max
    text = str(values.get("text") or "")[:most]
    facts = {"title": values.get("title"), "problem": text, "theme": values.get("theme")}
    return {path: value for path, value in facts.items() if value} | {f"{GREW_FROM}/{record}": True}
