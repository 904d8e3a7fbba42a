"""Who may see, write and decide what: the one place that says so, as tables.

A person stands to a record in relations (author, co-author, its kelurahan, its kecamatan, the city);
every right is a set of relations. The phone hides what is not allowed, the centre refuses it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum

from sync.domain.areas import AreaCode
from sync.domain.lifecycle import Act, Status
from sync.domain.people import FIELD_ROLES, OFFICES, Person, Role
from sync.domain.records import ANSWERS, APPEAL, COAUTHORS, COMMENTS, ERASED, STEPS, Kind, family
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
}

RIGHT_TO_WRITE: dict[str, frozenset[Relation]] = {
    COMMENTS: frozenset({R.AUTHOR, R.COAUTHOR, R.NEIGHBOUR, R.KELURAHAN, R.KECAMATAN}),
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
    "nature": frozenset({R.KECAMATAN, R.KOTA}),
    "plane": frozenset({R.KECAMATAN, R.KOTA}),
    STEPS: frozenset({R.KELURAHAN, R.KECAMATAN}),
    APPEAL: frozenset({R.AUTHOR}),
    OBJECTION: frozenset({R.AUTHOR}),
    HEARD: frozenset({R.KOTA}),
    UPDATE: EDIT | {R.KECAMATAN},
    STRATEGIC: frozenset({R.KOTA}),
    FORWARDED: frozenset({R.KECAMATAN, R.KOTA}),
}
"""By path family; every other path is a field of the record and takes EDIT."""

CREATORS: dict[Kind, frozenset[Role]] = {
    Kind.INNOVATION: FIELD_ROLES,
    Kind.ISSUE: FIELD_ROLES,
    Kind.MEASUREMENT: FIELD_ROLES,
    Kind.IDEA: frozenset({Role.RT, Role.RW, Role.KELURAHAN, Role.RESIDENT}),
    Kind.PARTNER: frozenset({Role.KELURAHAN}),
}

RIGHT_TO_SEE_CONTACT = frozenset({R.KELURAHAN, R.KECAMATAN, R.KOTA})
"""Whose contact it is stands beside the record, at the centre only; each view is logged. EDIT may note one."""

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
    return allows_writing(relations(person, record), path)


@functools.lru_cache(4096)
def outside(standing: frozenset[Relation], paths: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the paths that somebody who stands so to the record may not set."""
    return tuple(path for path in paths if path != "status" and not allows_writing(standing, path))


@functools.lru_cache(4096)
def allows_writing(standing: frozenset[Relation], path: str) -> bool:
    """The same of somebody who stands so to the record."""
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
    home = person.area.kelurahan
    return person.role in CREATORS[kind] and home == kelurahan


def may_edit(person: Person, record: Ownership) -> bool:
    return bool(relations(person, record) & EDIT)


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
