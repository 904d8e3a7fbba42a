"""Messages about the city's partners, the help that is offered, and the board of the lab."""

from __future__ import annotations

from dataclasses import dataclass

from sync.protocol.ideas import Contact

LEAST_DAYS, MOST_DAYS = 1, 366
MOST_LINKS = 50
"""That a partner has open at once."""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner as everybody may choose it: the organisation and nothing of a person. `until` is the last day of
    its agreement, empty without one."""

    id: str
    title: str
    helix: str
    part: str
    until: str


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """What changed in the city's list since the cursor that was given; `gone` are those that were taken off it.
    With `anew` the list begins again."""

    partners: list[PartnerLine]
    gone: list[str]
    cursor: str
    more: bool
    anew: bool


@dataclass(frozen=True, slots=True)
class PartnerLink:
    """A link by which a partner reads. Its address is shown once, when it is made."""

    id: str
    made_at: str
    expires_at: str
    revoked_at: str | None = None


@dataclass(frozen=True, slots=True)
class PartnerLinks:
    links: list[PartnerLink]


@dataclass(frozen=True, slots=True)
class NewLink:
    """For how many days it opens. With an `id` of the sender's making (UUIDv7) the same again is the same link."""

    days: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class MadeLink:
    """`path` is the page at this centre that the link opens."""

    link: PartnerLink
    path: str


@dataclass(frozen=True, slots=True)
class OfferRequest:
    """Help that somebody without an account offers for a need of a published record. `id` and `secret` are as in
    IdeaRequest."""

    id: str
    secret: str
    record: str
    need: str
    text: str
    helix: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A record that the lab took up. `proofs` are those that are there; `since` is when the card came to its
    column."""

    id: str
    kind: str
    number: str
    title: str
    area: str
    stage: str
    helps: str
    next_date: str
    since: str
    proofs: list[str]


@dataclass(frozen=True, slots=True)
class Board:
    """In the order of the columns, then of areas, the newest first within one. With `is_cut` there are more cards
    than these, of records that were noted earlier."""

    cards: list[BoardCard]
    is_cut: bool = False
