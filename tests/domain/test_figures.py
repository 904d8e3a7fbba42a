"""Each figure against a plain calculation of its own, and that tallies of parts add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from statistics import median_low
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.figures import BY_CODE, FIGURES, PARTS, joined, middle, told
from sync.domain.iga_catalogue import shipped
from sync.domain.kipp import questions
from sync.domain.lifecycle import Status
from sync.domain.shelf import shelf_of
from sync.domain.tally import (
    Case,
    Period,
    Tally,
    is_ready_for_iga,
    is_ready_for_kipp,
    parts_in,
    tally_of,
    this_year,
)

TODAY = date(2026, 12, 3)
YEAR = this_year(TODAY)
SHELF = shelf_of([], TODAY.isoformat())
PROOF = {"link": "https://contoh.id/bukti"}
RUNS = {"stage": "running"}


def a_case(
    number: int = 1, kind: str = "innovation", also: Mapping[str, Any] | None = None, **values: Any
) -> Case:
    """`also` has the values of paths that are no names."""
    answered, submitted = values.pop("answered", None), values.pop("submitted", TODAY)
    return Case(f"r{number}", kind, {"status": "submitted"} | values | dict(also or {}), submitted, answered)


def value(code: str, *cases: Case, period: Period = YEAR) -> int | None:
    return BY_CODE[code].value(tally_of(cases, period, SHELF))


def iga(levels: int = 3, *, without: str = "") -> dict[str, Any]:
    codes = [each.code for each in shipped().indicators if each.code != without]
    return {f"levels/{code}": levels for code in codes} | {f"evidence/{code}/e1": PROOF for code in codes}


def kipp(words: int | None = None, *, checked: bool = True) -> dict[str, Any]:
    return {
        f"kipp/{each.code}": {"text": f"jawaban{at} " * (words or each.most_words), "checked": checked}
        for at, each in enumerate(questions())
    }


def test_a_year_before_leap_day_is_the_28th_of_february() -> None:
    before = this_year(date(2028, 2, 29)).year_before

    assert (before.since, before.until) == (date(2027, 1, 1), date(2027, 2, 28))


def test_innovations_are_counted_by_status_without_those_withdrawn_erased_or_moved() -> None:
    cases = [
        a_case(1),
        a_case(2, status="published"),
        a_case(3, status="withdrawn"),
        a_case(4, status="erased"),
        a_case(5, status="returned", moved_to={"record": "r9", "area": "73.71.01.1001"}),
    ]
    now = next(each for each in told(tally_of(cases, YEAR, SHELF), Tally()) if each.code == "innovations")

    assert (now.value, now.parts) == (2, {"submitted": 1, "published": 1})


def test_stages_are_of_what_goes_on() -> None:
    cases = [a_case(1, stage="running"), a_case(2, stage="trial"), a_case(3, stage="running", status="rejected")]

    assert value("stages", *cases) == 1


def test_half_of_the_answers_of_this_year_came_within_so_many_days() -> None:
    def answered(number: int, days: int, on: date = TODAY) -> Case:
        return a_case(number, status="approved", submitted=on - timedelta(days), answered=on)

    assert value("answer_days", *(answered(n, n) for n in (1, 2, 9, 10))) == 2
    assert value("answer_days", answered(1, 5, date(2025, 12, 31))) is None


def test_the_longest_wait_is_of_what_has_no_answer_yet() -> None:
    waiting = a_case(1, submitted=date(2025, 11, 3))
    sent_again = a_case(2, submitted=date(2024, 1, 1), answered=date(2024, 2, 1))

    assert value("wait_days", waiting, sent_again) == 395
    assert value("wait_days", sent_again) is None


@pytest.mark.parametrize(
    ("degree", "status", "left"),
    [
        ("partly", "submitted", 0),
        ("wholly", "published", 0),
        ("failed", "published", 1),
        ("wholly", "rejected", 1),
        ("wholly", "withdrawn", 1),
    ],
)
def test_a_problem_is_solved_by_an_innovation_that_goes_on_and_did_not_fail(
    degree: str, status: str, left: int
) -> None:
    issue = a_case(1, "issue", status="listed")
    solver = a_case(2, status=status, also={"addresses/r1": {"degree": degree}})

    assert value("issues_open", issue, solver) == left


def test_a_problem_may_be_solved_from_elsewhere() -> None:
    here = tally_of([a_case(1, "issue", status="listed"), a_case(2, "issue", status="listed")], YEAR, SHELF)
    there = tally_of([a_case(3, also={"addresses/r1": {"degree": "partly"}})], YEAR, SHELF)

    assert BY_CODE["issues_open"].value(joined([here], there.solved)) == 1


def money(place: int, ceiling: int, realised: int | None = None, year: int = 2026) -> dict[str, Any]:
    spent = {} if realised is None else {"realised": realised}
    return {f"budget/b{place}": {"year": year, "source": "apbd", "ceiling": ceiling} | spent}


def test_money_is_of_this_year_and_of_what_goes_on_where_it_was_entered() -> None:
    cases = [
        a_case(1, also=money(1, 12_500_000, 4_000_000) | money(2, 1_000_000) | money(3, 7, 7, year=2025)),
        a_case(2, status="published", also=money(1, 500_000, 250_000)),
        a_case(3, status="rejected", also=money(1, 99, 99)),
    ]

    assert value("money_planned", *cases) == 14_000_000
    assert value("money_realised", *cases) == 4_250_000
    assert (value("money_planned", a_case(4)), value("money_realised", a_case(4, also=money(1, 5)))) == (
        None,
        None,
    )


def test_an_idea_waits_until_somebody_does_more_than_read_it() -> None:
    read = a_case(1, "idea", status="read")
    asked = a_case(2, "idea", status="asked", submitted=TODAY - timedelta(4), answered=TODAY)

    assert [value(code, read, asked) for code in ("ideas_waiting", "ideas_answered", "idea_days")] == [1, 1, 4]


def a_measurement(number: int, value: str, **values: Any) -> Case:
    said = {"innovation": "r1", "indicator": "i1", "period": "2026-11", "value": value}
    return a_case(number, "measurement", also=said | values)


@pytest.mark.parametrize(
    ("baseline", "value", "part"),
    [("10", "12", "better"), ("10", "10", "unchanged"), ("10", "8", "worse"), (None, "8", "no_baseline")],
)
def test_an_indicator_is_told_by_its_last_measurement(baseline: str | None, value: str, part: str) -> None:
    start = {"baseline": baseline} if baseline else {}
    indicator = {"name": "Sampah", "unit": "kantong", "kind": "value", "better": "up"} | start
    innovation = a_case(1, also={"indicators/i1": indicator, "indicators/i2": indicator})
    cases = [innovation, a_measurement(2, "99", period="2026-10"), a_measurement(3, value)]

    found = tally_of(cases, YEAR, SHELF)

    assert parts_in(found, "measured") == {part: 1}


def test_what_was_withdrawn_is_not_told_as_measured() -> None:
    indicator = {"name": "Sampah", "unit": "kantong", "kind": "value", "better": "up", "baseline": "1"}
    innovation = a_case(1, status="withdrawn", also={"indicators/i1": indicator})

    assert value("measured", innovation, a_measurement(2, "99")) == 0


def test_ready_for_iga_needs_every_required_indicator_and_the_band_good() -> None:
    required = next(each.code for each in shipped().indicators if each.is_required)
    without_evidence = {path: v for path, v in iga().items() if not path.startswith("evidence/")}

    assert is_ready_for_iga(RUNS | iga(), TODAY, SHELF)
    assert is_ready_for_iga(RUNS | iga(2), TODAY, SHELF)
    assert not is_ready_for_iga(RUNS | iga(1), TODAY, SHELF), "37 points are not yet Baik"
    assert not is_ready_for_iga(RUNS | iga(without=required), TODAY, SHELF)
    assert not is_ready_for_iga(RUNS | without_evidence, TODAY, SHELF)
    assert not is_ready_for_iga(iga(), TODAY, SHELF), "it does not run"


def test_ready_for_kipp_needs_two_years_and_every_answer_within_its_limit() -> None:
    old, young = RUNS | {"since": "2024-12"}, RUNS | {"since": "2025-01"}

    assert is_ready_for_kipp(old | kipp(), TODAY, SHELF)
    assert not is_ready_for_kipp(young | kipp(), TODAY, SHELF)
    assert is_ready_for_kipp(young | {"start_date": "2024-12-03"} | kipp(), TODAY, SHELF)
    assert not is_ready_for_kipp(old | kipp(601), TODAY, SHELF)
    assert not is_ready_for_kipp(old | kipp(checked=False), TODAY, SHELF)
    assert not is_ready_for_kipp(old | dict(list(kipp().items())[1:]), TODAY, SHELF)
    assert not is_ready_for_kipp(RUNS | kipp(), TODAY, SHELF), "nobody knows since when"


@pytest.mark.parametrize("status", ["submitted", "rejected", "hidden"])
def test_only_what_was_approved_is_ready(status: str) -> None:
    whole = RUNS | iga() | kipp() | {"since": "2020-01"}

    def ready(status: str) -> list[int | None]:
        return [value(code, a_case(also=whole, status=status)) for code in ("iga_ready", "kipp_ready")]

    assert (ready(status), ready("approved"), ready("published")) == ([0, 0], [1, 1], [1, 1])


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 5), min_size=1))
def test_the_middle_is_the_lower_median(days: dict[int, int]) -> None:
    assert middle(days) == median_low([day for day, often in days.items() for _ in range(often)])


def _some(random: Random) -> Case:
    number = random.randrange(10_000)
    kind = random.choice(["innovation", "innovation", "issue", "idea"])
    submitted = TODAY - timedelta(random.randrange(700))
    values: dict[str, Any] = {
        "status": random.choice(list(Status)).value,
        "stage": random.choice(["planned", "trial", "running"]),
    }
    answered = submitted + timedelta(random.randrange(30)) if random.random() < 0.5 else None
    return a_case(number, kind, **values, submitted=submitted, answered=answered)


@given(st.integers())
def test_the_tallies_of_parts_add_up_to_that_of_the_whole(seed: int) -> None:
    random = Random(seed)
    parts = [[_some(random) for _ in range(random.randrange(8))] for _ in range(4)]

    whole = tally_of([case for part in parts for case in part], YEAR, SHELF)

    assert joined((tally_of(part, YEAR, SHELF) for part in parts), ()).counts == whole.counts


def test_nothing_noted_a_year_ago_is_told_from_none() -> None:
    now = tally_of([a_case(1)], YEAR, SHELF)

    assert {each.before for each in told(now, Tally())} == {None}
    assert next(each.before for each in told(now, tally_of([a_case(1, "issue")], YEAR, SHELF))) == 0


def test_every_figure_says_in_both_languages_what_it_means() -> None:
    for figure in FIGURES:
        assert figure.label.id != figure.label.en
        assert 30 < len(figure.meaning.id) < 240
        assert 30 < len(figure.meaning.en) < 240
        assert set(figure.parts) <= set(PARTS)
    assert len(BY_CODE) == len(FIGURES)
