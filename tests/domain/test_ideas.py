"""Tracking numbers as people type them, and what an officer's step has to say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.ideas import (
    STEP_NEEDS,
    as_tracking,
    is_above_kelurahan,
    is_secret,
    is_step,
    missing_in,
    new_secret,
    tracking_of,
)
from sync.domain.ids import IdSource, number_of
from sync.domain.lifecycle import TRANSITIONS, Act
from sync.domain.records import Kind

RECORD = IdSource()()


def test_a_tracking_number_is_read_back_as_it_was_made() -> None:
    for _ in range(50):
        secret = new_secret()
        assert is_secret(secret)
        assert as_tracking(tracking_of(RECORD, secret)) == (number_of(RECORD), secret)


@pytest.mark.parametrize("typed", ["7k4q-2mxd-r8t3vw", "7K4Q2MXDR8T3VW", " 7K4Q 2MXD R8T3VW ", "7K4Q-2MXD R8T3UW"])
def test_case_blanks_and_look_alikes_do_not_matter(typed: str) -> None:
    assert as_tracking(typed) == ("7K4Q-2MXD", "R8T3VW")


@pytest.mark.parametrize(
    "typed", ["", "7K4Q-2MXD", "7K4Q-2MXD-R8T3V", "7K4Q-2MXD-R8T3VWX", "7K4Q-2MXD-R8T3V!", "é" * 14]
)
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert as_tracking(typed) is None


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_reading(typed: str) -> None:
    found = as_tracking(typed)

    assert found is None or (len(found[0]), is_secret(found[1])) == (9, True)


def test_every_step_that_an_officer_takes_says_what_it_needs() -> None:
    officers = {Act.ANSWER_IDEA, Act.SETTLE_IDEA}

    assert {after for (_, after), act in TRANSITIONS[Kind.IDEA].items() if act in officers} == set(STEP_NEEDS)


def test_blank_words_are_missing() -> None:
    assert missing_in({"status": "forwarded", "reason": " ", "office": ""}) == ["office", "reason"]
    assert missing_in({"status": "read"}) == []


@pytest.mark.parametrize(
    "value",
    [
        None,
        "read",
        {},
        {"reason": "x"},
        {"status": 1},
        {"status": "read", "reason": None},
        {"status": "read", "x": ""},
        {"status": "declined", "reason": "x" * 501},
    ],
)
def test_a_step_of_another_shape_is_none(value: Any) -> None:
    assert not is_step(value)


def test_the_kecamatan_answers_what_is_about_the_office_or_was_appealed() -> None:
    assert is_above_kelurahan({"about_office": True})
    assert is_above_kelurahan({"appeal": "Tempatnya ada."})
    assert not is_above_kelurahan({"about_office": False, "appeal": None})
