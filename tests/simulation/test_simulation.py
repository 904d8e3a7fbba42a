from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.simulation.run import run_seed

ROOT = Path(__file__).resolve().parents[2]


def test_every_invariant_holds_when_the_faults_have_stopped() -> None:
    command = [sys.executable, "-m", "tests.simulation", "--seeds", "60"]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_seed_replays_exactly() -> None:
    assert run_seed(7, steps=120).trace == run_seed(7, steps=120).trace
