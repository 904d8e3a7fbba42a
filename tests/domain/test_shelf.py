"""A record keeps its catalogue: whatever comes into force, its score moves only when somebody moves it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from sync.domain import catalogue_changes as changes
from sync.domain.catalogue_changes import differences, left_behind, move_of, touching
from sync.domain.iga import score
from sync.domain.iga_catalogue import FIRST, body_of, catalogue_in, shipped, shipped_rows
from sync.domain.shelf import PATH, shelf_of
from sync.protocol.canonical import canonical
from tests.support.catalogues import NEXT, STARTS, next_catalogue, rows_with

OLD, NEW = shipped(), next_catalogue()
BEFORE, AFTER = shelf_of([NEW], "2026-12-31"), shelf_of([NEW], STARTS)
ALONE = shelf_of([], STARTS)
PROOF = {"link": "https://contoh.id/bukti"}
CODES = [each.code for each in OLD.indicators]


def shown(**levels: int) -> dict[str, Any]:
    claimed: dict[str, Any] = {f"levels/{code}": level for code, level in levels.items()}
    return claimed | {f"evidence/{code}/e1": PROOF for code in levels}


def test_a_thousand_begun_records_score_the_same_before_and_after_and_where_nobody_heard_of_the_new_one() -> None:
    random = Random(2027)
    for _ in range(1_000):
        codes = random.sample(CODES, random.randint(1, len(CODES)))
        values = shown(**{code: random.randint(1, 3) for code in codes})
        values |= {f"granted/{code}": {"level": random.randint(0, 3), "note": "x"} for code in codes[:5]}

        scores = [score(values, shelf.of(values)) for shelf in (ALONE, BEFORE, AFTER)]

        assert scores == [score(values, OLD)] * 3


def test_a_record_that_names_its_catalogue_is_scored_by_it_whatever_is_in_force() -> None:
    values = shown(sid20=3) | {PATH: NEXT}

    assert {BEFORE.of(values).version, AFTER.of(values).version} == {NEXT}
    assert score(values, AFTER.of(values)).points_claimed == 9


def test_a_record_under_a_catalogue_that_has_not_come_here_has_no_score_and_not_another_one() -> None:
    found = ALONE.of(shown(sid20=3) | {PATH: NEXT})

    assert (found.version, found.is_known) == (NEXT, False)


@pytest.mark.parametrize(
    ("shelf", "values", "pinned"),
    [
        (ALONE, {}, {}),
        (BEFORE, {}, {}),
        (AFTER, {}, {PATH: NEXT}),
        (AFTER, {"title": "Kompos"}, {PATH: NEXT}),
        (AFTER, shown(sid20=1), {}),
        (AFTER, {"evidence/sid20/e1": None}, {}),
        (AFTER, {"granted/sid20": {"level": 1, "note": ""}}, {}),
        (AFTER, {PATH: FIRST}, {}),
    ],
)
def test_a_record_names_the_catalogue_of_the_day_on_which_it_is_begun(
    shelf: Any, values: dict[str, Any], pinned: dict[str, str]
) -> None:
    assert shelf.pin(values) == pinned


def test_a_record_is_led_ahead_only_from_an_older_catalogue_to_the_one_in_force() -> None:
    begun = shown(sid20=3)

    assert AFTER.ahead_of(begun) == NEW
    assert BEFORE.ahead_of(begun) is None
    assert AFTER.ahead_of(begun | {PATH: NEXT}) is None
    assert AFTER.ahead_of({}) is None
    assert ALONE.ahead_of(begun | {PATH: NEXT}) is None


def test_two_catalogues_differ_where_they_were_altered_and_nowhere_else() -> None:
    found = [(each.code, each.what, each.level) for each in differences(OLD, NEW)]

    assert found == [
        ("sid02", changes.THRESHOLD, 2),
        ("sid07", changes.LEVEL_REMOVED, 3),
        ("sid10", changes.REMOVED, 0),
        ("sid20", changes.WEIGHT, 0),
        ("sid21", changes.ADDED, 0),
    ]
    assert differences(OLD, OLD) == []


@pytest.mark.parametrize(
    ("edit", "what", "before", "after"),
    [
        ({"wajib": "tidak"}, changes.REQUIRED, "ya", "tidak"),
        ({"indikator": "Peraturan"}, changes.NAME, "Regulasi Inovasi Daerah", "Peraturan"),
        (
            {"parameter_1": "Keputusan lurah"},
            changes.THRESHOLD,
            OLD.indicators[0].parameters[0],
            "Keputusan lurah",
        ),
    ],
)
def test_a_difference_says_what_was_and_what_is(edit: dict[str, str], what: str, before: str, after: str) -> None:
    body = canonical(body_of(NEXT, STARTS, rows_with({"sid01": edit}))).decode()

    [found] = differences(OLD, catalogue_in(body))

    assert (found.what, found.before, found.after) == (what, before, after)


def test_moving_tells_what_touches_the_record_and_both_scores() -> None:
    values = shown(sid07=3, sid20=3, sid10=2) | {"granted/sid20": {"level": 2, "note": ""}}

    move = move_of(values, OLD, NEW)

    assert [each.code for each in touching(values, OLD, NEW)] == ["sid07", "sid10", "sid20"]
    assert (move.before.points_claimed, move.after.points_claimed) == (3 + 12 + 2, 9)
    assert (move.before.points_granted, move.after.points_granted) == (8, 6)
    assert move.changes


def test_a_level_and_an_indicator_that_are_no_more_stay_in_the_record_and_count_nothing() -> None:
    values = shown(sid07=3, sid10=2) | {PATH: NEXT}

    found = score(values, AFTER.of(values))

    assert (found.points_claimed, found.claimed["sid07"]) == (0, 0)
    assert left_behind(values, NEW) == ["sid10"]
    assert left_behind(values, OLD) == []
    assert score(values | {"levels/sid07": 2}, NEW).points_claimed == 2


def test_what_came_with_the_app_is_the_same_read_from_rows_of_one_table() -> None:
    body = canonical(body_of(FIRST, "", shipped_rows())).decode()

    assert catalogue_in(body) == OLD
    assert (len(OLD.indicators), OLD.most_points, NEW.most_points) == (20, 111, 36 * 3 - 1)
