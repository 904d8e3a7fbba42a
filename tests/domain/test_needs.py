"""What is needed, and what BRIDA may say of it."""

from __future__ import annotations

from typing import Any

import pytest

from sync.domain.ids import IdSource
from sync.domain.needs import State, is_met, may_follow, need_outcome, needs_of
from sync.domain.validation import faults_in

MET: dict[str, Any] = {"state": "matched", "on": "2026-12-03", "helper": "Universitas Contoh"}
NEED = IdSource()()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"kind": "tools", "text": "Mesin jahit"}, None),
        ({"kind": "funds", "text": "Dana", "how_many": "2 juta", "by": "2026-12-31"}, None),
        ({"kind": "luck", "text": "Dana"}, "unknown_choice"),
        ({"kind": "funds"}, "wrong_type"),
        ({"kind": "funds", "text": "  "}, "wrong_type"),
        ({"kind": "funds", "text": "Dana", "by": "besok"}, "wrong_type"),
        ({"kind": "funds", "text": "Dana", "by": "2027-02-29"}, "wrong_type"),
        ({"kind": "funds", "text": "x" * 201}, "too_long"),
        ({"kind": "funds", "text": "Dana", "who": "saya"}, "wrong_type"),
        ("Dana", "wrong_type"),
    ],
)
def test_a_need_says_what_of_which_kind(value: Any, code: str | None) -> None:
    assert need_outcome(value)[0] == code


@pytest.mark.parametrize(("kind", "is_there"), [("innovation", True), ("issue", True), ("idea", False)])
def test_innovations_and_problems_have_needs_and_nothing_else(kind: str, is_there: bool) -> None:
    faults = faults_in(kind, {f"needs/{NEED}": {"kind": "tools", "text": "Mesin jahit"}})

    assert [fault.code for fault in faults] == ([] if is_there else ["unknown_path"])


def test_a_need_is_named_by_an_id_and_holds_no_personal_number() -> None:
    need = {"kind": "tools", "text": "Milik 7371010101900001"}

    assert [fault.code for fault in faults_in("innovation", {"needs/first": need})] == ["unknown_path"]
    assert [fault.code for fault in faults_in("innovation", {f"needs/{NEED}": need})] == ["personal_number"]


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"state": "done"}, True),
        ({"state": "failed"}, False),
        ({"state": "failed", "reason": "Barangnya rusak."}, True),
        ({"offer": NEED}, True),
        ({"offer": "x"}, False),
        ({"on": "kemarin"}, False),
        ({"helper": " "}, False),
        ({"helper": "NIK 7371010101900001"}, False),
        ({"state": "open"}, False),
        ({"extra": "x"}, False),
    ],
)
def test_what_brida_says_of_a_need_has_a_day_a_helper_and_a_reason_where_it_failed(
    change: dict[str, str], fits: bool
) -> None:
    assert is_met(MET | change) is fits


def test_help_is_found_before_it_comes_about_and_may_be_found_again_where_it_failed() -> None:
    matched, done, failed = ({"state": state} for state in ("matched", "done", "failed"))

    assert may_follow(None, matched)
    assert may_follow(matched, done)
    assert may_follow(matched, failed)
    assert may_follow(failed, matched)
    assert not may_follow(None, done)
    assert not may_follow(done, matched)
    assert not may_follow(matched, None)


def test_a_need_whose_help_failed_is_open_again() -> None:
    need = {"kind": "tools", "text": "Mesin jahit"}

    def state(**met: str) -> State:
        return needs_of({f"needs/{NEED}": need} | ({f"met/{NEED}": met} if met else {}))[0].state

    assert state() is State.OPEN
    assert state(state="matched") is State.MATCHED
    assert state(state="done") is State.CLOSED
    assert state(state="failed") is State.OPEN


def test_a_need_that_was_taken_back_is_none() -> None:
    assert needs_of({f"needs/{NEED}": None, f"met/{NEED}": MET}) == []
