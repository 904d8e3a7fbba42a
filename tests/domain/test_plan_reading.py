"""What is typed, or stands in a file, as a line of plan, budget or monitoring."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.plan_reading import read_line, written
from sync.domain.planning import BUDGET, FAMILIES, PLANS, line_faults
from tests.domain.test_planning import named_lines


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("12500000", 12_500_000),
        ("12.500.000", 12_500_000),
        ("Rp12.500.000", 12_500_000),
        ("Rp. 12.500.000,00", 12_500_000),
        ("500,-", 500),
        ("0", 0),
    ],
)
def test_rupiah_are_read_however_they_are_typed(typed: str, rupiah: int) -> None:
    assert read_line(BUDGET, {"ceiling": typed}) == {"ceiling": rupiah}


@pytest.mark.parametrize("typed", ["12,5 juta", "12.50", "1.2500", "12,500,000", "-5", "1e9", "=1+1", "٣"])
def test_what_is_no_whole_rupiah_is_never_guessed(typed: str) -> None:
    line = read_line(BUDGET, {"year": "2027", "source": "apbd", "ceiling": typed})

    assert line["ceiling"] == typed
    assert line_faults(BUDGET, line).keys() == {"ceiling"}


@pytest.mark.parametrize("typed", ["7.01.02.2.01.0001", "701022010001", "7 01 02 2 01 0001"])
def test_a_code_gets_its_dots(typed: str) -> None:
    assert read_line(PLANS, {"sub_activity": typed}) == {"sub_activity": "7.01.02.2.01.0001"}


@pytest.mark.parametrize("typed", ["7.01.02", "X.XX.01.2.01.0001", "7010220100012"])
def test_what_is_no_code_stays_as_it_was_typed_and_is_a_fault(typed: str) -> None:
    line = read_line(PLANS, {"sub_activity": typed})

    assert line == {"sub_activity": typed}
    assert "sub_activity" in line_faults(PLANS, line)


def test_what_is_blank_is_left_out() -> None:
    assert read_line(PLANS, {"activity": "  ", "target": " 12 teba "}) == {"target": "12 teba"}


@given(named_lines)
def test_a_line_that_is_written_is_read_again_as_it_was(named: tuple[str, dict[str, Any]]) -> None:
    name, line = named

    assert read_line(name, {part: written(value) for part, value in line.items()}) == line


@given(
    st.sampled_from(FAMILIES), st.dictionaries(st.sampled_from(["year", "ceiling", "activity", "rup"]), st.text())
)
def test_whatever_is_typed_is_read_and_judged(name: str, typed: dict[str, str]) -> None:
    line_faults(name, read_line(name, typed))
