"""What measurements say of before and after: exact, one amount a month, never so few that somebody is meant."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.checks import BELOW
from sync.domain.measuring import (
    Amount,
    Measured,
    Verdict,
    amount_of,
    by_period,
    hidden_if_small,
    longset_indicators,
    measured_in,
    periods_better,
    progress,
    shape_faults,
    share_of,
    verdict_of,
)
from sync.domain.validation import faults_in

WASTE = {"name": "Sampah diangkut", "unit": "kantong", "kind": "value", "better": "down", "baseline": "6"}
SORTED = {"name": "Rumah yang memilah", "unit": "%", "kind": "ratio", "better": "up", "baseline": "20"}
LANE = {"theme": "waste", "indicators/waste": WASTE, "indicators/sorted": SORTED}
CLINIC = {**LANE, "theme": "health"}

amounts = st.decimals(min_value=0, max_value=10**6, places=3).map(str)


def exactly(number: Any) -> Amount:
    return Amount(Fraction(number), Fraction(number))


def values(period: str = "2026-11", indicator: str = "waste", **said: Any) -> dict[str, Any]:
    return {"indicator": indicator, "period": period, "status": "submitted", **said}


def test_a_value_is_measured_against_the_baseline() -> None:
    (_, waste) = progress(LANE, [("m1", values(value="2"))])

    assert (waste.before, waste.after, waste.verdict) == (exactly(6), exactly(2), Verdict.BETTER)


def test_a_ratio_is_percent_exactly() -> None:
    (ratio, _) = progress(LANE, [("m1", values(indicator="sorted", numerator="1", denominator="3"))])

    assert ratio.after == exactly(Fraction(100, 3))


def test_without_a_baseline_nothing_is_called_better() -> None:
    without = {"theme": "waste", "indicators/waste": {k: v for k, v in WASTE.items() if k != "baseline"}}

    assert progress(without, [("m1", values(value="2"))])[0].verdict is Verdict.NO_BASELINE
    assert progress(without, [])[0].verdict is None


@pytest.mark.parametrize(
    ("better", "after", "verdict"),
    [
        ("up", "6.000001", Verdict.BETTER),
        ("down", "6.000001", Verdict.WORSE),
        ("up", "6.0", Verdict.UNCHANGED),
        ("down", "5.9", Verdict.BETTER),
    ],
)
def test_the_direction_says_what_is_better(better: str, after: str, verdict: Verdict) -> None:
    assert verdict_of(exactly(6), exactly(after), better) is verdict


def test_of_one_month_the_newest_confirmed_counts_else_the_newest() -> None:
    old, new = values(value="5", confirmed=True), values(value="4")

    chosen = [progress(LANE, [("m1", old), ("m2", new)])[1].series[0].record]
    chosen += [progress(LANE, [("m1", values(value="5")), ("m2", new)])[1].series[0].record]
    chosen += [progress(LANE, [("m1", old), ("m2", {**new, "confirmed": True})])[1].series[0].record]

    assert chosen == ["m1", "m2", "m2"]


@pytest.mark.parametrize("status", ["hidden", "erased", None])
def test_what_is_hidden_or_erased_is_not_counted(status: str | None) -> None:
    assert progress(LANE, [("m1", values(value="2") | {"status": status})])[1].series == ()


def test_a_measurement_of_an_indicator_that_changed_its_kind_is_left_out() -> None:
    assert measured_in("m1", LANE, SORTED, values(value="2")) is None
    assert progress(LANE, [("m1", values(indicator="gone", value="2"))])[1].series == ()


@pytest.mark.parametrize(
    ("indicator", "said", "faults"),
    [
        (WASTE, {"value": "2"}, {}),
        (WASTE, {}, {"value": "required"}),
        (WASTE, {"value": "2", "numerator": "1"}, {"numerator": "not_asked"}),
        (SORTED, {"value": "2"}, {"numerator": "required", "denominator": "required", "value": "not_asked"}),
        (SORTED, {"numerator": "3", "denominator": "3"}, {}),
        (SORTED, {"numerator": "0", "denominator": "0"}, {"denominator": "out_of_range"}),
        (SORTED, {"numerator": "-1", "denominator": "3"}, {"numerator": "out_of_range"}),
        (SORTED, {"numerator": "4", "denominator": "3"}, {"numerator": "more_than_all"}),
        (SORTED, {"numerator": BELOW, "denominator": "40"}, {}),
        (SORTED, {"numerator": "40", "denominator": BELOW}, {"numerator": "more_than_all"}),
    ],
)
def test_one_of_the_two_shapes_is_required(indicator: Any, said: Any, faults: dict[str, str]) -> None:
    assert shape_faults(LANE, indicator, said) == faults


@pytest.mark.parametrize("number", ["1", "2", "3", "4", "4.0"])
def test_a_count_from_one_to_four_about_health_is_refused_and_never_shown(number: str) -> None:
    few = values(value=number)

    assert shape_faults(CLINIC, WASTE, few) == {"value": "small_number"}
    assert measured_in("m1", CLINIC, WASTE, few) == measured_in("m1", CLINIC, WASTE, values(value=BELOW))
    assert shape_faults(LANE, WASTE, few) == {}


def test_a_longset_indicator_is_about_health_wherever_it_stands() -> None:
    few = values(numerator="3", denominator="40")

    assert shape_faults({"theme": "works"}, {**SORTED, "longset": 12}, few) == {"numerator": "small_number"}


@pytest.mark.parametrize("number", ["0", "5", "12", "2.5", "-3"])
def test_other_numbers_stay_as_they_are(number: str) -> None:
    assert hidden_if_small(number, is_health=True) == number


def test_so_few_are_compared_as_far_as_it_is_certain() -> None:
    few = amount_of(BELOW)
    assert few is not None

    assert verdict_of(exactly(12), few, "down") is Verdict.BETTER
    assert verdict_of(few, few, "up") is Verdict.UNCLEAR
    assert verdict_of(exactly(3), few, "up") is Verdict.UNCLEAR
    assert share_of(few, exactly(40)) == Amount(Fraction(5, 2), Fraction(10))


@pytest.mark.parametrize(
    ("amounts", "periods"),
    [
        ([], 0),
        (["6"], 0),
        (["6", "5"], 1),
        (["6", "7", "5", "4"], 2),
        (["9", "8", "7", "6", "5"], 3),
        (["6", "6"], 0),
    ],
)
def test_the_trend_counts_the_last_months_that_each_got_better(amounts: list[str], periods: int) -> None:
    assert periods_better([exactly(each) for each in amounts], "down") == periods


def test_the_twelve_of_longset_fit_an_innovation() -> None:
    found = longset_indicators()

    assert [each["longset"] for each in found.values()] == list(range(1, 13))
    assert faults_in("innovation", {f"indicators/{key}": each for key, each in found.items()}) == []


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans(), amounts), max_size=20))
def test_every_month_stands_once_and_in_order(found: list[tuple[int, bool, str]]) -> None:
    measured = [
        Measured(f"{place:03}", f"2026-{month:02}", exactly(number), is_confirmed, ())
        for place, (month, is_confirmed, number) in enumerate(found)
    ]

    periods = [each.period for each in by_period(measured)]

    assert periods == sorted({each.period for each in measured})
    assert by_period(reversed(measured)) == by_period(measured)


@given(amounts, amounts)
def test_up_and_down_are_opposites(before: str, after: str) -> None:
    opposite = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}

    up, down = (verdict_of(exactly(before), exactly(after), better) for better in ("up", "down"))

    assert down is opposite.get(up, up)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_lies_between_nothing_and_all_and_is_not_rounded(part: int, whole: int) -> None:
    share = share_of(exactly(min(part, whole)), exactly(whole))

    assert share.is_exact
    assert share.low * whole == 100 * min(part, whole)
    assert 0 <= share.low <= 100
