"""KIPP's questions as the catalogue has them, and words as they are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.assets import catalogue_rows
from sync.domain.forms import fields_of
from sync.domain.growing import CHECKS
from sync.domain.kipp import answer, count_words, filled_from_note, questions, too_long, written
from sync.domain.records import are_paths


def test_the_general_questions_of_2023_weigh_100_percent() -> None:
    found = questions()

    assert [each.code for each in found] == [f"2023.umum.{n}" for n in range(1, 10)]
    # One weight stands at both questions on adaptability.
    assert sum(each.weight for each in found) - found[6].weight == 100
    assert found[4].most_words == 600


@pytest.mark.parametrize("group", ["umum", "replikasi", "khusus"])
def test_every_group_of_an_earlier_year_has_paths_for_its_answers(group: str) -> None:
    assert are_paths([f"kipp/{each.code}" for each in questions("2021/2022", group)])


def test_a_group_that_a_year_does_not_have_asks_nothing() -> None:
    assert questions("2023", "khusus") == ()


def test_an_answer_is_read_whether_it_was_checked_or_not() -> None:
    values = {"kipp/2023.umum.1": {"text": "Ringkas.", "checked": False}}

    assert answer(values, "2023.umum.1") == "Ringkas."
    assert answer(values, "2023.umum.2") == ""
    assert CHECKS["kipp"].outcome(values["kipp/2023.umum.1"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("  ", 0), ("satu dua\ntiga", 3), ("anak-anak – dan 12 ibu.", 4), ("(RT 2)", 2)]
)
def test_words_are_counted_as_a_word_processor_counts_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_an_answer_is_too_long_from_the_first_word_over_its_limit() -> None:
    def said(words: int) -> dict[str, object]:
        return {f"kipp/{questions()[0].code}": {"text": "kata " * words, "checked": False}}

    assert too_long(said(200)) == ()
    assert too_long(said(201)) == (questions()[0],)


def test_every_text_that_an_answer_is_taken_from_is_a_text_of_a_form() -> None:
    rows = catalogue_rows("kipp/kipp_dari_catatan.csv")
    codes = {each.code for each in questions()}

    assert {f"{row['versi']}.{row['kelompok']}.{row['urut']}" for row in rows} <= codes
    for path in (path for row in rows for path in row["isian"].split(";")):
        assert fields_of("innovation")[path].type == "text"


def test_empty_answers_are_taken_from_the_note_unread_and_written_ones_stay() -> None:
    mine = {"text": "Tulisan saya.", "checked": True}
    values = {"kipp/2023.umum.1": mine, "problem": "Sampah menumpuk.", "action": "Mengompos.", "goals": "  "}

    found = filled_from_note(values)

    assert found == {
        "kipp/2023.umum.2": {"text": "Sampah menumpuk.", "checked": False},
        "kipp/2023.umum.4": {"text": "Mengompos.", "checked": False},
    }


def test_nothing_is_taken_from_an_empty_note() -> None:
    assert filled_from_note({}) == {}


@given(st.booleans(), st.booleans(), st.integers(1, 900))
def test_an_answer_over_its_limit_is_kept_and_is_never_read(had: bool, was_read: bool, words: int) -> None:
    question = questions()[0]
    before = {"text": "Dulu.", "checked": was_read} if had else None

    after = written(question, before, "kata " * words)

    assert after is not None
    assert count_words(after["text"]) == words
    assert after["checked"] == ((was_read or not had) and words <= question.most_words)


def test_an_answer_that_was_emptied_is_none() -> None:
    assert written(questions()[0], {"text": "Dulu.", "checked": True}, "  ") is None
