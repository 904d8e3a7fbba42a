"""The catalogue of steps is complete, and a role sees what it can do itself, worth most first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.assets import catalogue_rows
from sync.domain.iga import score
from sync.domain.iga_catalogue import CITY, EFFORTS, KELURAHAN, OBTAINERS, OFFICE, RECORDER, shipped
from sync.domain.next_steps import (
    OBTAINS,
    REPLICATION,
    next_steps,
    steps_for,
    waits_for,
)
from sync.domain.people import Role

ROWS = catalogue_rows("iga/iga_2026_langkah.csv")
FIRST = shipped()
PROOF = {"link": "https://contoh.id/bukti"}
CODES = [each.code for each in FIRST.indicators]
LEVELS = st.dictionaries(st.sampled_from(CODES), st.integers(1, 3))
ROLES = st.sampled_from(sorted(OBTAINS))


def shown(levels: dict[str, int]) -> dict[str, Any]:
    claimed: dict[str, Any] = {f"levels/{code}": level for code, level in levels.items()}
    return claimed | {f"evidence/{code}/e1": PROOF for code in levels}


def waiting(values: dict[str, Any], role: Role, code: str) -> str:
    return waits_for(values, role, FIRST.indicators[CODES.index(code)], FIRST)


def words_of(role: Role, values: dict[str, Any] | None = None) -> list[tuple[str, int]]:
    return [(step.way.text.id, step.points) for step in next_steps(values or {}, role, FIRST)]


def test_every_level_of_every_indicator_has_one_step_and_nothing_else_has() -> None:
    found = sorted((row["kode"], int(row["tingkat"])) for row in ROWS)

    assert found == [(code, level) for code in CODES for level in (1, 2, 3)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kode']}-{row['tingkat']}")
def test_a_step_says_who_how_long_and_what_in_both_languages(row: dict[str, str]) -> None:
    assert row["oleh"] in OBTAINERS
    assert row["lama"] in EFFORTS
    assert 0 < len(row["langkah"]) <= 60
    assert 0 < len(row["langkah_en"]) <= 70


def test_an_rt_is_shown_the_video_first_and_a_kelurahan_more_than_an_rt() -> None:
    assert words_of(Role.RT)[0] == ("Buat video 3 menit", 4)
    assert ("Minta SK tim dari lurah untuk 1-10 orang", 2) in [
        (step.way.text.id, step.points) for step in steps_for({}, Role.KELURAHAN, FIRST)
    ]


def test_brida_is_shown_the_bylaw_once_the_regulation_is_there() -> None:
    found = {step.way.code: step for step in steps_for(shown({"sid01": 2}), Role.KOTA, FIRST)}

    assert (found["sid01"].way.text.id, found["sid01"].points) == ("Usulkan Perda", 3)


def test_what_only_others_can_obtain_says_for_whom_it_waits() -> None:
    assert waiting({}, Role.RT, "sid02") == KELURAHAN
    assert waiting({}, Role.RT, "sid01") == OFFICE
    assert waiting({}, Role.KELURAHAN, REPLICATION) == CITY
    assert waiting({}, Role.RT, "sid20") == ""
    assert waiting(shown({"sid20": 3}), Role.RT, "sid20") == ""
    assert waiting(shown({"sid20": 1}), Role.KOTA, "sid20") == RECORDER


def test_a_level_that_another_must_obtain_is_passed_over_for_the_next_one_that_is_open() -> None:
    found = {step.way.code: step for step in steps_for(shown({"sid09": 1}), Role.RT, FIRST)}

    assert (found["sid09"].way.level, found["sid09"].points) == (3, 2)


def test_copies_between_lorong_claim_nothing_of_replication() -> None:
    copied = {"replicates": "01930000-0000-7000-8000-000000000001"}

    assert score(copied, FIRST).points_claimed == 0
    assert {way.by for way in FIRST.ways[REPLICATION]} == {CITY}


@given(LEVELS, ROLES)
def test_what_a_step_is_worth_is_what_the_score_gains_by_it(levels: dict[str, int], role: Role) -> None:
    before = score(shown(levels), FIRST).points_claimed

    for step in steps_for(shown(levels), role, FIRST):
        after = score(shown(levels | {step.way.code: step.way.level}), FIRST).points_claimed

        assert step.points == after - before > 0
        assert step.way.by in OBTAINS[role]


@given(LEVELS, ROLES)
def test_steps_stand_by_points_then_by_effort_and_each_indicator_once(levels: dict[str, int], role: Role) -> None:
    steps = steps_for(shown(levels), role, FIRST)
    order = [(-step.points, EFFORTS.index(step.way.effort)) for step in steps]

    assert order == sorted(order)
    assert len({step.way.code for step in steps}) == len(steps)
    assert next_steps(shown(levels), role, FIRST) == steps[:3]


@given(LEVELS, ROLES)
def test_an_indicator_is_finished_has_a_step_or_waits_for_somebody(levels: dict[str, int], role: Role) -> None:
    values = shown(levels)
    mine = {step.way.code for step in steps_for(values, role, FIRST)}

    for code in CODES:
        states = [levels.get(code) == 3, code in mine, bool(waiting(values, role, code))]
        assert states.count(True) == 1
