"""Offices and their areas, and who may list people and move records: the tables, walked."""

from __future__ import annotations

import itertools

import pytest

from sync.domain.areas import AreaCode
from sync.domain.lifecycle import LEFT_AS, Status, may_leave
from sync.domain.people import Person, Role, serves
from sync.domain.records import Kind
from sync.domain.rights import may_list_people, may_transfer

PLACES = {
    "city": "73.71",
    "kecamatan": "73.71.13",
    "kelurahan": "73.71.13.1002",
    "rw": "73.71.13.1002/RW003",
    "rt": "73.71.13.1002/RW003/RT002",
}
SERVE = {
    Role.RT: {"rt"},
    Role.RW: {"rw"},
    Role.UMKM: {"kelurahan", "rw", "rt"},
    Role.KELURAHAN: {"kelurahan"},
    Role.KECAMATAN: {"kecamatan"},
    Role.KOTA: {"city"},
    Role.PIMPINAN: {"city", "kecamatan"},
    Role.AUDITOR: {"city"},
    Role.RESIDENT: set(),
}
LISTS = {Role.KELURAHAN: "kelurahan", Role.KECAMATAN: "kecamatan", Role.KOTA: "city"}


def person(role: Role, place: str) -> Person:
    return Person("somebody", "Contoh", role, AreaCode(PLACES[place]))


@pytest.mark.parametrize(("role", "level"), list(itertools.product(Role, PLACES)))
def test_each_role_serves_its_kind_of_area(role: Role, level: str) -> None:
    area = AreaCode(PLACES[level])

    assert area.level == level
    assert serves(role, area) == (level in SERVE[role])


@pytest.mark.parametrize("role", Role)
def test_people_are_listed_by_those_who_enrol_in_their_own_area(role: Role) -> None:
    who = person(role, LISTS.get(role, "city"))

    assert may_list_people(who, AreaCode(PLACES["rt"])) == (role in LISTS)
    assert not may_list_people(who, AreaCode("73.72.01.1001"))


@pytest.mark.parametrize("role", Role)
def test_a_record_is_moved_by_those_whose_area_holds_both_kelurahan(role: Role) -> None:
    who = person(role, LISTS.get(role, "city"))

    assert may_transfer(who, "73.71.13.1002", "73.71.13.1001") == (role in (Role.KECAMATAN, Role.KOTA))
    assert may_transfer(who, "73.71.13.1002", "73.71.01.1001") == (role is Role.KOTA)


@pytest.mark.parametrize(("kind", "status"), list(itertools.product(Kind, Status)))
def test_a_record_leaves_only_before_others_rely_on_it(kind: Kind, status: Status) -> None:
    open_ones = {Status.SUBMITTED, Status.REVISION, Status.RETURNED, Status.LISTED}

    assert may_leave(kind, status) == (kind in LEFT_AS and status in open_ones)
