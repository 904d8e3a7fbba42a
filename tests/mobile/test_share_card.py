"""What a shared card may say, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mobile.share_card import ShareCard, may_share, share_card
from sync.client.replica import RecordState, state_of
from sync.client.steps import Step, edits_of
from tests.mobile.screens.desk import PHOTO, Record, a_record, record_id

SERVER = "https://lorong.example.id"
NAME = {"name": "Ibu Sitti Contoh", "may_show": True}


def approved(photos: Mapping[str, Mapping[str, Any]] | None = None, **values: Any) -> Record:
    return a_record(photos=photos, **values).reviewed("approved")


def state(record: Record) -> RecordState:
    return state_of(record.view())


def card(record: Record) -> ShareCard:
    found = share_card(state(record), SERVER)
    assert found is not None
    return found


def test_an_approved_innovation_is_told_with_what_it_does_where_and_its_number() -> None:
    assert card(approved()) == ShareCard(
        "Teba kompos",
        "Warga mengompos bergiliran tiap Sabtu.",
        "RT 005 / RW 003, Kassi-Kassi, Kota Makassar",
        "0000-0001",
        "Lorong · Disetujui Kecamatan Rappocini",
    )


def test_a_published_one_leads_to_its_page() -> None:
    shown = card(approved().change({"status": "published", "published": "2025-12-02"}))

    assert shown.link == f"{SERVER}/inovasi/{record_id(1)}"


@pytest.mark.parametrize(
    ("status", "is_shared"), [("approved", True), ("published", True), ("submitted", False), ("hidden", False)]
)
def test_only_what_is_approved_or_published_is_shared(status: str, is_shared: bool) -> None:
    assert may_share(state(a_record(status=status))) is is_shared


def test_what_moved_to_another_kelurahan_is_shared_from_there() -> None:
    assert not may_share(state(approved().change({"moved_to": {"record": record_id(2), "area": "x"}})))


# The place


def test_of_a_home_only_the_kelurahan_is_told() -> None:
    assert card(approved(place_private=True)).place == "Kelurahan Kassi-Kassi, Kota Makassar"


@pytest.mark.parametrize("edit", [{"place_private": False}, {"place_private": True}])
def test_what_was_said_of_a_home_after_the_approval_does_not_open_it(edit: dict[str, bool]) -> None:
    assert card(approved(place_private=True).change(edit)).place == "Kelurahan Kassi-Kassi, Kota Makassar"


def test_a_note_of_the_whole_kelurahan_names_it() -> None:
    assert card(approved(area="73.71.13.1002")).place == "Kelurahan Kassi-Kassi, Kota Makassar"


# The name


def test_the_originator_is_named_by_consent() -> None:
    assert card(approved(originator_name=NAME)).originator == "Ibu Sitti Contoh"


@pytest.mark.parametrize("name", [None, NAME | {"may_show": False}, {"name": "Ibu Sitti Contoh"}])
def test_without_consent_nobody_is_named(name: Any) -> None:
    assert card(approved(originator_name=name)).originator == ""


@pytest.mark.parametrize("may_show", [True, False])
def test_a_consent_that_changed_after_the_approval_names_nobody(may_show: bool) -> None:
    record = approved(originator_name=NAME).change({"originator_name": {"name": "Pak Lain", "may_show": may_show}})

    assert card(record).originator == ""


def test_telephones_in_the_words_are_masked() -> None:
    assert card(approved(action="Hubungi 081234567890.")).summary == "Hubungi [disamarkan]."


# The photo


@pytest.mark.parametrize(
    ("photo", "tick", "is_shown"),
    [
        (PHOTO, True, True),
        (PHOTO, False, False),
        (PHOTO, None, False),
        (PHOTO | {"people": "child"}, True, False),
        (PHOTO | {"people": "child", "blurred": True}, True, True),
    ],
)
def test_only_a_photo_that_is_fit_for_the_public_is_shown(photo: Any, tick: bool | None, is_shown: bool) -> None:
    shown = card(approved({"p1": photo}).change({"public/p1": tick}))

    assert shown.photo == (PHOTO["sha256"] if is_shown else "")


def test_a_photo_that_was_exchanged_after_the_approval_is_not_shown() -> None:
    record = (
        approved({"p1": PHOTO}).change({"public/p1": True}).change({"photos/p1": PHOTO | {"sha256": "d" * 64}})
    )

    assert card(record).photo == ""


# What was changed after the approval


def test_words_that_nobody_approved_are_left_out() -> None:
    assert card(approved().change({"action": "Kata baru."})).summary == ""


def test_under_a_new_name_there_is_no_card_until_the_update_is_approved() -> None:
    renamed = approved().change({"title": "Nama baru"})
    again = renamed.change(edits_of(state(renamed), Step.ASK_UPDATE, "", "2025-12-02"))

    assert share_card(state(again), SERVER) is None
    assert card(again.reviewed("approved")).title == "Nama baru"
