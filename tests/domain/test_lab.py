"""Papan Labinov: a card moves on only with the proof of each column that it leaves."""

from __future__ import annotations

from typing import Any

import pytest

from sync.domain.lab import OFF, PROOFS, STAGES, is_lab, missing_for, stage_of

EVERY = {proof for proofs in PROOFS.values() for proof in proofs}


def at(stage: str, reason: str = "") -> dict[str, str]:
    return {"stage": stage} | ({"reason": reason} if reason else {})


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_a_card_moves_to_the_next_column_with_the_proofs_of_its_own(stage: str) -> None:
    after = STAGES[STAGES.index(stage) + 1]

    assert missing_for(at(stage), at(after), EVERY - set(PROOFS[stage])) == PROOFS[stage]
    assert missing_for(at(stage), at(after), PROOFS[stage]) == ()


def test_of_two_proofs_the_one_that_is_there_is_not_missing() -> None:
    assert missing_for(at("design"), at("delivery"), {"design"}) == ("partner",)


def test_a_card_that_skips_columns_needs_the_proofs_of_all_of_them() -> None:
    assert missing_for(at("drum_up"), at("display"), {"issue", "partner"}) == (
        "root_cause",
        "design",
        "measurement",
    )
    assert missing_for(at("drum_up"), at("display"), EVERY - {"edition"}) == ()


def test_a_card_begins_in_the_first_column() -> None:
    assert missing_for(None, at("drum_up"), ()) == ()
    assert missing_for(None, at("design"), EVERY) == ("start",)
    assert missing_for(at(OFF), at("drum_up"), ()) == ()


def test_back_a_card_goes_with_a_reason() -> None:
    assert missing_for(at("delivery"), at("diagnose"), EVERY) == ("reason",)
    assert missing_for(at("delivery"), at("diagnose", "Akarnya lain."), ()) == ()


def test_a_card_leaves_the_board_published_or_with_a_reason() -> None:
    assert missing_for(at("display"), at(OFF), {"edition"}) == ()
    assert missing_for(at("display"), at(OFF), EVERY - {"edition"}) == ("reason",)
    assert missing_for(at("design"), at(OFF), EVERY) == ("reason",)
    assert missing_for(at("design"), at(OFF, "Dihentikan."), ()) == ()


def test_who_helps_and_the_next_date_change_where_the_card_stands() -> None:
    assert missing_for(at("design"), at("design") | {"helps": "Unhas", "next_date": "2026-12-03"}, ()) == ()


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"stage": "design", "helps": "Unhas", "next_date": "2026-12-03", "reason": ""}, True),
        ({"stage": "somewhere"}, False),
        ({"stage": ["design"]}, False),
        ({"stage": "design", "next_date": "besok"}, False),
        ({"stage": "design", "helps": "x" * 201}, False),
        ({"stage": "design", "helps": "NIK 7371010101900001"}, False),
        ({"helps": "Unhas"}, False),
        ({"stage": "design", "score": 3}, False),
        (None, False),
    ],
)
def test_a_card_holds_a_column_who_helps_the_next_date_and_why(value: Any, fits: bool) -> None:
    assert is_lab(value) is fits


def test_what_is_off_the_board_stands_in_no_column() -> None:
    assert (stage_of(None), stage_of(at(OFF)), stage_of(at("design"))) == ("", "", "design")
