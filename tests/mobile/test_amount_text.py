"""How amounts are typed on a phone and read again, in Indonesian and in English."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.amount_text import amount_text, kept_text, measured_text, number_text, typed_number
from sync.domain.checks import BELOW
from sync.domain.measuring import Amount, Measured, amount_of
from tests.support.sessions import an_app

BAGS = {"name": "Sampah", "unit": "kantong", "kind": "value", "better": "down"}
SHARE = {"name": "KB", "unit": "%", "kind": "ratio", "better": "up"}


def app(language: str = "id") -> Any:
    return an_app(None, language=language)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        (" 2,5 ", "2.5"),
        ("2.5", "2.5"),
        ("1.250", "1250"),
        ("1.250.000,75", "1250000.75"),
        ("-3", "-3"),
        ("0.500", "0.500"),
        ("0", "0"),
        ("", None),
        ("dua", None),
        ("1,2,3", None),
        ("1.2.3", None),
        ("12kg", None),
        ("9" * 16, None),
        ("1,1234567", None),
        ("٣", None),
    ],
)
def test_what_is_typed_is_read_as_an_indonesian_number(typed: str, number: str | None) -> None:
    assert typed_number(typed, app()) == number


@pytest.mark.parametrize(("typed", "number"), [("2.5", "2.5"), ("1,250", "1250"), ("1,250.75", "1250.75")])
def test_in_english_comma_and_point_change_places(typed: str, number: str) -> None:
    assert typed_number(typed, app("en")) == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.sampled_from(["id", "en"]))
def test_a_kept_number_reads_as_it_is_typed(number: Any, language: str) -> None:
    kept = f"{number:f}"

    again = typed_number(kept_text(app(language), kept), app(language))

    assert again is not None
    assert Fraction(again) == Fraction(kept)


@pytest.mark.parametrize(
    ("exact", "text"),
    [(Fraction(1, 3), "0,33"), (Fraction(5, 2), "2,5"), (Fraction(1250), "1.250"), (Fraction(1, 200), "0,01")],
)
def test_numbers_are_rounded_half_up_without_zeros_at_the_end(exact: Fraction, text: str) -> None:
    assert number_text(app(), exact) == text


def test_amounts_are_said_with_their_unit() -> None:
    few = amount_of(BELOW)
    assert few is not None

    assert amount_text(app(), Amount(Fraction(1250), Fraction(1250)), BAGS) == "1.250 kantong"
    assert amount_text(app(), few, BAGS) == "kurang dari 5 kantong"
    assert amount_text(app(), Amount(Fraction(5, 2), Fraction(10)), SHARE) == "2,5–10%"


def test_a_share_says_of_how_many() -> None:
    exact = Measured("m", "2026-11", Amount(Fraction(75), Fraction(75)), True, ("30", "40"))
    few = Measured("m", "2026-11", Amount(Fraction(5, 2), Fraction(10)), True, (BELOW, "40"))

    assert measured_text(app(), exact, SHARE) == "30 dari 40 (75%)"
    assert measured_text(app(), few, SHARE) == "kurang dari 5 dari 40 (2,5–10%)"
