"""Proof that the simulation bites: every deliberate bug is noticed."""

from __future__ import annotations

import pytest

from tests.simulation.honesty import Broken
from tests.simulation.mutations import MUTATIONS, Mutate
from tests.simulation.run import run_seed

WITHIN_SEEDS = 200


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_deliberate_bug_is_noticed(mutate: Mutate, monkeypatch: pytest.MonkeyPatch) -> None:
    mutate(monkeypatch)

    for seed in range(1, WITHIN_SEEDS + 1):
        try:
            run_seed(seed)
        except Broken:
            return
    pytest.fail(f"{WITHIN_SEEDS} seeds did not notice")
