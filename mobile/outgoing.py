"""Every item of *Kiriman* as it truly stands: what needs the person, what waits for what, what has arrived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mobile.growing_parts import screen_for
from mobile.measures import title_of
from mobile.routes import GROW
from mobile.session import Session
from sync.client import sending
from sync.client.answering import is_step_change
from sync.client.cards import Chip, Moment, waiting_chip
from sync.client.tables import OUTBOX, REFUSED, Document
from sync.domain.lifecycle import Status
from sync.domain.planning import are_lines
from sync.domain.records import ANSWERS, COMMENTS, REVIEWS, STEPS, family, is_decision, is_guarded
from sync.domain.rights import may_edit

_EXACT = frozenset({"not_wholly"})
"""Codes of a single field that say what to do better than the code of the whole change."""


@dataclass(frozen=True, slots=True)
class WaitingPhoto:
    """`waits_for`: carried, note, sending, signal, wifi, battery, next_try, turn. `place` counts from 1.

    `sent_bytes` is how much of it the centre said it has, `error` why the last try ended.
    """

    place: int
    size_bytes: int
    waits_for: str
    tries: int = 0
    sent_bytes: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record with changes that have no receipt, photos that the centre does not have, or both."""

    record: str
    title: str
    kinds: tuple[str, ...]
    chip: Chip | None
    photos: tuple[WaitingPhoto, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A record of which something was not accepted. `codes` say why, the first being the cause of the others.

    `mends`: correct or complete (*Betulkan*), decide (*Putuskan lagi*) or look, by what this person may do.
    """

    record: str
    title: str
    codes: tuple[str, ...]
    mends: str
    has_changes: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """An accepted change that is still kept. `is_double`: it left a field with two values."""

    change: str
    record: str
    title: str
    kind: str
    received: str
    seq: int
    link: str
    is_double: bool


def kind_of(edits: Mapping[str, Any], seen: int) -> str:
    """What a change is, for people: decision, withdrawal, new, correction, comment, answer or edit."""
    families = {family(path) for path in edits}
    if families & {REVIEWS, STEPS}:
        return "decision"
    if ANSWERS in families and families <= {ANSWERS, "status"} and edits.get("status") == Status.READ:
        return "answer"
    status = edits.get("status")
    if status == Status.WITHDRAWN:
        return "withdrawal"
    if status is not None:
        return "correction" if seen else "new"
    for name, kind in ((COMMENTS, "comment"), (ANSWERS, "answer")):
        if families == {name}:
            return kind
    return "edit"


def _kind(document: Document) -> str:
    return kind_of(document["change"]["set"], document["change"]["seen"])


def _title(session: Session, record: str) -> str:
    state = session.record(record)
    return title_of(session, state) if state else ""


# What needs the person


def refused(session: Session) -> list[Refused]:
    """Newest record first."""
    return [_refused(session, record) for record in sorted(session.records.kept().refused, reverse=True)]


def cause(document: Document) -> str:
    """The code of what was not accepted; where a field tells it more exactly, that of the field."""
    code, fields = str(document.get("code") or ""), document.get("fields") or {}
    return next((each for each in fields.values() if each in _EXACT), code)


def _refused(session: Session, record: str) -> Refused:
    answers = sorted(session.tables.table(REFUSED).matching("record", record), key=lambda pair: pair[0])
    found = [cause(document) for _, document in answers]
    found += [f"photo_{document.get('error', '')}" for document in _refused_photos(session, record)]
    mends = _mends(session, record, [document for _, document in answers])
    return Refused(record, _title(session, record), tuple(dict.fromkeys(found)), mends, bool(answers))


def _refused_photos(session: Session, record: str) -> Iterable[Document]:
    files = sending.files_to_send(session.tables)
    return (document for _, document in files if document["record"] == record and document["state"] == "refused")


def _mends(session: Session, record: str, answers: list[Document]) -> str:
    if any(is_decision(document["change"]["set"]) for document in answers):
        return "decide"
    if any(is_step_change(document["change"]["set"]) for document in answers) or _are_marks(answers):
        # A step with a resident's idea is taken again where the idea is read, a mark where the record is.
        return "look"
    if answers and all(are_lines(document["change"]["set"]) for document in answers):
        # Lines of plans and money are corrected where they are read.
        return "look"
    state = session.record(record)
    if state is None or not may_edit(session.person, state.ownership):
        return "look"
    paths = (path for document in answers for path in document["change"]["set"])
    return "complete" if screen_for(state.kind, paths) == GROW else "correct"


def _are_marks(answers: list[Document]) -> bool:
    """Whether there are no words to correct."""
    return bool(answers) and all(is_guarded(path) for document in answers for path in document["change"]["set"])


# What waits


def waiting(session: Session) -> list[Waiting]:
    """In the order in which it goes: oldest change first, then records of which only photos wait."""
    kept = session.records.kept()
    photos = _photos_by_record(session)
    records = [kept.waiting[change] for change in sorted(kept.waiting)]
    return [_waiting(session, record, photos.get(record, [])) for record in dict.fromkeys([*records, *photos])]


def _photos_by_record(session: Session) -> dict[str, list[tuple[str, Document]]]:
    found: dict[str, list[tuple[str, Document]]] = {}
    for sha256, document in sending.files_to_send(session.tables):
        if document["state"] == "kept" and document["role"] != "preview":
            found.setdefault(document["record"], []).append((sha256, document))
    return found


def _waiting(session: Session, record: str, photos: list[tuple[str, Document]]) -> Waiting:
    changes = [(key, document) for key, document in session.changes(record) if "seq" not in document]
    again = any(document.get("again") for _, document in session.changes(record))
    kinds = dict.fromkeys([_kind(document) for _, document in changes] + (["again"] if again else []))
    engine, network = session.engine.state, session.network
    moment = Moment(session.clock.now_ms(), engine.in_batch, network.is_up)
    chip = waiting_chip(changes, moment) if changes else None
    ordered = sorted(photos, key=lambda pair: pair[1]["added_at"])
    rows = [
        _photo(place, document, _photo_waits_for(session, sha256, document, bool(changes)))
        for place, (sha256, document) in enumerate(ordered, start=1)
    ]
    return Waiting(record, _title(session, record), tuple(kinds), chip, tuple(rows))


def _photo(place: int, document: Document, waits_for: str) -> WaitingPhoto:
    tries, sent, error = document.get("tries", 0), document.get("sent", 0), document.get("error", "")
    return WaitingPhoto(place, document["size"], waits_for, tries, sent, error)


def _photo_waits_for(session: Session, sha256: str, document: Document, note_waits: bool) -> str:
    photos_wait_for = session.engine.state.photos_wait_for(session.network)
    reasons = (
        ("sending", sha256 in session.engine.state.in_batch),
        ("carried", bool(document.get("carried"))),
        ("note", note_waits),
        ("signal", not session.network.is_up),
        (photos_wait_for, bool(photos_wait_for)),
        ("next_try", document.get("tries", 0) > 0),
    )
    return next((reason for reason, holds in reasons if holds), "turn")


# What has arrived


def sent(session: Session) -> list[Sent]:
    """Newest receipt first. What a backup of the centre holds is no longer kept here."""
    answered = [
        (key, doc) for key, doc in session.tables.table(OUTBOX).items() if "seq" in doc and not doc.get("again")
    ]
    found = [_sent(session, key, document) for key, document in answered]
    return sorted(found, key=lambda item: (item.received, item.change), reverse=True)


def _sent(session: Session, change: str, document: Document) -> Sent:
    receipt = document["receipt"]
    title = str(document["change"]["set"].get("title") or "") or _title(session, document["record"])
    return Sent(
        change,
        document["record"],
        title,
        _kind(document),
        document["received"],
        document["seq"],
        receipt.get("link") or "",
        receipt["status"] == "conflicted",
    )
