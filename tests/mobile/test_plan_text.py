"""How lines read: the same words on the screen and in the files, and whatever a line holds is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.plan_text import choice_text, line_details, line_text, line_title, money_text, sums
from sync.central.planning.tables import LABELS
from sync.domain.planning import FAMILIES, SOURCES, STAGES, Money
from tests.support.sessions import an_app

APP = an_app(None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("code", [*STAGES, *SOURCES])
def test_a_stage_and_a_source_are_called_the_same_in_files(code: str) -> None:
    assert choice_text(APP, code) == LABELS[code]


@given(st.sampled_from(FAMILIES), JSON)
def test_a_value_that_is_no_line_is_shown_as_it_is(name: str, value: Any) -> None:
    assert isinstance(line_text(APP, f"{name}/a1", value), str)


def test_of_what_was_not_spent_nothing_is_said_to_be_left() -> None:
    assert money_text(APP, Money(5_000_000)).replace("\u00a0", " ") == "Pagu Rp5.000.000 · belum terpakai"
    assert sums(APP, Money(5, 7))[2] == ("Lebih dari pagu", "Rp2")


def test_a_quarter_says_what_helped_and_what_hindered() -> None:
    parts = {"year": 2027, "quarter": 2, "target": "3 teba", "realised": "2 teba", "obstacles": "Hujan."}

    assert line_title(APP, "monev", parts) == "Triwulan 2"
    assert line_details(APP, "monev", parts) == [
        "Target: 3 teba",
        "Yang tercapai: 2 teba",
        "Yang menghambat: Hujan.",
    ]
