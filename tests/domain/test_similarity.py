"""Which problems are found beside one another: pairs from Makassar's lorong, and the order they are shown in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.similarity import SimilarTexts, meanings_in

PAIRS = Path(__file__).parents[1] / "data" / "masalah_serupa.csv"
KASSI = "73.71.13.1002"
LEAST_PRECISION, LEAST_RECALL = 0.8, 0.75


def pairs() -> list[tuple[str, str, bool]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [(row["satu"], row["dua"], row["sama"] == "ya") for row in csv.DictReader(file)]


def an_index(**texts: str) -> SimilarTexts:
    index = SimilarTexts()
    for record, text in texts.items():
        index.put(record, text, KASSI)
    return index


def test_reworded_problems_are_found_and_merely_alike_ones_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    listed = pairs()
    index = an_index(**{str(place): other for place, (_, other, _) in enumerate(listed)})

    found = [str(place) in index.find(text, KASSI, most=len(listed)) for place, (text, _, _) in enumerate(listed)]

    right = sum(is_found and same for is_found, (_, _, same) in zip(found, listed, strict=True))
    precision, recall = right / sum(found), right / sum(same for _, _, same in listed)
    with capsys.disabled():
        print(f"\nSerupa: {len(listed)} pairs, precision {precision:.2f}, recall {recall:.2f}")
    assert len(listed) >= 100
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


def test_words_of_one_meaning_are_one() -> None:
    assert meanings_in("Selokan mampet") == meanings_in("got yang tersumbat")


def test_those_of_the_same_rw_come_first_then_of_the_kelurahan() -> None:
    index = SimilarTexts()
    index.put("elsewhere", "Got tersumbat", "73.71.13.1007/RW003/RT002")
    index.put("kelurahan", "Got tersumbat", f"{KASSI}/RW009/RT001")
    index.put("rw", "Got tersumbat di pos", f"{KASSI}/RW003/RT001")

    assert index.find("Got tersumbat", f"{KASSI}/RW003/RT005") == ["rw", "kelurahan", "elsewhere"]


def test_a_text_put_again_replaces_the_one_before() -> None:
    index = an_index(one="Got tersumbat", two="Lampu jalan mati")

    index.put("one", "Lampu jalan padam", KASSI)
    index.drop("two")

    assert index.find("Selokan mampet", KASSI) == []
    assert index.find("Lampu jalan mati", KASSI) == ["one"]


@pytest.mark.parametrize("text", ["", "   ", "di dan yang", "a", "!!! ???", "\U0001f6b1"])
def test_a_text_that_says_nothing_finds_nothing(text: str) -> None:
    assert an_index(one="Got tersumbat", two=text).find(text, KASSI) == []


@given(st.lists(st.text(max_size=60), max_size=12), st.text(max_size=60))
def test_any_text_finds_itself_and_nothing_twice(others: list[str], text: str) -> None:
    index = an_index(**{str(place): other for place, other in enumerate(others)})
    index.put("itself", text, "")

    found = index.find(text, "", most=20)

    assert len(found) == len(set(found))
    assert ("itself" in found) == bool(meanings_in(text))
