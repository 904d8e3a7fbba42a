"""How far a record is: nothing is counted twice, and another answer never takes it back."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sync.domain.forms import form
from sync.domain.goals import AWARD, NOTE, PROFILE, PROPOSAL, meters, note_meter, profile_fields, profile_meter
from sync.domain.iga_catalogue import shipped
from sync.domain.kipp import is_answered, questions

WORD = "kata "
PATHS = [item.path for item in profile_fields()]


def answered(paths: list[str]) -> dict[str, Any]:
    return {path: WORD * 300 if path == "design" else "x" for path in paths}


def done(values: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {meter.goal: (meter.done, meter.whole) for meter in meters(values, shipped())}


def test_an_empty_record_has_done_nothing_of_four_goals() -> None:
    found = done({})

    assert list(found) == [NOTE, PROFILE, AWARD, PROPOSAL]
    assert {part for part, _ in found.values()} == {0}
    assert (found[AWARD][1], found[PROPOSAL][1]) == (111, 9)


def test_a_photo_and_a_place_belong_to_a_full_note() -> None:
    asked = [item.path for item in form("note").fields if "submit" in item.required_to]
    values: dict[str, Any] = dict.fromkeys(asked, "x")

    assert note_meter(values).whole - note_meter(values).done == 2
    assert note_meter(values | {"photos/p1": {}, "point": {}}).share == 1


def test_a_question_that_only_takes_a_tick_is_never_missing() -> None:
    assert "developed" not in PATHS
    assert profile_meter(answered(PATHS)).share == 1


def test_a_design_counts_from_300_words_on() -> None:
    assert profile_meter({"design": WORD * 299}).done == 0
    assert profile_meter({"design": WORD * 300}).done == 1


@given(st.lists(st.sampled_from(PATHS), unique=True), st.sampled_from(PATHS))
def test_each_answer_brings_the_profile_on_by_one_and_all_of_them_fill_it(paths: list[str], more: str) -> None:
    values = answered(paths)

    assert profile_meter(values).done == len(paths)
    assert profile_meter(values | answered([more])).done == len({*paths, more})
    assert profile_meter(answered(PATHS)).share == 1


@given(
    st.dictionaries(st.sampled_from([each.code for each in shipped().indicators]), st.integers(1, 3)),
    st.dictionaries(st.sampled_from(questions()), st.tuples(st.integers(0, 700), st.booleans())),
)
def test_meters_stay_between_nothing_and_all(levels: dict[str, int], answers: dict[Any, Any]) -> None:
    values: dict[str, Any] = {f"levels/{code}": level for code, level in levels.items()}
    values |= {f"evidence/{code}/e": {"link": "https://contoh.id"} for code in levels}
    values |= {f"kipp/{q.code}": {"text": WORD * n, "checked": read} for q, (n, read) in answers.items()}

    found = {meter.goal: meter for meter in meters(values, shipped())}

    assert all(0 <= meter.done <= meter.whole and 0 <= meter.share <= 1 for meter in found.values())
    fine = [q for q, (n, read) in answers.items() if read and 0 < n <= q.most_words]
    assert found[PROPOSAL].done == len(fine)
    assert all(is_answered(values, q) for q in fine)
