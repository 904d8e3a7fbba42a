"""The score against an independent calculation from the catalogue's own rows."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from sync.domain.assets import catalogue_rows
from sync.domain.iga import band_of, held_in, scale_of, score
from sync.domain.iga_catalogue import Catalogue, shipped
from tests.support.catalogues import next_catalogue

ROWS = catalogue_rows("iga/iga_2026_indikator_sid.csv")
FIRST = shipped()
PROOF = {"link": "https://contoh.id/bukti"}


def shown(levels: dict[str, int], *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    values: dict[str, Any] = {f"levels/{code}": level for code, level in levels.items()}
    return values | {f"evidence/{code}/e1": PROOF for code in levels if code not in without}


def code_of(row: dict[str, str]) -> str:
    return "sid" + row["nomor_sigap"].zfill(2)


def test_there_are_twenty_indicators_and_their_weights_sum_to_37() -> None:
    found = FIRST.indicators

    assert [each.code for each in found] == [f"sid{n:02}" for n in range(1, 21)]
    assert sum(each.weight for each in found) == 37
    assert FIRST.most_points == 111


@pytest.mark.parametrize("row", ROWS, ids=code_of)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_level_counts_its_weight_for_each_step(row: dict[str, str], level: int) -> None:
    assert score(shown({code_of(row): level}), FIRST).points_claimed == int(row["bobot"]) * level


def test_a_level_counts_nothing_without_its_evidence() -> None:
    assert score({"levels/sid20": 3}, FIRST).points_claimed == 0
    assert score({"levels/sid20": 3, "evidence/sid20/e1": None}, FIRST).points_claimed == 0


def test_evidence_alone_claims_nothing() -> None:
    assert score({"evidence/sid20/e1": PROOF}, FIRST).points_claimed == 0


def test_full_evidence_gives_111_and_none_gives_nothing() -> None:
    full = score(shown({code_of(row): 3 for row in ROWS}), FIRST)

    assert (full.points_claimed, full.points_granted, full.band) == (111, 0, "very_good")
    assert (score({}, FIRST).points_claimed, score({}, FIRST).band) == (0, "poor")


def test_a_thousand_random_sets_of_evidence_score_as_an_independent_calculation_does() -> None:
    random = Random(73)
    for _ in range(1_000):
        levels = {code_of(row): random.randint(1, 3) for row in ROWS if random.random() < 0.6}
        without = frozenset(code for code in levels if random.random() < 0.3)
        expected = sum(
            int(row["bobot"]) * levels[code_of(row)]
            for row in ROWS
            if code_of(row) in levels and code_of(row) not in without
        )

        assert score(shown(levels, without=without), FIRST).points_claimed == expected


@pytest.mark.parametrize("catalogue", [FIRST, next_catalogue()], ids=["first", "next"])
def test_what_a_record_holds_is_worth_the_same_when_many_are_looked_at(catalogue: Catalogue) -> None:
    random, scale = Random(74), scale_of(catalogue)
    for _ in range(300):
        levels = {f"sid{n:02}": random.randint(0, 3) for n in range(1, 23) if random.random() < 0.6}
        without = frozenset(code for code in levels if random.random() < 0.3)
        values = shown(levels, without=without) | {"title": "Teba", "levels/sid05": None, "granted/sid06": None}
        granted = [f"sid{n:02}" for n in range(1, 23) if n != 6 and random.random() < 0.3]
        values |= {f"granted/{code}": {"level": random.randint(0, 3)} for code in granted}
        expected = score(values, catalogue)

        assert held_in(values).points(scale) == (expected.points_claimed, expected.points_granted)


def test_claimed_and_granted_levels_stand_side_by_side() -> None:
    found = score(shown({"sid20": 3}) | {"granted/sid20": {"level": 1, "note": "Dua unsur saja."}}, FIRST)

    assert (found.claimed["sid20"], found.granted["sid20"]) == (3, 1)
    assert (found.points_claimed, found.points_granted) == (12, 4)


@pytest.mark.parametrize(
    ("points", "band"),
    [(0, "poor"), (30, "poor"), (31, "fair"), (60, "fair"), (61, "good"), (80, "good"), (81, "very_good")],
)
def test_a_band_ends_where_sigap_ends_it(points: int, band: str) -> None:
    assert band_of(points) == band
