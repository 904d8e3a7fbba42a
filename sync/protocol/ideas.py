"""The messages by which a resident without an account files an idea and follows it."""

from __future__ import annotations

from dataclasses import dataclass

from sync.protocol.messages import Receipt

MAX_PERSON_NAME = 80
MAX_PHONE = 20
MIN_PURPOSE, MAX_PURPOSE = 5, 200


@dataclass(frozen=True, slots=True)
class Contact:
    """A resident's name and phone, given so that somebody may ask; `consent` is theirs, and is true."""

    name: str
    phone: str
    consent: bool


@dataclass(frozen=True, slots=True)
class IdeaRequest:
    """`id` is the record's, a UUIDv7 of the sender's making, and `secret` six Crockford letters of its own: sent
    again with the same, the same idea is answered. `area` is the kelurahan; `joins` what the idea supports."""

    id: str
    secret: str
    area: str
    title: str
    text: str
    theme: str | None = None
    about_office: bool = False
    joins: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class IdeaReply:
    """`tracking` is `number` and the secret: whoever knows it speaks for the idea."""

    tracking: str
    number: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class IdeaStep:
    """One thing that happened: `what` is a status, `answered` or `appealed`; `by` the role that did it.

    `reason` is the question, the answer or the ground; `question` has the id that an answer names; `on` is the day
    of which a step speaks.
    """

    what: str
    at: str
    by: str
    reason: str | None = None
    office: str | None = None
    question: str | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class PublicLink:
    """Something published that the idea led or was joined to, and the kelurahan it is in."""

    id: str
    kind: str
    title: str
    area: str


@dataclass(frozen=True, slots=True)
class IdeaView:
    """What the tracking number shows. `question` is the one that waits for an answer."""

    number: str
    area: str
    status: str
    title: str
    text: str
    steps: list[IdeaStep]
    links: list[PublicLink]
    photos: int
    has_contact: bool
    may_appeal: bool
    is_above_kelurahan: bool
    receipt: Receipt
    question: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """`id` is of the sender's making, so that a repeat counts once; `question` as IdeaView names it."""

    id: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class AppealRequest:
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """`given_at` is when the resident agreed."""

    name: str
    phone: str
    given_at: str
