"""What the city shows for its own indicators: every one of the letter's, and points only for what is shown."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sync.domain.city_sheet import (
    CityProof,
    basic_affairs,
    is_proof,
    most_points,
    points,
    tenths,
    unit_indicators,
)


def test_the_letter_has_twenty_indicators_with_three_levels_each() -> None:
    assert len(unit_indicators()) == 20
    assert len({each.code for each in unit_indicators()}) == 20
    assert all(len(each.parameters) == 3 and all(each.parameters) for each in unit_indicators())
    assert most_points() == sum((each.weight for each in unit_indicators()), Fraction()) * 3 == Fraction(63)


def test_a_level_counts_with_its_evidence_alone() -> None:
    proofs = {
        "8": CityProof(3, "Opini BPK 2025"),
        "5a": CityProof(2, link="https://contoh.id/t"),
        "9": CityProof(3),
    }

    assert points(proofs) == Fraction("1.5") * 3 + Fraction("0.75") * 2


def test_there_are_six_basic_affairs_in_the_order_of_the_law() -> None:
    assert list(basic_affairs()) == ["pendidikan", "kesehatan", "pu_pr", "perumahan", "trantib_linmas", "sosial"]


@pytest.mark.parametrize(("numbers", "average"), [([], None), ([23], 230), ([1, 2, 2], 17), ([0, 1], 5)])
def test_an_average_is_rounded_to_tenths(numbers: list[int], average: int | None) -> None:
    assert tenths(numbers) == average


@pytest.mark.parametrize(
    ("proof", "fits"),
    [
        (CityProof(0), True),
        (CityProof(3, "SK", "12/2026", "2026-03-01", "https://contoh.id/sk"), True),
        (CityProof(4), False),
        (CityProof(1, "x" * 201), False),
        (CityProof(1, on="kemarin"), False),
        (CityProof(1, on="2026-02-31"), False),
        (CityProof(1, link="http://contoh.id"), False),
        (CityProof(1, link="javascript:alert(1)"), False),
    ],
)
def test_a_proof_is_bounded(proof: CityProof, fits: bool) -> None:
    assert is_proof(proof) is fits
