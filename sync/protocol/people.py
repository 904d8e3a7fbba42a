"""The messages about people, their devices, and UMKM that ask to be admitted.

What makes something carries an id that the caller made, so that a repeat after a lost reply is harmless.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.protocol.messages import DeviceInfo, EnrolReply, Holding

MAX_NAME = 120
MIN_CONTACT, MAX_CONTACT = 5, 80
MAX_REASON = 500
DEFAULT_PEOPLE, MAX_PEOPLE = 100, 200
MAX_SHEET = 1000
"""People on one PDF that is asked for over the network; the command line has no limit."""
MAX_FAULTS = 200
"""Lines of a roster that are named in one reply; `wrong` counts all of them."""

WAITING, ADMITTED, DECLINED = "waiting", "admitted", "declined"
"""What became of a registration."""


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """One enrolled phone, to help its owner. `holding` is what it last said it holds unsent, None when it never
    said so; `last_contact` is exact to the hour."""

    id: str
    name: str
    platform: str
    app_version: str
    enrolled_at: str
    last_contact: str | None = None
    holding: Holding | None = None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody in office, with the devices that were not switched off.

    `term_ends` is the last day of office (2031-12-31). `code_until` is set while a code waits to be used.
    `may_change` says whether the caller may change this person and their devices; `ended_at` is set only in the
    reply that ended the term.
    """

    id: str
    name: str
    role: str
    area: str
    devices: list[DeviceEntry]
    may_change: bool
    term_ends: str | None = None
    code_until: str | None = None
    ended_at: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleReply:
    """In order of area and name. `after` asks for the next page; None at the end."""

    people: list[PersonEntry]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """`id` is a UUID that the caller made: the same message again adds nobody, and gives another code."""

    id: str
    name: str
    role: str
    area: str
    term_ends: str | None = None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What is to be different; what is None stays. `term_ends` is a date, or "" for a term without an end."""

    name: str | None = None
    area: str | None = None
    term_ends: str | None = None


@dataclass(frozen=True, slots=True)
class NewCode:
    """`lost` names the devices to be switched off in the same step: the phone that was lost or sold."""

    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CodeReply:
    """The code is told this once. `link` is what the QR holds: it opens the app with the code."""

    person: PersonEntry
    code: str
    link: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """A PDF of cards with a fresh code for everybody in the area without a device whom the caller may enrol."""

    area: str


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with one line of a roster, in Indonesian. The first line of the file is 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class RosterReply:
    """`known` were there before, with the same name, role and area. With any `wrong` line nothing was changed."""

    added: int
    known: int
    wrong: int
    faults: list[LineFault]


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """A UMKM asks to be admitted. `id` (UUIDv7) and `secret` (43 letters of base64) are made by the device, so
    that the same message again is harmless, and keeps them: they fetch the answer.

    `lorong` is the alley as people call it, `theme` a theme of the quick form, `nib` 13 digits or empty.
    """

    id: str
    secret: str
    device: DeviceInfo
    business: str
    area: str
    lorong: str
    theme: str
    contact: str
    nib: str = ""


@dataclass(frozen=True, slots=True)
class AskRequest:
    """What became of a registration, asked by the device that holds its secret."""

    secret: str


@dataclass(frozen=True, slots=True)
class RegistrationState:
    """`state` is one of WAITING, ADMITTED, DECLINED (with a reason). `enrolled` is there once it was admitted,
    until its token is first used; after that the device is enrolled like any other."""

    id: str
    state: str
    reason: str = ""
    enrolled: EnrolReply | None = None


@dataclass(frozen=True, slots=True)
class RegistrationEntry:
    """A registration as the officers see it. The contact is asked for by itself, with a purpose."""

    id: str
    business: str
    area: str
    lorong: str
    theme: str
    nib: str
    asked_at: str
    state: str
    has_contact: bool
    reason: str = ""
    decided_at: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class RegistrationsReply:
    """Those that wait the longest first. `after` asks for the next page; None at the end."""

    registrations: list[RegistrationEntry]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """The decision on a registration; a decline needs a reason, which the applicant reads."""

    admit: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """Why somebody opens a contact: it is kept with who and when."""

    purpose: str


@dataclass(frozen=True, slots=True)
class ContactReply:
    contact: str


@dataclass(frozen=True, slots=True)
class TokenReply:
    """The device's next token. The one that asked works until this one is first used; asking again with it gives
    the same, so that a lost reply and a doubled request are harmless."""

    token: str


@dataclass(frozen=True, slots=True)
class HandOverKeyReply:
    """What the device signs hand-overs with. It is another one once the centre's secret was exchanged."""

    handover_key: str


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """A record goes to the kelurahan where it belongs: there it is a new record, with the `id` the caller made."""

    id: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class TransferReply:
    """The new record. The same answer again when the same is asked again."""

    id: str
    area: str


ERASURE_REASONS = ("asked", "consent_withdrawn", "without_consent", "child", "court")
"""Why something is erased (UU 27/2022, articles 8, 9, 43 and 44): a code, since a text may be about a person."""


@dataclass(frozen=True, slots=True)
class EraseRequest:
    """Erase these paths of a record, or, without any, all of it."""

    reason: str
    paths: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EraseReply:
    """How many changes were emptied, and how many files are gone, with those of the record's other half if it was
    moved."""

    changes: int
    files: int


def is_nib(text: str) -> bool:
    """A Nomor Induk Berusaha has thirteen digits."""
    return len(text) == 13 and text.isascii() and text.isdecimal()
