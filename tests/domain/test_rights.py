"""A walk over every role, area and act: what is not written in the table is not allowed."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from sync.domain.areas import AreaCode
from sync.domain.lifecycle import TRANSITIONS, Act, Status, act_for, decision_for
from sync.domain.people import OFFICES, Person, Role, serves
from sync.domain.records import Kind
from sync.domain.rights import (
    Ownership,
    holds_stream,
    may_act,
    may_create,
    may_edit,
    may_enrol,
    may_keep_contact,
    may_see,
    may_see_contact,
    may_show_business,
    may_write,
)

HOME, ELSEWHERE = "73.71.13.1002", "73.71.01.1001"
AREA_OF = {
    Role.UMKM: "73.71.13.1002",
    Role.RT: "73.71.13.1002/RW003/RT002",
    Role.RW: "73.71.13.1002/RW003",
    Role.KELURAHAN: "73.71.13.1002",
    Role.KECAMATAN: "73.71.13",
    Role.KOTA: "73.71",
    Role.PIMPINAN: "73.71",
    Role.AUDITOR: "73.71",
    Role.RESIDENT: "73.71.13.1002",
}
RECORD = Ownership(HOME, "author", frozenset({"coauthor"}))


def person(role: Role, who: str = "somebody", area: str | None = None) -> Person:
    return Person(who, "Contoh", role, AreaCode(area or AREA_OF[role]))


WHO_ACTS = {
    Act.SUBMIT: {Role.KELURAHAN},
    Act.WITHDRAW: set(),
    Act.REVIEW: {Role.KECAMATAN},
    Act.PUBLISH: {Role.KOTA},
    Act.HIDE: {Role.KECAMATAN, Role.KOTA},
    Act.UNHIDE: {Role.KECAMATAN, Role.KOTA},
    Act.SORT: {Role.KECAMATAN, Role.KOTA},
    Act.HANDLE: {Role.KECAMATAN, Role.KOTA},
    Act.ANSWER_IDEA: {Role.KELURAHAN, Role.KECAMATAN},
    Act.SETTLE_IDEA: {Role.KELURAHAN, Role.KECAMATAN},
    Act.REPLY: {Role.KELURAHAN, Role.KECAMATAN},
    Act.APPEAL: set(),
    Act.ASK_UPDATE: {Role.KELURAHAN},
    Act.REVIEW_UPDATE: {Role.KECAMATAN},
    Act.OBJECT: set(),
    Act.HEAR: {Role.KOTA},
    Act.MARK_STRATEGIC: {Role.KOTA},
    Act.FORWARD: {Role.KECAMATAN, Role.KOTA},
    Act.HANDLE_OFFER: {Role.KOTA},
}


@pytest.mark.parametrize(("role", "act"), list(itertools.product(Role, Act)))
def test_an_act_on_a_strangers_record_belongs_to_the_roles_in_the_table(role: Role, act: Act) -> None:
    assert may_act(person(role), RECORD, act) == (role in WHO_ACTS[act])


@pytest.mark.parametrize(("role", "act"), list(itertools.product(Role, Act)))
def test_nobody_acts_on_a_strangers_record_elsewhere(role: Role, act: Act) -> None:
    elsewhere = person(role, area=AREA_OF[role].replace(AREA_OF[role][:8], ELSEWHERE[:8]))

    assert not may_act(elsewhere, RECORD, act)


def test_nobody_decides_on_a_record_of_their_own() -> None:
    own = person(Role.KECAMATAN, "author")

    assert not may_act(own, RECORD, Act.REVIEW)


def test_author_coauthor_and_kelurahan_edit_and_nobody_else() -> None:
    assert may_edit(person(Role.RT, "author"), RECORD)
    assert may_edit(person(Role.RT, "coauthor"), RECORD)
    assert {role for role in Role if may_edit(person(role), RECORD)} == {Role.KELURAHAN}


def test_guarded_paths_belong_to_those_who_answer_for_them() -> None:
    writers = {
        path: {role for role in Role if may_write(person(role), RECORD, path)}
        for path in ("reviews/r1", "public/p1", "acknowledged", "published", "hidden", "comments/c1", "title")
    }

    assert writers == {
        "reviews/r1": {Role.KECAMATAN},
        "public/p1": {Role.KECAMATAN},
        "acknowledged": {Role.KELURAHAN},
        "published": {Role.KOTA},
        "hidden": {Role.KECAMATAN, Role.KOTA},
        "comments/c1": {Role.RT, Role.RW, Role.KELURAHAN, Role.KECAMATAN, Role.KOTA},
        "title": {Role.KELURAHAN},
    }


def test_steps_of_ideas_and_offers_are_for_officers_and_the_appeal_for_the_author() -> None:
    assert {role for role in Role if may_write(person(role), RECORD, "steps/s1")} == {
        Role.KELURAHAN,
        Role.KECAMATAN,
        Role.KOTA,
    }
    assert not any(may_write(person(role), RECORD, "appeal") for role in Role)
    assert may_write(person(Role.RESIDENT, "author"), RECORD, "appeal")
    assert may_act(person(Role.RESIDENT, "author"), RECORD, Act.APPEAL)
    assert not may_write(person(Role.RESIDENT, "author"), RECORD, "steps/s1")


def test_what_concerns_the_kelurahans_office_is_answered_above_it() -> None:
    about_office = replace(RECORD, is_above_kelurahan=True)

    for act in (Act.ANSWER_IDEA, Act.SETTLE_IDEA):
        assert {role for role in Role if may_act(person(role), about_office, act)} == {Role.KECAMATAN}
    assert not may_see_contact(person(Role.KELURAHAN), about_office)


def test_a_contact_is_seen_by_kelurahan_kecamatan_and_city_and_noted_by_who_edits() -> None:
    assert {role for role in Role if may_see_contact(person(role), RECORD)} == {
        Role.KELURAHAN,
        Role.KECAMATAN,
        Role.KOTA,
    }
    assert {role for role in Role if may_keep_contact(person(role), RECORD)} == {Role.KELURAHAN}
    assert may_keep_contact(person(Role.RT, "author"), RECORD)
    assert not may_see_contact(person(Role.RT, "author"), RECORD)


def test_nobody_is_enrolled_as_a_resident() -> None:
    for role in Role:
        assert not may_enrol(person(role), Role.RESIDENT, AreaCode(HOME))
    assert not any(serves(Role.RESIDENT, AreaCode(area)) for area in AREA_OF.values())


@pytest.mark.parametrize("kind", Kind)
def test_records_are_created_at_home_only(kind: Kind) -> None:
    for role in Role:
        assert not may_create(person(role), kind, ELSEWHERE)
    assert not any(may_create(person(role), kind, HOME) for role in (Role.KECAMATAN, Role.KOTA, Role.AUDITOR))


def test_who_sees_a_record_is_who_answers_for_its_area_and_its_author() -> None:
    approved = replace(RECORD, status="approved")

    assert {role for role in Role if may_see(person(role), approved)} == OFFICES - {Role.UMKM}
    assert may_see(person(Role.UMKM, "author"), RECORD)
    assert not may_see(person(Role.KELURAHAN, area=ELSEWHERE), RECORD)
    assert not may_see(person(Role.PIMPINAN), replace(RECORD, status="submitted"))


def test_devices_hold_the_streams_of_their_area_only() -> None:
    assert {role for role in Role if holds_stream(person(role), HOME)} == {
        Role.UMKM,
        Role.RT,
        Role.RW,
        Role.KELURAHAN,
        Role.KECAMATAN,
    }
    assert not any(holds_stream(person(role), ELSEWHERE) for role in Role)


def test_people_enrol_those_below_them_in_their_area() -> None:
    lurah = person(Role.KELURAHAN)

    assert may_enrol(lurah, Role.RT, AreaCode(f"{HOME}/RW001/RT001"))
    assert not may_enrol(lurah, Role.KELURAHAN, AreaCode(HOME))
    assert not may_enrol(lurah, Role.RT, AreaCode(ELSEWHERE))
    assert not may_enrol(person(Role.RT), Role.RT, AreaCode(HOME))


@pytest.mark.parametrize("kind", Kind)
def test_every_status_of_a_lifecycle_is_reached_from_its_beginning(kind: Kind) -> None:
    reached: set[Status | None] = {None}
    for _ in Status:
        reached |= {after for before, after in TRANSITIONS[kind] if before in reached}

    assert {status for step in TRANSITIONS[kind] for status in step} == reached


def test_a_hidden_record_comes_back_as_what_it_was() -> None:
    assert act_for(Kind.INNOVATION, "approved", "hidden", None) is Act.HIDE
    assert act_for(Kind.INNOVATION, "hidden", "approved", {"before": "approved"}) is Act.UNHIDE
    assert act_for(Kind.INNOVATION, "hidden", "published", {"before": "approved"}) is None
    assert act_for(Kind.INNOVATION, "withdrawn", "hidden", None) is None


def test_marks_decide_as_sigap_says() -> None:
    assert decision_for([]) is Status.APPROVED
    assert decision_for(["revise"]) is Status.REVISION
    assert decision_for(["revise", "reject"]) is Status.REJECTED


def test_only_a_umkm_shows_its_business_and_only_with_its_own_record() -> None:
    assert [role for role in Role if may_show_business(person(role, "author"), RECORD)] == [Role.UMKM]
    assert not may_show_business(person(Role.UMKM), RECORD)
