from __future__ import annotations

import pytest

from tests.simulation.run import run_seed


@pytest.mark.parametrize("seed", range(1, 61))
def test_every_invariant_holds_when_the_faults_have_stopped(seed: int) -> None:
    run_seed(seed)


def test_a_seed_replays_exactly() -> None:
    assert run_seed(7, steps=120).trace == run_seed(7, steps=120).trace
