"""The way through a competition: its stages in their order, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from sync.domain.awards import competitions, is_track, may_follow, tracks

PATH = "tracks/kipp-2019"
FIRST: dict[str, Any] = {
    "stage": "administration",
    "on": "2026-12-03",
    "outcome": "in",
    "closes_on": "2027-02-28",
    "group": "umum",
    "upp": "BRIDA Kota Makassar",
}


def test_the_competition_of_2019_has_the_stages_of_its_regulation() -> None:
    found = competitions()["kipp-2019"]

    assert [stage.code for stage in found.stages] == [
        "administration",
        "evaluation",
        "top99",
        "presentation",
        "top45",
    ]
    assert (found.min_years, found.is_certain) == ({"umum": 2, "replikasi": 1}, True)


def test_every_competition_has_stages_and_names_in_both_languages() -> None:
    for each in competitions().values():
        assert len(each.stages) >= 3
        assert all(label.id and label.en for label in [each.name, *(stage.label for stage in each.stages)])


@pytest.mark.parametrize(
    "changed",
    [
        {"stage": "top100"},
        {"on": "kemarin"},
        {"closes_on": None},
        {"outcome": "maybe"},
        {"group": "khusus"},
        {"upp": "  "},
        {"note": "x" * 501},
        {"place": 1},
    ],
)
def test_a_track_is_refused_when_one_of_its_parts_is_none(changed: dict[str, Any]) -> None:
    assert is_track(PATH, FIRST)
    assert not is_track(PATH, FIRST | changed)


def test_a_track_of_an_unknown_competition_is_none() -> None:
    assert not is_track("tracks/kipp-1999", FIRST)
    assert tracks({"tracks/kipp-1999": FIRST, PATH: FIRST}) == {"kipp-2019": FIRST}


def test_a_track_begins_at_the_first_stage_and_goes_on_one_by_one() -> None:
    second, third = FIRST | {"stage": "evaluation"}, FIRST | {"stage": "top99"}

    assert may_follow(PATH, None, FIRST)
    assert not may_follow(PATH, None, second)
    assert may_follow(PATH, FIRST, second)
    assert not may_follow(PATH, FIRST, third)
    assert not may_follow(PATH, second, FIRST)


def test_a_track_is_corrected_where_it_stands() -> None:
    assert may_follow(PATH, FIRST, FIRST | {"on": "2026-12-04"})
    assert may_follow(PATH, FIRST | {"outcome": "out"}, FIRST)


def test_nothing_follows_a_track_that_ended() -> None:
    assert not may_follow(PATH, FIRST | {"outcome": "out"}, FIRST | {"stage": "evaluation"})


def test_only_the_last_stage_is_won() -> None:
    before, last = FIRST | {"stage": "presentation"}, FIRST | {"stage": "top45", "outcome": "won"}

    assert may_follow(PATH, before, last)
    assert not may_follow(PATH, before, before | {"outcome": "won"})


def test_a_track_is_taken_back_from_the_first_stage_alone() -> None:
    assert may_follow(PATH, FIRST, None)
    assert not may_follow(PATH, FIRST | {"stage": "evaluation"}, None)
