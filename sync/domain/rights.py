"""Who may see, write and decide what: the one place that says so, as tables.

A person stands to a record in relations (author, co-author, its kelurahan, its kecamatan, the city);
every right is a set of relations. The phone hides what is not allowed, the centre refuses it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum

from sync.domain.areas import AreaCode
from sync.domain.forms import fields_of
from sync.domain.growing import CATALOGUE, KNOWN_AS
from sync.domain.issues import OUTCOME
from sync.domain.lab import LAB
from sync.domain.lifecycle import Act, Status
from sync.domain.needs import MET
from sync.domain.people import FIELD_ROLES, OFFICES, Person, Role
from sync.domain.planning import BUDGET, MONEV, PLANS
from sync.domain.records import (
    ANSWERS,
    APPEAL,
    COAUTHORS,
    COMMENTS,
    CONFIRMED,
    ERASED,
    GRANTED,
    STEPS,
    TRACKS,
    WORKS_WITH,
    Kind,
    family,
)
from sync.domain.side_steps import FORWARDED, HEARD, OBJECTION, STRATEGIC, UPDATE


class Relation(StrEnum):
    AUTHOR = "author"
    COAUTHOR = "coauthor"
    NEIGHBOUR = "neighbour"
    KELURAHAN = "kelurahan"
    KECAMATAN = "kecamatan"
    KOTA = "kota"


R = Relation
EDIT = frozenset({R.AUTHOR, R.COAUTHOR, R.KELURAHAN})
PLAN = frozenset({R.KELURAHAN, R.KECAMATAN, R.KOTA})
"""Plans and money are never asked of RT, RW or UMKM."""

RIGHT_TO_ACT: dict[Act, frozenset[Relation]] = {
    Act.SUBMIT: EDIT,
    Act.WITHDRAW: frozenset({R.AUTHOR}),
    Act.REVIEW: frozenset({R.KECAMATAN}),
    Act.PUBLISH: frozenset({R.KOTA}),
    Act.HIDE: frozenset({R.KECAMATAN, R.KOTA}),
    Act.UNHIDE: frozenset({R.KECAMATAN, R.KOTA}),
    Act.SORT: frozenset({R.KECAMATAN, R.KOTA}),
    Act.HANDLE: frozenset({R.KECAMATAN, R.KOTA}),
    Act.ANSWER_IDEA: frozenset({R.KELURAHAN, R.KECAMATAN}),
    Act.SETTLE_IDEA: frozenset({R.KELURAHAN, R.KECAMATAN}),
    Act.REPLY: frozenset({R.AUTHOR, R.KELURAHAN, R.KECAMATAN}),
    Act.APPEAL: frozenset({R.AUTHOR}),
    Act.ASK_UPDATE: EDIT,
    Act.REVIEW_UPDATE: frozenset({R.KECAMATAN}),
    Act.OBJECT: frozenset({R.AUTHOR}),
    Act.HEAR: frozenset({R.KOTA}),
    Act.MARK_STRATEGIC: frozenset({R.KOTA}),
    Act.FORWARD: frozenset({R.KECAMATAN, R.KOTA}),
    Act.HANDLE_OFFER: frozenset({R.KOTA}),
}

RIGHT_TO_WRITE: dict[str, frozenset[Relation]] = {
    COMMENTS: frozenset({R.AUTHOR, R.COAUTHOR, R.NEIGHBOUR, R.KELURAHAN, R.KECAMATAN, R.KOTA}),
    ANSWERS: EDIT,
    COAUTHORS: frozenset({R.AUTHOR}),
    "acknowledged": frozenset({R.KELURAHAN}),
    "public": frozenset({R.KECAMATAN}),
    "reviews": frozenset({R.KECAMATAN}),
    "published": frozenset({R.KOTA}),
    "hidden": frozenset({R.KECAMATAN, R.KOTA}),
    "moved_to": frozenset(),
    "moved_from": frozenset(),
    ERASED: frozenset(),
    STEPS: frozenset({R.KELURAHAN, R.KECAMATAN, R.KOTA}),
    APPEAL: frozenset({R.AUTHOR}),
    OBJECTION: frozenset({R.AUTHOR}),
    HEARD: frozenset({R.KOTA}),
    UPDATE: EDIT | {R.KECAMATAN},
    STRATEGIC: frozenset({R.KOTA}),
    FORWARDED: frozenset({R.KECAMATAN, R.KOTA}),
    GRANTED: frozenset({R.KOTA}),
    KNOWN_AS: frozenset({R.KOTA}),
    CATALOGUE: EDIT | {R.KOTA},
    CONFIRMED: frozenset({R.KELURAHAN}),
    TRACKS: frozenset({R.KOTA}),
    OUTCOME: frozenset({R.KECAMATAN, R.KOTA}),
    PLANS: PLAN,
    BUDGET: PLAN,
    MONEV: PLAN,
    WORKS_WITH: EDIT | {R.KOTA},
    MET: frozenset({R.KOTA}),
    LAB: frozenset({R.KOTA}),
}
"""By path family. Every other path is a field of the record: its form says who sets it, else it takes EDIT."""

CREATORS: dict[Kind, frozenset[Role]] = {
    Kind.INNOVATION: FIELD_ROLES,
    Kind.ISSUE: FIELD_ROLES,
    Kind.MEASUREMENT: FIELD_ROLES,
    Kind.IDEA: frozenset({Role.RT, Role.RW, Role.KELURAHAN, Role.RESIDENT}),
    Kind.PARTNER: frozenset({Role.KOTA}),
    Kind.OFFER: frozenset({Role.RESIDENT}),
}

RIGHT_TO_SEE_CONTACT = frozenset({R.KELURAHAN, R.KECAMATAN, R.KOTA})
"""Whose contact it is stands beside the record, at the centre only; each view is logged. EDIT may note one."""

RIGHT_TO_TAKE_DOSSIER = frozenset({R.KECAMATAN, R.KOTA})

RESIDENTS_WORDS = frozenset({"title", "text", "joins", "about_office", "photos"})
"""By path family: what nobody else changes in an idea that a resident filed."""

MAY_ENROL: dict[Role, frozenset[Role]] = {
    Role.KELURAHAN: frozenset({Role.RT, Role.RW, Role.UMKM}),
    Role.KECAMATAN: frozenset({Role.RT, Role.RW, Role.UMKM, Role.KELURAHAN}),
    Role.KOTA: OFFICES - {Role.KOTA},
}


@dataclass(frozen=True, slots=True)
class Ownership:
    """What rights need to know of a record."""

    kelurahan: str
    author: str
    coauthors: frozenset[str] = frozenset()
    is_above_kelurahan: bool = False
    status: str | None = None
    kind: str = ""


def relations(person: Person, record: Ownership) -> frozenset[Relation]:
    """How the person stands to the record. A UMKM stands only to its own.

    What concerns the kelurahan's own office is not for the kelurahan to answer.
    """
    found = set()
    if person.id == record.author:
        found.add(R.AUTHOR)
    if person.id in record.coauthors:
        found.add(R.COAUTHOR)
    if person.area.contains(record.kelurahan) and person.role.value in ("kelurahan", "kecamatan", "kota"):
        found.add(Relation(person.role.value))
    if person.role in (Role.RT, Role.RW) and person.area.kelurahan == record.kelurahan:
        found.add(R.NEIGHBOUR)
    if record.is_above_kelurahan:
        found.discard(R.KELURAHAN)
    return frozenset(found)


def may_write(person: Person, record: Ownership, path: str) -> bool:
    """Whether the person may set this path, apart from a status (see may_act)."""
    return allows_writing(relations(person, record), record.kind, path)


@functools.lru_cache(4096)
def outside(standing: frozenset[Relation], kind: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the paths that somebody who stands so to a record of this kind may not set."""
    return tuple(path for path in paths if path != "status" and not allows_writing(standing, kind, path))


@functools.lru_cache(4096)
def allows_writing(standing: frozenset[Relation], kind: str, path: str) -> bool:
    """The same of somebody who stands so to a record of this kind."""
    item = fields_of(kind).get(path)
    if item is not None and item.set_by:
        return not standing.isdisjoint(item.set_by)
    return not standing.isdisjoint(RIGHT_TO_WRITE.get(family(path), EDIT))


def may_act(person: Person, record: Ownership, act: Act) -> bool:
    """Whether the person may take this step. Nobody decides on a record of their own."""
    standing = relations(person, record)
    if act in DECISIONS and standing & {R.AUTHOR, R.COAUTHOR}:
        return False
    return bool(standing & RIGHT_TO_ACT[act])


DECISIONS = frozenset(
    {Act.REVIEW, Act.PUBLISH, Act.SORT, Act.HANDLE, Act.SETTLE_IDEA, Act.REVIEW_UPDATE, Act.HEAR}
)


def may_create(person: Person, kind: Kind, kelurahan: str) -> bool:
    home = person.area.kelurahan or person.area.text
    return person.role in CREATORS[kind] and home == kelurahan


def may_edit(person: Person, record: Ownership) -> bool:
    return bool(relations(person, record) & EDIT)


def may_measure(person: Person, innovation: Ownership, *, from_recap: bool) -> bool:
    """Whether the person may note a result of the innovation; what stands in the puskesmas's recap is the
    kelurahan's to note."""
    return may_edit(person, innovation) and (not from_recap or person.role is Role.KELURAHAN)


def may_fill(person: Person, record: Ownership) -> bool:
    """Whether the form asks this person anything: what an RT is asked, or what kecamatan and kota add to it."""
    standing = relations(person, record)
    return any(allows_writing(standing, record.kind, path) for path in fields_of(record.kind))


def may_enrol(person: Person, role: Role, area: AreaCode) -> bool:
    return role in MAY_ENROL.get(person.role, frozenset()) and person.area.contains(area)


def may_list_people(person: Person, area: AreaCode) -> bool:
    """Whether the person may see who is in office there, with their devices."""
    return person.role in MAY_ENROL and person.area.contains(area)


def may_transfer(person: Person, home: str, to: str) -> bool:
    """Whether the person may move a record from its kelurahan to another: those whose area holds both."""
    return person.role in (Role.KECAMATAN, Role.KOTA) and person.area.contains(home) and person.area.contains(to)


def may_erase(person: Person, home: str) -> bool:
    """Whether the person may erase what a record says of somebody who asked for it (UU 27/2022)."""
    return person.role is Role.KOTA and person.area.contains(home)


def may_take_dossier(person: Person, record: Ownership) -> bool:
    """Whether the person takes along what leaves the office: the files for SIGAP, IGA and KIPP."""
    return bool(relations(person, record) & RIGHT_TO_TAKE_DOSSIER)


def may_read_portfolio(person: Person) -> bool:
    """Whether the person reads the innovations of the city side by side, with score and evidence, and the sheet of
    the city as a whole."""
    return person.role is Role.KOTA


def may_import(person: Person, home: str) -> bool:
    """Whether the person takes in what another system of the city says of records there."""
    return person.role is Role.KOTA and person.area.contains(home)


def may_keep_catalogues(person: Person) -> bool:
    """Whether the person loads the year's catalogues, and answers for those that a colleague loaded."""
    return person.role is Role.KOTA


def may_confirm_catalogue(person: Person, proposed_by: str) -> bool:
    """Four eyes: what every record of the city will be scored by is never one person's doing."""
    return may_keep_catalogues(person) and person.id != proposed_by


def may_withdraw_catalogue(person: Person, proposed_by: str) -> bool:
    return may_keep_catalogues(person) and person.id == proposed_by


def may_see_contact(person: Person, record: Ownership) -> bool:
    return bool(relations(person, record) & RIGHT_TO_SEE_CONTACT)


def may_keep_contact(person: Person, record: Ownership) -> bool:
    """Whether the person may note a contact that a resident gave them."""
    return bool(relations(person, record) & EDIT)


def may_show_business(person: Person, record: Ownership) -> bool:
    """Whether the person may put their business's contact on the record's public page: a UMKM on its own."""
    return person.role is Role.UMKM and person.id == record.author


def holds_stream(person: Person, kelurahan: str) -> bool:
    """Whether the person's device holds this kelurahan's records (the city works through search)."""
    if person.role is Role.KECAMATAN:
        return person.area.contains(kelurahan)
    return person.role in FIELD_ROLES and person.area.kelurahan == kelurahan


def holds_city(person: Person) -> bool:
    """Whether the person's device holds the city's own records: its partners, and the help that was offered."""
    return person.role is Role.KOTA


def may_answer_reports(person: Person, area: str) -> bool:
    """Whether the person answers what readers report of public pages there."""
    return person.role in (Role.KECAMATAN, Role.KOTA) and person.area.contains(area)


def may_read_views(person: Person) -> bool:
    """Whether the person reads who opened personal data, and why."""
    return person.role is Role.AUDITOR


def may_open_masked(person: Person) -> bool:
    """Whether the person may read what is masked for them, with a reason that is written down."""
    return person.role is Role.AUDITOR


def may_audit(person: Person) -> bool:
    """Whether the person may have the history of a record on paper."""
    return person.role in (Role.KOTA, Role.AUDITOR)


def may_keep_partners(person: Person, home: str) -> bool:
    """Whether the person keeps the list of partners and gives them their reading links."""
    return person.role is Role.KOTA and person.area.contains(home)


def may_use_board(person: Person) -> bool:
    """Whether the person sees and moves the cards of *Papan Labinov*."""
    return person.role is Role.KOTA


def may_read_figures(person: Person, area: AreaCode) -> bool:
    """Whether the person may read how an area stands as a whole."""
    is_leading = person.role in (Role.KELURAHAN, Role.KECAMATAN, Role.KOTA, Role.PIMPINAN)
    return is_leading and person.area.contains(area)


APPROVED = frozenset({Status.APPROVED, Status.PUBLISHED, Status.LISTED, Status.HANDLED})
"""What leaders see: records that a reviewer has answered for."""


def may_see(person: Person, record: Ownership) -> bool:
    """Whether the person may read the record, wherever it is read."""
    if person.role in (Role.UMKM, Role.RESIDENT):
        return person.id == record.author or person.id in record.coauthors
    if person.role is Role.PIMPINAN and record.status not in APPROVED:
        return False
    home = person.area.kelurahan or person.area.text
    return AreaCode(home).contains(record.kelurahan)
