from __future__ import annotations

import pytest

from sync.domain.words import distance, grams_of, words_in


def test_words_are_in_lower_case_without_accents_and_small_words() -> None:
    assert words_in("Sampah DAPUR, dan Café di Lorong-4 yang 24 rumah") == [
        "sampah",
        "dapur",
        "cafe",
        "lorong",
        "24",
        "rumah",
    ]


def test_a_word_without_end_is_cut() -> None:
    assert words_in("a" * 500) == ["a" * 40]


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("kompos", "kompos", 0),
        ("komps", "kompos", 1),
        ("kompoos", "kompos", 1),
        ("kompis", "kompos", 1),
        ("kopmos", "kompos", 1),
        ("kmopso", "kompos", 2),
    ],
)
def test_the_distance_counts_letters_missing_added_exchanged_and_swapped(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 2) == steps


def test_what_is_farther_than_asked_is_not_measured() -> None:
    assert distance("kompos", "sampah", 2) == 3
    assert distance("a", "aaaa", 2) == 3


def test_spellings_of_a_word_share_most_of_their_parts() -> None:
    assert len(grams_of("kompos") & grams_of("komposs")) >= 4
    assert grams_of("ab") == {"^ab", "ab$"}
